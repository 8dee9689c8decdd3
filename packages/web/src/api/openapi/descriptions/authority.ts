import type { RouteName } from "../../route.ts";
import * as examples from "../examples.ts";
import { Balance, PayoutAccount, PayoutBlocks, Transactions } from "../schemas.ts";
import { type Described, json, OF_ACCOUNT, ok } from "./described.ts";

const LIVE =
  "Read live from the authority. A quarter of the calls it takes a second is for these operations of all keys together; beyond that they answer 503 `SOURCE_BUSY` with `Retry-After`. Answers 404 with `NOT_OFFERED_BY_SOURCE` where the authority has no such operation.";

const live = { tag: "Authority", description: LIVE, scope: "read", problems: OF_ACCOUNT } as const;

export const AUTHORITY = {
  balance: {
    ...live,
    summary: "The balance as the authority gives it",
    answers: ok("The balance.", json(Balance, examples.balance)),
  },
  transactions: {
    ...live,
    summary: "Booked and upcoming rows as the authority gives them",
    query: [
      {
        name: "from",
        description: "The first day wanted. Skatteverket gives 555 days unless asked, and 915 at most.",
        schema: { type: "string", format: "date" },
        example: "2026-01-01",
      },
    ],
    answers: ok("The rows.", json(Transactions, examples.transactions)),
  },
  payoutAccount: {
    ...live,
    summary: "The bank account to which a surplus is paid out",
    answers: ok("The account, or null.", json(PayoutAccount, examples.payoutAccount)),
  },
  payoutBlocks: {
    ...live,
    summary: "The payout blocks the owner has asked for",
    answers: ok("The blocks.", json(PayoutBlocks, examples.payoutBlocks)),
  },
} as const satisfies Partial<Record<RouteName, Described>>;
