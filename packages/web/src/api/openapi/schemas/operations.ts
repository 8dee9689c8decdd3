import * as z from "zod";
import { AccountReference, Amount, day, moment, name } from "./basics.ts";

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
