import type { Context } from "hono";
import type * as z from "zod";
import { type FieldError, refuse } from "./problem.ts";

const LARGEST_JSON = 65_536;
const LARGEST_STATEMENT = 2_097_152;

/** The most bytes of a body that are read on a path. */
export const largestBody = (path: string): number => (path.endsWith("/statement") ? LARGEST_STATEMENT : LARGEST_JSON);

const typeOf = (c: Context): string => (c.req.header("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";

/** The body's bytes, of one of the types. Throws the 415 `BODY_TYPE`, and the 413 `BODY_TOO_LARGE` as soon as there are too many. */
export async function readBytes(c: Context, types: readonly string[]): Promise<Uint8Array<ArrayBuffer>> {
  if (!types.includes(typeOf(c))) throw refuse(c, "BODY_TYPE", { headers: { accept: types.join(", ") } });
  const most = largestBody(c.req.path);
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of c.req.raw.body ?? []) {
    length += part.byteLength;
    if (length > most) throw refuse(c, "BODY_TOO_LARGE");
    parts.push(part);
  }
  const bytes = new Uint8Array(length);
  parts.reduce((at, part) => {
    bytes.set(part, at);
    return at + part.byteLength;
  }, 0);
  return bytes;
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
  throw bodyInvalid(c, parsed.error.issues.slice(0, MOST_ERRORS).map(errorOf));
}

const MOST_ERRORS = 20;

export const bodyInvalid = (c: Context, errors: readonly FieldError[]) => refuse(c, "BODY_INVALID", { errors });

/** Where a complaint's two halves meet: what is wrong, and what to do. */
const HALVES = "\n";

/** The message a schema gives for one of its leaves. */
export const complaint = (detail: string, remedy: string): string => `${detail}${HALVES}${remedy}`;

function errorOf(issue: z.core.$ZodIssue): FieldError {
  const field = issue.path.map(String).join(".");
  const [detail = "", remedy = "compare it with the documentation"] = issue.message.split(HALVES);
  return { field, detail, remedy };
}
