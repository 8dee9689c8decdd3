import { SaldovaktError } from "@saldovakt/domain";
import { type RetryOptions, retrying } from "@saldovakt/http";

/** The longest wait within one call; whoever must wait longer is told how long and comes back. */
const LONGEST_WAIT_MS = 60_000;

/** Errors that have had their tries already, further in. */
const spent = new WeakSet<Error>();

const worthRetrying = (error: unknown): boolean =>
  error instanceof SaldovaktError && error.retryable && !spent.has(error) && (error.retryAfterMs ?? 0) <= LONGEST_WAIT_MS;

/**
 * Like `retrying`, but gives up at once where another try within the call makes no sense. An error that leaves one of these is not tried again
 * by another around it, so tries never multiply.
 */
export async function tries<T>(attempt: () => Promise<T>, options: RetryOptions): Promise<T> {
  const once = async (): Promise<{ readonly value: T } | { readonly error: unknown }> => {
    try {
      return { value: await attempt() };
    } catch (error) {
      if (worthRetrying(error)) throw error;
      return { error };
    }
  };
  const outcome = await retrying(once, options).catch((error: unknown) => ({ error }));
  if ("value" in outcome) return outcome.value;
  if (outcome.error instanceof Error) spent.add(outcome.error);
  throw outcome.error;
}
