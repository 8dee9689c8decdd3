import "reflect-metadata";
import { webcrypto } from "node:crypto";
import * as x509 from "@peculiar/x509";

/** ECDSA on P-256: keys are made in a millisecond, so nothing secret needs to be kept between runs. */
const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

export interface Period {
  readonly from: number;
  readonly to: number;
}

/** An organisation as its certificate names it. */
export interface Organisation {
  readonly name: string;
  /** Twelve digits, in the subject's `serialNumber` as Expisoft writes it. */
  readonly identity: string;
}

/** A certificate authority with a key of its own. Public keys come as DER (SubjectPublicKeyInfo), certificates go as PEM. */
export interface Authority {
  readonly ca: string;
  /** A certificate for localhost, 127.0.0.1 and ::1. */
  server(publicKey: Buffer): Promise<string>;
  client(organisation: Organisation, period: Period, publicKey: Buffer): Promise<string>;
}

const LOCAL_NAMES = [
  { type: "dns", value: "localhost" },
  { type: "ip", value: "127.0.0.1" },
  { type: "ip", value: "::1" },
] as const;

const dates = ({ from, to }: Period): { notBefore: Date; notAfter: Date } => ({ notBefore: new Date(from), notAfter: new Date(to) });

export async function authority(name: string, period: Period): Promise<Authority> {
  const keys = (await webcrypto.subtle.generateKey(ALGORITHM, false, ["sign", "verify"])) as webcrypto.CryptoKeyPair;
  const own = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: "01",
    name: [{ C: ["SE"] }, { O: [name] }, { CN: [`${name} CA`] }],
    ...dates(period),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  const authorityKey = await x509.AuthorityKeyIdentifierExtension.create(keys.publicKey);
  let serial = 0x1000;

  async function issue(subject: x509.JsonName, valid: Period, publicKey: Buffer, extensions: readonly x509.Extension[]): Promise<string> {
    const certificate = await x509.X509CertificateGenerator.create({
      serialNumber: (++serial).toString(16),
      subject,
      issuer: own.subjectName,
      ...dates(valid),
      publicKey: new Uint8Array(publicKey),
      signingKey: keys.privateKey,
      signingAlgorithm: ALGORITHM,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        authorityKey,
        ...extensions,
      ],
    });
    return `${certificate.toString("pem")}\n`;
  }

  return {
    ca: `${own.toString("pem")}\n`,
    server: (publicKey) =>
      issue([{ CN: ["localhost"] }], period, publicKey, [
        new x509.SubjectAlternativeNameExtension([...LOCAL_NAMES]),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      ]),
    client: ({ name: organisation, identity }, valid, publicKey) =>
      issue([{ C: ["SE"] }, { O: [organisation] }, { "2.5.4.5": [identity] }, { CN: [organisation] }], valid, publicKey, [
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth]),
      ]),
  };
}
