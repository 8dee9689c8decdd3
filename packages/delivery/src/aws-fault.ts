import type { Outcome } from "./channel.ts";

/** Errors of an AWS service by what they mean to a delivery; names without `Exception` at their end. */
export interface FaultTable {
  /** Leads the codes: `SNS`. */
  readonly prefix: string;
  /** Under which nothing passes until somebody changes a permission, key or encryption setting of the installation. */
  readonly notAuthorized: ReadonlySet<string>;
  /** Others of the service's own. */
  readonly own: (name: string) => { readonly kind: "failed" | "retry"; readonly fault: string } | null;
}

/** Credentials that are renewed by themselves. */
const CREDENTIALS = new Set(["CredentialsProviderError", "ExpiredToken"]);

const TIMED_OUT = new Set(["AbortError", "TimeoutError", "RequestTimeout"]);

interface AwsError extends Error {
  readonly code?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $retryable?: { readonly throttling?: boolean };
}

/** What an error of the SDK makes of an attempt. Throws what is no error of the SDK. */
export function judgeAwsFault(thrown: unknown, { prefix, notAuthorized, own }: FaultTable): Outcome {
  if (!(thrown instanceof Error)) throw thrown;
  const error: AwsError = thrown;
  const name = error.name.replace(/Exception$/, "");
  const status = error.$metadata?.httpStatusCode;
  const outcome = (kind: "failed" | "retry", fault: string): Outcome => ({ kind, fault: `${prefix}_${fault}` });
  if (CREDENTIALS.has(name)) return outcome("retry", "CREDENTIALS");
  if (TIMED_OUT.has(name)) return outcome("retry", "TIMEOUT");
  if (/throttl|too ?many|limit ?exceeded/i.test(name) || error.$retryable?.throttling || status === 429)
    return outcome("retry", "THROTTLED");
  if (notAuthorized.has(name)) return outcome("failed", "NOT_AUTHORIZED");
  const known = own(name);
  if (known) return outcome(known.kind, known.fault);
  if (status !== undefined) return status >= 500 ? outcome("retry", "UNAVAILABLE") : outcome("failed", "REFUSED");
  if (typeof error.code === "string") return outcome("retry", "UNREACHABLE");
  throw thrown;
}
