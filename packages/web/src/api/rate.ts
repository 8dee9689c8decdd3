import type { Context } from "hono";
import type { WebPorts } from "../ports.ts";
import { refuse } from "./problem.ts";

export interface RateLimit {
  readonly perSecond: number;
  /** How many may come at once after a silence. */
  readonly burst: number;
}

export const DEFAULT_RATE: RateLimit = { perSecond: 20, burst: 100 };

/** Slots taken from the store at a time, so that a request costs a twentieth of a write. */
const LEASE = 20;

/** A slot that was not used for so long is forgotten, so that slots saved up by many processes are no second burst. */
const KEPT_MS = 60_000;

/** Nobody who is served by fewer than hundreds of processes has to wait so long: a clock was wrong, and shall shut nobody out. */
const LONGEST_WAIT_MS = 60_000;

/** More keys than an installation has; the longest unused is forgotten beyond it. */
const MOST_KEYS = 10_000;

interface Lease {
  /** Times of the slots held, ascending; from `next` on they are unused. */
  slots: readonly number[];
  next: number;
  fetching: Promise<void> | null;
}

/** Milliseconds until the next request of the key is let in; 0 lets it in and counts it. */
export type Rate = (keyId: string) => Promise<number>;

/**
 * The generic cell rate algorithm over slots of the store, so that it holds for all processes together: every request takes the next slot, slots lie
 * `1 / perSecond` apart, and one may be used ahead of its time by as much as the burst allows. A slot whose time is too far off is kept, so that asking on
 * and on while refused puts nobody further back. `size`: slots taken from the store at a time.
 */
export function createRate(
  slots: WebPorts["slots"],
  nowMs: () => number,
  { perSecond, burst }: RateLimit = DEFAULT_RATE,
  size = LEASE,
): Rate {
  const spacing = Math.max(1, Math.round(1000 / perSecond));
  const ahead = (burst - 1) * spacing;
  const leases = new Map<string, Lease>();

  function leaseOf(keyId: string): Lease {
    const lease = leases.get(keyId) ?? { slots: [], next: 0, fetching: null };
    leases.delete(keyId);
    leases.set(keyId, lease);
    if (leases.size > MOST_KEYS) leases.delete(leases.keys().next().value as string);
    return lease;
  }

  async function fetchInto(lease: Lease, keyId: string): Promise<void> {
    const first = await slots.reserveSlots(`api:${keyId}`, size, spacing, nowMs());
    lease.slots = Array.from({ length: size }, (_, n) => first + n * spacing);
    lease.next = 0;
  }

  return async (keyId) => {
    const lease = leaseOf(keyId);
    for (;;) {
      const now = nowMs();
      while (lease.next < lease.slots.length && (lease.slots[lease.next] as number) < now - KEPT_MS) lease.next++;
      const slot = lease.slots[lease.next];
      if (slot !== undefined) {
        const wait = slot - ahead - now;
        if (wait > 0 && wait <= LONGEST_WAIT_MS) return wait;
        lease.next++;
        return 0;
      }
      lease.fetching ??= fetchInto(lease, keyId).finally(() => {
        lease.fetching = null;
      });
      await lease.fetching;
    }
  };
}

/** Slots of this process alone, for those of whom the store shall keep nothing. */
export function ownSlots(): WebPorts["slots"] {
  const nextOf = new Map<string, number>();
  return {
    async reserveSlots(key, count, spacingMs, notBefore) {
      const first = Math.max(nextOf.get(key) ?? 0, notBefore);
      nextOf.delete(key);
      nextOf.set(key, first + count * spacingMs);
      if (nextOf.size > MOST_KEYS) nextOf.delete(nextOf.keys().next().value as string);
      return first;
    },
  };
}

/** Throws the 429 `RATE_LIMITED`. */
export async function requireRate(c: Context, rate: Rate, keyId: string): Promise<void> {
  const wait = await rate(keyId);
  if (wait > 0) throw refuse(c, "RATE_LIMITED", { headers: { "retry-after": String(Math.ceil(wait / 1000)) } });
}
