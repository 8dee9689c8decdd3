import * as z from "zod";
import { complaint } from "../complaint.ts";
import { accountIds } from "./accounts.ts";
import { https, language, mailAddress, object, text, yesOrNo } from "./leaves.ts";

const common = {
  accounts: accountIds
    .min(1, complaint("names no account", "name at least one, or write null for every account"))
    .nullish()
    .describe(
      "Told of these accounts only; of every one where it is null or absent. A key that is limited to some accounts gives those unless told otherwise.",
    ),
  language: language.optional().describe("The account's unless given."),
  discreet: yesOrNo.optional().describe("Texts without figures."),
};

export const CHANNELS = ["webhook", "email", "sms", "slack", "teams"] as const;

/** Who shall be told. Fields are those of the configuration; a webhook's secret is made here and shown once. */
export const NewRecipient = z.discriminatedUnion(
  "channel",
  [
    object({ channel: z.literal("webhook"), url: https, ...common }),
    object({ channel: z.literal("email"), to: mailAddress, ...common }),
    object({
      channel: z.literal("sms"),
      phoneNumber: text(
        /^\+[1-9]\d{6,14}$/,
        "is not a telephone number in international form",
        "write it with + and the country's number, without spaces, as +46701234567",
      ),
      senderId: text(
        /^[0-9-]{0,10}[A-Za-z][A-Za-z0-9-]{0,10}$/,
        "is not a sender's name",
        "write 1 to 11 letters and digits, with a letter among them",
      )
        .max(11, complaint("is not a sender's name", "write 1 to 11 letters and digits, with a letter among them"))
        .optional(),
      ...common,
    }),
    object({ channel: z.literal("slack"), url: https.describe("The incoming webhook of a channel."), ...common }),
    object({ channel: z.literal("teams"), url: https.describe("The workflow of a channel."), ...common }),
  ],
  { error: () => complaint(`is none of ${CHANNELS.join(", ")}`, `write { "channel": … } with one of ${CHANNELS.join(", ")}`) },
);

/** What is absent stays, what is null goes back to what is usual. */
export const RecipientChange = object({
  accounts: common.accounts,
  language: language.nullish(),
  discreet: yesOrNo.nullish(),
});
