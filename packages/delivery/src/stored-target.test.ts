import { SaldovaktError } from "@saldovakt/domain";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Recipient } from "./recipient.ts";
import { recipientFrom, type StoredTarget } from "./stored-target.ts";

const SECRET = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const CHANNELS = ["webhook", "slack", "teams", "email", "sms", "sns", "console"];

describe("what is kept of a recipient", () => {
  test.each<[StoredTarget, Recipient]>([
    [
      { channel: "webhook", target: { url: "https://hook.example/a" }, secrets: [SECRET] },
      { channel: "webhook", url: "https://hook.example/a", secrets: [SECRET] },
    ],
    [
      { channel: "slack", target: { url: "https://rooms.example/a" } },
      { channel: "slack", url: "https://rooms.example/a" },
    ],
    [
      { channel: "teams", target: { url: "https://rooms.example/b" } },
      { channel: "teams", url: "https://rooms.example/b" },
    ],
    [
      { channel: "email", target: { to: "chef@example.se" } },
      { channel: "email", to: "chef@example.se" },
    ],
    [
      { channel: "sms", target: { phoneNumber: "+46700000000" } },
      { channel: "sms", phoneNumber: "+46700000000" },
    ],
    [
      { channel: "sms", target: { phoneNumber: "+46700000000", senderId: "Saldovakt" } },
      { channel: "sms", phoneNumber: "+46700000000", senderId: "Saldovakt" },
    ],
    [
      { channel: "sns", target: { topicArn: "arn:aws:sns:eu-north-1:123456789012:alerts" } },
      { channel: "sns", topicArn: "arn:aws:sns:eu-north-1:123456789012:alerts" },
    ],
    [{ channel: "console", target: {} }, { channel: "console" }],
  ])("is a recipient: %j", (stored, recipient) => expect(recipientFrom(stored)).toEqual(recipient));

  test.each<[StoredTarget, string]>([
    [{ channel: "slack", target: {} }, "url of a recipient (slack) is missing"],
    [{ channel: "slack", target: { url: "http://rooms.example/" } }, "url of a recipient (slack) is not an https address"],
    [{ channel: "webhook", target: { url: "https://u:hush@hook.example/" } }, "url of a recipient (webhook) is not an https address"],
    [{ channel: "email", target: { to: "Chef <hush@example.se>" } }, "to of a recipient (email) is not one e-mail address"],
    [{ channel: "sms", target: { phoneNumber: "0700" } }, "phoneNumber of a recipient (sms) is not a telephone number"],
    [{ channel: "sms", target: { phoneNumber: "+46700000000", senderId: "123" } }, "senderId of a recipient (sms) is not 1 to 11"],
    [{ channel: "sns", target: { topicArn: "hush" } }, "topicArn of a recipient (sns) is not the ARN"],
    [{ channel: "fax", target: {} }, "channel is not known"],
    [{ channel: "webhook", target: { url: "https://hook.example/" }, secrets: ["whsec_hush"] }, "a webhook secret is not whsec_"],
  ])("is refused by name: %j", (stored, says) => {
    expect(() => recipientFrom(stored)).toThrow(expect.objectContaining({ scope: "input", message: expect.stringContaining(says) }));
    expect(() => recipientFrom(stored)).not.toThrow(/hush/);
  });

  test("never becomes a recipient with more than its channel needs, nor a fault that repeats it", () => {
    const field = fc.constantFrom("url", "to", "phoneNumber", "topicArn", "senderId", "channel", "secrets");
    const target = fc.dictionary(field, fc.constantFrom("hush 7f3a!", "https://hook.example/a", "a@example.se", "+46700000000"));
    fc.assert(
      fc.property(fc.constantFrom(...CHANNELS), target, (channel, given) => {
        try {
          const recipient = recipientFrom({ channel, target: given });
          expect(recipient.channel).toBe(channel);
          expect(JSON.stringify(recipient)).not.toContain("hush");
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(SaldovaktError);
          expect(`${(thrown as Error).message} ${(thrown as SaldovaktError).remedy}`).not.toContain("7f3a");
        }
      }),
    );
  });
});
