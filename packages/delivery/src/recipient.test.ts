import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { deliveryId, type Recipient, recipientKey } from "./recipient.ts";

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
      { channel: "console" },
    ];
    const keys = all.map(recipientKey);
    expect(new Set(keys).size).toBe(all.length);
    for (const key of keys) expect(key).toMatch(/^[0-9a-f]{16}$/);
  });
});

describe("a delivery's id", () => {
  const id = deliveryId("acc_00000000000000000000", "shortfall:2026-12-14:1", "0123456789abcdef");

  test("stays the same from release to release", () => {
    expect(id).toBe("msg_olqydzydcbstoyysg2rbonxjiw");
  });

  test("differs as soon as account, alert or recipient does, wherever the border between them lies", () => {
    fc.assert(
      fc.property(fc.tuple(fc.string(), fc.string(), fc.string()), fc.tuple(fc.string(), fc.string(), fc.string()), (a, b) => {
        expect(deliveryId(...a)).toMatch(/^msg_[a-z2-7]{26}$/);
        expect(deliveryId(...a) === deliveryId(...b)).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
    );
    expect(deliveryId("ab", "c", "d")).not.toBe(deliveryId("a", "bc", "d"));
  });
});
