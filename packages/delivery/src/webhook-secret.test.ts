import * as fc from "fast-check";
import { Webhook } from "standardwebhooks";
import { describe, expect, test } from "vitest";
import { parseWebhookSecret, sign } from "./webhook-secret.ts";

const coded = expect.objectContaining({ code: "WEBHOOK_SECRET_INVALID", scope: "input" });
const secretOf = (key: Uint8Array): string => `whsec_${Buffer.from(key).toString("base64")}`;
const anyKey = fc.uint8Array({ minLength: 24, maxLength: 64 });

describe("a webhook secret", () => {
  test("of 24 to 64 bytes is read whole", () => {
    fc.assert(fc.property(anyKey, (key) => void expect(Buffer.from(parseWebhookSecret(secretOf(key)))).toEqual(Buffer.from(key))));
    expect(parseWebhookSecret(`${secretOf(new Uint8Array(24))}\n`)).toHaveLength(24);
  });

  const fine = secretOf(new Uint8Array(32).fill(250));
  test.each([
    "",
    "whsec_",
    fine.slice("whsec_".length),
    fine.replace("whsec_", "WHSEC_"),
    secretOf(new Uint8Array(23)),
    secretOf(new Uint8Array(65)),
    fine.slice(0, -1),
    `${fine}=`,
    fine.replaceAll("+", "-").replaceAll("/", "_"),
    `${fine.slice(0, 20)} ${fine.slice(20)}`,
  ])("%j is none, and is not repeated in the error", (text) => {
    expect(() => parseWebhookSecret(text)).toThrow(coded);
    try {
      parseWebhookSecret(text);
    } catch (error) {
      expect(JSON.stringify([(error as Error).message, (error as { remedy?: string }).remedy])).not.toContain(text.slice(6, 20) || "-----");
    }
  });
});

test("signatures are those of the reference implementation", () => {
  fc.assert(
    fc.property(
      fc.array(anyKey, { minLength: 1, maxLength: 3 }),
      fc.string(),
      fc.nat({ max: 4_000_000_000 }),
      fc.string({ unit: "grapheme" }),
      (keys, id, timestamp, body) => {
        const theirs = keys.map((key) => new Webhook(secretOf(key)).sign(id, new Date(timestamp * 1000), body));
        expect(sign(keys.map(secretOf).map(parseWebhookSecret), id, timestamp, body)).toBe(theirs.join(" "));
      },
    ),
  );
});
