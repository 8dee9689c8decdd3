import {
  type Alert,
  type AlertType,
  type Charge,
  DEFAULT_POLICY,
  forecast,
  fromWhole,
  type Instant,
  judge,
  judgeCertificate,
  judgeDenied,
  minor,
  NOTHING_REMEMBERED,
  type Observation,
  type Policy,
  plainDate,
  testAlert,
  ZERO,
} from "@saldovakt/domain";
import { NOW } from "./message.ts";

/** One alert of each family, as the judge gives it of invented figures. */

const TODAY = plainDate("2026-11-23");
const PAYEE = { scheme: "bankgiro", number: "5050-1055", name: "Skatteverket", reference: "1655667788996", referenceType: "OCR" } as const;

const charge = (dueDate: string, kronor: number, text: string, more: Partial<Charge> = {}): Charge => ({
  dueDate: plainDate(dueDate),
  amount: fromWhole(kronor),
  text,
  kind: "vat",
  estimated: false,
  ...more,
});

const swedish = (balance: number, charges: readonly Charge[], more: Partial<Observation> = {}): Observation => ({
  source: "skatteverket",
  currency: "SEK",
  settlement: "account",
  balance: fromWhole(balance),
  enforcementBalance: ZERO,
  accruedInterest: ZERO,
  nextReconciliation: plainDate("2026-12-05"),
  asOf: "2026-11-23T05:00:00.000Z" as Instant,
  readAt: "2026-11-23T06:14:59.000Z" as Instant,
  charges,
  payTo: PAYEE,
  history: [],
  historyFrom: plainDate("2025-05-17"),
  warnings: [],
  ...more,
});

const norwegian = (charges: readonly Charge[]): Observation => ({
  ...swedish(0, charges, { nextReconciliation: null }),
  source: "skatteetaten",
  currency: "NOK",
  settlement: "charge",
});

const claim = (kronor: number, reference: string, text: string): Charge =>
  charge("2027-01-15", kronor, text, {
    payTo: { scheme: "bban", number: "12345678903", name: "Skatteetaten", reference, referenceType: "KID" },
  });

function told(type: AlertType, observation: Observation, more: Partial<Policy> = {}): Alert {
  const policy = { ...DEFAULT_POLICY, ...more };
  const alert = judge(forecast(observation, policy, TODAY), NOTHING_REMEMBERED, policy, NOW).alerts.find((each) => each.type === type);
  if (!alert) throw new Error(`no ${type} was told`);
  return alert;
}

const first = (alerts: readonly Alert[]): Alert => {
  const [alert] = alerts;
  if (!alert) throw new Error("nothing was told");
  return alert;
};

const shortfall = told(
  "shortfall.detected",
  swedish(31_750, [
    charge("2026-12-14", -20_000, "Arbetsgivaravgift nov 2026", { kind: "employer-tax" }),
    charge("2026-12-14", -45_200, "Moms jul-sep 2026"),
    charge("2026-12-14", -12_050, "Debiterad preliminärskatt", { kind: "preliminary-tax" }),
    charge("2026-12-14", 2_500, "Skattereduktion", { kind: "other" }),
  ]),
);

/** The same with a row that history says will come. */
const guessed: Alert = {
  ...shortfall,
  ...(shortfall.entry && {
    entry: {
      ...shortfall.entry,
      charges: [...shortfall.entry.charges, { text: "Moms okt-dec 2026", amount: fromWhole(-18_400), estimated: true }],
    },
  }),
};

export const FAMILIES: Readonly<Record<string, Alert>> = {
  shortfall,
  guessed,
  reminder: { ...shortfall, type: "shortfall.reminder", severity: "critical" },
  covered: { ...shortfall, type: "shortfall.covered", severity: "ok", payments: [], missing: minor(0), missingBefore: fromWhole(43_000) },
  deficit: told(
    "deficit.open",
    swedish(-33_250, [], {
      accruedInterest: minor(-1_300),
      history: [{ date: plainDate("2026-11-12"), text: "Moms", amount: fromWhole(-40_000) }],
    }),
  ),
  claims: told(
    "shortfall.detected",
    norwegian([
      claim(-10_000, "123456789012347", "Arbeidsgiveravgift 6. termin"),
      claim(-23_250, "98765432109", "Forskuddstrekk 6. termin"),
    ]),
  ),
  enforcement: told("enforcement.debt", swedish(4_000, [], { enforcementBalance: fromWhole(-12_400) })),
  payout: told(
    "payout.risk",
    swedish(24_000, [charge("2026-12-14", -20_000, "Debiterad preliminärskatt", { kind: "preliminary-tax" })], {
      payout: { payoutAccount: "8327-9,12345", blocks: [] },
    }),
  ),
  due: told("due.reminder", swedish(50_000, [charge("2026-11-26", -20_000, "Moms okt 2026")]), { remindCovered: true }),
  stale: told("source.stale", swedish(0, [], { asOf: "2026-11-13T05:00:00.000Z" as Instant })),
  denied: first(judgeDenied("skatteverket", "SKV_FORBIDDEN", NOTHING_REMEMBERED, TODAY, NOW).alerts),
  certificate: first(judgeCertificate("skatteverket", "2026-12-01T10:00:00.000Z" as Instant, NOTHING_REMEMBERED, TODAY, NOW).alerts),
  test: testAlert(TODAY, NOW),
};
