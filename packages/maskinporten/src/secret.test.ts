import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { everythingIn, KEY } from "../test/fakes.ts";
import { parseSecret } from "./secret.ts";

const KEYED = { clientId: "client", kid: "kid", key: KEY };
const CERTIFIED = { clientId: "client", cert: "-----BEGIN CERTIFICATE-----\n…", key: KEY };

describe("the secret", () => {
  test("is a key registered on the client, or an enterprise certificate", () => {
    expect(parseSecret(JSON.stringify(KEYED))).toEqual(KEYED);
    expect(parseSecret(JSON.stringify(CERTIFIED))).toEqual(CERTIFIED);
    const more = { ...KEYED, passphrase: "hush", algorithm: "RS512", keyValidTo: "2027-02-28" };
    expect(parseSecret(JSON.stringify(more))).toEqual(more);
  });

  test.each([
    ["both", { ...KEYED, ...CERTIFIED }, /both `kid` and `cert`/],
    ["neither", { clientId: "client", key: KEY }, /neither `kid` nor `cert`/],
    ["no client", { ...KEYED, clientId: undefined }, /`clientId`/],
    ["a line break", { ...KEYED, kid: "kid\n" }, /`kid`/],
    ["a key that is none", { ...KEYED, key: "hush" }, /`key`/],
    ["a certificate that is none", { ...CERTIFIED, cert: "hush" }, /`cert`/],
    ["an algorithm for other keys", { ...KEYED, algorithm: "ES256" }, /`algorithm`/],
    ["a day that does not exist", { ...KEYED, keyValidTo: "2027-02-29" }, /`keyValidTo`/],
    ["a misspelt field", { ...KEYED, keyvalidto: "2027-02-28" }, /unknown field/],
    ["a list", [KEYED], /not a JSON object/],
  ])("with %s is refused", (_, value, message) => {
    expect(() => parseSecret(JSON.stringify(value))).toThrow(
      expect.objectContaining({ code: "SECRET_INVALID", scope: "installation", message: expect.stringMatching(message) }),
    );
  });

  test("never shows in the error what stands in it", () => {
    const hush = "hush-hush-hush";
    const value = fc.constantFrom<unknown>(hush, `${hush}\n`, [hush], { [hush]: hush }, 7);
    const fields = fc.dictionary(fc.constantFrom("clientId", "kid", "key", "cert", "passphrase", hush, "__proto__"), value);
    const text = fc.oneof(
      fields.map((each) => JSON.stringify(each)),
      fields.map((each) => JSON.stringify(each).slice(1)),
      fc.constant(JSON.stringify(hush)),
    );
    fc.assert(
      fc.property(text, (json) => {
        try {
          parseSecret(json);
        } catch (error) {
          expect(everythingIn(error)).not.toContain(hush);
        }
      }),
    );
  });
});
