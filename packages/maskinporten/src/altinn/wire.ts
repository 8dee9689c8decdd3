import type { HttpResponse } from "@saldovakt/http";
import * as z from "zod/mini";
import { fault } from "./faults.ts";

/** Altinn may add fields any day, and leaves empty ones out. */
const text = z.nullish(z.string());

const right = z.looseObject({
  action: text,
  resource: z.nullish(z.array(z.looseObject({ id: z.string(), value: z.string() }))),
});
const accessPackage = z.looseObject({ urn: text });
const rights = z.nullish(z.array(right));
const accessPackages = z.nullish(z.array(accessPackage));
/** By language; a system has it in three. */
const localText = z.nullish(z.looseObject({ nb: text, nn: text, en: text }));

export const SYSTEM = z.looseObject({
  id: z.string(),
  name: localText,
  description: localText,
  clientId: z.nullish(z.array(z.string())),
  allowedRedirectUrls: z.nullish(z.array(z.string())),
  rights,
  accessPackages,
  isVisible: z.nullish(z.boolean()),
  isDeleted: z.nullish(z.boolean()),
});
export type SystemWire = z.infer<typeof SYSTEM>;

export const REQUEST = z.looseObject({
  id: z.string(),
  externalRef: text,
  systemId: z.string(),
  partyOrgNo: z.string(),
  status: z.string(),
  confirmUrl: text,
});
export type RequestWire = z.infer<typeof REQUEST>;

export const SYSTEM_USER = z.looseObject({
  id: z.string(),
  systemId: z.string(),
  reporteeOrgNo: z.string(),
  externalRef: text,
  userType: text,
  isDeleted: z.nullish(z.boolean()),
});
export type SystemUserWire = z.infer<typeof SYSTEM_USER>;

export const SYSTEM_USERS = z.looseObject({
  data: z.array(SYSTEM_USER),
  links: z.nullish(z.looseObject({ next: text })),
});

/** The answer in the shape it promises. The error names the field at fault, never what stands in it. */
export function read<T extends z.ZodMiniType>(schema: T, response: HttpResponse, what: string): z.infer<T> {
  let value: unknown;
  try {
    value = JSON.parse(response.body);
  } catch {
    throw fault("ALTINN_MALFORMED");
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const path = parsed.error.issues[0]?.path.map(String).join(".") ?? "";
  throw fault("ALTINN_ANSWER_UNEXPECTED", {
    message: `Altinn's answer is not understood: ${what} lacks or garbles ${path === "" ? "everything" : `the field ${path}`}`,
  });
}
