import { SaldovaktError } from "@saldovakt/domain";
import type { Context } from "hono";
import type * as z from "zod";
import { parted } from "./complaint.ts";
import { type FieldError, refuse } from "./problem.ts";
import { REFUSALS } from "./problems.ts";

const LARGEST_JSON = 65_536;
const LARGEST_STATEMENT = 2_097_152;

/** With room for a file that is too large, so that the page can say so. */
const LARGEST_UPLOAD = 2 * LARGEST_STATEMENT;

/** A form in which accounts are chosen one by one, as many as somebody may be given. */
const LARGEST_CHOICE = 262_144;

/** The most bytes of a body that are read on a path. */
export const largestBody = (path: string): number =>
  path === "/import"
    ? LARGEST_UPLOAD
    : path.endsWith("/statement")
      ? LARGEST_STATEMENT
      : path.startsWith("/people/")
        ? LARGEST_CHOICE
        : LARGEST_JSON;

const typeOf = (c: Context): string => (c.req.header("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";

/** The body's bytes, of one of the types. Throws the 415 `BODY_TYPE`, and the 413 `BODY_TOO_LARGE` as soon as there are too many. */
export async function readBytes(c: Context, types: readonly string[]): Promise<Uint8Array<ArrayBuffer>> {
  if (!types.includes(typeOf(c))) throw refuse(c, "BODY_TYPE", { headers: { accept: types.join(", ") } });
  const bytes = await bytesOf(c, largestBody(c.req.path));
  if (!bytes) throw refuse(c, "BODY_TOO_LARGE");
  return bytes;
}

/** The bytes that arrive, whatever their number was said to be; null as soon as there are more than `most`. */
export async function bytesOf(c: Context, most: number): Promise<Uint8Array<ArrayBuffer> | null> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of c.req.raw.body ?? []) {
    length += part.byteLength;
    if (length > most) return null;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

const JSON_TYPES = ["application/json", "application/merge-patch+json"];

const WHOLE: FieldError = { field: "", detail: "is not JSON", remedy: "send one JSON object, in UTF-8" };

/** The body as the schema has it. Throws the 400 `BODY_INVALID`, which names every field that is wrong and what to write there. */
export async function readBody<S extends z.ZodType>(c: Context, schema: S): Promise<z.output<S>> {
  const bytes = await readBytes(c, JSON_TYPES);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw bodyInvalid(c, [WHOLE]);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = new Map<string, FieldError>();
  // The first complaint of a field says what to write there.
  for (const error of parsed.error.issues.map(errorOf)) if (!errors.has(error.field)) errors.set(error.field, error);
  throw bodyInvalid(c, [...errors.values()].slice(0, MOST_ERRORS));
}

const MOST_ERRORS = 20;

export const bodyInvalid = (c: Context, errors: readonly FieldError[]) => refuse(c, "BODY_INVALID", { errors });

const errorOf = (issue: z.core.$ZodIssue): FieldError => ({ field: issue.path.map(String).join("."), ...parted(issue.message) });

/** Which field of a body a fault of a use case is about, by the beginning of its code. */
export type Fields = Readonly<Record<string, string>>;

/** A use case's complaint about what the body asks for, told as one about the body's field; every other fault stays what it is. */
export async function aboutBody<T>(c: Context, fields: Fields, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (!(thrown instanceof SaldovaktError) || thrown.scope !== "input" || Object.hasOwn(REFUSALS, thrown.code)) throw thrown;
    const { code, message, remedy = "compare it with the documentation" } = thrown;
    const found = Object.keys(fields).find((start) => code.startsWith(start));
    throw bodyInvalid(c, [{ field: fields[found ?? ""] ?? "", code, detail: message, remedy }]);
  }
}
