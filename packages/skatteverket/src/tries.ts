import type { SaldovaktError } from "@saldovakt/domain";
import { type RetryOptions, retrying } from "@saldovakt/http";

/** The closed night is not waited out, not even its last minute, for every other caller would wait for that moment too. */
const worthwhile = (error: SaldovaktError): boolean => !(error.code === "SKV_CLOSED" && error.retryAfterMs !== undefined);

/** `retrying`, as calls of Skatteverket's hosts are worth it. */
export const tries = <T>(attempt: () => Promise<T>, options: RetryOptions): Promise<T> => retrying(attempt, { ...options, worthwhile });
