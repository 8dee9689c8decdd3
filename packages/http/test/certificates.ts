import { createPrivateKey, generateKeyPairSync } from "node:crypto";
import forge from "node-forge";

const DAY_MS = 86_400_000;

export interface Key {
  readonly publicKey: string;
  readonly privateKey: string;
}

export interface Issued {
  readonly cert: string;
  readonly key: string;
}

/** Making keys is slow; most certificates of the tests can share one. */
export const newKey = (): Key =>
  generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });

export interface Wish {
  readonly name: string;
  readonly key: Key;
  readonly issuer?: Issued;
  /** Whether it may issue others itself; one without `issuer` may. */
  readonly authority?: boolean;
  /** Further subject fields by object identifier. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Validity in days from now. */
  readonly from?: number;
  readonly to?: number;
  readonly ips?: readonly string[];
  readonly hosts?: readonly string[];
}

let serial = 1;

/** A certificate as wished: an authority without `issuer`, otherwise one for server and client use. */
export function issue(wish: Wish): Issued {
  const { key, issuer, authority = !issuer, fields = {}, from = -1, to = 30, ips = [], hosts = [] } = wish;
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(key.publicKey);
  certificate.serialNumber = (serial++).toString(16).padStart(4, "0");
  certificate.validity.notBefore = new Date(Date.now() + from * DAY_MS);
  certificate.validity.notAfter = new Date(Date.now() + to * DAY_MS);
  const subject = [{ name: "commonName", value: wish.name }, ...Object.entries(fields).map(([type, value]) => ({ type, value }))];
  certificate.setSubject(subject);
  certificate.setIssuer(issuer ? forge.pki.certificateFromPem(issuer.cert).subject.attributes : subject);
  const altNames = [...ips.map((ip) => ({ type: 7, ip })), ...hosts.map((value) => ({ type: 2, value }))];
  certificate.setExtensions(
    !authority
      ? [
          { name: "extKeyUsage", serverAuth: true, clientAuth: true },
          ...(altNames.length > 0 ? [{ name: "subjectAltName", altNames }] : []),
        ]
      : [
          { name: "basicConstraints", cA: true, critical: true },
          { name: "keyUsage", keyCertSign: true, cRLSign: true, critical: true },
        ],
  );
  certificate.sign(forge.pki.privateKeyFromPem(issuer?.key ?? key.privateKey), forge.md.sha256.create());
  return { cert: forge.pki.certificateToPem(certificate), key: key.privateKey };
}

/** The key under a passphrase; `des-cbc` stands for the encryptions OpenSSL has put away as legacy. */
export function encryptedKey(key: string, passphrase: string, cipher: "aes-256-cbc" | "des-cbc" = "aes-256-cbc"): string {
  if (cipher === "aes-256-cbc") return createPrivateKey(key).export({ type: "pkcs8", format: "pem", cipher, passphrase }).toString();
  return forge.pki.encryptRsaPrivateKey(forge.pki.privateKeyFromPem(key), passphrase, { legacy: true, algorithm: "des" } as object);
}

/** A PKCS#12 file of that key and those certificates. */
export function pkcs12(key: string, certificates: readonly string[], passphrase: string, options: Record<string, unknown> = {}): Buffer {
  const chain = certificates.map((cert) => forge.pki.certificateFromPem(cert));
  // The types lack the case of a file without key, which is one of those tested.
  const privateKey = key ? forge.pki.privateKeyFromPem(key) : (null as unknown as forge.pki.rsa.PrivateKey);
  const asn1 = forge.pkcs12.toPkcs12Asn1(privateKey, chain, passphrase, { algorithm: "aes256", ...options } as object);
  return Buffer.from(forge.asn1.toDer(asn1).getBytes(), "binary");
}

/** A PKCS#12 file encrypted as those of old Windows versions are: 40-bit RC2, which current OpenSSL no longer reads. */
export function legacyPkcs12(key: string, certificates: readonly string[], passphrase: string): Buffer {
  const der = pkcs12(key, certificates, passphrase, { algorithm: "3des", useMac: false });
  // The two encryption schemes differ in the last byte of their identifiers: 1.2.840.113549.1.12.1.3 and .6.
  const tripleDes = Buffer.from("2a864886f70d010c0103", "hex");
  for (let at = der.indexOf(tripleDes); at >= 0; at = der.indexOf(tripleDes, at + 1)) der[at + tripleDes.length - 1] = 6;
  return der;
}
