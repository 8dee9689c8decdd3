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
  /** No wait begins that would end later than this after the start. */
  readonly giveUpAfterMs?: number;
  readonly signal?: AbortSignal;
}

/**
 * Calls `attempt` (numbered from 1) until it succeeds, fails in a way that does not pass by itself, or has had its tries or its time; then throws
 * the last error. Waits are random between nothing and the doubled limit ("full jitter", AWS Builders' Library), so that callers who failed together
 * do not come back together; an error's `retryAfterMs` is waited out in full first. Throws the signal's reason when it aborts.
 */
export async function retrying<T>(attempt: (n: number) => Promise<T>, options: RetryOptions): Promise<T> {
  const { attempts, baseMs, capMs, timer, random, giveUpAfterMs = Number.POSITIVE_INFINITY, signal } = options;
  const start = timer.now();
  for (let n = 1; ; n++) {
    signal?.throwIfAborted();
    try {
      return await attempt(n);
    } catch (error) {
      if (!(error instanceof SaldovaktError) || !error.retryable || n >= attempts) throw error;
      const jitter = random() * Math.min(capMs, baseMs * 2 ** (n - 1));
      const wait = Math.max(0, error.retryAfterMs ?? 0) + jitter;
      if (timer.now() - start + wait > giveUpAfterMs) throw error;
      await timer.pause(wait, signal);
    }
  }
}

/** A day: no server's wish to be left alone is heeded for longer. */
const LONGEST_MS = 86_400_000;

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
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(0, wait), LONGEST_MS);
}
