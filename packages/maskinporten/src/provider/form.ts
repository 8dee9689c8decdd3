import { isObject } from "@saldovakt/http";
import type { RefusalReason } from "./refusal.ts";

/** Several times what Maskinporten's tokens take. */
const LONGEST = 8_192;

const ALGORITHMS: readonly unknown[] = ["RS256", "RS384", "RS512"];

export interface TokenHeader {
  readonly alg: "RS256" | "RS384" | "RS512";
  readonly kid: string;
}

/** The bytes of base64url, if written in the one way there is. A decoder that lets the unused last bits pass takes several texts for one signature. */
function bytesOf(text: string): Buffer | null {
  const bytes = Buffer.from(text, "base64url");
  return text !== "" && bytes.toString("base64url") === text ? bytes : null;
}

/**
 * What a token's header tells before anything in it is believed: which of the issuer's keys to try, and nothing else. Keys and addresses of keys that
 * stand in it (`jwk`, `jku`, `x5c`, `x5u`) are not looked at; an extension that must be understood (`crit`) is not.
 */
export function headerOf(token: string): TokenHeader | RefusalReason {
  if (token.length > LONGEST) return "TOKEN_TOO_LONG";
  const parts = token.split(".");
  const [head, ...others] = parts.map(bytesOf);
  if (parts.length !== 3 || !head || others.includes(null)) return "TOKEN_MALFORMED";
  let header: unknown;
  try {
    header = JSON.parse(head.toString("utf8"));
  } catch {
    return "TOKEN_MALFORMED";
  }
  if (!isObject(header)) return "TOKEN_MALFORMED";
  const { alg, kid } = header;
  if (!ALGORITHMS.includes(alg)) return "TOKEN_ALGORITHM";
  if ("crit" in header || typeof kid !== "string") return "TOKEN_MALFORMED";
  return { alg: alg as TokenHeader["alg"], kid };
}

/** The token of an `Authorization` header (RFC 6750, 2.1); null when it holds none that could be one. */
export const bearerOf = (authorization: string): string | null => /^Bearer +([A-Za-z0-9._-]+) *$/i.exec(authorization)?.[1] ?? null;

/** Whether an `Authorization` header carries a token rather than a key of our own, which has no dots. Says nothing of its being good. */
export const carriesToken = (authorization: string | null | undefined): boolean => /^Bearer +[^.]*\.[^.]*\./i.test(authorization ?? "");
