import { createPrivateKey, X509Certificate } from "node:crypto";
import { type PlainDate, SaldovaktError } from "@saldovakt/domain";
import { describeCertificate } from "@saldovakt/http";
import { type KeyedCertificate, type SimulatedSkatteverket, startSkatteverket } from "@saldovakt/simulator";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pkcs12Of } from "../../test/pkcs12.ts";
import { certificateFromPem, certificateFromPkcs12, isEncrypted } from "./certificate.ts";

let authority: SimulatedSkatteverket;
let good: KeyedCertificate;
let other: KeyedCertificate;
/** As issuers deliver it: an RSA key, signed with another kind of key. */
let issued: Buffer;

beforeAll(async () => {
  authority = await startSkatteverket({ today: "2026-11-23" as PlainDate, companies: 1 });
  [good, other] = [await authority.certificateFor("good"), await authority.certificateFor("other")];
  const { certificate } = await authority.pkcs12Secret("Öppna Sesam");
  issued = Buffer.from(certificate && "pkcs12" in certificate ? certificate.pkcs12 : "", "base64");
});
afterAll(() => authority.close());

/** The code and message of a refusal, which has no cause: the libraries' words may quote what they read. */
async function refusal(attempt: () => unknown): Promise<string> {
  const fault = await Promise.resolve()
    .then(attempt)
    .catch((thrown: unknown) => thrown);
  expect(fault).toBeInstanceOf(SaldovaktError);
  const { code, scope, message, cause } = fault as SaldovaktError;
  expect([scope, cause]).toEqual(["input", undefined]);
  return `${code}: ${message}`;
}

const encrypted = (key: string, passphrase: string): string =>
  createPrivateKey(key).export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase }).toString();

describe("PKCS#12", () => {
  test.each(["legacy", "modern"] as const)("%s gives the own certificate first and its chain after it", async (encryption) => {
    const file = pkcs12Of({ keys: [good.key], certificates: [authority.ca, other.cert, good.cert], passphrase: "röd häst", encryption });
    const { cert, key } = await certificateFromPkcs12(file, "röd häst");
    expect(cert).toBe(good.cert + authority.ca);
    expect(key).toBe(good.key);
    expect(await describeCertificate({ cert, key })).toMatchObject({ chain: 2 });
  });

  test("with an RSA key keeps the certificate octet for octet", async () => {
    const certificate = await certificateFromPkcs12(issued, "Öppna Sesam");
    expect(new X509Certificate(certificate.cert).verify(new X509Certificate(authority.ca).publicKey)).toBe(true);
    expect(createPrivateKey(certificate.key).asymmetricKeyType).toBe("rsa");
    await describeCertificate({ cert: certificate.cert, key: certificate.key });
  });

  // As OpenSSL 3 makes it: its check value spells the passphrase in UTF-16, its encryption in UTF-8.
  test("under present-day encryption opens with letters beyond ASCII, and with no other", async () => {
    const file = pkcs12Of({ keys: [good.key], certificates: [good.cert], passphrase: "röd häst", encryption: "modern", spelling: "utf8" });
    expect(await certificateFromPkcs12(file, "röd häst")).toEqual(good);
    for (const passphrase of ["rod hast", "rÃ¶d hÃ¤st", ""]) {
      expect(await refusal(() => certificateFromPkcs12(file, passphrase))).toMatch(/^CERTIFICATE_PASSPHRASE_WRONG/);
    }
  });

  test("does not open with another passphrase", async () => {
    for (const file of [issued, pkcs12Of({ keys: [good.key], certificates: [good.cert], passphrase: "a", encryption: "legacy" })]) {
      for (const passphrase of ["", "öppna sesam", "A"]) {
        expect(await refusal(() => certificateFromPkcs12(file, passphrase))).toMatch(/^CERTIFICATE_PASSPHRASE_WRONG/);
      }
    }
  });

  test("cut off or garbled is told so", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: issued.length - 1 }), async (length) => {
        expect(await refusal(() => certificateFromPkcs12(issued.subarray(0, length), "Öppna Sesam"))).toMatch(/^CERTIFICATE_/);
      }),
      { numRuns: 50 },
    );
  });

  test.each<[string, () => Parameters<typeof pkcs12Of>[0], string]>([
    ["no key", () => ({ keys: [], certificates: [good.cert], passphrase: "p" }), "holds no private key"],
    ["no certificate", () => ({ keys: [good.key], certificates: [], passphrase: "p" }), "holds no certificate"],
    ["another's key", () => ({ keys: [other.key], certificates: [good.cert], passphrase: "p" }), "CERTIFICATE_KEY_MISMATCH"],
    [
      "two of a kind",
      () => ({ keys: [other.key, good.key], certificates: [good.cert, other.cert], passphrase: "p" }),
      "CERTIFICATE_AMBIGUOUS",
    ],
  ])("with %s is refused", async (_, wish, what) => {
    expect(await refusal(() => certificateFromPkcs12(pkcs12Of(wish()), "p"))).toContain(what);
  });
});

describe("PEM", () => {
  test("in any order, with others between and the key in the same text", () => {
    const all = `Bag Attributes\n${authority.ca}${other.cert}${good.key}${good.cert}`;
    expect(certificateFromPem(all, all, undefined)).toEqual({ cert: good.cert + authority.ca, key: good.key });
  });

  test("with a passphrase loses it", async () => {
    const key = encrypted(good.key, "röd häst");
    expect([isEncrypted(key), isEncrypted(good.key)]).toEqual([true, false]);
    expect(certificateFromPem(good.cert, key, "röd häst")).toEqual(good);
    expect(await refusal(() => certificateFromPem(good.cert, key, "rod hast"))).toMatch(/^CERTIFICATE_PASSPHRASE_WRONG/);
  });

  test.each<[string, () => [string, string], string]>([
    ["no certificate", () => [good.key, good.key], "--cert holds no certificate"],
    ["half a certificate", () => [good.cert.replace(/\n.{20}/, "\n"), good.key], "is malformed"],
    ["no key", () => [good.cert, good.cert], "--key holds no private key"],
    ["an encrypted key and no passphrase", () => [good.cert, encrypted(good.key, "p")], "--key holds no private key"],
    ["another's key", () => [good.cert, other.key], "CERTIFICATE_KEY_MISMATCH"],
  ])("with %s is refused", async (_, texts, what) => {
    const [cert, key] = texts();
    expect(await refusal(() => certificateFromPem(cert, key, undefined))).toContain(what);
  });
});
