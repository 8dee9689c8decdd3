import { PublishCommand, type PublishCommandInput } from "@aws-sdk/client-sns";
import { type FaultTable, judgeAwsFault } from "./aws-fault.ts";
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

const FAULTS: FaultTable = {
  prefix: "SNS",
  notAuthorized: NOT_AUTHORIZED,
  own(name) {
    if (name === "NotFound" || name === "ResourceNotFound") return { kind: "failed", fault: "NOT_FOUND" };
    if (name === "OptedOut") return { kind: "failed", fault: "OPTED_OUT" };
    return /^InvalidParameter/.test(name) || name === "Validation" ? { kind: "failed", fault: "INVALID_PARAMETER" } : null;
  },
};

/**
 * Publishes once. Faults: `SNS_THROTTLED`, `SNS_UNAVAILABLE`, `SNS_UNREACHABLE`, `SNS_TIMEOUT`, `SNS_CREDENTIALS` (retry); `SNS_NOT_AUTHORIZED`
 * (failed, the installation's), `SNS_NOT_FOUND`, `SNS_INVALID_PARAMETER`, `SNS_OPTED_OUT`, `SNS_REFUSED` (failed).
 */
export async function publish(client: SnsSender, input: PublishCommandInput): Promise<Outcome> {
  try {
    await client.send(new PublishCommand(input), { abortSignal: AbortSignal.timeout(DEADLINE_MS) });
    return { kind: "delivered" };
  } catch (thrown) {
    return judgeAwsFault(thrown, FAULTS);
  }
}
