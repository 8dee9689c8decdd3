import { SaldovaktError } from "@saldovakt/domain";
import type { Timer } from "./timer.ts";

export interface RetryOptions {
  /** Tries in all, the first included. */
  readonly attempts: number;
  /** Longest wait after the first failure; it doubles with each further one. */
  readonly baseMs: number;
  /** Where the doubling ends. */
  readonly capMs: number;
  readonly timer: Timer;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Whether an error that passes by itself is worth another try within this call; each is unless given. */
  readonly worthwhile?: (error: SaldovaktError) => boolean;
}

/** Waits double from half a second, each random below its limit: three tries are over within seconds. */
export const THREE_TRIES: Pick<RetryOptions, "attempts" | "baseMs" | "capMs"> = { attempts: 3, baseMs: 500, capMs: 8_000 };

/** The longest wait within one call; whoever must wait longer is told how long and comes back. */
export const LONGEST_WAIT_MS = 60_000;

/** Errors that have had their tries already, further in. */
const spent = new WeakSet<Error>();

/**
 * Calls `attempt` until it succeeds, fails in a way that does not pass by itself or asks for a longer wait than `LONGEST_WAIT_MS`, or has had its tries; then
 * throws the last error. An error that leaves here is not tried again by another of these around it, so tries never multiply. Waits are random between
 * nothing and the doubled limit ("full jitter", AWS Builders' Library), so that callers who failed together do not come back together; an error's
 * `retryAfterMs` is waited out in full first.
 */
export async function retrying<T>(attempt: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { attempts, baseMs, capMs, timer, random, worthwhile = () => true } = options;
  for (let n = 1; ; n++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof SaldovaktError)) throw error;
      const waitMs = Math.max(0, error.retryAfterMs ?? 0);
      if (n >= attempts || !error.retryable || spent.has(error) || waitMs > LONGEST_WAIT_MS || !worthwhile(error)) {
        spent.add(error);
        throw error;
      }
      await timer.pause(waitMs + random() * Math.min(capMs, baseMs * 2 ** (n - 1)));
    }
  }
}

/** A day: no server's wish to be left alone is heeded for longer. */
const DAY_MS = 86_400_000;

/** The three forms of an HTTP date (RFC 9110, 5.6.7), of which recipients must accept all. */
const HTTP_DATE =
  /^(?:[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT|[A-Z][a-z]{5,8}, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT|[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4})$/;

/**
 * The wait a `Retry-After` header asks for, in milliseconds from `now` (epoch ms): a count of seconds or an HTTP date (RFC 9110, 10.2.3).
 * Between 0 and one day; undefined when there is no header or it cannot be read.
 */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
  const text = header?.trim() ?? "";
  let wait: number;
  if (/^\d+$/.test(text)) wait = Number(text) * 1000;
  else if (HTTP_DATE.test(text)) wait = Date.parse(text.endsWith("GMT") ? text : `${text} GMT`) - now;
  else return undefined;
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(0, wait), DAY_MS);
}
