import { type Account, amountDocument, type RegisteredPayment } from "@saldovakt/domain";
import { referenceOf } from "@saldovakt/service";
import { conditionalJson } from "../conditional.ts";
import { currencyOf } from "../currency.ts";
import type { Answer, Asking } from "./asking.ts";

export const registeredDocument = (account: Account, payment: RegisteredPayment) => ({
  id: payment.id,
  amount: amountDocument(currencyOf(account), payment.amount),
  madeOn: payment.madeOn,
  expectedOn: payment.expectedOn,
  expiresOn: payment.expiresOn,
  registeredAt: payment.registeredAt,
  status: payment.status,
  seenOn: payment.seenOn ?? null,
});

/** Payments somebody told us are under way. */
export const paymentAnswers = (asking: Asking) => {
  const { records } = asking.ports.watch;
  return {
    listPayments: asking.about(async ({ c, account }) => {
      const payments = await records.payments(account.id);
      return conditionalJson(c, { account: referenceOf(account), payments: payments.map((each) => registeredDocument(account, each)) });
    }),
  } satisfies Record<string, Answer>;
};
