import * as z from "zod";
import { AccountReference, Amount, day, moment, name } from "./basics.ts";

const Payee = name(
  "Payee",
  z
    .strictObject({
      scheme: z.enum(["bankgiro", "bban"]),
      number: z
        .string()
        .nullable()
        .describe(
          "A bankgiro as people write it, `5050-1055`; an account number without blanks, or an IBAN. Null when the authority gave none.",
        ),
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

export const Payment = name(
  "Payment",
  z.strictObject({ amount: Amount, payBy: day.describe("The last day to have it at the bank."), payTo: Payee }),
);

const Charge = name(
  "Charge",
  z.strictObject({
    text: z.string(),
    amount: Amount.describe("Negative = to pay."),
    decidedOn: day.optional(),
    dueDate: day.optional().describe("Of an overdue charge: the day it was due."),
    estimated: z.boolean().describe("True for an estimate of ours, which no authority has decided."),
    low: Amount.optional().describe("Of an estimate: the least it is likely to be."),
    high: Amount.optional().describe("Of an estimate: the most it is likely to be."),
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
    withEstimates: z
      .strictObject({ change: Amount, balanceAfter: Amount, shortfall: Amount })
      .optional()
      .describe(
        "The same figures with what is estimated; from the first estimated charge on. All else counts what is decided, and no guess.",
      ),
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
    withEstimates: z
      .strictObject({ lowest: z.strictObject({ date: day, balance: Amount }), shortfall: Amount, payBy: day.nullable() })
      .optional()
      .describe("The whole horizon with what is estimated; absent where nothing is."),
    warnings: z.array(z.strictObject({ code: z.string(), text: z.string() })),
  }),
);
