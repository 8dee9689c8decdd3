import { UNTOLD } from "@saldovakt/service";
import * as z from "zod";
import { accountId, moment, name, next } from "./basics.ts";

const recipient = {
  key: z.string().describe("Opaque."),
  channel: z.string().describe("`webhook`, `email`, `sms`, `slack`, `teams`; of the configuration also `sns` and `console`."),
  origin: z.enum(["configuration", "command"]).describe("Listed in the configuration, or added by hand."),
  target: z.string().nullable().describe("Enough of it to tell it from another; null for one of the configuration."),
  accounts: z.array(accountId).nullable().describe("Told of these accounts only; null = of every one."),
  language: z.enum(["sv", "nb", "en"]).nullable().describe("Null = the account's."),
  discreet: z.boolean().nullable().describe("Whether texts leave out figures; null = as the account's policy has it."),
  createdAt: moment.nullable(),
  by: z
    .strictObject({ kind: z.enum(["user", "key"]), id: z.string().describe("Opaque.") })
    .nullable()
    .describe(
      "Who added it: it is told of no account they have lost. Null for one of the configuration, and where it was not kept: then it is told of nothing until it is added again.",
    ),
  disabled: z.boolean().describe("It answered 410, or asked to be told no more."),
  told: z.boolean().describe("Whether it is told of anything by now."),
  untold: z
    .enum(["switched-off", ...UNTOLD])
    .nullable()
    .describe(
      "Why not: `disabled`; not known who added it; they are gone; their key is revoked (`saldovakt keys revoke ID --keep-recipients` hands it over); they are shut out; they reach none of its accounts.",
    ),
  secrets: z
    .array(z.strictObject({ until: moment.nullable().describe("When it signs no more; null for the present one.") }))
    .optional()
    .describe("Of a webhook: the secrets in force, the newest first."),
};

export const Recipient = name("Recipient", z.strictObject(recipient));

export const RecipientWithSecret = name(
  "RecipientWithSecret",
  z
    .strictObject({
      ...recipient,
      secret: z.string().optional().describe("Of a webhook: the secret to verify its signatures with. Shown this once."),
    })
    .describe("The recipient, and a secret that was made just now."),
);

export const Recipients = name("Recipients", z.strictObject({ recipients: z.array(Recipient) }));

const Delivery = name(
  "Delivery",
  z.strictObject({
    id: z.string(),
    account: accountId.nullable().describe("Null for a test, and for what concerns the installation."),
    type: z.string().describe("The type of the alert."),
    alert: z.string().nullable().describe("Which of the account's alerts it carried."),
    status: z.enum(["pending", "delivered", "failed", "disabled"]),
    attempts: z.int(),
    firstAt: moment,
    lastAt: moment,
    fault: z.string().nullable().describe("The last attempt's."),
    of: z.string().nullable().describe("The delivery it repeats, whose id receivers see."),
  }),
);

export const Deliveries = name("Deliveries", z.strictObject({ deliveries: z.array(Delivery).describe("The newest first."), next }));

export const Queued = name("Queued", z.strictObject({ id: z.string().describe("The delivery's id.") }).describe("Waits to be sent."));
