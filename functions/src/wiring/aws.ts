import { SaldovaktError } from "@saldovakt/domain";

/**
 * How every AWS client of ours calls: a few tries of the SDK's own (with jitter), and time-outs well below a function's, where the SDK has none. The
 * region, the credentials and, in tests, the endpoint come from AWS's own variables.
 */
export const CLIENT = {
  maxAttempts: 4,
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
};

interface SdkError extends Error {
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $retryable?: unknown;
}

const THROTTLED = /Throttl|TooManyRequests|RequestLimit|SlowDown|ProvisionedThroughput|ServiceUnavailable|InternalFailure|InternalError/i;

/**
 * What AWS's refusal means to us: `<NAME>_UNREACHABLE` (transient) when it was too much or cut off, after the SDK's own tries, and
 * `<NAME>_REFUSED` (installation) when permissions, addresses or keys are wrong. AWS's own message stays out of ours: it names resources.
 */
export function awsFault(name: string, what: string, thrown: unknown): SaldovaktError {
  if (thrown instanceof SaldovaktError) return thrown;
  const error = thrown as SdkError;
  const status = error.$metadata?.httpStatusCode;
  const refused =
    status !== undefined && status >= 400 && status < 500 && status !== 429 && !THROTTLED.test(error.name) && !error.$retryable;
  const why = /^[A-Za-z]{1,60}$/.test(error.name) ? ` (${error.name})` : "";
  if (refused) {
    return new SaldovaktError(`${what} refuses the call${why}`, {
      code: `${name}_REFUSED`,
      scope: "installation",
      remedy: "check that it exists in this region and that the function's role may use it, its key included",
      cause: thrown,
    });
  }
  return new SaldovaktError(`${what} cannot be reached${why}`, {
    code: `${name}_UNREACHABLE`,
    scope: "transient",
    remedy: "try again in a moment",
    cause: thrown,
  });
}
