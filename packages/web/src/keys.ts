import { hash } from "node:crypto";

const CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz";
const ID_BYTES = 16;
/** Five bits a byte: 260 bits, so that no hash of a key can be found by trying keys. */
const KEY_BYTES = 52;

const written = (bytes: Uint8Array): string => Array.from(bytes, (byte) => CROCKFORD[byte % 32]).join("");

export interface NewApiKey {
  /** `key_…`, for lists and for revoking: no secret. */
  readonly id: string;
  /** `svk_…`, shown once and kept nowhere. */
  readonly key: string;
  /** What is kept of the key. */
  readonly hash: string;
}

/** A new key for the HTTP API. `random(n)` gives n bytes fit for secrets. */
export function newApiKey(random: (n: number) => Uint8Array): NewApiKey {
  const key = `svk_${written(random(KEY_BYTES).subarray(0, KEY_BYTES))}`;
  return { id: `key_${written(random(ID_BYTES).subarray(0, ID_BYTES))}`, key, hash: hashKey(key) };
}

/** SHA-256 of the key, hex. A key is long and random, so neither salt nor a slow hash adds anything. */
export const hashKey = (key: string): string => hash("sha256", key, "hex");
