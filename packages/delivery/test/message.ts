import {
  type AccountReference,
  type Alert,
  accountId,
  alertDocument,
  alertTexts,
  DEFAULT_POLICY,
  forecast,
  fromWhole,
  type Instant,
  judge,
  minor,
  NOTHING_REMEMBERED,
  type Observation,
  plainDate,
  ZERO,
} from "@saldovakt/domain";
import type { Message } from "../src/channel.ts";

/** Messages as the delivery queue holds them. */

export const NOW = "2026-11-23T06:15:00.500Z" as Instant;
const TODAY = plainDate("2026-11-23");

export const account: AccountReference = { id: accountId(new Uint8Array(20)), source: "skatteverket", name: "Exempel Åkeri AB" };

const observation: Observation = {
  source: "skatteverket",
  currency: "SEK",
  settlement: "account",
  balance: fromWhole(1_750),
  enforcementBalance: ZERO,
  accruedInterest: ZERO,
  nextReconciliation: plainDate("2026-12-05"),
  asOf: "2026-11-23T05:00:00.000Z" as Instant,
  readAt: "2026-11-23T06:14:59.000Z" as Instant,
  charges: [{ dueDate: plainDate("2026-12-14"), amount: fromWhole(-35_000), text: "Moms jul-sep 2026", kind: "vat", estimated: false }],
  payTo: { scheme: "bankgiro", number: "5050-1055", name: "Skatteverket", reference: "1655667788996", referenceType: "OCR" },
  history: [],
  historyFrom: plainDate("2025-05-17"),
  warnings: [],
};

export const shortfall = judge(forecast(observation, DEFAULT_POLICY, TODAY), NOTHING_REMEMBERED, DEFAULT_POLICY, NOW).alerts[0] as Alert;

export function message(alert: Alert = shortfall, id = "msg_2kz5x7ab3cdefghijklmnopqrs"): Message {
  return {
    id,
    alert,
    account,
    language: "sv",
    discreet: false,
    link: null,
    texts: alertTexts(alert, account, "sv", { discreet: false, forecastUrl: null }),
    document: alertDocument(alert, account, null),
  };
}

/** An alert with that many payments, as a Norwegian account may have. */
export function manyPayments(count: number): Alert {
  const payment = (i: number): Alert["payments"][number] => ({
    amount: minor(1_000 + i),
    payBy: plainDate("2026-12-14"),
    payTo: { scheme: "bban", number: "12345678903", name: "Skatteetaten", reference: `${10_000_000 + i}`, referenceType: "KID" },
  });
  return { ...shortfall, currency: "NOK", payments: Array.from({ length: count }, (_, i) => payment(i)) };
}
