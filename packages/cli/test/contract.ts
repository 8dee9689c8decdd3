import * as z from "zod";

/** The contract's documents, field by field. Fields may be added, so objects are loose. */

const date = z.iso.date();
const instant = z.iso.datetime();
export const amount = z.strictObject({ currency: z.enum(["SEK", "NOK"]), amount: z.string().regex(/^-?\d+\.\d{2}$/) });

const payTo = z.looseObject({
  scheme: z.literal("bankgiro"),
  number: z.literal("5050-1055"),
  name: z.literal("Skatteverket"),
  reference: z.string().regex(/^\d{13}$/),
  referenceType: z.literal("OCR"),
});

const payment = z.looseObject({ amount, payBy: date, payTo });

const account = z.looseObject({
  id: z.string().regex(/^acc_[0-9a-hjkmnp-tv-z]{20}$/),
  source: z.literal("skatteverket"),
  name: z.string().min(1),
});

export const forecastDocument = z.looseObject({
  account,
  today: date,
  readAt: instant,
  asOf: instant,
  stale: z.boolean(),
  balance: amount,
  enforcementBalance: amount,
  accruedInterest: amount,
  reserve: amount,
  nextReconciliation: date,
  dueDates: z.array(
    z.looseObject({
      dueDate: date,
      overdue: z.boolean(),
      charges: z.array(z.looseObject({ text: z.string(), amount, decidedOn: date.optional(), estimated: z.boolean() })),
      change: amount,
      balanceAfter: amount,
      shortfall: amount,
      payments: z.array(payment),
    }),
  ),
  lowest: z.looseObject({ date, balance: amount }),
  shortfall: amount,
  payBy: date.nullable(),
  warnings: z.array(z.looseObject({ code: z.string().regex(/^[A-Z_]+$/), text: z.string().min(1) })),
});

export const alertDocument = z.looseObject({
  type: z.enum([
    "shortfall.detected",
    "shortfall.changed",
    "shortfall.reminder",
    "shortfall.covered",
    "deficit.open",
    "enforcement.debt",
    "payout.risk",
    "due.reminder",
    "sign-in.needed",
    "source.stale",
    "source.denied",
    "certificate.expiring",
  ]),
  timestamp: instant,
  data: z.looseObject({
    account: z.looseObject({ id: z.string(), name: z.string(), source: z.string() }),
    dueDate: date.nullable(),
    shortfall: amount,
    payments: z.array(payment),
    severity: z.enum(["ok", "notice", "warning", "critical"]),
    episode: z.string().min(1),
    forecastUrl: z.string().nullable(),
  }),
});

export const passDocument = z.strictObject({
  today: date,
  startedAt: instant,
  finishedAt: instant,
  planned: z.int(),
  read: z.int(),
  failed: z.int(),
  stopped: z.strictObject({ code: z.string(), what: z.string() }).nullable(),
  accounts: z.array(
    z.strictObject({
      ...account.shape,
      status: z.enum(["read", "failed", "statement", "waiting"]),
      code: z.string().optional(),
      shortfall: amount.nullable(),
      payBy: date.nullable(),
      severity: z.enum(["ok", "notice", "warning", "critical", "unread"]),
    }),
  ),
  alerts: z.array(alertDocument),
  deliveries: z.strictObject({ delivered: z.int(), failed: z.int(), waiting: z.int(), next: instant.nullable() }),
});

/** In hundredths, exactly. */
export const hundredths = ({ amount: text }: { readonly amount: string }): bigint => BigInt(text.replace(".", ""));
