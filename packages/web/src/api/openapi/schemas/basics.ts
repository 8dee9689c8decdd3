import * as z from "zod";

/**
 * The published shapes of every answer. Strict here, so that a test notices an answer with a field nobody has described; the published schemas
 * are open, since fields may be added.
 */

/** The schemas that have a name of their own in the document. */
export const named = z.registry<{ id: string }>();

export const name = <Schema extends z.ZodType>(id: string, schema: Schema): Schema => {
  named.add(schema, { id });
  return schema;
};

export const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .meta({ format: "date" });
export const moment = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/)
  .meta({ format: "date-time" });

export const Amount = name(
  "Amount",
  z
    .strictObject({
      currency: z.enum(["SEK", "NOK"]),
      amount: z
        .string()
        .regex(/^-?\d+\.\d{2}$/)
        .describe("An exact decimal with two places; negative for what is owed."),
    })
    .describe("An amount of money.")
    .meta({ example: { currency: "SEK", amount: "-33250.00" } }),
);

export const Source = z.enum(["skatteverket", "skatteetaten"]);
export const accountId = z
  .string()
  .regex(/^acc_[0-9a-z]{20}$/)
  .describe("Opaque; holds no identity.");
export const severity = z.enum(["ok", "notice", "warning", "critical"]);

export const AccountReference = name("AccountReference", z.strictObject({ id: accountId, source: Source, name: z.string() }));

/** Where a list goes on. */
export const next = z.string().optional().describe("Where the list goes on; absent on its last page.");
