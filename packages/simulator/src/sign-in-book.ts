import { createHash, randomBytes } from "node:crypto";
import { jsonReply, type Reply } from "./reply.ts";
import type { Token, Tokens } from "./tokens.ts";

/** As documented: a code lives five minutes, a refresh token 65, and a sign-in is renewed ten times at most. */
export const CODE_MS = 5 * 60_000;
export const REFRESH_MS = 65 * 60_000;
export const REFRESHES = 10;

/** One person's or organisation's sign-in, with all that was given out for it. */
interface SignIn {
  readonly scope: string;
  readonly opens: NonNullable<Token["opens"]>;
  /** Certificates bring no refresh token. */
  readonly refreshable: boolean;
  readonly accessTokens: string[];
  ended: boolean;
  left: number;
}

interface Code {
  readonly signIn: SignIn;
  readonly redirectUri: string;
  readonly challenge: string;
  readonly expiresAt: number;
  used: boolean;
}

interface Refresh {
  readonly signIn: SignIn;
  readonly expiresAt: number;
  used: boolean;
}

export interface IssuedCode extends Pick<SignIn, "scope" | "opens" | "refreshable">, Pick<Code, "redirectUri" | "challenge"> {
  readonly at: number;
}

/** Codes, refresh tokens and what became of them. */
export interface SignInBook {
  code(issued: IssuedCode): string;
  /** Tokens for a code, or the refusal. A code used twice ends the sign-in (RFC 6749 4.1.2). */
  redeem(code: string, redirectUri: string, verifier: string, at: number): Reply;
  /** Tokens for a refresh token, or the refusal in the dialect of its reason. One used twice ends the sign-in (RFC 9700 4.14). */
  refresh(token: string, at: number): Reply;
  revoke(token: string): void;
  endAll(): void;
}

const opaque = (): string => randomBytes(30).toString("base64url");

const invalidGrant = (): Reply => jsonReply(400, { error: "invalid_grant" });
const unknownRefresh = (): Reply => jsonReply(404, { error: "id_not_found" });
const expiredRefresh = (): Reply => jsonReply(400, { error: "access_denied", error_description: "Refresh Token status is expired" });

export const challengeOf = (verifier: string): string => createHash("sha256").update(verifier).digest("base64url");

/** More sign-ins than this nobody needs; the oldest are forgotten. */
const KEPT = 1_000;

function keep<V>(map: Map<string, V>, key: string, value: V): string {
  const oldest = map.size >= KEPT ? map.keys().next().value : undefined;
  if (oldest !== undefined) map.delete(oldest);
  map.set(key, value);
  return key;
}

export function signInBook(tokens: Tokens): SignInBook {
  const codes = new Map<string, Code>();
  const refreshes = new Map<string, Refresh>();
  const signIns = new Set<SignIn>();

  function end(signIn: SignIn): void {
    signIn.ended = true;
    signIns.delete(signIn);
    for (const value of signIn.accessTokens) {
      const token = tokens.find(value);
      if (token) token.revoked = true;
    }
  }

  function granted(signIn: SignIn, at: number): Reply {
    const accessToken = tokens.issue(signIn.scope, at, signIn.opens);
    signIn.accessTokens.push(accessToken);
    const document = { access_token: accessToken, expires_in: tokens.lifetimeSeconds, token_type: "Bearer", scope: signIn.scope };
    const refresh = signIn.refreshable
      ? { refresh_token: keep(refreshes, opaque(), { signIn, expiresAt: at + REFRESH_MS, used: false }) }
      : {};
    return jsonReply(200, { ...document, ...refresh }, { "cache-control": "no-store", pragma: "no-cache" });
  }

  return {
    code({ scope, opens, refreshable, redirectUri, challenge, at }) {
      const signIn: SignIn = { scope, opens, refreshable, accessTokens: [], ended: false, left: REFRESHES };
      signIns.add(signIn);
      return keep(codes, opaque(), { signIn, redirectUri, challenge, expiresAt: at + CODE_MS, used: false });
    },
    redeem(value, redirectUri, verifier, at) {
      const code = codes.get(value);
      if (!code) return invalidGrant();
      if (code.used) end(code.signIn);
      const right =
        !code.signIn.ended && at < code.expiresAt && code.redirectUri === redirectUri && code.challenge === challengeOf(verifier);
      code.used = true; // whoever guesses has one guess
      return right ? granted(code.signIn, at) : invalidGrant();
    },
    refresh(value, at) {
      const refresh = refreshes.get(value);
      if (!refresh || refresh.signIn.ended) return unknownRefresh();
      const { signIn } = refresh;
      if (refresh.used) {
        end(signIn);
        return unknownRefresh();
      }
      if (at >= refresh.expiresAt) return expiredRefresh();
      if (signIn.left === 0) return invalidGrant();
      refresh.used = true;
      signIn.left--;
      return granted(signIn, at);
    },
    revoke(value) {
      const refresh = refreshes.get(value);
      const token = tokens.find(value);
      if (refresh) end(refresh.signIn);
      if (token) token.revoked = true;
    },
    endAll() {
      for (const signIn of [...signIns]) end(signIn);
    },
  };
}
