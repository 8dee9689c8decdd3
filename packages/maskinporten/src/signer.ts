import { createPrivateKey, type KeyObject } from "node:crypto";
import { SaldovaktError } from "@saldovakt/domain";
import { SignJWT } from "jose";
import { orderedChain } from "./chain.ts";
import type { GrantClaims } from "./grant.ts";
import type { MaskinportenSecret } from "./secret.ts";

/** One reading of the secret, ready to sign. */
export interface Signer {
  readonly secret: MaskinportenSecret;
  /** `kid`, or the certificate's fingerprint: what tells this signer's tokens from another's. */
  readonly keyName: string;
  /** The signed grant: header, claims and signature as the wire carries them. */
  sign(claims: GrantClaims): Promise<string>;
}

const SMALLEST_BITS = 2048;

function keyFault(code: string, message: string, remedy: string, cause?: unknown): SaldovaktError {
  return new SaldovaktError(message, { code, scope: "installation", remedy, cause });
}

/** The private key. Throws `MP_KEY_UNREADABLE`, or `MP_KEY_UNSUITABLE` when Maskinporten takes no such key. */
export function openKey({ key, passphrase }: MaskinportenSecret): KeyObject {
  let opened: KeyObject;
  try {
    opened = createPrivateKey({ key, format: "pem", ...(passphrase !== undefined && { passphrase }) });
  } catch (cause) {
    const encrypted = /ENCRYPTED/.test(key);
    const message = encrypted ? "the private key cannot be opened" : "the private key is malformed";
    const remedy = encrypted
      ? "check `passphrase`; it belongs to this very key"
      : "give `key` as PEM, beginning with -----BEGIN PRIVATE KEY-----";
    throw keyFault("MP_KEY_UNREADABLE", message, remedy, cause);
  }
  const bits = opened.asymmetricKeyDetails?.modulusLength ?? 0;
  if (opened.asymmetricKeyType !== "rsa" || bits < SMALLEST_BITS) {
    const message = "the private key is of a kind Maskinporten does not take";
    throw keyFault("MP_KEY_UNSUITABLE", message, `make an RSA key of at least ${SMALLEST_BITS} bits and register it on the client`);
  }
  return opened;
}

/**
 * Opens the secret. The header names the algorithm and, never both, the registered key (`kid`) or the certificate with its chain (`x5c`).
 * Throws `MP_KEY_UNREADABLE`, `MP_KEY_UNSUITABLE`, `MP_CERTIFICATE_UNREADABLE` or `MP_KEY_MISMATCH`.
 */
export function openSigner(secret: MaskinportenSecret): Signer {
  const key = openKey(secret);
  const alg = secret.algorithm ?? "RS256";
  const identified = "kid" in secret ? { keyName: secret.kid, header: { alg, kid: secret.kid } } : certified(secret.cert, key, alg);
  return {
    secret,
    keyName: identified.keyName,
    sign: (claims) => new SignJWT({ ...claims }).setProtectedHeader(identified.header).sign(key),
  };
}

function certified(cert: string, key: KeyObject, alg: string) {
  const chain = orderedChain(cert, key);
  // Base64 of DER, not base64url (RFC 7515, 4.1.6).
  const header = { alg, x5c: chain.map(({ raw }) => raw.toString("base64")) };
  return { keyName: chain[0]?.fingerprint256 ?? "", header };
}
