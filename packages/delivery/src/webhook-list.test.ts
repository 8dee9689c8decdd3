import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatWebhookSecrets, parseWebhookSecrets } from "./webhook-list.ts";

const secret = (): string => `whsec_${randomBytes(32).toString("base64")}`;

describe("a webhook's stored secret", () => {
  test("is one secret alone, or two, the newest first", () => {
    const [one, other] = [secret(), secret()];
    expect(parseWebhookSecrets(`${one}\n`)).toEqual([one]);
    expect(parseWebhookSecrets(`[ "${one}",\n"${other}" ]`)).toEqual([one, other]);
    for (const secrets of [[one], [other, one]]) expect(parseWebhookSecrets(formatWebhookSecrets(secrets))).toEqual(secrets);
    expect(formatWebhookSecrets([one])).toBe(one);
  });

  test.each<[string, (one: string) => string]>([
    ["nothing", () => ""],
    ["an empty list", () => "[]"],
    ["three", (one) => JSON.stringify([one, one, one])],
    ["half a list", (one) => `["${one}"`],
    ["a list of a list", (one) => `[["${one}"]]`],
    ["one of another kind among them", (one) => JSON.stringify([one, one.slice(6)])],
    ["two without a list", (one) => `${one},${one}`],
  ])("is not %s", (_, text) => {
    const one = secret();
    expect(() => parseWebhookSecrets(text(one))).toThrow(expect.objectContaining({ code: "WEBHOOK_SECRET_INVALID" }));
  });

  test("is never repeated", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[["{]{0,2}hush[a-z"\]},]{0,20}$/), (text) => {
        try {
          parseWebhookSecrets(text);
        } catch (thrown) {
          const { message, stack, cause } = thrown as Error;
          expect(cause).toBeUndefined();
          expect(`${message}${stack}`).not.toContain("hush");
          return;
        }
        expect.unreachable("it was taken");
      }),
    );
  });
});
