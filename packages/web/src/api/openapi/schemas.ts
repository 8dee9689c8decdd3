import * as z from "zod";

/**
 * The published shapes of every answer. Strict here, so that a test notices an answer with a field nobody has described; the published schemas
 * are open, since fields may be added.
 */

/** The schemas that have a name of their own in the document. */
export const named = z.registry<{ id: string }>();

const name = <Schema extends z.ZodType>(id: string, schema: Schema): Schema => {
  named.add(schema, { id });
  return schema;
};

const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .meta({ format: "date" });
const moment = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/)
  .meta({ format: "date-time" });

const Amount = name(
  "Amount",
  z
    .strictObject({
      currency: z.enum(["SEK", "NOK"]),
      amount: z
        .string()
        .regex(/^-?\d+\.\d{2}$/)
        .describe("An exact decimal with two places; negative for what is owed."),
    })
    .describe("An amount of money.")
    .meta({ example: { currency: "SEK", amount: "-33250.00" } }),
);

const Source = z.enum(["skatteverket", "skatteetaten"]);
const id = z
  .string()
  .regex(/^acc_[0-9a-z]{20}$/)
  .describe("Opaque; holds no identity.");
const severity = z.enum(["ok", "notice", "warning", "critical"]);

const AccountReference = name("AccountReference", z.strictObject({ id, source: Source, name: z.string() }));

const Payee = name(
  "Payee",
  z
    .strictObject({
      scheme: z.enum(["bankgiro", "bban"]),
      number: z.string().describe("As people write it: `5050-1055`."),
      name: z.string(),
      reference: z
        .string()
        .nullable()
        .describe("Null when the authority gave none. A Swedish one holds the account's identity: keep it as such."),
      referenceType: z.enum(["OCR", "KID"]),
      iban: z.string().optional().describe("For payments from abroad."),
      bic: z.string().optional(),
    })
    .describe("Where to pay, and with which reference."),
);

const Payment = name(
  "Payment",
  z.strictObject({ amount: Amount, payBy: day.describe("The last day to have it at the bank."), payTo: Payee.nullable() }),
);

const Charge = name(
  "Charge",
  z.strictObject({
    text: z.string(),
    amount: Amount.describe("Negative = to pay."),
    decidedOn: day.optional(),
    estimated: z.boolean().describe("True for an estimate of ours, which no authority has decided."),
    underWay: z.literal(true).optional().describe("A registered payment that has not been booked yet."),
  }),
);

const DueDate = name(
  "DueDate",
  z.strictObject({
    dueDate: day,
    overdue: z.boolean().describe("What was due before today, and what is missing already today. At most one, and the first."),
    charges: z.array(Charge),
    change: Amount,
    balanceAfter: Amount,
    shortfall: Amount.describe("What is missing by then in all, if nothing is paid."),
    payments: z
      .array(Payment)
      .describe("What to add for this date. Paying all of them, and not one öre less, keeps the balance at the reserve."),
  }),
);

export const Forecast = name(
  "Forecast",
  z.strictObject({
    account: AccountReference,
    today: day,
    readAt: moment,
    asOf: moment.describe("The source's own stamp."),
    stale: z.boolean().describe("`asOf` is older than the policy allows."),
    balance: Amount,
    enforcementBalance: Amount.describe("At Kronofogden; never netted with `balance`."),
    accruedInterest: Amount,
    reserve: Amount,
    nextReconciliation: day.nullable(),
    dueDates: z.array(DueDate),
    lowest: z.strictObject({ date: day, balance: Amount }),
    shortfall: Amount.describe("The most that is missing within the horizon."),
    payBy: day.nullable().describe("The first day to act; null when nothing is missing."),
    warnings: z.array(z.strictObject({ code: z.string(), text: z.string() })),
  }),
);

const AccountLine = name(
  "AccountLine",
  z.strictObject({
    id,
    name: z.string(),
    source: Source,
    balance: Amount.nullable(),
    nextDueDate: day.nullable(),
    shortfall: Amount.nullable(),
    payBy: day.nullable(),
    severity: z.enum([...severity.options, "unread"]),
    asOf: moment.nullable(),
  }),
);

export const Accounts = name("Accounts", z.strictObject({ accounts: z.array(AccountLine).describe("The most urgent first.") }));

const stamped = { account: AccountReference, asOf: moment, nextReconciliation: day.nullable(), information: z.array(z.string()) };

export const Balance = name(
  "Balance",
  z.strictObject({
    ...stamped,
    balance: Amount,
    enforcementBalance: Amount,
    accruedInterest: Amount,
    enforcementInterest: Amount,
    reference: z.string().nullable().describe("For payments to the account. A Swedish one holds the account's identity: keep it as such."),
    referenceType: z.enum(["OCR", "KID"]),
  }),
);

const BookedRow = name(
  "BookedRow",
  z.strictObject({
    date: day,
    text: z.string(),
    amount: Amount,
    enforcementAmount: Amount.optional().describe("What the row moved at Kronofogden."),
    interestDate: day.optional(),
  }),
);

const UpcomingRow = name(
  "UpcomingRow",
  z.strictObject({
    date: day.describe("The day it counts: the due date, or the day it will be booked when it has none."),
    dueDate: day.optional(),
    decidedOn: day.optional(),
    text: z.string(),
    amount: Amount.optional().describe("Absent where the money lies at Kronofogden alone."),
    enforcementAmount: Amount.optional(),
    interestDate: day.optional(),
  }),
);

export const Transactions = name(
  "Transactions",
  z.strictObject({
    ...stamped,
    from: day.describe("The first day covered, as the source settled it."),
    booked: z.array(BookedRow).describe("As the authority gave them: rows that look alike are all real."),
    upcoming: z.array(UpcomingRow),
  }),
);

export const PayoutAccount = name(
  "PayoutAccount",
  z.strictObject({ ...stamped, payoutAccount: z.string().nullable().describe("Null: none is registered, so nothing is paid out.") }),
);

const PayoutBlock = name(
  "PayoutBlock",
  z.strictObject({
    id: z.string(),
    from: day,
    to: day.optional(),
    amount: Amount.optional().describe("Absent on a total block."),
    total: z.boolean(),
  }),
);

export const PayoutBlocks = name("PayoutBlocks", z.strictObject({ ...stamped, blocks: z.array(PayoutBlock) }));

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

export const Alerts = name("Alerts", z.strictObject({ account: AccountReference, alerts: z.array(Alert).describe("The newest first.") }));

export const Health = name("Health", z.strictObject({ status: z.literal("ok"), version: z.string() }));

export const Problem = name(
  "Problem",
  z
    .strictObject({
      type: z.string().meta({ format: "uri-reference" }).describe("Where this kind of problem is explained."),
      title: z.string(),
      status: z.int(),
      detail: z.string(),
      code: z.string().describe("Stable; what a program goes by."),
      instance: z.string().meta({ format: "uri-reference" }).describe("The path asked for, its ids left out."),
    })
    .describe("A problem document (RFC 9457)."),
);
