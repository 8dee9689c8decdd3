import { describe, expect, test } from "vitest";
import { type Recipient, recipientKey } from "./recipient.ts";

const webhook = (url: string, ...secrets: string[]): Recipient => ({ channel: "webhook", url, secrets });

describe("a recipient's key", () => {
  test("is of channel and target alone, and stays the same from release to release", () => {
    expect(recipientKey(webhook("https://hook.example/a", "whsec_x"))).toBe("b4d4edb0dc8f1b04");
    expect(recipientKey(webhook("https://hook.example/a", "whsec_x", "whsec_y"))).toBe("b4d4edb0dc8f1b04");
    expect(recipientKey({ channel: "sms", phoneNumber: "+46700000000", senderId: "A" })).toBe(
      recipientKey({ channel: "sms", phoneNumber: "+46700000000" }),
    );
  });

  test("tells recipients apart, and shows nothing of them", () => {
    const all: Recipient[] = [
      webhook("https://hook.example/a"),
      webhook("https://hook.example/b"),
      { channel: "sns", topicArn: "arn:aws:sns:eu-north-1:123456789012:alerts" },
      { channel: "sms", phoneNumber: "+46700000000" },
      { channel: "sms", phoneNumber: "+46700000001" },
      { channel: "email", to: "a@example.se" },
      { channel: "email", to: "b@example.se" },
      { channel: "slack", url: "https://hook.example/a" },
      { channel: "teams", url: "https://hook.example/a" },
      { channel: "console" },
    ];
    const keys = all.map(recipientKey);
    expect(new Set(keys).size).toBe(all.length);
    for (const key of keys) expect(key).toMatch(/^[0-9a-f]{16}$/);
  });
});
