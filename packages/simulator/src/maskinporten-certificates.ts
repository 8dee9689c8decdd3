import "reflect-metadata";
import { webcrypto, X509Certificate } from "node:crypto";
import * as x509 from "@peculiar/x509";
import type { Period } from "./authority.ts";
import { type RsaKey, rsaKey } from "./jws.ts";

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

/** An enterprise certificate (virksomhetssertifikat) with its chain and key, PEM. */
export interface EnterpriseCertificate {
  /** Own certificate, issuing authority, root. */
  readonly cert: string;
  readonly key: string;
}

/** `stranger`: issued by an authority nobody has heard of. `alone`: the own certificate without its chain. */
export type EnterpriseCertificateKind = "good" | "expired" | "stranger" | "alone";

export interface CertificateAuthorities {
  issue(
    org: string,
    kind: EnterpriseCertificateKind,
    periods: { readonly good: Period; readonly past: Period },
  ): Promise<EnterpriseCertificate>;
  /** Whether the chain, own certificate first, ends at a root that is trusted, and all of it is valid at that moment. */
  trusts(chain: readonly X509Certificate[], at: number): boolean;
}

interface Issuer {
  readonly certificate: x509.X509Certificate;
  readonly key: webcrypto.CryptoKey;
}

const dates = ({ from, to }: Period): { notBefore: Date; notAfter: Date } => ({ notBefore: new Date(from), notAfter: new Date(to) });

let serial = 0x2000;

async function authority(name: string, period: Period, above?: Issuer): Promise<Issuer> {
  const keys = (await webcrypto.subtle.generateKey(ALGORITHM, false, ["sign", "verify"])) as webcrypto.CryptoKeyPair;
  const subject = [{ C: ["NO"] }, { O: [name] }, { CN: [`${name} ${above ? "Utsteder" : "Rot"}`] }];
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: (++serial).toString(16),
    subject,
    issuer: above ? above.certificate.subjectName : subject,
    ...dates(period),
    publicKey: keys.publicKey,
    signingKey: above?.key ?? keys.privateKey,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(true, above ? 0 : 1, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate, key: keys.privateKey };
}

async function enterprise(org: string, key: RsaKey, by: Issuer, period: Period): Promise<x509.X509Certificate> {
  return x509.X509CertificateGenerator.create({
    serialNumber: (++serial).toString(16),
    // 2.5.4.97 is organizationIdentifier, where certificates of the second SEID generation have the organisation number.
    subject: [{ C: ["NO"] }, { O: ["Oppdiktet virksomhet"] }, { "2.5.4.97": [`NTRNO-${org}`] }, { CN: ["Oppdiktet virksomhet"] }],
    issuer: by.certificate.subjectName,
    ...dates(period),
    publicKey: new Uint8Array(key.publicKey.export({ type: "spki", format: "der" })),
    signingKey: by.key,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.nonRepudiation, true),
    ],
  });
}

const pem = (...certificates: readonly x509.X509Certificate[]): string => certificates.map((each) => `${each.toString("pem")}\n`).join("");

/** Two levels of authorities, as Norway's are: a root, and below it the one that issues. */
export async function certificateAuthorities(period: Period): Promise<CertificateAuthorities> {
  const root = await authority("Oppdiktet tillitstjeneste", period);
  const issuing = await authority("Oppdiktet tillitstjeneste", period, root);
  const trusted = new X509Certificate(root.certificate.toString("pem"));
  return {
    async issue(org, kind, { good, past }) {
      const key = await rsaKey();
      if (kind === "stranger") {
        const strangeRoot = await authority("Ukjent tjeneste", good);
        const strange = await authority("Ukjent tjeneste", good, strangeRoot);
        return { cert: pem(await enterprise(org, key, strange, good), strange.certificate, strangeRoot.certificate), key: key.pem };
      }
      const own = await enterprise(org, key, issuing, kind === "expired" ? past : good);
      return { cert: kind === "alone" ? pem(own) : pem(own, issuing.certificate, root.certificate), key: key.pem };
    },
    trusts(chain, at) {
      const valid = chain.every((each) => Date.parse(each.validFrom) <= at && at < Date.parse(each.validTo));
      const linked = chain.every((each, index) => {
        const above = chain[index + 1] ?? trusted;
        return each.checkIssued(above) && each.verify(above.publicKey);
      });
      return chain.length > 1 && valid && linked;
    },
  };
}

/** The nine digits of the organisation a certificate names, in either generation's field; null when it names none. */
export function organisationOf(certificate: X509Certificate): string | null {
  return (
    /^(?:organizationIdentifier|2\.5\.4\.97)=NTRNO-(\d{9})$|^serialNumber=(\d{9})$/m.exec(certificate.subject)?.slice(1).find(Boolean) ??
    null
  );
}

/** The certificates of an `x5c` header; null when it is none. */
export function readX5c(x5c: unknown): readonly X509Certificate[] | null {
  if (!Array.isArray(x5c) || x5c.length === 0) return null;
  try {
    return x5c.map((each) => {
      if (typeof each !== "string" || !/^[A-Za-z0-9+/]+={0,2}$/.test(each)) throw new Error("not base64");
      return new X509Certificate(Buffer.from(each, "base64"));
    });
  } catch {
    return null;
  }
}
