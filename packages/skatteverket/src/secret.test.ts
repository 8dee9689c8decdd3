import { SaldovaktError } from "@saldovakt/domain";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { grantOf, parseSecret, tlsMaterial } from "./secret.ts";

const oauth2 = { clientId: "oauth-id", clientSecret: "oauth-hush" };
const apigw = { clientId: "gateway-id", clientSecret: "gateway-hush" };
// Not a certificate, but what parsing looks at: no key material is made for these tests.
const cert = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
const key = "-----BEGIN PRIVATE KEY-----\nBBBB\n-----END PRIVATE KEY-----\n";

function refused(value: unknown): SaldovaktError {
  try {
    parseSecret(typeof value === "string" ? value : JSON.stringify(value));
  } catch (error) {
    if (error instanceof SaldovaktError) return error;
    throw error;
  }
  throw new Error("the secret was taken");
}

describe("the three grants", () => {
  test("keys alone", () => {
    const secret = parseSecret(JSON.stringify({ oauth2, apigw }));
    expect(secret).toEqual({ oauth2, apigw });
    expect(grantOf(secret)).toBe("keys");
    expect(tlsMaterial(secret)).toEqual({});
    expect(tlsMaterial(secret, "pem")).toEqual({ ca: ["pem"] });
  });

  test("a free certificate stands beside the secret", () => {
    const secret = parseSecret(JSON.stringify({ oauth2, apigw, certificate: { cert, key, passphrase: "open" } }));
    expect(grantOf(secret)).toBe("free");
    expect(tlsMaterial(secret)).toEqual({ cert, key, passphrase: "open" });
  });

  test("a designated certificate stands in place of the secret", () => {
    const secret = parseSecret(JSON.stringify({ oauth2: { clientId: "oauth-id" }, apigw, certificate: { cert, key } }));
    expect(grantOf(secret)).toBe("designated");
    expect(tlsMaterial(secret, "pem")).toEqual({ ca: ["pem"], cert, key });
  });

  test("PKCS#12 comes in base64, line breaks and all", () => {
    const pkcs12 = Buffer.from("not really PKCS#12, but long enough to be broken into lines of base64 text").toString("base64");
    const broken = `${pkcs12.slice(0, 64)}\n${pkcs12.slice(64)}\n`;
    const secret = parseSecret(JSON.stringify({ oauth2, apigw, certificate: { pkcs12: broken, passphrase: "" } }));
    expect(tlsMaterial(secret)).toEqual({ pfx: Buffer.from(pkcs12, "base64"), passphrase: "" });
  });

  test.each(["RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY"])("a key may be a %s", (kind) => {
    const text = `-----BEGIN ${kind}-----\nBBBB\n-----END ${kind}-----\n`;
    expect(parseSecret(JSON.stringify({ oauth2, apigw, certificate: { cert, key: text } })).certificate).toEqual({ cert, key: text });
  });
});

describe("a secret that is not usable names the field", () => {
  test.each<[string, unknown, string]>([
    ["no JSON", "oauth-hush", "it is not JSON"],
    ["an array", [], "it is not a JSON object"],
    ["nothing at all", {}, "`oauth2` is missing"],
    ["no gateway keys", { oauth2 }, "`apigw` is missing"],
    ["no gateway secret", { oauth2, apigw: { clientId: "x" } }, "`apigw.clientSecret`"],
    ["a number for a key", { oauth2: { clientId: 12 }, apigw }, "`oauth2.clientId`"],
    ["an empty key", { oauth2: { clientId: "x", clientSecret: "" }, apigw }, "`oauth2.clientSecret`"],
    ["a key with its line break", { oauth2, apigw: { ...apigw, clientSecret: "gateway-hush\n" } }, "`apigw.clientSecret`"],
    ["a misspelt field", { oauth2, apigw, certifcate: { cert, key } }, "an unknown field stands in it"],
    ["a field too many", { oauth2, apigw: { ...apigw, hush: 1 } }, "an unknown field stands in `apigw`"],
    ["neither secret nor certificate", { oauth2: { clientId: "x" }, apigw }, "neither `oauth2.clientSecret` nor `certificate`"],
    ["a certificate without key", { oauth2, apigw, certificate: { cert } }, "`certificate.key`"],
    ["a file's name for its text", { oauth2, apigw, certificate: { cert: "cert.pem", key } }, "`certificate.cert`"],
    ["certificate and key swapped", { oauth2, apigw, certificate: { cert: key, key: cert } }, "`certificate.cert`"],
    ["PKCS#12 that is not base64", { oauth2, apigw, certificate: { pkcs12: "#!", passphrase: "" } }, "`certificate.pkcs12`"],
    ["PKCS#12 without passphrase", { oauth2, apigw, certificate: { pkcs12: "AAAA" } }, "`certificate.passphrase`"],
    [
      "both kinds of certificate",
      { oauth2, apigw, certificate: { pkcs12: "AAAA", passphrase: "", cert } },
      "an unknown field stands in `certificate`",
    ],
    ["a text for the certificate", { oauth2, apigw, certificate: cert }, "`certificate` is missing or malformed"],
  ])("%s", (_, value, what) => {
    const error = refused(value);
    expect(error).toMatchObject({ code: "SECRET_INVALID", scope: "installation" });
    expect(error.message).toContain(what);
    expect(error.remedy).toBeTruthy();
  });

  test("and never shows what stands in it", () => {
    const hush = fc.stringMatching(/^hush[a-z0-9]{8}[ \n]?$/);
    const leaf = fc.oneof(hush, fc.constant(undefined), fc.constant(null), fc.integer());
    const pair = fc.oneof(leaf, fc.record({ clientId: leaf, clientSecret: leaf }, { requiredKeys: [] }), fc.dictionary(hush, hush));
    const certificate = fc.oneof(leaf, fc.record({ cert: leaf, key: leaf, pkcs12: leaf, passphrase: leaf }, { requiredKeys: [] }));
    const text = fc.oneof(
      hush,
      hush.map((value) => `{"oauth2":"${value}"`),
      fc.record({ oauth2: pair, apigw: pair, certificate }, { requiredKeys: [] }).map((value) => JSON.stringify(value)),
    );
    fc.assert(
      fc.property(text, (json) => {
        try {
          parseSecret(json);
        } catch (error) {
          expect(error).toBeInstanceOf(SaldovaktError);
          const { message, remedy, cause, stack } = error as SaldovaktError;
          expect(cause).toBeUndefined();
          expect(`${message} ${remedy} ${stack}`).not.toMatch(/hush[a-z0-9]{8}/);
        }
      }),
    );
  });
});
