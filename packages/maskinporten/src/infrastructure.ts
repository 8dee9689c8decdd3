import type { SaldovaktError } from "@saldovakt/domain";
import { type HttpResponse, retryAfterOf } from "@saldovakt/http";
import { fault } from "./faults.ts";
import { isPage } from "./wire.ts";

/**
 * What any of Maskinporten's addresses may answer in place of an answer: `MP_RATE_LIMITED`, `MP_UNAVAILABLE` or `MP_HTML`. Null when the answer is
 * Maskinporten's own.
 */
export function infrastructureFault(response: HttpResponse, now: number): SaldovaktError | null {
  const { status } = response;
  if (status === 429 || status >= 500) {
    return fault(status === 429 ? "MP_RATE_LIMITED" : "MP_UNAVAILABLE", { retryAfterMs: retryAfterOf(response, now) });
  }
  return isPage(response) ? fault("MP_HTML") : null;
}
