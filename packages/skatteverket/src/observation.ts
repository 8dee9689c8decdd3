import { type Charge, epochMs, type Instant, type Observation, ocrFor, type Payee, type Warning } from "@saldovakt/domain";
import type { BalanceAnswer, TransactionsAnswer } from "./results.ts";

/** Where every Swedish tax account is paid (Skatteverket: "Betala in till skattekontot"); IBAN and BIC for payments from abroad. The reference is each account's own. */
export const PAYEE: Payee = {
  scheme: "bankgiro",
  number: "5050-1055",
  name: "Skatteverket",
  reference: null,
  referenceType: "OCR",
  iban: "SE5680000890119646240516",
  bic: "SWEDSESS",
};

/**
 * The two answers of one reading as an Observation. When their stamps differ the older one counts, with a warning `UNSETTLED_STAMP`. Other
 * warnings: `OCR_MISMATCH` (the authority's reference number is not the one computed from the identity), `CHARGE_WITHOUT_AMOUNT` (a decided
 * row with no amount at all, which the forecast cannot count) and `INFORMATION` (an announcement, word for word).
 */
export function observationOf(identity: string, balance: BalanceAnswer, transactions: TransactionsAnswer, readAt: Instant): Observation {
  const reference = balance.reference ?? transactions.reference;
  const settled = balance.asOf === transactions.asOf;
  const asOf = epochMs(balance.asOf) <= epochMs(transactions.asOf) ? balance.asOf : transactions.asOf;
  const warnings: Warning[] = [];
  if (!settled) warnings.push({ code: "UNSETTLED_STAMP" });
  if (reference !== null && reference !== ocrFor(identity)) warnings.push({ code: "OCR_MISMATCH" });
  for (const row of transactions.upcoming) {
    if (row.amount === undefined && row.enforcementAmount === undefined) warnings.push({ code: "CHARGE_WITHOUT_AMOUNT", date: row.date });
  }
  for (const text of new Set([...balance.information, ...transactions.information])) warnings.push({ code: "INFORMATION", text });

  return {
    source: "skatteverket",
    currency: "SEK",
    settlement: "account",
    balance: balance.balance,
    enforcementBalance: balance.enforcementBalance,
    accruedInterest: balance.accruedInterest,
    nextReconciliation: balance.nextReconciliation ?? transactions.nextReconciliation,
    asOf,
    readAt,
    charges: transactions.upcoming.flatMap((row): Charge[] => {
      // The row's money lies at Kronofogden: it neither is nor becomes part of this balance.
      if (row.amount === undefined) return [];
      const { amount, text, kind, decidedOn } = row;
      return [{ dueDate: row.date, amount, text, kind, ...(decidedOn !== undefined && { decidedOn }), estimated: false }];
    }),
    payTo: { ...PAYEE, reference },
    history: transactions.booked,
    historyFrom: transactions.from,
    warnings,
  };
}
