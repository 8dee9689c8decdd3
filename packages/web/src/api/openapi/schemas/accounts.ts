import * as z from "zod";
import { Amount, accountId, day, moment, name, next, Source, severity } from "./basics.ts";

const AccountLine = name(
  "AccountLine",
  z.strictObject({
    id: accountId,
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

export const Accounts = name("Accounts", z.strictObject({ accounts: z.array(AccountLine).describe("The most urgent first."), next }));
