import { constants, gunzipSync, gzipSync } from "node:zlib";
import { itemUnreadable, unreadable } from "./faults.ts";

/**
 * The version of the stored forms. It rises only when a reader of the new form would misread the old one (a field that changes its
 * meaning); a field that is merely new is no new version. `decode` then turns the older form into the newer one, so old records stay
 * readable.
 */
const VERSION = 1;

/** Far above any real record (10 000 rows are about 1 MB): what a damaged or hostile blob may swell to. */
const LARGEST = 64 * 1024 * 1024;

/** The value as JSON in an envelope that names the form's version. */
export const encode = (value: unknown): string => JSON.stringify({ v: VERSION, d: value });

/**
 * What `encode` wrote. `what` names it in the error. Throws `STORE_ITEM_UNREADABLE` for damaged text, and `STORE_UNREADABLE` for a form
 * that a newer Saldovakt wrote: that one fault concerns every account, and overwriting such records would lose what the newer form says.
 */
export function decode<T>(text: string, what: string): T {
  let envelope: { v?: unknown; d?: unknown } | null;
  try {
    envelope = JSON.parse(text);
  } catch {
    throw itemUnreadable(what); // without the cause: JSON.parse quotes the text it could not read, which may be personal data
  }
  if (typeof envelope !== "object" || envelope === null || !Number.isInteger(envelope.v) || envelope.d === undefined)
    throw itemUnreadable(what);
  if ((envelope.v as number) > VERSION) {
    throw unreadable("the state was written by a newer version of Saldovakt", "run the version that wrote it, or a newer one");
  }
  return envelope.d as T;
}

const READINGS = ["statement", "interactive"] as const;

/** How an account is read, as a field of it; none for a text that says nothing of the kind. */
export function readingOf(text: string | null | undefined): { readonly reading?: (typeof READINGS)[number] } {
  const reading = READINGS.find((each) => each === text);
  return reading === undefined ? {} : { reading };
}

/** From this length on compressing pays; setting a compressor up costs more than a short text is worth. */
const WORTH_COMPRESSING = 4_096;

/** The quickest rule: rows repeat so much that the thorough one gains little for three times the work. */
const QUICK = { level: constants.Z_BEST_SPEED };

/** `encode` as bytes, compressed where that pays. */
export function pack(value: unknown): Uint8Array {
  const text = encode(value);
  return text.length < WORTH_COMPRESSING ? Buffer.from(text) : gzipSync(text, QUICK);
}

/** Every gzip stream begins so, and no JSON does. */
const GZIP_MAGIC = 0x1f;

/** What `pack` wrote. Throws as `decode` does. */
export function unpack<T>(packed: Uint8Array, what: string): T {
  let text: string;
  try {
    const bytes = packed[0] === GZIP_MAGIC ? gunzipSync(packed, { maxOutputLength: LARGEST }) : Buffer.from(packed);
    text = bytes.toString("utf8");
  } catch (cause) {
    throw itemUnreadable(what, cause);
  }
  return decode(text, what);
}
