import { SaldovaktError } from "@saldovakt/domain";
import type { Timer } from "@saldovakt/http";
import type { Facts } from "@saldovakt/service";

/** Does the work when it is its turn. */
export type Turn = <T>(work: () => Promise<T>) => Promise<T>;

/** No work takes longer: the HTTP client gives no call more than a minute. */
const WORK_MS = 60_000;
/** How far apart the clocks of two processes may be, and how late a write may tell that it was done. */
const MARGIN_MS = 15_000;
/** A turn that is not given back (its process ended, or was put to sleep) is over after so long. */
export const TURN_MS = WORK_MS + MARGIN_MS;
/** Nobody stands in line for longer: the caller has tries of his own, and somebody waits for his answer. */
const PATIENCE_MS = 8_000;
/** How often whoever waits looks again; each look reads one item of the table. */
const LOOK_MS = 250;

const busy = (): SaldovaktError =>
  new SaldovaktError("the authority's call that is kept for the HTTP API is taken", {
    code: "SOURCE_BUSY",
    scope: "transient",
    remedy: "try again in a moment",
  });

/**
 * One turn for all processes together, kept as a fact of the store: at no time is more than one of them at work, however many Lambda starts. Throws `SOURCE_BUSY`
 * (transient) when the turn has not come after eight seconds, and what the store throws.
 */
export function sharedTurn(facts: Facts, name: string, { timer, random }: { readonly timer: Timer; readonly random: () => number }): Turn {
  /** The version under which the turn was taken; null while it is another's. */
  async function take(): Promise<number | null> {
    const standing = await facts.fact(name);
    const now = timer.now();
    const until = Number(standing?.value ?? 0);
    // One that ends later than any can was written by a clock that was wrong.
    if (until > now && until <= now + TURN_MS + MARGIN_MS) return null;
    const version = standing?.version ?? 0;
    if (!(await facts.putFact(name, String(now + TURN_MS), version))) return null;
    // Whoever was put to sleep in between would begin too late to be done in time.
    return timer.now() - now < MARGIN_MS / 3 ? version + 1 : null;
  }

  /** A turn that cannot be given back ends by itself; the work's outcome is no worse for it. */
  const giveBack = (version: number): Promise<unknown> => facts.putFact(name, "0", version).catch(() => false);

  return async (work) => {
    const start = timer.now();
    let version = await take();
    while (version === null) {
      if (timer.now() - start >= PATIENCE_MS) throw busy();
      await timer.pause(LOOK_MS * (0.5 + random()));
      version = await take();
    }
    try {
      return await work();
    } finally {
      await giveBack(version);
    }
  };
}
