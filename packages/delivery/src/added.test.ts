import { createHash } from "node:crypto";
import type { Instant } from "@saldovakt/domain";
import { expect, test } from "vitest";
import { addedRecipient } from "./added.ts";
import { recipientKey } from "./recipient.ts";

const NOW = "2026-11-23T06:00:00.000Z" as Instant;
const LATER = "2026-11-23T06:00:00.001Z" as Instant;
const secret = (name: string): string => `whsec_${createHash("sha256").update(name).digest("base64")}`;

test("a webhook signs with the newest secret, and with older ones until their time is over", () => {
  const added = {
    channel: "webhook",
    target: { url: "https://example.com/hook" },
    secrets: [
      { secret: secret("new"), until: null },
      { secret: secret("old"), until: LATER },
      { secret: secret("older"), until: NOW },
    ],
  };
  const recipient = addedRecipient(added, NOW);
  expect(recipient).toEqual({ channel: "webhook", url: "https://example.com/hook", secrets: [secret("new"), secret("old")] });
  expect(addedRecipient(added, LATER)).toMatchObject({ secrets: [secret("new")] });
  expect(recipientKey(recipient)).toBe(recipientKey({ channel: "webhook", url: "https://example.com/hook", secrets: [] }));
});

test("other channels are what their target says", () => {
  expect(addedRecipient({ channel: "sms", target: { phoneNumber: "+46701740605" } }, NOW)).toEqual({
    channel: "sms",
    phoneNumber: "+46701740605",
  });
});
