import type { HttpResponse } from "./client.ts";
import { parseRetryAfter } from "./retry.ts";

export type Json = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);

/** The body as a JSON object; undefined when it is anything else. */
export function jsonObject(body: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether markup came in place of data, as gateways send it, by what it says it is or by how it begins. */
export const isMarkup = ({ headers, body }: HttpResponse): boolean =>
  /^text\/html\b/i.test(headers["content-type"] ?? "") || /^\s*</.test(body);

/**
 * How long the answer asks to be left alone, in milliseconds, between 0 and one day; undefined when it does not say. A date in `Retry-After` is by the
 * server's own clock, which the answer's `Date` shows; `now` (epoch ms) stands in for one that is missing.
 */
export function retryAfterOf({ headers }: HttpResponse, now: number): number | undefined {
  const serverMs = Date.parse(headers.date ?? "");
  return parseRetryAfter(headers["retry-after"], Number.isNaN(serverMs) ? now : serverMs);
}

/** Where a field stands, as people write it: `a[3].b`. */
export const fieldPath = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((written, key) => (typeof key === "number" ? `${written}[${key}]` : `${written}${written && "."}${String(key)}`), "");
