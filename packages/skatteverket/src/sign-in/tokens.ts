import { epochMs, type Instant, instant } from "@saldovakt/domain";
import type { Granted } from "../token-grant.ts";
import type { SignInKind } from "./settings.ts";

/** Renewal of an access token. */
export interface Renewal {
  readonly token: string;
  readonly until: Instant;
  /** How often a sign-in may still be renewed. */
  readonly left: number;
}

/** What a sign-in gave us. Secret: to be kept in the vault and nowhere else. */
export interface UserTokens {
  readonly kind: SignInKind;
  readonly signedInAt: Instant;
  readonly accessToken: string;
  readonly accessUntil: Instant;
  /** Null for sign-ins with a certificate: they get no refresh token. */
  readonly renewal: Renewal | null;
}

/** What may be known of a sign-in without opening it. */
export interface SignInState {
  readonly kind: SignInKind;
  readonly signedInAt: Instant;
  /** Until then the account can be read if nobody reads it before; every renewal moves it on, while there are any left. */
  readonly readableUntil: Instant;
}

/** A refresh token lives 65 minutes from its issue, and a sign-in is renewed ten times at most (Skatteverket, "Säkerhet och API:er"). */
const RENEWAL_MS = 65 * 60_000;
const RENEWALS = 10;

/** A token is let go this long before it ends, so that none ends on its way. */
export const MARGIN_MS = 30_000;

/** No token is documented to live longer than an hour; what an answer claims beyond a day is a mistake, and no date either at some point. */
const LONGEST_MS = 24 * 3_600_000;

const accessEnd = (granted: Granted, issuedAt: Instant): Instant => instant(epochMs(issuedAt) + Math.min(granted.lifetimeMs, LONGEST_MS));

/** The tokens of a sign-in. `issuedAt` is the moment of the request: time on the way counts against their lives. */
export function userTokens(kind: SignInKind, granted: Granted, issuedAt: Instant): UserTokens {
  return {
    kind,
    signedInAt: issuedAt,
    accessToken: granted.value,
    accessUntil: accessEnd(granted, issuedAt),
    renewal: renewalOf(granted.refreshToken, RENEWALS, issuedAt),
  };
}

/** The tokens after a renewal. Where the answer brings no new refresh token the old one stands (RFC 6749 6), for the rest of its life. */
export function renewed(tokens: UserTokens, granted: Granted, issuedAt: Instant): UserTokens {
  const left = (tokens.renewal?.left ?? 0) - 1;
  const old = tokens.renewal && left > 0 ? { ...tokens.renewal, left } : null;
  return {
    ...tokens,
    accessToken: granted.value,
    accessUntil: accessEnd(granted, issuedAt),
    renewal: granted.refreshToken === undefined ? old : renewalOf(granted.refreshToken, left, issuedAt),
  };
}

function renewalOf(token: string | undefined, left: number, issuedAt: Instant): Renewal | null {
  return token === undefined || left <= 0 ? null : { token, until: instant(epochMs(issuedAt) + RENEWAL_MS), left };
}

export const isFresh = (tokens: UserTokens, nowMs: number): boolean => nowMs < epochMs(tokens.accessUntil) - MARGIN_MS;

/** The renewal, while there is one that may still be used. */
export const usableRenewal = (tokens: UserTokens, nowMs: number): Renewal | null =>
  tokens.renewal && nowMs < epochMs(tokens.renewal.until) ? tokens.renewal : null;

export function stateOf({ kind, signedInAt, accessUntil, renewal }: UserTokens): SignInState {
  const ends = Math.max(epochMs(accessUntil) - MARGIN_MS, renewal ? epochMs(renewal.until) : 0);
  return { kind, signedInAt, readableUntil: instant(ends) };
}
