import { SaldovaktError, toSaldovaktError } from "@saldovakt/domain";
import { unreachable, unreadable } from "../faults.ts";

const BUSY = new Set([
  "InternalServerError",
  "LimitExceededException",
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "RequestTimeout",
  "RequestTimeoutException",
  "ServiceUnavailable",
  "SlowDown",
  "ThrottlingException",
  "TimeoutError",
  "TransactionInProgressException",
]);

const REFUSED = new Set([
  "AccessDeniedException",
  "CredentialsProviderError",
  "ExpiredTokenException",
  "IncompleteSignatureException",
  "InvalidSignatureException",
  "MissingAuthenticationTokenException",
  "NotAuthorized",
  "UnrecognizedClientException",
]);

const NETWORK = /^(EAI_AGAIN|ECONNABORTED|ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EPIPE|ETIMEDOUT)$/;

interface AwsError {
  readonly name?: string;
  readonly code?: string;
  readonly $fault?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/**
 * What the SDK threw (after its own retries) as a coded error: throttling, time-outs, network and 5xx pass by themselves, refused access
 * does not.
 */
export function dynamoFault(thrown: unknown, table: string): SaldovaktError {
  if (thrown instanceof SaldovaktError) return thrown;
  const { name = "", code = "", $fault, $metadata } = (thrown ?? {}) as AwsError;
  if (BUSY.has(name) || NETWORK.test(code) || $fault === "server" || ($metadata?.httpStatusCode ?? 0) >= 500) {
    return unreachable("the database did not take the call", thrown);
  }
  if (name === "ResourceNotFoundException") {
    return unreadable(`there is no table ${table}`, "deploy the infrastructure first, or correct the table's name and region", thrown);
  }
  if (REFUSED.has(name)) {
    return unreadable(`access to the table ${table} is refused`, "check the role's permissions and the credentials' age", thrown);
  }
  return toSaldovaktError(thrown);
}

/** Whether the write's own condition did not hold: an answer, and no fault. */
export const isConditionFailed = (thrown: unknown): boolean => (thrown as AwsError | null)?.name === "ConditionalCheckFailedException";
