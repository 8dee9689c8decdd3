import type { Holder } from "./claims.ts";

/** What a refusal says of itself (RFC 6750, 3.1); null where the request showed no token at all. */
export type BearerError = "invalid_token" | "insufficient_scope";

/** The code a caller is shown. Coarser than the reason: what a token was refused for before its signature held is nobody's business. */
export type RefusalCode =
  | "TOKEN_MISSING"
  | "TOKEN_REFUSED"
  | "TOKEN_EXPIRED"
  | "SCOPE_MISSING"
  | "SYSTEM_USER_REQUIRED"
  | "ACCESS_REFUSED"
  | "AUTHORISATION_UNAVAILABLE";

type Row = readonly [status: 401 | 403, error: BearerError | null, code: RefusalCode, description: string];

const TOKEN: Row = [401, "invalid_token", "TOKEN_REFUSED", "the token is not accepted"];
const ACCESS: Row = [403, "insufficient_scope", "ACCESS_REFUSED", "the caller is not let in here"];

/** Every reason for which a caller is refused, for the audit log, and what the caller is told of it. */
const REASONS = {
  TOKEN_MISSING: [401, null, "TOKEN_MISSING", "a token is needed"],
  TOKEN_TOO_LONG: TOKEN,
  TOKEN_MALFORMED: TOKEN,
  TOKEN_ALGORITHM: TOKEN,
  TOKEN_KEY_UNKNOWN: TOKEN,
  TOKEN_SIGNATURE: TOKEN,
  TOKEN_ISSUER: TOKEN,
  TOKEN_TIMES: TOKEN,
  TOKEN_CONSUMER: TOKEN,
  TOKEN_SYSTEM_USER: TOKEN,
  TOKEN_NOT_YET_VALID: [401, "invalid_token", "TOKEN_REFUSED", "the token is not valid yet"],
  TOKEN_EXPIRED: [401, "invalid_token", "TOKEN_EXPIRED", "the token has expired"],
  TOKEN_AUDIENCE: [401, "invalid_token", "TOKEN_REFUSED", "the token is meant for another API"],
  SCOPE_MISSING: [403, "insufficient_scope", "SCOPE_MISSING", "the token lacks the scope"],
  SYSTEM_USER_REQUIRED: [403, "insufficient_scope", "SYSTEM_USER_REQUIRED", "the token names no system user"],
  ORGANISATION_FOREIGN: ACCESS,
  PDP_DENIED: ACCESS,
  PDP_NOT_APPLICABLE: ACCESS,
  PDP_INDETERMINATE: ACCESS,
  OBLIGATION_UNKNOWN: ACCESS,
  OBLIGATION_UNMET: ACCESS,
} as const satisfies Record<string, Row>;

export type RefusalReason = keyof typeof REASONS;

export interface Refusal {
  readonly kind: "refusal";
  /** 503: it cannot be decided now, so nobody is let in. */
  readonly status: 401 | 403 | 503;
  /** For the answer's body. */
  readonly code: RefusalCode;
  /** For the audit log: a `RefusalReason`, or the code of the fault in the way. */
  readonly reason: string;
  readonly error: BearerError | null;
  /** For the answer's body: the same words for everybody. */
  readonly description: string;
  /** The value of `WWW-Authenticate`; null where there is nothing to ask for. */
  readonly challenge: string | null;
  /** Seconds, for `Retry-After`; with 503 only. */
  readonly retryAfterSeconds?: number;
  /** For the audit log: whose token it was, where its signature held. */
  readonly holder?: Holder;
}

/** The refusal for a reason. `scope` is named where it is what was missing. */
export function refusal(reason: RefusalReason, scope?: string): Refusal {
  const [status, error, code, description]: Row = REASONS[reason];
  const parts = ['realm="saldovakt"'];
  if (error !== null) parts.push(`error="${error}"`, `error_description="${description}"`);
  if (reason === "SCOPE_MISSING" && scope !== undefined) parts.push(`scope="${scope}"`);
  return { kind: "refusal", status, code, reason, error, description, challenge: `Bearer ${parts.join(", ")}` };
}

/** Seconds to wait where the fault in the way does not say. */
const RETRY_AFTER_S = 10;

/** Fail closed: something that must be asked could not be. */
export function unavailable({ code, retryAfterMs }: { readonly code: string; readonly retryAfterMs?: number | undefined }): Refusal {
  return {
    kind: "refusal",
    status: 503,
    code: "AUTHORISATION_UNAVAILABLE",
    reason: code,
    error: null,
    description: "whether the caller may be let in cannot be found out just now",
    challenge: null,
    retryAfterSeconds: retryAfterMs === undefined ? RETRY_AFTER_S : Math.max(1, Math.ceil(retryAfterMs / 1000)),
  };
}
