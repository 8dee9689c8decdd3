import { PublishCommand, type PublishCommandInput } from "@aws-sdk/client-sns";
import type { Outcome } from "./channel.ts";

/** The part of an SNSClient that is used. */
export interface SnsSender {
  send(command: PublishCommand, options: { readonly abortSignal: AbortSignal }): Promise<unknown>;
}

/** As long as a webhook may take: the client's own retries included. */
const DEADLINE_MS = 15_000;

/** SNS's errors under which nothing passes until somebody changes a permission, key or encryption setting of the installation. */
const NOT_AUTHORIZED = new Set([
  "AccessDenied",
  "AuthorizationError",
  "InvalidClientTokenId",
  "InvalidSecurity",
  "KMSAccessDenied",
  "KMSDisabled",
  "KMSInvalidState",
  "KMSNotFound",
  "KMSOptInRequired",
  "OptInRequired",
  "SignatureDoesNotMatch",
  "UnrecognizedClient",
]);

/** Credentials that are renewed by themselves. */
const CREDENTIALS = new Set(["CredentialsProviderError", "ExpiredToken"]);

const TIMED_OUT = new Set(["AbortError", "TimeoutError", "RequestTimeout"]);

/**
 * Publishes once. Faults: `SNS_THROTTLED`, `SNS_UNAVAILABLE`, `SNS_UNREACHABLE`, `SNS_TIMEOUT`, `SNS_CREDENTIALS` (retry); `SNS_NOT_AUTHORIZED`
 * (failed, the installation's), `SNS_NOT_FOUND`, `SNS_INVALID_PARAMETER`, `SNS_OPTED_OUT`, `SNS_REFUSED` (failed).
 */
export async function publish(client: SnsSender, input: PublishCommandInput): Promise<Outcome> {
  try {
    await client.send(new PublishCommand(input), { abortSignal: AbortSignal.timeout(DEADLINE_MS) });
    return { kind: "delivered" };
  } catch (thrown) {
    return judgeFault(thrown);
  }
}

interface AwsError extends Error {
  readonly code?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $retryable?: { readonly throttling?: boolean };
}

function judgeFault(thrown: unknown): Outcome {
  if (!(thrown instanceof Error)) throw thrown;
  const error: AwsError = thrown;
  const name = error.name.replace(/Exception$/, "");
  const status = error.$metadata?.httpStatusCode;
  if (CREDENTIALS.has(name)) return { kind: "retry", fault: "SNS_CREDENTIALS" };
  if (TIMED_OUT.has(name)) return { kind: "retry", fault: "SNS_TIMEOUT" };
  if (/throttl|too ?many|limit ?exceeded/i.test(name) || error.$retryable?.throttling || status === 429) {
    return { kind: "retry", fault: "SNS_THROTTLED" };
  }
  if (NOT_AUTHORIZED.has(name)) return { kind: "failed", fault: "SNS_NOT_AUTHORIZED" };
  if (name === "NotFound" || name === "ResourceNotFound") return { kind: "failed", fault: "SNS_NOT_FOUND" };
  if (name === "OptedOut") return { kind: "failed", fault: "SNS_OPTED_OUT" };
  if (/^InvalidParameter/.test(name) || name === "Validation") return { kind: "failed", fault: "SNS_INVALID_PARAMETER" };
  if (status !== undefined) return status >= 500 ? { kind: "retry", fault: "SNS_UNAVAILABLE" } : { kind: "failed", fault: "SNS_REFUSED" };
  if (typeof error.code === "string") return { kind: "retry", fault: "SNS_UNREACHABLE" };
  throw thrown;
}
