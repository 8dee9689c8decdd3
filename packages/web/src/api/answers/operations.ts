import type { Account } from "@saldovakt/domain";
import type { Context } from "hono";
import type { SourceOperations } from "../../ports.ts";
import { conditionalJson } from "../conditional.ts";
import { refuse } from "../problem.ts";
import { readDay, readQuery } from "../query.ts";
import type { Answer, Asking } from "./asking.ts";
import { balanceDocument, payoutAccountDocument, payoutBlocksDocument, transactionsDocument } from "./operations-documents.ts";

/** The authority's own four operations, read live. */
export const operationAnswers = (asking: Asking) => {
  /** Throws the 404 `NOT_OFFERED_BY_SOURCE`, also for an account known from statements: nobody may have let us read it. */
  function operation<Name extends keyof SourceOperations>(c: Context, account: Account, name: Name): NonNullable<SourceOperations[Name]> {
    const operations = account.reading !== undefined ? {} : asking.ports.operations(account.source);
    const found = operations[name];
    if (!found) throw refuse(c, "NOT_OFFERED_BY_SOURCE");
    return found.bind(operations) as NonNullable<SourceOperations[Name]>;
  }

  return {
    balance: asking.about("balance", async ({ c, account }) =>
      conditionalJson(c, balanceDocument(account, await operation(c, account, "balance")(account.identity))),
    ),

    async transactions(c) {
      const asker = await asking.enter(c, "transactions");
      const from = readDay(c, "from", readQuery(c, ["from"]).from);
      const account = await asking.account(c, asker);
      return conditionalJson(c, transactionsDocument(account, await operation(c, account, "transactions")(account.identity, from)));
    },

    payoutAccount: asking.about("payoutAccount", async ({ c, account }) =>
      conditionalJson(c, payoutAccountDocument(account, await operation(c, account, "payoutAccount")(account.identity))),
    ),

    payoutBlocks: asking.about("payoutBlocks", async ({ c, account }) =>
      conditionalJson(c, payoutBlocksDocument(account, await operation(c, account, "payoutBlocks")(account.identity))),
    ),
  } satisfies Record<string, Answer>;
};
