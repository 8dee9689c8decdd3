import type { Verdict } from "./pdp.ts";

export interface DecisionBook {
  /** The decision in hand while it is young enough, else the one `ask` brings. However many want the same at once, it is asked for once; the others are told. */
  get(key: string, ask: () => Promise<Verdict>, reused?: () => void): Promise<Verdict>;
}

/** Altinn itself keeps delegations for five minutes; a Permit is never kept longer than that. */
export const PERMIT_KEPT_MS = 300_000;
/** A refusal is kept for less: it shields the decision point from one who keeps asking, and a customer who has just said yes need not wait long. */
const REFUSAL_KEPT_MS = 60_000;
/** Beyond this many the oldest is forgotten. */
const KEPT = 10_000;

/** Nothing was decided. */
const isError = (verdict: Verdict): boolean => verdict === "PDP_INDETERMINATE";

/** Keeps decisions, never errors. A decision's age counts from before it was asked for. */
export function decisionBook(now: () => number, { permitMs = PERMIT_KEPT_MS, kept = KEPT } = {}): DecisionBook {
  const entries = new Map<string, { readonly verdict: Verdict; readonly until: number; readonly askedAt: number }>();
  const underWay = new Map<string, Promise<Verdict>>();
  const permitKeptMs = Math.min(permitMs, PERMIT_KEPT_MS);

  async function asked(key: string, ask: () => Promise<Verdict>): Promise<Verdict> {
    const askedAt = now();
    const verdict = await ask();
    if (isError(verdict)) return verdict;
    const until = askedAt + (verdict === "PERMIT" ? permitKeptMs : Math.min(permitKeptMs, REFUSAL_KEPT_MS));
    entries.set(key, { verdict, until, askedAt });
    const [oldest] = entries.keys();
    if (entries.size > kept && oldest !== undefined) entries.delete(oldest);
    return verdict;
  }

  return {
    get(key, ask, reused) {
      const entry = entries.get(key);
      // A clock set back must not prolong anything.
      if (entry && now() >= entry.askedAt && now() < entry.until) {
        reused?.();
        return Promise.resolve(entry.verdict);
      }
      entries.delete(key);
      const standing = underWay.get(key);
      if (standing) reused?.();
      const flight =
        standing ??
        asked(key, ask).finally(() => {
          underWay.delete(key);
        });
      underWay.set(key, flight);
      return flight;
    },
  };
}
