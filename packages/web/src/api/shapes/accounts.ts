import { DEFAULT_POLICY, PAY_DAYS_BEFORE } from "@saldovakt/domain";
import { accountId, amount, day, language, list, object, oneOf, text, whole, words, yesOrNo } from "./leaves.ts";

const { horizonDays, staleAfterBankDays } = DEFAULT_POLICY;

const fields = {
  reserve: amount.describe("Kept on the account at all times."),
  payDaysBefore: whole(0, 30).describe(
    `Bank days between paying and the due date; ${PAY_DAYS_BEFORE.skatteverket} in Sweden and ${PAY_DAYS_BEFORE.skatteetaten} in Norway unless configured.`,
  ),
  remindDaysBefore: list(whole(0, 366), 50, "write the days before a due date, for example [10, 5, 2, 1, 0]").describe(
    "Days before a due date on which an open shortfall is said again.",
  ),
  horizonDays: whole(1, 366).describe(`How far the forecast looks; ${horizonDays} unless configured.`),
  language,
  staleAfterBankDays: whole(0, 30).describe(
    `Bank days after which the source's stamp counts as old; ${staleAfterBankDays} unless configured.`,
  ),
  remindCovered: yesOrNo.describe("Remind of covered due dates too."),
  discreet: yesOrNo.describe("Texts without figures, for channels that others read."),
  estimates: yesOrNo.describe("Whether charges that history says will come stand in the forecast beside the decided ones."),
};

/** What the account's policy says otherwise than the installation's. */
export const Policy = object({
  reserve: fields.reserve.optional(),
  payDaysBefore: fields.payDaysBefore.optional(),
  remindDaysBefore: fields.remindDaysBefore.optional(),
  horizonDays: fields.horizonDays.optional(),
  language: fields.language.optional(),
  staleAfterBankDays: fields.staleAfterBankDays.optional(),
  remindCovered: fields.remindCovered.optional(),
  discreet: fields.discreet.optional(),
  estimates: fields.estimates.optional(),
});

/** The same to change: what is absent stays, what is null goes back to the installation's. */
export const PolicyChange = object({
  reserve: fields.reserve.nullish(),
  payDaysBefore: fields.payDaysBefore.nullish(),
  remindDaysBefore: fields.remindDaysBefore.nullish(),
  horizonDays: fields.horizonDays.nullish(),
  language: fields.language.nullish(),
  staleAfterBankDays: fields.staleAfterBankDays.nullish(),
  remindCovered: fields.remindCovered.nullish(),
  discreet: fields.discreet.nullish(),
  estimates: fields.estimates.nullish(),
});

export const PayFrom = object({ iban: words(50).describe("Spaces are ignored."), bic: words(20) });

const SystemUser = object({
  org: words(20).describe("Nine digits: the organisation that owns it."),
  externalRef: words(255).optional().describe("What it was asked for with, if it was."),
});

export const NewAccount = object({
  identity: text(
    /^[\d\s]{9,20}$/,
    "is not an organisation's or person's number",
    "write twelve digits for Sweden, nine for Norway, in quotes",
  ).describe("Twelve digits mean Sweden, nine Norway. Never shown again."),
  name: words(200).optional().describe("The number's last two digits unless given."),
  source: oneOf(["skatteverket", "skatteetaten"]).optional().describe("What the number's length says unless given."),
  reading: oneOf(["statement", "authority"])
    .optional()
    .describe(
      "`statement`: read nothing at the authority, statements brought by hand are all that is known. `authority`: read it from now on, even if it was known by statements alone until now; nothing else of it is changed.",
    ),
  policy: Policy.optional(),
  payFrom: PayFrom.optional().describe("The bank account the company pays from; needed for payment files only."),
  systemUser: SystemUser.optional().describe(
    "Norway: the system user in Altinn by which it is read; the company's own unless given. Never shown again.",
  ),
  consumerOrg: words(20).optional().describe("Norway: nine digits of the organisation that has delegated the access. Never shown again."),
});

export const AccountChange = object({
  name: words(200).optional(),
  policy: PolicyChange.nullish().describe("Field by field: what is absent stays, what is null goes back to the installation's."),
  payFrom: PayFrom.nullish(),
});

export const NewPayment = object({
  amount: amount.describe("More than zero."),
  madeOn: day
    .optional()
    .describe("The day it is at the bank, made or planned: from 30 days back to the end of the forecast; today unless given."),
  expectedOn: day
    .optional()
    .describe("The day it is expected at the authority; the policy's bank days later unless given, and 30 days later at most."),
});

export const accountIds = list(accountId, 1_000, "write a list of account ids, acc_…");
