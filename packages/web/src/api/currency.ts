import { type Account, CURRENCY_OF, type Currency } from "@saldovakt/domain";

/** What an account is reckoned in. */
export const currencyOf = (account: Pick<Account, "source">): Currency => CURRENCY_OF[account.source];
