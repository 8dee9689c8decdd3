import * as z from "zod";
import { AccountReference, Amount, day, moment, name, next, Source, severity } from "./basics.ts";
import { Payment } from "./forecast.ts";

const Deficit = name(
  "Deficit",
  z.strictObject({
    since: day,
    interestSoFar: Amount.describe("The authority's own figure."),
    estimatedInterestPerDay: Amount.describe("An estimate of ours."),
    nextStep: z.enum(["none", "reminder", "demand", "enforcement"]),
    nextStepOn: day.nullable(),
  }),
);

const type = z.enum([
  "shortfall.detected",
  "shortfall.changed",
  "shortfall.reminder",
  "shortfall.covered",
  "deficit.open",
  "enforcement.debt",
  "payout.risk",
  "due.reminder",
  "source.stale",
  "source.denied",
  "certificate.expiring",
  "sign-in.needed",
  "test",
]);

const data = {
  dueDate: day.nullable(),
  shortfall: Amount,
  payments: z.array(Payment),
  severity,
  episode: z.string(),
  forecastUrl: z
    .string()
    .nullable()
    .describe("The account's forecast in this API; null where the installation has no public address, or it is its own matter."),
  balance: Amount,
  missing: Amount,
  missingBefore: Amount.optional(),
  enforcementBalance: Amount.optional(),
  deficit: Deficit.optional(),
  payoutAtRisk: Amount.optional(),
  asOf: moment.optional(),
  fault: z.string().optional(),
  validTo: moment.optional(),
};

const Alert = name(
  "Alert",
  z.strictObject({ id: z.string(), type, timestamp: moment, data: z.strictObject({ account: AccountReference, ...data }) }),
);

/** Whose matter a message is: an account's, or the installation's own. */
const told = z.strictObject({
  id: z.string().describe("Opaque; `installation` for what concerns no account."),
  source: Source,
  name: z.string(),
});

export const AlertMessage = name(
  "AlertMessage",
  z
    .strictObject({
      type,
      timestamp: moment,
      data: z.strictObject({
        account: told,
        ...data,
        paymentsOmitted: z
          .int()
          .optional()
          .describe("How many payments were left out to keep the message below 20 kB; the forecast has them all."),
      }),
    })
    .describe("An alert as webhooks carry it."),
);

export const Alerts = name(
  "Alerts",
  z.strictObject({ account: AccountReference, alerts: z.array(Alert).describe("The newest first."), next }),
);
