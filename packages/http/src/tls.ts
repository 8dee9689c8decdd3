import { X509Certificate } from "node:crypto";
import tls, { createSecureContext, type SecureContext, type SecureContextOptions } from "node:tls";
import { SaldovaktError } from "@saldovakt/domain";

/** Certificates of a connection: what is trusted beyond the built-in roots, and what this side shows of itself. */
export interface TlsMaterial {
  /** PEM certificates trusted in addition to the built-in roots; one text may hold several. */
  readonly ca?: readonly string[];
  /** Own certificate first, then its chain, PEM. Needs `key`. */
  readonly cert?: string;
  /** Own private key, PEM. */
  readonly key?: string;
  /** Own certificate, chain and key as PKCS#12, in place of `cert` and `key`. Node also trusts the authorities it holds. */
  readonly pfx?: Uint8Array;
  /** Opens `key` or `pfx`. */
  readonly passphrase?: string;
}

const PEM_CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

const RE_EXPORT = {
  pfx: "export it anew with modern encryption: openssl pkcs12 -legacy -in old.p12 -noenc -out plain.pem && openssl pkcs12 -export -in plain.pem -out new.p12 && rm plain.pem",
  key: "export it anew with modern encryption: openssl pkcs8 -topk8 -v2 aes-256-cbc -provider legacy -provider default -in old.key -out new.key",
};

/** Whether the material holds a certificate to show to servers. */
export const hasOwnCertificate = (material: TlsMaterial): boolean => material.pfx !== undefined || material.cert !== undefined;

/**
 * The material, read and ready for connections. Throws `HTTP_CERTIFICATE_UNREADABLE` (malformed, incomplete, wrong passphrase, encryption of
 * a kind no longer supported) and `HTTP_KEY_MISMATCH`.
 */
export function openMaterial(material: TlsMaterial): SecureContext {
  const { ca = [], cert, key, pfx, passphrase } = material;
  if (pfx === undefined && (cert === undefined) !== (key === undefined)) {
    const missing = cert === undefined ? "certificate" : "private key";
    throw unreadable(`the ${missing} is missing`, "give both `cert` and `key`, or one PKCS#12 file");
  }
  for (const text of ca) checkAuthority(text);
  const options: SecureContextOptions = {
    // Without additions the runtime's own store is shared; a list replaces it, hence the built-in roots in the list.
    ...(ca.length > 0 && { ca: [...builtInRoots(), ...ca] }),
    ...(pfx !== undefined && { pfx: Buffer.from(pfx) }),
    ...(pfx === undefined && cert !== undefined && { cert }),
    ...(pfx === undefined && key !== undefined && { key }),
    ...(passphrase !== undefined && { passphrase }),
  };
  try {
    return createSecureContext(options);
  } catch (error) {
    throw pfx === undefined ? pemFault(error, key ?? "", passphrase) : pfxFault(error);
  }
}

/** What this runtime trusts of itself; Node 20 tells of Mozilla's alone, and not what NODE_EXTRA_CA_CERTS adds to them. */
const builtInRoots = (): readonly string[] => tls.getCACertificates?.("default") ?? tls.rootCertificates;

/** The runtime skips over text that is no certificate; a mistyped `ca` must not pass as one that merely lacks the right root. */
function checkAuthority(text: string): void {
  const blocks = text.match(PEM_CERTIFICATE) ?? [];
  const remedy = "give `ca` certificates in PEM form, beginning with -----BEGIN CERTIFICATE-----";
  if (blocks.length === 0) throw unreadable("`ca` holds no certificate", remedy);
  for (const block of blocks) {
    try {
      new X509Certificate(block);
    } catch (cause) {
      throw unreadable("`ca` holds a malformed certificate", remedy, cause);
    }
  }
}

function pfxFault(cause: unknown): SaldovaktError {
  const text = describe(cause);
  // The runtime gives these faults no code of their own, only OpenSSL's words.
  if (/mac verify failure|bad decrypt|cipherfinal/i.test(text)) return wrongPassphrase("PKCS#12 file", cause);
  if (/unsupported/i.test(text)) return unreadable("the PKCS#12 file is encrypted in a way no longer supported", RE_EXPORT.pfx, cause);
  if (/unable to load certificate|key values mismatch/i.test(text)) return keyMismatch(cause);
  if (/unable to load private key/i.test(text)) {
    return unreadable("the PKCS#12 file holds no private key", "export the certificate together with its private key", cause);
  }
  return unreadable("the PKCS#12 file is malformed", "check that the file is complete and, if given as text, in base64", cause);
}

function pemFault(cause: unknown, key: string, passphrase: string | undefined): SaldovaktError {
  const text = describe(cause);
  if (/key values mismatch|key type mismatch/i.test(text)) return keyMismatch(cause);
  if (/ERR_OSSL_EVP_UNSUPPORTED/.test(text) || (/unsupported/i.test(text) && /ENCRYPTED/.test(key))) {
    return unreadable("the private key is encrypted in a way no longer supported", RE_EXPORT.key, cause);
  }
  if (/bad decrypt|passphrase|password|interrupted or cancelled/i.test(text)) {
    if (passphrase !== undefined) return wrongPassphrase("private key", cause);
    return unreadable("the private key is encrypted and no passphrase is given", "give `passphrase` beside the key", cause);
  }
  return unreadable("the certificate or private key is malformed", "give both in PEM form, beginning with -----BEGIN", cause);
}

const describe = (error: unknown): string =>
  error instanceof Error ? `${(error as NodeJS.ErrnoException).code ?? ""} ${error.message}` : "";

function wrongPassphrase(what: string, cause: unknown): SaldovaktError {
  return unreadable(`the passphrase does not open the ${what}`, "check `passphrase`; it belongs to this very file", cause);
}

function keyMismatch(cause: unknown): SaldovaktError {
  return new SaldovaktError("the private key does not belong to the certificate", {
    code: "HTTP_KEY_MISMATCH",
    scope: "installation",
    remedy: "take certificate and key from the same delivery; in a chain the own certificate comes first",
    cause,
  });
}

/** The fault of a certificate, chain or key that cannot be used as it is. */
export function unreadable(message: string, remedy: string, cause?: unknown): SaldovaktError {
  return new SaldovaktError(message, { code: "HTTP_CERTIFICATE_UNREADABLE", scope: "installation", remedy, cause });
}
