import { X509Certificate } from "node:crypto";
import { type Instant, instant } from "@saldovakt/domain";
import { describe, expect, it } from "vitest";
import { encryptedKey, issue, legacyPkcs12, newKey, pkcs12 } from "../test/certificates.ts";
import { certificateFault, certificateHolder, describeCertificate } from "./certificate.ts";

const key = newKey();
const otherKey = newKey();
const root = issue({ name: "Exempelrot", key: otherKey, fields: { "2.5.4.10": "Exempelutfärdare AB" } });
const SERIAL_NUMBER = "2.5.4.5";
const ORGANISATION_IDENTIFIER = "2.5.4.97";
const own = issue({
  name: "Exempel AB",
  key,
  issuer: root,
  fields: { [SERIAL_NUMBER]: "165781006662", "2.5.4.10": "Exempel AB 578100-6662" },
});

describe("describing a certificate", () => {
  const expected = {
    issuer: expect.stringContaining("CN=Exempelrot"),
    organisationNumberPresent: true,
    validFrom: instant(Date.parse(new X509Certificate(own.cert).validFrom)),
    validTo: instant(Date.parse(new X509Certificate(own.cert).validTo)),
    fingerprint: new X509Certificate(own.cert).fingerprint256,
  };

  it("reads PEM, with and without chain and passphrase", async () => {
    expect(await describeCertificate({ cert: own.cert, key: own.key })).toMatchObject({ ...expected, chain: 1 });
    const encrypted = { cert: own.cert + root.cert, key: encryptedKey(own.key, "p"), passphrase: "p" };
    expect(await describeCertificate(encrypted)).toMatchObject({ ...expected, chain: 2 });
  });

  it("counts as its chain what issued it, in any order, and as strays what did not", async () => {
    const between = issue({ name: "Mellan", key: newKey(), issuer: root, authority: true });
    const leaf = issue({ name: "Exempel AB", key, issuer: between });
    const stranger = issue({ name: "Utomstående", key: otherKey });
    // The same name alone does not make an issuer.
    const impostor = issue({ name: "Mellan", key: otherKey });
    const counts = async (...certs: readonly { cert: string }[]) => {
      const { chain, strays } = await describeCertificate({ cert: certs.map(({ cert }) => cert).join(""), key: leaf.key });
      return [chain, strays];
    };
    expect(await counts(leaf, between, root)).toEqual([3, 0]);
    expect(await counts(leaf, root, between)).toEqual([3, 0]);
    expect(await counts(leaf, stranger)).toEqual([1, 1]);
    expect(await counts(leaf, impostor)).toEqual([1, 1]);
    expect(await counts(leaf, between, stranger)).toEqual([2, 1]);
  });

  it("reads PKCS#12", async () => {
    expect(await describeCertificate({ pfx: pkcs12(own.key, [own.cert], "p"), passphrase: "p" })).toMatchObject({ ...expected, chain: 1 });
    expect(await describeCertificate({ pfx: pkcs12(own.key, [own.cert, root.cert], "p"), passphrase: "p" })).toMatchObject({
      ...expected,
      chain: 2,
    });
  });

  it("tells whose it is, by name and number, of what people write in both places", async () => {
    expect(await certificateHolder({ cert: own.cert, key: own.key })).toEqual({ organisation: "165781006662", name: "Exempel AB" });
    for (const [field, value, organisation] of [
      [SERIAL_NUMBER, "578100-6662", "165781006662"],
      [SERIAL_NUMBER, "165781006662-0001", "165781006662"],
      [ORGANISATION_IDENTIFIER, "NTRSE-5781006662", "165781006662"],
      [SERIAL_NUMBER, "198001019999", null],
      [SERIAL_NUMBER, "313367002", null],
    ] as const) {
      const other = issue({ name: "Exempel AB", key, issuer: root, fields: { [field]: value } });
      expect([value, await certificateHolder({ cert: other.cert, key: other.key })]).toEqual([value, { organisation, name: null }]);
    }
  });

  it("works for an expired certificate too", async () => {
    const old = issue({ name: "Exempel AB", key, issuer: root, from: -9, to: -1 });
    expect(await describeCertificate({ cert: old.cert, key: old.key })).toMatchObject({ subject: "CN=Exempel AB" });
  });

  it("shows names and no identities", async () => {
    const { subject, issuer } = await describeCertificate({ cert: own.cert, key: own.key });
    expect(subject).toBe("O=Exempel AB …, CN=Exempel AB");
    expect(issuer).toBe("O=Exempelutfärdare AB, CN=Exempelrot");
  });

  it.each([
    [SERIAL_NUMBER, "165781006662", true],
    [SERIAL_NUMBER, "5781006662", true],
    [SERIAL_NUMBER, "578100-6662", true],
    [SERIAL_NUMBER, "165781006662-0001", true],
    [ORGANISATION_IDENTIFIER, "NTRSE-5781006662", true],
    [ORGANISATION_IDENTIFIER, "NTRNO-313367002", true],
    [SERIAL_NUMBER, "313367002", true],
    [SERIAL_NUMBER, "191212121212", false],
    [SERIAL_NUMBER, "1212121212", false],
    [SERIAL_NUMBER, "4711", false],
    ["2.5.4.11", "5781006662", false],
  ])("finds whether the subject carries an organisation number: %s=%s", async (field, value, present) => {
    const certificate = issue({ name: "Exempel AB", key, issuer: root, fields: { [field]: value } });
    const description = await describeCertificate({ cert: certificate.cert, key: certificate.key });
    expect(description.organisationNumberPresent).toBe(present);
    expect(description.subject).not.toContain("78100");
  });

  it("names the fault of unusable material", async () => {
    const faults: [Parameters<typeof describeCertificate>[0], string][] = [
      [{}, "HTTP_CERTIFICATE_UNREADABLE"],
      [{ ca: [root.cert] }, "HTTP_CERTIFICATE_UNREADABLE"],
      [{ cert: own.cert }, "HTTP_CERTIFICATE_UNREADABLE"],
      [{ pfx: legacyPkcs12(own.key, [own.cert], "p"), passphrase: "p" }, "HTTP_CERTIFICATE_UNREADABLE"],
      [{ pfx: pkcs12(own.key, [own.cert], "p"), passphrase: "q" }, "HTTP_CERTIFICATE_UNREADABLE"],
      [{ cert: own.cert, key: otherKey.privateKey }, "HTTP_KEY_MISMATCH"],
    ];
    for (const [material, code] of faults)
      await expect(describeCertificate(material)).rejects.toMatchObject({ code, scope: "installation" });
  });
});

describe("the fault of a certificate at a moment", () => {
  const moment = (text: string): Instant => instant(Date.parse(text));
  const description = {
    subject: "CN=Exempel AB",
    issuer: "CN=Exempelrot",
    organisationNumberPresent: true,
    validFrom: moment("2026-01-01T00:00:00Z"),
    validTo: moment("2026-12-31T23:59:59Z"),
    fingerprint: "",
    chain: 2,
    strays: 0,
  };

  it("is none from its first to its last second", () => {
    for (const now of ["2026-01-01T00:00:00Z", "2026-12-31T23:59:59Z"]) expect(certificateFault(description, moment(now))).toBeNull();
  });

  it("is told before and after", () => {
    expect(certificateFault(description, moment("2025-12-31T23:59:59Z"))).toMatchObject({
      code: "CERTIFICATE_NOT_YET_VALID",
      scope: "installation",
    });
    const expired = certificateFault(description, moment("2027-01-01T00:00:00Z"));
    expect(expired).toMatchObject({ code: "CERTIFICATE_EXPIRED", scope: "installation", message: "the certificate expired on 2026-12-31" });
  });
});
