import * as z from "zod";
import { AccountReference, moment, name } from "./basics.ts";

const Letter = z.strictObject({ subject: z.string(), body: z.string().describe("Plain text, ready to be sent.") });

const url = z.string().meta({ format: "uri" });

export const Appointment = name(
  "Appointment",
  z.strictObject({
    account: AccountReference,
    state: z
      .enum(["not-needed", "not-asked", "asked", "granted", "missing", "withdrawn"])
      .describe(
        "`asked`: not read since the owner was asked; `missing`: refused with felkod 6, and nobody was asked; `withdrawn`: read before, then refused; `not-needed`: no ombud opens this account.",
      ),
    waitsFor: z
      .enum(["client", "certificate"])
      .nullable()
      .describe(
        "Whose turn it is. `certificate`: one's own account is refused, so the calls are made with another organisation's certificate.",
      ),
    owner: z.enum(["company", "sole-trader", "estate"]).describe("Decides who appoints, and how: estates do it on paper."),
    asked: z
      .strictObject({ at: moment, link: z.enum(["start-page", "configured", "client"]) })
      .nullable()
      .describe("When the owner was last asked, and by which link."),
    refusedSince: moment.nullable().describe("The first reading refused for want of permission since the last good one."),
    readBefore: z.boolean().describe("Refused now, and it could be read before."),
    grantedAt: moment.nullable().describe("The first good reading after it was asked for or refused."),
    openedAt: moment
      .nullable()
      .describe("When the page for the client was first opened: by somebody, or by a program that looks at the links in mail."),
    headline: z.string().describe("In the account's language, as `whose` and `steps` are."),
    whose: z.string().nullable().describe("Whose permission is missing; null where none is."),
    steps: z.array(z.string()).describe("What the client does."),
    link: z
      .strictObject({
        url,
        kind: z
          .enum(["start-page", "configured", "client"])
          .describe("`client`: Skatteverket made it for this client, with the role chosen already."),
        expiresAt: moment.nullable(),
      })
      .describe("Where the client appoints you."),
    page: url
      .nullable()
      .describe(
        "A page of ours that tells the client the same, open to whoever holds the address, for 30 days; another with each request. For those who may change the account, while it is the client's turn.",
      ),
    appointee: z
      .strictObject({ organisation: z.string().nullable().describe("Twelve digits."), name: z.string().nullable() })
      .nullable()
      .describe("Whom the client appoints, as configured. For those who may change the account."),
    letter: z
      .strictObject({ sv: Letter, en: Letter })
      .nullable()
      .describe("To the client. For those who may change the account, while it is the client's turn."),
  }),
);
