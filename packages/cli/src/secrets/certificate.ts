import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { inputError } from "@saldovakt/domain";
import type { PemCertificate } from "@saldovakt/skatteverket";
import { openPkcs12 } from "./pkcs12.ts";

/** Own certificate and chain as PEM, own first, with the key as plain PKCS#8: what the functions can use with nothing else. */
export async function certificateFromPkcs12(file: Uint8Array, passphrase: string): Promise<PemCertificate> {
  const { keys, certificates } = await openPkcs12(file, passphrase);
  const own = certificates.filter((certificate) => keys.some((key) => certificate.checkPrivateKey(key)));
  const [certificate] = own;
  if (own.length > 1) {
    const remedy = "export the one named in the agreement to PEM, with its key, and give that with --cert and --key";
    throw inputError("CERTIFICATE_AMBIGUOUS", "the PKCS#12 file holds several certificates with keys of their own", remedy);
  }
  if (certificate) {
    const key = keys.find((each) => certificate.checkPrivateKey(each)) as KeyObject;
    return written(certificate, certificates, key);
  }
  if (keys.length > 0 && certificates.length > 0) throw mismatch();
  const what = keys.length === 0 ? "no private key" : "no certificate";
  throw inputError("CERTIFICATE_UNREADABLE", `the PKCS#12 file holds ${what}`, "export the certificate together with its private key");
}

/** Whether the PEM key asks for a passphrase. */
export const isEncrypted = (key: string): boolean => /ENCRYPTED/.test(key);

/** The same from PEM texts; the certificates may stand in any order, and the key in the same text. */
export function certificateFromPem(cert: string, key: string, passphrase: string | undefined): PemCertificate {
  const certificates = certificatesIn(cert);
  const privateKey = keyIn(key, passphrase);
  const own = certificates.find((certificate) => certificate.checkPrivateKey(privateKey));
  if (!own) throw mismatch();
  return written(own, certificates, privateKey);
}

const BLOCK = /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[\s\S]+?-----END (?:TRUSTED |X509 )?CERTIFICATE-----/g;

function certificatesIn(pem: string): readonly X509Certificate[] {
  const blocks = pem.match(BLOCK) ?? [];
  try {
    if (blocks.length > 0) return blocks.map((block) => new X509Certificate(block));
  } catch {
    // Told below: OpenSSL's words help nobody here.
  }
  const what = blocks.length === 0 ? "the file of --cert holds no certificate" : "a certificate in the file of --cert is malformed";
  throw inputError("CERTIFICATE_UNREADABLE", what, "give it in PEM form, beginning with -----BEGIN CERTIFICATE-----");
}

function keyIn(pem: string, passphrase: string | undefined): KeyObject {
  try {
    return createPrivateKey({ key: pem, format: "pem", ...(passphrase === undefined ? {} : { passphrase }) });
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code ?? "";
    if (passphrase !== undefined && /BAD_DECRYPT|BAD_PASSWORD|WRONG|CIPHERFINAL/i.test(`${code} ${(thrown as Error).message}`)) {
      throw inputError("CERTIFICATE_PASSPHRASE_WRONG", "the passphrase does not open the file of --key", "type it again; case counts");
    }
    if (/UNSUPPORTED/i.test(code) && isEncrypted(pem)) {
      const remedy = "export it anew: openssl pkcs8 -topk8 -v2 aes-256-cbc -provider legacy -provider default -in OLD -out NEW";
      throw inputError("CERTIFICATE_UNREADABLE", "the private key is encrypted in a way no longer supported", remedy);
    }
    const remedy = "give the private key in PEM form, beginning with -----BEGIN PRIVATE KEY-----";
    throw inputError("CERTIFICATE_UNREADABLE", "the file of --key holds no private key that can be read", remedy);
  }
}

function written(own: X509Certificate, all: readonly X509Certificate[], key: KeyObject): PemCertificate {
  const cert = chainOf(own, all).map((certificate) => certificate.toString());
  return { cert: cert.join(""), key: key.export({ type: "pkcs8", format: "pem" }).toString() };
}

/** The own certificate and its issuers up to the last one at hand. What belongs to no chain of it is left out. */
function chainOf(own: X509Certificate, all: readonly X509Certificate[]): readonly X509Certificate[] {
  const chain = [own];
  for (;;) {
    const last = chain.at(-1) as X509Certificate;
    const issuer = all.find((each) => last.checkIssued(each) && last.verify(each.publicKey) && !isIn(chain, each));
    if (!issuer) return chain;
    chain.push(issuer);
  }
}

const isIn = (chain: readonly X509Certificate[], { fingerprint256 }: X509Certificate): boolean =>
  chain.some((each) => each.fingerprint256 === fingerprint256);

const mismatch = (): Error =>
  inputError("CERTIFICATE_KEY_MISMATCH", "the private key does not belong to the certificate", "take both from the same delivery");
