import * as z from "zod";
import { name } from "./basics.ts";

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
      requestId: z.string().describe("What to report a fault with; the same as in `X-Request-Id`."),
      permission: z
        .enum(["client", "certificate", "person"])
        .optional()
        .describe(
          "With `SKV_NOT_AUTHORISED` (felkod 6), whose permission is missing. `client`: the account's owner has to appoint an ombud, as `…/appointment` says; `certificate`: the organisation's own account is refused, so the certificate is another's; `person`: whoever signed in at Skatteverket may not read it.",
        ),
      errors: z
        .array(
          z.strictObject({
            field: z.string().describe("Where it stands in the body, as `policy.reserve`; empty for the body as a whole."),
            code: z.string().optional().describe("The fault's own code, where it has one."),
            detail: z.string(),
            remedy: z.string(),
          }),
        )
        .optional()
        .describe("With `BODY_INVALID`: every field that is wrong, and what to write there."),
    })
    .describe("A problem document (RFC 9457)."),
);
