import { createPublicKey, generateKeyPair, type KeyObject, sign, verify } from "node:crypto";
import { promisify } from "node:util";

const makeKeyPair = promisify(generateKeyPair);

/** The hashes behind the three algorithms Maskinporten knows (RFC 7518, 3.3). */
const HASHES: Readonly<Record<string, string>> = { RS256: "sha256", RS384: "sha384", RS512: "sha512" };

export type Fields = Readonly<Record<string, unknown>>;

/** A token taken apart, nothing in it believed yet. */
export interface Jws {
  readonly header: Fields;
  readonly claims: Fields;
  /** Whether that key made the signature, by the algorithm the header names. */
  isSignedBy(key: KeyObject): boolean;
}

export interface RsaKey {
  /** PEM, PKCS#8. */
  readonly pem: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** The smallest Maskinporten takes. */
export async function rsaKey(bits = 2048): Promise<RsaKey> {
  const { privateKey, publicKey } = await makeKeyPair("rsa", { modulusLength: bits });
  return { pem: privateKey.export({ type: "pkcs8", format: "pem" }).toString(), privateKey, publicKey };
}

function object(part: string): Fields | null {
  if (!/^[A-Za-z0-9_-]+$/.test(part)) return null;
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : null;
  } catch {
    return null;
  }
}

/** Three parts, of which two are JSON objects and the third a signature; null for anything else. */
export function readJws(token: string): Jws | null {
  const [head = "", body = "", signature = "", ...more] = token.split(".");
  const [header, claims] = [object(head), object(body)];
  if (!header || !claims || more.length > 0 || !/^[A-Za-z0-9_-]+$/.test(signature)) return null;
  const hash = typeof header.alg === "string" && Object.hasOwn(HASHES, header.alg) ? HASHES[header.alg] : undefined;
  return {
    header,
    claims,
    isSignedBy: (key) =>
      hash !== undefined &&
      key.asymmetricKeyType === "rsa" &&
      verify(hash, Buffer.from(`${head}.${body}`), key, Buffer.from(signature, "base64url")),
  };
}

const encoded = (fields: Fields): string => Buffer.from(JSON.stringify(fields)).toString("base64url");

/** A token of the simulator's own, RS256. */
export function signJws(claims: Fields, { kid, key }: { readonly kid: string; readonly key: RsaKey }): string {
  const content = `${encoded({ kid, alg: "RS256" })}.${encoded(claims)}`;
  return `${content}.${sign("sha256", Buffer.from(content), key.privateKey).toString("base64url")}`;
}

/** The public half as a key set publishes it (RFC 7517). */
export const publicJwk = (kid: string, { publicKey }: RsaKey): Fields => ({
  ...createPublicKey(publicKey.export({ type: "spki", format: "pem" })).export({ format: "jwk" }),
  kid,
  use: "sig",
  alg: "RS256",
});
