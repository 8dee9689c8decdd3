import { createPublicKey, type KeyObject } from "node:crypto";
import { type FaultScope, SaldovaktError } from "@saldovakt/domain";
import { type HttpRequest, type HttpResponse, isObject, jsonObject } from "@saldovakt/http";
import { fault } from "../faults.ts";
import { infrastructureFault } from "../infrastructure.ts";
import { judgeMetadata } from "../metadata.ts";
import { metadataUrl } from "../settings.ts";

export interface IssuerKey {
  readonly key: KeyObject;
  /** The one algorithm it is for; null: any it fits. */
  readonly alg: string | null;
}

export type IssuerKeys = ReadonlyMap<string, IssuerKey>;

/** Two calls fit into what a caller will wait. */
const DEADLINE_MS = 5_000;
const MAX_BYTES = 200_000;
/** The smallest modulus RFC 7518, 3.3 allows. */
const SMALLEST_BITS = 2_048;

export const keysRequest = (url: string): HttpRequest => ({
  method: "GET",
  url,
  headers: { Accept: "application/json" },
  deadlineMs: DEADLINE_MS,
  maxBytes: MAX_BYTES,
});

export const metadataRequest = (issuer: string): HttpRequest => keysRequest(metadataUrl(issuer));

/** Where Digdir documents the keys to stand. */
const documentedUrl = (issuer: string): string => `${issuer}${issuer.endsWith("/") ? "" : "/"}jwk`;

/** Where the keys stand: as the metadata says or, when it cannot be had or believed, where they are documented to stand under the same issuer. */
export function keysUrl(metadata: HttpResponse | null, issuer: string, now: number): string {
  try {
    return metadata ? judgeMetadata(metadata, issuer, now).jwksUri : documentedUrl(issuer);
  } catch {
    return documentedUrl(issuer);
  }
}

const unusable = (message: string, scope: FaultScope = "installation"): SaldovaktError =>
  new SaldovaktError(message, { code: "MP_KEYS_UNUSABLE", scope, remedy: "check `issuer`; if it is right, report it to Digdir" });

/** A public RSA key for signatures; null for any other. */
function keyOf(jwk: Readonly<Record<string, unknown>>): IssuerKey | null {
  const { kty, use, alg = null, n, e, key_ops: operations } = jwk;
  if (kty !== "RSA" || (use !== undefined && use !== "sig") || (alg !== null && typeof alg !== "string")) return null;
  if (operations !== undefined && !(Array.isArray(operations) && operations.includes("verify"))) return null;
  if (typeof n !== "string" || typeof e !== "string" || "d" in jwk) return null;
  try {
    const key = createPublicKey({ key: { kty, n, e }, format: "jwk" });
    return (key.asymmetricKeyDetails?.modulusLength ?? 0) >= SMALLEST_BITS ? { key, alg } : null;
  } catch {
    return null;
  }
}

/**
 * The issuer's keys by their id. A key that is not for signatures of ours is passed over; an id that two keys bear names neither. Throws what else came, as
 * its own coded error.
 */
export function judgeKeys(response: HttpResponse, now: number): IssuerKeys {
  const { status, body } = response;
  const infrastructure = infrastructureFault(response, now);
  if (infrastructure) throw infrastructure;
  if (status !== 200) throw unusable(`there are no keys under the issuer (HTTP ${status})`);
  const listed = jsonObject(body)?.keys;
  if (!Array.isArray(listed)) throw fault("MP_MALFORMED");
  const keys = new Map<string, IssuerKey>();
  const named = new Set<string>();
  for (const jwk of listed.filter(isObject)) {
    const { kid } = jwk;
    if (typeof kid !== "string") continue;
    const key = keyOf(jwk);
    if (named.has(kid)) keys.delete(kid);
    else if (key) keys.set(kid, key);
    named.add(kid);
  }
  if (keys.size === 0) throw unusable("none of the issuer's keys can be used");
  return keys;
}
