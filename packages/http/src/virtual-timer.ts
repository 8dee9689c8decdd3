import type { Timer } from "./timer.ts";

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/**
 * A timer whose time passes only in pauses, for tests. Once everything else has come to rest, the pause that ends first ends, and the clock then
 * shows exactly its end; pauses with the same end, in the order they began. So hours pass in no time, and always alike.
 */
export function virtualTimer(start = 0): Timer {
  let now = start;
  let running = false;
  const sleepers: Sleeper[] = [];

  const turn = (): void => {
    const next = sleepers.shift();
    running = next !== undefined;
    if (!next) return;
    now = Math.max(now, next.at);
    next.wake();
    setImmediate(turn);
  };

  return {
    now: () => now,
    pause: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const sleeper: Sleeper = {
          at: now + Math.max(0, ms),
          wake: () => {
            signal?.removeEventListener("abort", onAbort);
            resolve();
          },
        };
        const onAbort = (): void => {
          const place = sleepers.indexOf(sleeper);
          if (place >= 0) sleepers.splice(place, 1);
          reject(signal?.reason);
        };
        signal?.addEventListener("abort", onAbort, { once: true });
        const later = sleepers.findIndex((other) => other.at > sleeper.at);
        sleepers.splice(later < 0 ? sleepers.length : later, 0, sleeper);
        if (running) return;
        running = true;
        setImmediate(turn);
      }),
  };
}
