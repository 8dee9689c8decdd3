import { epochMs, type Instant, type SaldovaktError } from "@saldovakt/domain";
import { type HttpResponse, isMarkup, retryAfterOf } from "@saldovakt/http";
import { fault } from "./faults.ts";
import { untilOpen } from "./window.ts";

/** How long to keep away after a 429 that does not say: its `Retry-After` is undocumented, the limit counts calls per second. */
const DEFAULT_HOLD_MS = 1_000;

/** The service closed, with the wait until it opens while its nightly window lasts. */
export const closed = (now: Instant): SaldovaktError => fault("SKV_CLOSED", { retryAfterMs: untilOpen(now) });

/**
 * What any of Skatteverket's hosts may answer in place of an answer: `SKV_RATE_LIMITED`, `SKV_HTML`, `SKV_BAD_GATEWAY`, or `SKV_CLOSED` for
 * the latter two inside the nightly window. Null when the answer is the service's own.
 */
export function infrastructureFault(response: HttpResponse, now: Instant): SaldovaktError | null {
  const { status } = response;
  const retryAfterMs = retryAfterOf(response, epochMs(now));
  if (status === 429) return fault("SKV_RATE_LIMITED", { retryAfterMs: retryAfterMs ?? DEFAULT_HOLD_MS });
  const markup = isMarkup(response);
  if (!markup && status < 500) return null;
  if (untilOpen(now) !== undefined) return closed(now);
  if (markup) return fault("SKV_HTML");
  return fault("SKV_BAD_GATEWAY", { message: `Skatteverket's servers are out of order (HTTP ${status})`, retryAfterMs });
}
