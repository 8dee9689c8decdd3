const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** The wait before each attempt, as Standard Webhooks 1.0 suggests; the same for every channel. */
const DELAYS_MS: readonly number[] = [
  0,
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];

/** How many attempts a delivery has. */
export const ATTEMPTS = DELAYS_MS.length;

const JITTER = 0.2;

/**
 * The longest wait. SQS hides a message for at most twelve hours, counted from its receipt and not from the moment the wait is set, and refuses
 * a longer wait outright; five minutes are left for the attempt itself. So the last three waits are all of this length, and a `Retry-After`
 * beyond it is cut.
 */
export const LONGEST_DELAY_MS = 12 * HOUR - 5 * MINUTE;

/**
 * Milliseconds to wait before attempt `attempt` (1 = the first, at once); null when there is none left. Spread by ±20 % with `random` (uniform in
 * [0, 1)), so that deliveries that failed together do not come back together. At least `afterMs`, what the other side asked for; never more
 * than `LONGEST_DELAY_MS`.
 */
export function delayBefore(attempt: number, random: () => number, afterMs = 0): number | null {
  const delay = DELAYS_MS[attempt - 1];
  if (delay === undefined) return null;
  const spread = delay * (1 - JITTER + 2 * JITTER * random());
  return Math.round(Math.min(LONGEST_DELAY_MS, Math.max(spread, afterMs)));
}
