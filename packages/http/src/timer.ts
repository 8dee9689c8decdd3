/** Time as the outbound calls see it: tests put a virtual one in its place. */
export interface Timer {
  /** The present moment in epoch milliseconds. */
  now(): number;
  /** Resolves `ms` milliseconds later, never much sooner; rejects with the signal's reason as soon as the signal aborts. */
  pause(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The longest delay `setTimeout` takes; a longer one would fire at once. */
const LONGEST_MS = 2 ** 31 - 1;

/** The machine's own clock and timers. */
export const systemTimer: Timer = {
  now: () => Date.now(),
  pause: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const onAbort = (): void => {
        clearTimeout(timeout);
        reject(signal?.reason);
      };
      const timeout = setTimeout(
        () => {
          signal?.removeEventListener("abort", onAbort);
          resolve();
        },
        Math.min(Math.max(0, ms), LONGEST_MS),
      );
      signal?.addEventListener("abort", onAbort, { once: true });
    }),
};
