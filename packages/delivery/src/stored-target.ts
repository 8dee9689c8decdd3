import { inputError, isMailAddress } from "@saldovakt/domain";
import type { Recipient } from "./recipient.ts";
import { parseWebhookSecret } from "./webhook-secret.ts";

/** A recipient as it is kept: the channel, what it needs under the configuration's own names, and a webhook's secrets, newest first. */
export interface StoredTarget {
  readonly channel: string;
  readonly target: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
}

const isHttps = (text: string): boolean => {
  const url = URL.parse(text);
  return url?.protocol === "https:" && url.username === "" && url.password === "";
};
const isPhoneNumber = (text: string): boolean => /^\+[1-9]\d{6,14}$/.test(text);
const isTopic = (text: string): boolean => /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/.test(text);
const isSender = (text: string): boolean => /^(?=.*[A-Za-z])[A-Za-z0-9-]{1,11}$/.test(text);

/**
 * The recipient a channel is made for (`createChannel`) from what is kept of it, checked whole. Throws `RECIPIENT_INVALID` and
 * `WEBHOOK_SECRET_INVALID` (input), which name the field and never repeat what stands in it.
 */
export function recipientFrom({ channel, target, secrets = [] }: StoredTarget): Recipient {
  const field = (name: string, isRight: (text: string) => boolean, what: string): string => {
    const value = target[name];
    if (value !== undefined && isRight(value)) return value;
    throw inputError(
      "RECIPIENT_INVALID",
      `${name} of a recipient (${channel}) ${value === undefined ? "is missing" : `is not ${what}`}`,
      `write ${what}`,
    );
  };
  switch (channel) {
    case "webhook": {
      const url = field("url", isHttps, "an https address without user name and password");
      for (const secret of secrets) parseWebhookSecret(secret);
      return { channel, url, secrets };
    }
    case "slack":
    case "teams":
      return { channel, url: field("url", isHttps, "an https address without user name and password") };
    case "email":
      return { channel, to: field("to", isMailAddress, "one e-mail address") };
    case "sms": {
      const phoneNumber = field("phoneNumber", isPhoneNumber, "a telephone number in international form, as +46701234567");
      if (target.senderId === undefined) return { channel, phoneNumber };
      return { channel, phoneNumber, senderId: field("senderId", isSender, "1 to 11 letters and digits, with a letter among them") };
    }
    case "sns":
      return { channel, topicArn: field("topicArn", isTopic, "the ARN of an SNS topic") };
    case "console":
      return { channel };
    default:
      throw inputError("RECIPIENT_INVALID", "a recipient's channel is not known", "use webhook, email, slack, teams, sms or sns");
  }
}
