import { inputError, toSaldovaktError } from "@saldovakt/domain";
import { createHttpClient, type Json } from "@saldovakt/http";
import { errors, jwtVerify } from "jose";
import { authorityClient } from "../authority-client.ts";
import { requireIssuer } from "../settings.ts";
import { type Caller, callerOf, type Holder, holderOf } from "./claims.ts";
import { headerOf, type TokenHeader } from "./form.ts";
import type { IssuerKey } from "./jwks.ts";
import { keyBook } from "./keys.ts";
import { type Refusal, type RefusalReason, refusal, unavailable } from "./refusal.ts";

export interface TokenValidatorOptions {
  /** Exactly as it stands in the tokens, with the slash at the end. */
  readonly issuer: string;
  /** PEM certificates trusted beside the built-in roots. */
  readonly ca?: string;
  /** What a caller must hold: one scope. */
  readonly scope: string;
  /** Tokens must be meant for this audience. Left out, they must be meant for none in particular. */
  readonly audience?: string;
  /** How far the issuer's clock may be from ours. 10 s unless given, 30 s at most. */
  readonly skewSeconds?: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly createClient?: typeof createHttpClient;
}

export interface TokenValidator {
  /** The scope asked for. */
  readonly scope: string;
  /** Who calls with that token. Never throws: a token that does not hold is refused, and one that cannot be checked, with 503. */
  validate(token: string): Promise<Caller | Refusal>;
  /** Waits for the calls under way and closes the connections. */
  close(): Promise<void>;
}

/** A token that was signed and is not taken. */
interface NotTaken {
  readonly kind: "not taken";
  readonly reason: RefusalReason;
  readonly holder: Holder;
}

const notTaken = (reason: RefusalReason, claims: Json): NotTaken => ({ kind: "not taken", reason, holder: holderOf(claims) });

/** From `iat` to `exp`: Maskinporten's tokens hold for two minutes unless a client or a scope says otherwise, and none for longer than this. */
const LONGEST_LIFE_S = 7_200;
const SKEW_S = 10;
const LONGEST_SKEW_S = 30;
/** RFC 6749, 3.3; without the space, which parts one scope from the next. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

function requireOptions({ issuer, scope, audience, skewSeconds = SKEW_S }: TokenValidatorOptions): void {
  requireIssuer({ issuer });
  if (!SCOPE.test(scope)) throw inputError("PROVIDER_SCOPE_INVALID", "the scope callers must hold is not one scope", "name one scope");
  if (audience === "" || audience === "unspecified") {
    throw inputError("PROVIDER_AUDIENCE_INVALID", "the audience is none", "give the address tokens are asked for, or leave it out");
  }
  if (!(skewSeconds >= 0 && skewSeconds <= LONGEST_SKEW_S)) {
    throw inputError("PROVIDER_SKEW_INVALID", "the clocks may not differ so much", `give 0 to ${LONGEST_SKEW_S} seconds`);
  }
}

/** Why jose took no token. Its errors hold the claims, of which none but who showed it goes anywhere; it looks at them when the signature has been found good. */
function faultOf(error: unknown): NotTaken | RefusalReason {
  const reason = reasonOf(error);
  const held = error instanceof errors.JWTExpired || error instanceof errors.JWTClaimValidationFailed;
  return held ? notTaken(reason, error.payload as Json) : reason;
}

function reasonOf(error: unknown): RefusalReason {
  if (error instanceof errors.JWTExpired) return "TOKEN_EXPIRED";
  if (error instanceof errors.JWSSignatureVerificationFailed) return "TOKEN_SIGNATURE";
  if (!(error instanceof errors.JWTClaimValidationFailed)) return "TOKEN_MALFORMED";
  if (error.claim === "iss") return "TOKEN_ISSUER";
  return error.claim === "nbf" && error.reason === "check_failed" ? "TOKEN_NOT_YET_VALID" : "TOKEN_TIMES";
}

/**
 * Takes Maskinporten's tokens at our own API (Digdir, "API-tilbyder"): by the issuer's published keys alone, which are kept up to a day, and by what the token
 * says of issuer, times, audience, consumer, system user and scope. Neither `typ` nor `sub` is asked for: these tokens have none. Nothing is loaded or
 * opened before the first token. Throws `MP_ISSUER_INVALID`, `PROVIDER_SCOPE_INVALID`, `PROVIDER_AUDIENCE_INVALID` and `PROVIDER_SKEW_INVALID`.
 */
export function createTokenValidator(options: TokenValidatorOptions): TokenValidator {
  requireOptions(options);
  const { issuer, ca, scope, audience = null, skewSeconds = SKEW_S, now, createClient = createHttpClient } = options;
  const http = authorityClient(createClient, ca);
  const keys = keyBook(http, issuer, now);

  /** The claims of a token the key has signed, for a time that is now. */
  async function claimsOf(
    token: string,
    { alg }: TokenHeader,
    { key }: IssuerKey,
  ): Promise<{ readonly kind: "claims"; readonly claims: Json } | NotTaken | RefusalReason> {
    const at = now();
    try {
      const { payload } = await jwtVerify<Json>(token, key, {
        algorithms: [alg],
        issuer,
        currentDate: new Date(at),
        clockTolerance: skewSeconds,
      });
      // jose looks at times that are there, at `iat` only where the age of tokens is limited, and 1e999 is a number in JSON.
      if (![payload.exp, payload.iat].every(Number.isFinite)) return notTaken("TOKEN_TIMES", payload);
      const latest = Math.floor(at / 1000) + skewSeconds;
      if (Number(payload.iat) > latest) return notTaken("TOKEN_NOT_YET_VALID", payload);
      const life = Number(payload.exp) - Number(payload.iat);
      return life > LONGEST_LIFE_S ? notTaken("TOKEN_TIMES", payload) : { kind: "claims", claims: payload };
    } catch (error) {
      return faultOf(error);
    }
  }

  async function judge(token: string): Promise<Caller | NotTaken | RefusalReason> {
    const header = headerOf(token);
    if (typeof header === "string") return header;
    const key = await keys.key(header.kid);
    if (!key) return "TOKEN_KEY_UNKNOWN";
    if (key.alg !== null && key.alg !== header.alg) return "TOKEN_ALGORITHM";
    const found = await claimsOf(token, header, key);
    if (typeof found === "string" || found.kind === "not taken") return found;
    const caller = callerOf(found.claims, { scope, audience });
    return typeof caller === "string" ? notTaken(caller, found.claims) : caller;
  }

  return {
    scope,
    async validate(token) {
      try {
        const verdict = await judge(token);
        if (typeof verdict === "string") return refusal(verdict, scope);
        return verdict.kind === "caller" ? verdict : { ...refusal(verdict.reason, scope), holder: verdict.holder };
      } catch (error) {
        return unavailable(toSaldovaktError(error));
      }
    },
    async close() {
      await keys.settled();
      await http.close();
    },
  };
}
