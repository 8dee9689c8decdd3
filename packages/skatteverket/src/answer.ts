import { epochMs, type Instant, type SaldovaktError } from "@saldovakt/domain";
import { type HttpResponse, parseRetryAfter } from "@saldovakt/http";
import { fault } from "./faults.ts";
import { untilOpen } from "./window.ts";

/** How long to keep away after a 429 that does not say: its `Retry-After` is undocumented, the limit counts calls per second. */
const DEFAULT_HOLD_MS = 1_000;

/** The gateway's pages, by what they say they are or by how they begin. */
const isPage = (response: HttpResponse): boolean =>
  /^text\/html\b/i.test(response.headers["content-type"] ?? "") || /^\s*</.test(response.body);

/** The service closed, with the wait until it opens while its nightly window lasts. */
export function closed(now: Instant): SaldovaktError {
  const retryAfterMs = untilOpen(now);
  return fault("SKV_CLOSED", retryAfterMs === undefined ? {} : { retryAfterMs });
}

export type Json = Readonly<Record<string, unknown>>;

/** The body as a JSON object; undefined when it is anything else. */
export function jsonObject(body: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * What any of Skatteverket's hosts may answer in place of an answer: `SKV_RATE_LIMITED`, `SKV_HTML`, `SKV_BAD_GATEWAY`, or `SKV_CLOSED` for
 * the latter two inside the nightly window. Null when the answer is the service's own.
 */
export function infrastructureFault(response: HttpResponse, now: Instant): SaldovaktError | null {
  const { status, headers } = response;
  // A date in Retry-After is by the server's own clock, whatever day the program is told to take for today.
  const serverMs = Date.parse(headers.date ?? "");
  const sentMs = Number.isNaN(serverMs) ? epochMs(now) : serverMs;
  if (status === 429) {
    return fault("SKV_RATE_LIMITED", { retryAfterMs: parseRetryAfter(headers["retry-after"], sentMs) ?? DEFAULT_HOLD_MS });
  }
  const page = isPage(response);
  if (!page && status < 500) return null;
  if (untilOpen(now) !== undefined) return closed(now);
  if (page) return fault("SKV_HTML");
  const retryAfterMs = parseRetryAfter(headers["retry-after"], sentMs);
  return fault("SKV_BAD_GATEWAY", {
    message: `Skatteverket's servers are out of order (HTTP ${status})`,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}
