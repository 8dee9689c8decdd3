import {
  type Account,
  type AccountId,
  type Alert,
  type AlertTexts,
  addDays,
  alertDocument,
  alertTexts,
  type Charge,
  DEFAULT_POLICY,
  forecast,
  fromWhole,
  type Instant,
  judge,
  judgeCertificate,
  judgeDenied,
  NOTHING_REMEMBERED,
  type Observation,
  ocrFor,
  type PlainDate,
  type Policy,
  plainDate,
  READ_BY_SIGN_IN,
  type Remembered,
  testAlert,
  ZERO,
} from "@saldovakt/domain";

/** One alert of each type as the judge gives it in a plausible autumn, with its English words: what `docs/alerts.md` shows. */

const IDENTITY = "165781006662";
const ACCOUNT: Pick<Account, "id" | "source" | "name"> = {
  id: "acc_0123456789abcdefghjk" as AccountId,
  source: "skatteverket",
  name: "Exempel AB",
};

const charge = (dueDate: string, whole: number, text: string, kind: Charge["kind"]): Charge => ({
  dueDate: plainDate(dueDate),
  amount: fromWhole(whole),
  text,
  kind,
  estimated: false,
});
const VAT = charge("2026-12-14", -38_000, "Moms okt 2026", "vat");
const EMPLOYER = charge("2026-12-14", -12_000, "Arbetsgivaravgift nov 2026", "employer-tax");
const MORE = charge("2026-12-14", -5_000, "Avdragen skatt nov 2026", "employer-tax");
const PRELIMINARY = charge("2026-12-14", -12_000, "Debiterad preliminärskatt", "preliminary-tax");

const at = (day: PlainDate): Instant => `${day}T05:00:00.000Z` as Instant;

function observed(today: PlainDate, balance: number, charges: readonly Charge[], more: Partial<Observation> = {}): Observation {
  return {
    source: "skatteverket",
    currency: "SEK",
    settlement: "account",
    balance: fromWhole(balance),
    enforcementBalance: ZERO,
    accruedInterest: ZERO,
    nextReconciliation: plainDate("2027-01-02"),
    asOf: at(today),
    readAt: at(today),
    charges,
    payTo: { scheme: "bankgiro", number: "5050-1055", name: "Skatteverket", reference: ocrFor(IDENTITY), referenceType: "OCR" },
    history: [],
    historyFrom: addDays(today, -555),
    warnings: [],
    ...more,
  };
}

interface Day {
  readonly on: string;
  readonly balance: number;
  readonly charges?: readonly Charge[];
  readonly more?: Partial<Observation>;
  readonly policy?: Partial<Policy>;
}

/** What the days give, one after the other. */
export function told(days: readonly Day[], remembered: Remembered = NOTHING_REMEMBERED): readonly Alert[] {
  let standing = remembered;
  return days.flatMap(({ on, balance, charges = [], more, policy }) => {
    const today = plainDate(on);
    const made = forecast(observed(today, balance, charges, more), { ...DEFAULT_POLICY, ...policy }, today);
    const judgement = judge(made, standing, { ...DEFAULT_POLICY, ...policy }, at(today));
    standing = judgement.remembered;
    return judgement.alerts;
  });
}

/** Detected, then more is decided, then a reminder, then paid. */
const PAID: readonly Day[] = [
  { on: "2026-11-23", balance: 16_750, charges: [VAT, EMPLOYER] },
  { on: "2026-11-25", balance: 16_750, charges: [VAT, EMPLOYER, MORE] },
  { on: "2026-12-04", balance: 16_750, charges: [VAT, EMPLOYER, MORE] },
  { on: "2026-12-08", balance: 55_000, charges: [VAT, EMPLOYER, MORE] },
];
const MISSED: readonly Day[] = [
  { on: "2026-12-11", balance: 16_750, charges: [VAT, EMPLOYER] },
  {
    on: "2026-12-15",
    balance: -33_250,
    more: { history: [{ date: plainDate("2026-12-14"), text: "Moms okt 2026", amount: fromWhole(-50_000) }] },
  },
];
const DEBT: readonly Day[] = [{ on: "2026-12-15", balance: 0, more: { enforcementBalance: fromWhole(-12_400) } }];
const SURPLUS: readonly Day[] = [
  { on: "2026-12-01", balance: 60_000, charges: [PRELIMINARY], more: { payout: { payoutAccount: "registered", blocks: [] } } },
];
const COVERED: readonly Day[] = [{ on: "2026-12-04", balance: 60_000, charges: [VAT], policy: { remindCovered: true } }];
const OLD: readonly Day[] = [{ on: "2026-12-04", balance: 60_000, more: { asOf: at(plainDate("2026-11-30")) } }];

const SIGNED_IN: readonly Day[] = [
  { on: "2026-12-04", balance: 60_000, charges: [VAT], more: { warnings: [{ code: READ_BY_SIGN_IN, date: plainDate("2026-11-20") }] } },
];

/** In the order of the page. */
export function samples(): readonly Alert[] {
  const today = plainDate("2026-12-04");
  return [
    ...told(PAID),
    ...told(MISSED).slice(1),
    ...told(DEBT),
    ...told(SURPLUS),
    ...told(COVERED),
    ...told(OLD),
    ...judgeDenied("skatteverket", "SKV_NOT_AUTHORISED", NOTHING_REMEMBERED, today, at(today)).alerts,
    ...judgeCertificate("skatteverket", "2027-01-03T23:59:59.000Z" as Instant, NOTHING_REMEMBERED, today, at(today)).alerts,
    ...told(SIGNED_IN),
    testAlert(today, at(today)),
  ];
}

/** Spaces as one types them: amounts are written with spaces that do not break. */
const typed = (text: string): string => text.replace(/[\u00a0\u202f]/g, " ");

export function words(alert: Alert): AlertTexts {
  const { subject, sms, body } = alertTexts(alert, ACCOUNT, "en", { discreet: false, forecastUrl: null });
  return { subject: typed(subject), sms: typed(sms), body: typed(body) };
}

export const payload = (alert: Alert): unknown => alertDocument(alert, ACCOUNT, null);
