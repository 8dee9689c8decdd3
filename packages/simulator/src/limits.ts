/**
 * Lets through at most `perSecond` calls in any sliding second. Arrivals that bunched up on the way by no more than `graceMs` are let
 * through too: the sender cannot know how long the way takes.
 */
export function slidingLimit(perSecond: number, graceMs: number): (at: number) => boolean {
  const admitted: number[] = [];
  return (at) => {
    while (admitted.length > 0 && at - (admitted[0] as number) >= 1_000 - graceMs) admitted.shift();
    if (admitted.length >= perSecond) return false;
    if (perSecond !== Number.POSITIVE_INFINITY) admitted.push(at);
    return true;
  };
}

/** How many correlation ids are remembered: more than any run of calls that could repeat one by mistake. */
const REMEMBERED_IDS = 50_000;

/** Says of each id whether it is new. */
export function onceOnly(limit: number = REMEMBERED_IDS): (id: string) => boolean {
  const seen = new Set<string>();
  return (id) => {
    if (seen.has(id)) return false;
    const oldest = seen.size >= limit ? seen.values().next().value : undefined;
    if (oldest !== undefined) seen.delete(oldest);
    seen.add(id);
    return true;
  };
}

/** Keeps the last `limit` things put in. */
export interface Ring<T> {
  put(value: T): void;
  /** Oldest first. */
  values(): readonly T[];
}

export function ring<T>(limit: number): Ring<T> {
  let kept: T[] = [];
  return {
    put(value) {
      kept.push(value);
      if (kept.length >= 2 * limit) kept = kept.slice(-limit);
    },
    values: () => kept.slice(-limit),
  };
}
