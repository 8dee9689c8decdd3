import { type Account, COUNTRY_OF, type Currency } from "@saldovakt/domain";

const CURRENCY = { SE: "SEK", NO: "NOK" } as const satisfies Record<"SE" | "NO", Currency>;

/** What an account is reckoned in. */
export const currencyOf = (account: Pick<Account, "source">): Currency => CURRENCY[COUNTRY_OF[account.source]];
