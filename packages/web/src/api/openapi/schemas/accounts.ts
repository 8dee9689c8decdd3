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

const AccountPolicy = z
  .strictObject({
    reserve: Amount.optional(),
    payDaysBefore: z.int().optional(),
    remindDaysBefore: z.array(z.int()).optional(),
    horizonDays: z.int().optional(),
    language: z.enum(["sv", "nb", "en"]).optional(),
    staleAfterBankDays: z.int().optional(),
    remindCovered: z.boolean().optional(),
    discreet: z.boolean().optional(),
    estimates: z.boolean().optional(),
  })
  .describe("What the account's policy says otherwise than the installation's.");

export const Account = name(
  "Account",
  z.strictObject({
    id: accountId,
    name: z.string(),
    source: Source,
    reading: z
      .enum(["authority", "statement", "interactive"])
      .describe(
        "Whether the authority is read every day, or statements brought by hand are all that is known, or somebody has to sign in there (`interactive`).",
      ),
    origin: z.enum(["configuration", "command"]).describe("Listed in the configuration, or added by hand."),
    addedAt: moment,
    policy: AccountPolicy,
    payFrom: z
      .strictObject({ iban: z.string().describe("Its country and last four characters."), bic: z.string() })
      .nullable()
      .describe("The bank account the company pays from."),
  }),
);
