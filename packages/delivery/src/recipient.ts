import { createHash } from "node:crypto";

/** Who is told, and how. */
export type Recipient =
  /** `secrets`: `whsec_…`; several while they are being rotated. */
  | { readonly channel: "webhook"; readonly url: string; readonly secrets: readonly string[] }
  | { readonly channel: "sns"; readonly topicArn: string }
  /** `phoneNumber` as E.164 has it: `+46701740600`. */
  | { readonly channel: "sms"; readonly phoneNumber: string; readonly senderId?: string }
  | { readonly channel: "console" };

function targetOf(recipient: Recipient): string {
  switch (recipient.channel) {
    case "webhook":
      return recipient.url;
    case "sns":
      return recipient.topicArn;
    case "sms":
      return recipient.phoneNumber;
    case "console":
      return "";
  }
}

const digest = (...parts: readonly string[]): Buffer => createHash("sha256").update(JSON.stringify(parts)).digest();

/**
 * A key of channel and target, 16 hex digits: stands for the recipient wherever a URL or number must not. Secrets and sender names have no
 * part in it, so rotating a secret neither repeats old alerts nor revives a disabled endpoint.
 */
export const recipientKey = (recipient: Recipient): string => digest(recipient.channel, targetOf(recipient)).toString("hex").slice(0, 16);

const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
const ID_CHARACTERS = 26;

/** The id of a delivery: `msg_` and 26 characters, opaque, and the same however often the same alert is queued for the same recipient. */
export function deliveryId(accountId: string, alertId: string, recipient: string): string {
  let bits = BigInt(`0x${digest(accountId, alertId, recipient).toString("hex")}`);
  let id = "";
  for (let i = 0; i < ID_CHARACTERS; i++) {
    id += BASE32[Number(bits % 32n)];
    bits /= 32n;
  }
  return `msg_${id}`;
}
