import * as z from "zod";
import { AccountReference, Amount, day, moment, name } from "./basics.ts";

export const RegisteredPayment = name(
  "RegisteredPayment",
  z
    .strictObject({
      id: z.string(),
      amount: Amount,
      madeOn: day.describe("The day it was or will be at the bank."),
      expectedOn: day.describe("The day it is expected at the authority."),
      expiresOn: day.describe("The last day it is believed in without having been seen."),
      registeredAt: moment,
      status: z.enum(["under-way", "seen", "expired"]),
      seenOn: day.nullable().describe("The day of the booked row it was recognised in."),
    })
    .describe("A payment somebody told us is under way, so that no alarm asks for the same money twice."),
);

export const RegisteredPayments = name(
  "RegisteredPayments",
  z.strictObject({ account: AccountReference, payments: z.array(RegisteredPayment).describe("In the order they were made.") }),
);
