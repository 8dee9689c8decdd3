import { createHash } from "node:crypto";

/** Who is told, and how. */
export type Recipient =
  /** `secrets`: `whsec_…`; several while they are being rotated. */
  | { readonly channel: "webhook"; readonly url: string; readonly secrets: readonly string[] }
  | { readonly channel: "sns"; readonly topicArn: string }
  /** `phoneNumber` as E.164 has it: `+46701740605`. */
  | { readonly channel: "sms"; readonly phoneNumber: string; readonly senderId?: string }
  | { readonly channel: "email"; readonly to: string }
  /** `url`: an incoming webhook of Slack, a workflow of Teams. Whoever knows it writes to the room: never in a log. */
  | { readonly channel: "slack" | "teams"; readonly url: string }
  | { readonly channel: "console" };

function targetOf(recipient: Recipient): string {
  switch (recipient.channel) {
    case "webhook":
    case "slack":
    case "teams":
      return recipient.url;
    case "sns":
      return recipient.topicArn;
    case "sms":
      return recipient.phoneNumber;
    case "email":
      return recipient.to;
    case "console":
      return "";
  }
}

/**
 * A key of channel and target, 16 hex digits: stands for the recipient wherever a URL or number must not. Secrets and sender names have no
 * part in it, so rotating a secret neither repeats old alerts nor revives a disabled endpoint. A chat room that is configured by reference has the
 * key of the reference, so that it is known before the secret is read.
 */
export function recipientKey(recipient: Recipient): string {
  const target = JSON.stringify([recipient.channel, targetOf(recipient)]);
  return createHash("sha256").update(target).digest("hex").slice(0, 16);
}
