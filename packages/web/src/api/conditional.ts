import { createHash } from "node:crypto";
import type { Context } from "hono";

/** Kept by the caller alone, and only to be compared: figures change without a notice. */
const CACHE = "private, no-cache";

const strongTag = (body: string | Uint8Array): string => `"${createHash("sha256").update(body).digest("base64url").slice(0, 27)}"`;

/** Whether `If-None-Match` names the tag (RFC 9110 13.1.2: compared weakly, or `*`). */
function matches(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  if (header.trim() === "*") return true;
  return header.split(",").some((each) => each.trim().replace(/^W\//, "") === tag);
}

/** An answer with a strong ETag of its bytes: 304 without a body to whoever has exactly these already. */
export function conditional(c: Context, body: string | Uint8Array<ArrayBuffer>, headers: Readonly<Record<string, string>>): Response {
  const etag = strongTag(body);
  const kept = { etag, "cache-control": CACHE };
  if (matches(c.req.header("if-none-match"), etag)) return c.body(null, 304, kept);
  return c.body(body, 200, { ...headers, ...kept });
}

export const conditionalJson = (c: Context, document: object): Response =>
  conditional(c, JSON.stringify(document), { "content-type": "application/json" });
