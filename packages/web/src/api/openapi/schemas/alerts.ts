import * as z from "zod";
import { AccountReference, Amount, day, moment, name, next, severity } from "./basics.ts";
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

const Alert = name(
  "Alert",
  z.strictObject({
    id: z.string(),
    type: z.enum([
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
      "test",
    ]),
    timestamp: moment,
    data: z.strictObject({
      account: AccountReference,
      dueDate: day.nullable(),
      shortfall: Amount,
      payments: z.array(Payment),
      severity,
      episode: z.string(),
      forecastUrl: z.string().nullable(),
      balance: Amount,
      missing: Amount,
      missingBefore: Amount.optional(),
      enforcementBalance: Amount.optional(),
      deficit: Deficit.optional(),
      payoutAtRisk: Amount.optional(),
      asOf: moment.optional(),
      fault: z.string().optional(),
      validTo: moment.optional(),
    }),
  }),
);

export const Alerts = name(
  "Alerts",
  z.strictObject({ account: AccountReference, alerts: z.array(Alert).describe("The newest first."), next }),
);
