import { epochMs, type Instant, instant } from "@saldovakt/domain";

/*
 * What other clocks may have written. A machine whose clock was once ahead, or a day taken for today, must not freeze what stands until that time.
 */

/**
 * No line for the shared call rate is this long: a next slot further ahead was reserved by a clock that was wrong, and waiting for it would stop
 * every reading in silence.
 */
export const LONGEST_LINE_MS = 10 * 60_000;

const DAY_MS = 86_400_000;

/** Two workers' readings of one account are never this far apart by right: what stands with a later stamp gives way. */
export const soonAfter = (readAt: Instant): Instant => instant(epochMs(readAt) + DAY_MS);
