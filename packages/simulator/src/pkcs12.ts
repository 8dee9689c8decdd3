import { X509Certificate } from "node:crypto";

/**
 * Packs a private key (PEM, PKCS#8, RSA) and its certificate (PEM) as PKCS#12, base64: the form in which Expisoft delivers organisation
 * certificates. Node can read it (`pfx`) but not write it.
 */
export async function pkcs12(key: string, cert: string, passphrase: string): Promise<string> {
  const { default: forge } = await import("node-forge");
  const privateKey = forge.pki.privateKeyFromPem(key);
  const certificate = forge.pki.certificateFromPem(cert);
  const der = new X509Certificate(cert).raw.toString("binary");
  // node-forge writes every signature algorithm as RSA's, which spoils a certificate signed with ECDSA: it is handed over as it stands.
  const pki: { certificateToAsn1: unknown } = forge.pki;
  const standard = pki.certificateToAsn1;
  pki.certificateToAsn1 = () => forge.asn1.fromDer(der);
  try {
    const packed = forge.pkcs12.toPkcs12Asn1(privateKey, certificate, passphrase, { algorithm: "3des" });
    return forge.util.encode64(forge.asn1.toDer(packed).getBytes());
  } finally {
    pki.certificateToAsn1 = standard;
  }
}
