import { createHash } from "node:crypto";
import type { Context } from "hono";
import { wholeAnswer } from "./headers.ts";

/** Kept by the caller alone, and only to be compared: figures change without a notice. */
const CACHE = "private, no-cache";

/** A strong ETag of exactly these bytes. */
export const strongTag = (body: string | Uint8Array): string => `"${createHash("sha256").update(body).digest("base64url").slice(0, 27)}"`;

/** A weak ETag: of what matters in the answer, where its bytes are others each time. */
export const weakTag = (matter: string): string => `W/${strongTag(matter)}`;

const opaque = (tag: string): string => tag.replace(/^W\//, "");

/** Whether `If-None-Match` names the tag (RFC 9110 13.1.2: compared weakly, or `*`). */
function matches(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  if (header.trim() === "*") return true;
  return header.split(",").some((each) => opaque(each.trim()) === opaque(tag));
}

/** An answer with a strong ETag of its bytes, unless a tag is given: 304 without a body to whoever has exactly these already. */
export function conditional(
  c: Context,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>>,
  etag = strongTag(body),
): Response {
  const kept = { etag, "cache-control": CACHE };
  if (matches(c.req.header("if-none-match"), etag)) return wholeAnswer(c, null, 304, kept);
  return wholeAnswer(c, body, 200, { ...headers, ...kept });
}

const JSON_TYPE = { "content-type": "application/json" };

export const conditionalJson = (c: Context, document: object): Response => conditional(c, JSON.stringify(document), JSON_TYPE);

/** JSON that is written already, with its tag. */
export interface WrittenJson {
  readonly body: string;
  readonly etag: string;
}

export const conditionalWritten = (c: Context, { body, etag }: WrittenJson): Response => conditional(c, body, JSON_TYPE, etag);
