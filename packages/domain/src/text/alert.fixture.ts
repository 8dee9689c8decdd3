import * as fc from "fast-check";
import type { Alert, AlertType } from "../alert.ts";
import { addDays, type Instant, type PlainDate } from "../dates.ts";
import type { AdvisedPayment } from "../forecast.ts";
import { type Minor, minor, sum } from "../money.ts";
import type { Payee } from "../observation.ts";
import type { Language } from "../policy.ts";

/** Alerts for tests, drawn by chance within what an authority can give. */

export const LANGUAGES: readonly Language[] = ["sv", "nb", "en"];

export const ASKING: readonly AlertType[] = ["shortfall.detected", "shortfall.changed", "shortfall.reminder", "deficit.open"];

export const TYPES: readonly AlertType[] = [
  ...ASKING,
  "shortfall.covered",
  "enforcement.debt",
  "payout.risk",
  "due.reminder",
  "source.stale",
  "source.denied",
  "certificate.expiring",
  "sign-in.needed",
];

const digits = (minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(..."0123456789"), minLength, maxLength });

const day: fc.Arbitrary<PlainDate> = fc.integer({ min: 0, max: 36_500 }).map((days) => addDays("2000-01-01" as PlainDate, days));

const moment: fc.Arbitrary<Instant> = fc
  .date({ min: new Date("2001-01-01T00:00:00Z"), max: new Date("2099-01-01T00:00:00Z"), noInvalidDate: true })
  .map((date) => date.toISOString() as Instant);

/** Up to ten thousand million in kronor: more than any account, less than would leave a text message no room at all. */
const amount = (most = 1_000_000_000_000): fc.Arbitrary<Minor> => fc.integer({ min: 1, max: most }).map(minor);

const anyPayee = (scheme: Payee["scheme"]): fc.Arbitrary<Payee> =>
  fc.record({
    scheme: fc.constant(scheme),
    number:
      scheme === "bankgiro" ? digits(8, 8).map((all) => `${all.slice(0, 4)}-${all.slice(4)}`) : fc.option(digits(11, 11), { freq: 8 }),
    name: fc.constantFrom("Skatteverket", "Skatteetaten"),
    reference: fc.option(digits(2, 25), { freq: 5 }),
    referenceType: fc.constant(scheme === "bankgiro" ? "OCR" : "KID"),
  }) as fc.Arbitrary<Payee>;

const anyPayment = (scheme: Payee["scheme"]): fc.Arbitrary<AdvisedPayment> =>
  fc.record({ amount: amount(), payBy: day, payTo: anyPayee(scheme) });

/** An alert as the judge gives it: the payments add up to what is missing. */
export function anyAlert(types: readonly AlertType[]): fc.Arbitrary<Alert> {
  return fc
    .record({
      type: fc.constantFrom(...types),
      currency: fc.constantFrom("SEK" as const, "NOK" as const),
      at: moment,
      today: day,
      dueDate: fc.option(day, { freq: 10 }),
      severity: fc.constantFrom("notice" as const, "critical" as const),
      more: amount(),
      before: fc.option(amount()),
      balance: fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 }).map(minor),
      overdue: fc.boolean(),
      texts: fc.array(fc.string({ unit: "grapheme", maxLength: 50 }), { maxLength: 60 }),
      asOf: fc.option(moment),
      days: fc.integer({ min: -3, max: 60 }),
    })
    .chain((drawn) =>
      fc
        .array(anyPayment(drawn.currency === "SEK" ? "bankgiro" : "bban"), { minLength: 1, maxLength: drawn.currency === "SEK" ? 2 : 60 })
        .map(
          (payments): Alert => ({
            id: "shortfall:1",
            type: drawn.type,
            at: drawn.at,
            today: drawn.today,
            episode: drawn.type === "deficit.open" ? "deficit:2026-12-14" : "shortfall:2026-12-14",
            severity: drawn.severity,
            dueDate: drawn.dueDate,
            currency: drawn.currency,
            payments: payments.map((payment) => (drawn.days < 0 ? { ...payment, payBy: drawn.today } : payment)),
            missing: sum(payments.map((payment) => payment.amount)),
            shortfall: sum([drawn.more, ...payments.map((payment) => payment.amount)]),
            balance: drawn.balance,
            ...(drawn.before === null ? {} : { missingBefore: drawn.before }),
            ...(drawn.asOf === null ? {} : { asOf: drawn.asOf }),
            entry: {
              dueDate: drawn.dueDate ?? drawn.today,
              overdue: drawn.overdue,
              charges: drawn.texts.map((text, i) => ({ text, amount: minor(-1 - i), estimated: i % 2 === 0 })),
              change: minor(-drawn.more),
              balanceAfter: drawn.balance,
              shortfall: drawn.more,
              payments: [],
              missing: drawn.more,
            },
            enforcementBalance: minor(-drawn.more),
            payoutRisk: { amount: drawn.more, dueDate: drawn.today },
            fault: "SKV_FORBIDDEN",
            validTo: drawn.at,
            ...(drawn.type === "deficit.open" && drawn.currency === "SEK"
              ? {
                  deficit: {
                    amount: drawn.more,
                    since: drawn.today,
                    interestSoFar: minor(-drawn.days < 0 ? -drawn.days : 0),
                    interestPerDay: drawn.more,
                    nextStep: (["none", "reminder", "demand", "enforcement"] as const)[Math.abs(drawn.days) % 4] ?? "none",
                    nextStepOn: drawn.dueDate,
                  },
                }
              : {}),
          }),
        ),
    );
}

/** Names people give: plain, very long, with line breaks, quotes, emoji, direction marks, other scripts, halves of characters. */
export const anyName: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 300 }),
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.constantFrom(
    "Exempel AB",
    "",
    "   ",
    "🙂🙂🙂",
    "«Été» – “Å”\r\nBolag\u2028nr 2",
    "\u202Eesrever AB\u202C",
    "Ελληνική Εταιρεία",
    "{[~^|€]}".repeat(20),
    "\ud83d",
    "A".repeat(500),
    "日本企業",
  ),
);
