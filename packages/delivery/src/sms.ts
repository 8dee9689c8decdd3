import type { Channel } from "./channel.ts";
import { publish, type SnsSender } from "./sns-publish.ts";

/** One text message to one number, by SNS without a topic. Faults: those of `publish`. */
export function createSmsChannel(target: { readonly phoneNumber: string; readonly senderId?: string }, client: SnsSender): Channel {
  const { phoneNumber, senderId } = target;
  return {
    send: ({ texts }) =>
      publish(client, {
        PhoneNumber: phoneNumber,
        Message: texts.sms,
        MessageAttributes: {
          // Delivered ahead of advertising, and also to those who declined it.
          "AWS.SNS.SMS.SMSType": { DataType: "String", StringValue: "Transactional" },
          ...(senderId === undefined ? {} : { "AWS.SNS.SMS.SenderID": { DataType: "String", StringValue: senderId } }),
        },
      }),
  };
}
