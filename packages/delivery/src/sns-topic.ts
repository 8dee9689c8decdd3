import type { MessageAttributeValue } from "@aws-sdk/client-sns";
import type { Channel, Message } from "./channel.ts";
import { payloadOf } from "./payload.ts";
import { publish, type SnsSender } from "./sns-publish.ts";

/** What SNS takes: message and attributes together. */
const MESSAGE_BYTES = 262_144;

const text = (value: string): MessageAttributeValue => ({ DataType: "String", StringValue: value });

/** What filter policies of subscriptions see. Opaque ids, codes and days only: attributes end up in logs and metrics. */
const attributesOf = ({ id, alert, account }: Message): Record<string, MessageAttributeValue> => ({
  id: text(id),
  type: text(alert.type),
  severity: text(alert.severity),
  account: text(account.id),
  source: text(account.source),
  // An alarm is worth the dearer route: SNS sends "Promotional", its default, only when it has nothing better to do.
  "AWS.SNS.SMS.SMSType": text("Transactional"),
  ...(alert.dueDate === null ? {} : { dueDate: text(alert.dueDate) }),
});

/** Each protocol's own text: people get words, programs the contract's JSON. */
function messageOf({ texts }: Message, payload: string): string {
  return JSON.stringify({
    default: texts.body,
    email: texts.body,
    sms: texts.sms,
    sqs: payload,
    lambda: payload,
    https: payload,
  });
}

function bytesOf(message: string, attributes: Record<string, MessageAttributeValue>): number {
  const parts = Object.entries(attributes).flatMap(([name, { DataType = "", StringValue = "" }]) => [name, DataType, StringValue]);
  return [message, ...parts].reduce((sum, part) => sum + Buffer.byteLength(part), 0);
}

/**
 * Publishes to an SNS topic, which passes it on to e-mail, SMS, queues, functions and endpoints. Programs may receive it more than once; the
 * attribute `id` tells. Faults: those of `publish`, and `MESSAGE_TOO_LARGE`.
 */
export function createTopicChannel(target: { readonly topicArn: string }, client: SnsSender): Channel {
  return {
    async send(message) {
      const payload = payloadOf(message.document);
      const attributes = attributesOf(message);
      const body = payload === null ? null : messageOf(message, payload);
      if (body === null || bytesOf(body, attributes) > MESSAGE_BYTES) return { kind: "failed", fault: "MESSAGE_TOO_LARGE" };
      return publish(client, {
        TopicArn: target.topicArn,
        Subject: message.texts.subject,
        MessageStructure: "json",
        Message: body,
        MessageAttributes: attributes,
      });
    },
  };
}
