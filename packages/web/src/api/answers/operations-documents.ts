import { type Account, type AmountDocument, amountDocument, type Currency, type Minor, type PlainDate } from "@saldovakt/domain";
import { referenceOf } from "@saldovakt/service";
import type { BalanceReading, PayoutAccountReading, PayoutBlocksReading, Stamped, TransactionsReading } from "../../ports.ts";
import { currencyOf } from "../currency.ts";

/** The authority's four operations as the API tells them: live, in English names, each with the source's stamp. */

const amountIf = <Name extends string>(name: Name, amount: Minor | undefined, currency: Currency): Partial<Record<Name, AmountDocument>> =>
  amount === undefined ? {} : ({ [name]: amountDocument(currency, amount) } as Record<Name, AmountDocument>);

const dayIf = <Name extends string>(name: Name, day: PlainDate | undefined): Partial<Record<Name, PlainDate>> =>
  day === undefined ? {} : ({ [name]: day } as Record<Name, PlainDate>);

const head = (account: Account, stamp: Stamped) => ({
  account: referenceOf(account),
  asOf: stamp.asOf,
  nextReconciliation: stamp.nextReconciliation,
  information: stamp.information,
});

export function balanceDocument(account: Account, reading: BalanceReading) {
  const currency = currencyOf(account);
  return {
    ...head(account, reading),
    balance: amountDocument(currency, reading.balance),
    enforcementBalance: amountDocument(currency, reading.enforcementBalance),
    accruedInterest: amountDocument(currency, reading.accruedInterest),
    enforcementInterest: amountDocument(currency, reading.enforcementInterest),
    reference: reading.reference,
    referenceType: currency === "SEK" ? "OCR" : "KID",
  };
}

export function transactionsDocument(account: Account, reading: TransactionsReading) {
  const currency = currencyOf(account);
  return {
    ...head(account, reading),
    from: reading.from,
    booked: reading.booked.map((row) => ({
      date: row.date,
      text: row.text,
      amount: amountDocument(currency, row.amount),
      ...amountIf("enforcementAmount", row.enforcementAmount, currency),
      ...dayIf("interestDate", row.interestDate),
    })),
    upcoming: reading.upcoming.map((row) => ({
      date: row.date,
      ...dayIf("dueDate", row.dueDate),
      ...dayIf("decidedOn", row.decidedOn),
      text: row.text,
      ...amountIf("amount", row.amount, currency),
      ...amountIf("enforcementAmount", row.enforcementAmount, currency),
      ...dayIf("interestDate", row.interestDate),
    })),
  };
}

export const payoutAccountDocument = (account: Account, reading: PayoutAccountReading) => ({
  ...head(account, reading),
  payoutAccount: reading.payoutAccount,
});

export function payoutBlocksDocument(account: Account, reading: PayoutBlocksReading) {
  const currency = currencyOf(account);
  return {
    ...head(account, reading),
    blocks: reading.blocks.map((block) => ({
      id: block.id,
      from: block.from,
      ...dayIf("to", block.to),
      ...amountIf("amount", block.amount, currency),
      total: block.total,
    })),
  };
}
