import { createPrivateKey, X509Certificate } from "node:crypto";
import { createSecureContext } from "node:tls";
import { beforeAll, describe, expect, test } from "vitest";
import { type Certificates, makeCertificates } from "./certificates.ts";

const REAL = Date.parse("2026-11-22T12:00:00Z");
const INJECTED = Date.parse("2031-05-01T12:00:00Z");
let certificates: Certificates;
let ca: X509Certificate;

beforeAll(async () => {
  certificates = await makeCertificates([REAL, INJECTED]);
  ca = new X509Certificate(certificates.ca);
});

const read = async (kind: Parameters<Certificates["for"]>[0]): Promise<{ cert: X509Certificate; keyFits: boolean }> => {
  const { cert, key } = await certificates.for(kind);
  const parsed = new X509Certificate(cert);
  return { cert: parsed, keyFits: parsed.checkPrivateKey(createPrivateKey(key)) };
};
const validAt = (cert: X509Certificate, at: number): boolean => Date.parse(cert.validFrom) <= at && at <= Date.parse(cert.validTo);

describe("certificates", () => {
  test("the good one names its organisation, is issued by the authority, has its key, and is valid at every moment given", async () => {
    const { cert, keyFits } = await read("good");
    expect(cert.subject).toBe("C=SE\nO=Saldovakts Provbyrå AB\nserialNumber=165790000011\nCN=Saldovakts Provbyrå AB");
    expect(cert.verify(ca.publicKey)).toBe(true);
    expect(keyFits).toBe(true);
    expect([REAL, INJECTED].map((at) => validAt(cert, at))).toEqual([true, true]);
    expect(certificates.isDesignated(cert.fingerprint256)).toBe(true);
  });

  test("the server's is for localhost by name and address", () => {
    const server = new X509Certificate(certificates.server.cert);
    expect([server.checkHost("localhost"), server.checkIP("127.0.0.1"), server.checkIP("::1")]).toEqual(["localhost", "127.0.0.1", "::1"]);
    expect(server.verify(ca.publicKey)).toBe(true);
  });

  test("the others each have their one fault", async () => {
    const [other, expired, notYetValid, stranger, mismatched] = await Promise.all(
      (["other", "expired", "notYetValid", "stranger", "mismatchedKey"] as const).map(read),
    );
    if (!other || !expired || !notYetValid || !stranger || !mismatched) return expect.unreachable();
    const facts = ({ cert, keyFits }: typeof other): boolean[] => [
      cert.verify(ca.publicKey),
      validAt(cert, REAL) && validAt(cert, INJECTED),
      keyFits,
      certificates.isDesignated(cert.fingerprint256),
    ];
    expect(facts(other)).toEqual([true, true, true, false]);
    expect(facts(expired)).toEqual([true, false, true, false]);
    expect(Date.parse(expired.cert.validTo)).toBeLessThan(REAL);
    expect(facts(notYetValid)).toEqual([true, false, true, false]);
    expect(Date.parse(notYetValid.cert.validFrom)).toBeGreaterThan(INJECTED);
    expect(facts(stranger)).toEqual([false, true, true, false]);
    expect(facts(mismatched)).toEqual([true, true, false, true]);
  });

  test("PKCS#12 opens with its passphrase, and only with it", async () => {
    const pfx = Buffer.from(await certificates.pkcs12("lösen"), "base64");
    expect(() => createSecureContext({ pfx, passphrase: "lösen" })).not.toThrow();
    expect(() => createSecureContext({ pfx, passphrase: "losen" })).toThrow(/mac verify failure/i);
  });
});
