import { SaldovaktError } from "@saldovakt/domain";
import { fault } from "./faults.ts";

/** How long Maskinporten wishes to be left alone by a client, which is the same for all it asks for. */
export interface Hold {
  /** Throws the fault that Maskinporten gave, with the wait that is left of it. */
  require(clientId: string): void;
  /** Notes the wait that an answer to the client asks for, where it asks for one. */
  note(clientId: string, error: unknown): void;
}

export function createHold(now: () => number): Hold {
  const held = new Map<string, { readonly until: number; readonly code: "MP_RATE_LIMITED" | "MP_UNAVAILABLE" }>();
  return {
    require(clientId) {
      const { until = 0, code = "MP_UNAVAILABLE" } = held.get(clientId) ?? {};
      if (until > now()) throw fault(code, { retryAfterMs: until - now() });
      held.delete(clientId);
    },
    note(clientId, error) {
      if (!(error instanceof SaldovaktError) || error.retryAfterMs === undefined) return;
      if (error.code !== "MP_RATE_LIMITED" && error.code !== "MP_UNAVAILABLE") return;
      const until = Math.max(held.get(clientId)?.until ?? 0, now() + error.retryAfterMs);
      held.set(clientId, { until, code: error.code });
    },
  };
}
