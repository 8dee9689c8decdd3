import { createHash } from "node:crypto";
import { isObject, type Json } from "@saldovakt/http";
import { eitherOrganisationOf, organisationOf } from "./organisation.ts";
import type { RefusalReason } from "./refusal.ts";

/** Who calls, as a token that holds tells it. */
export interface Caller {
  readonly kind: "caller";
  /** Nine digits: the organisation the token was given to, or that has delegated its access. */
  readonly consumer: string;
  /** Nine digits: who acts for the consumer, where it has delegated its access. Opens nothing. */
  readonly supplier?: string;
  /** Only when the token names one. */
  readonly systemUser?: SystemUserClaim;
  /** A hash of the client's id, to tell clients apart in logs. Opens nothing. */
  readonly clientHash: string | null;
}

/** Who showed a token whose signature holds, whether it is taken or not. */
export interface Holder {
  readonly systemUser: Pick<SystemUserClaim, "id"> | null;
  readonly clientHash: string | null;
}

export interface SystemUserClaim {
  /** UUID, lower case. */
  readonly id: string;
  /** Nine digits: who owns the system user. An agent's is the accountant, not the client it acts for. */
  readonly org: string;
}

export interface Expected {
  readonly scope: string;
  /** Null: the token must be meant for nobody in particular. */
  readonly audience: string | null;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const SYSTEM_USER = "urn:altinn:systemuser";
/** What Maskinporten writes when the client asked for no `resource`. */
const NO_AUDIENCE = "unspecified";

/**
 * Tokens carry a real audience only when the client asked for a `resource`. Where we have one, it must be there; where we have none, a token meant for
 * somebody else is not ours to take (RFC 7519, 4.1.3).
 */
function meantForUs(aud: unknown, audience: string | null): boolean {
  if (audience === null && aud === undefined) return true;
  const named: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  if (named.length === 0 || !named.every((each) => typeof each === "string")) return false;
  return audience === null ? named.every((each) => each === NO_AUDIENCE) : named.includes(audience);
}

/** Space separated (RFC 6749, 3.3): a list, of which each word counts whole. */
const holdsScope = (scope: unknown, wanted: string): boolean => typeof scope === "string" && scope.split(" ").includes(wanted);

/** The system user of the one entry of its type; undefined when there is none, null when it cannot be told who it is. */
function systemUserOf(details: unknown): SystemUserClaim | undefined | null {
  if (details === undefined) return undefined;
  if (!Array.isArray(details) || !details.every(isObject)) return null;
  const [only, ...more] = details.filter(({ type }) => type === SYSTEM_USER);
  if (!only) return undefined;
  const ids: unknown = only.systemuser_id;
  if (more.length > 0 || !Array.isArray(ids) || ids.length !== 1) return null;
  const [id]: readonly unknown[] = ids;
  const org = eitherOrganisationOf(only.systemuser_org);
  return typeof id === "string" && UUID.test(id) && org !== null ? { id: id.toLowerCase(), org } : null;
}

const hashOf = (clientId: unknown): string | null =>
  typeof clientId === "string" && clientId !== "" ? createHash("sha256").update(clientId, "utf8").digest("hex").slice(0, 20) : null;

export function holderOf(claims: Json): Holder {
  const systemUser = systemUserOf(claims.authorization_details);
  return { systemUser: systemUser ? { id: systemUser.id } : null, clientHash: hashOf(claims.client_id) };
}

/**
 * Judges the claims of a token whose signature, issuer and times have been found good (Digdir, "API-tilbyder"; Altinn, "Validering av
 * Maskinporten-token"). Gives the caller, or why there is none. A system user that is named but cannot be read is no reason to take the token for a
 * plain vendor's.
 */
export function callerOf(claims: Json, { scope, audience }: Expected): Caller | RefusalReason {
  if (!meantForUs(claims.aud, audience)) return "TOKEN_AUDIENCE";
  const consumer = organisationOf(claims.consumer);
  if (consumer === null) return "TOKEN_CONSUMER";
  const systemUser = systemUserOf(claims.authorization_details);
  if (systemUser === null) return "TOKEN_SYSTEM_USER";
  if (!holdsScope(claims.scope, scope)) return "SCOPE_MISSING";
  const supplier = organisationOf(claims.supplier);
  return {
    kind: "caller",
    consumer,
    ...(supplier !== null && { supplier }),
    ...(systemUser && { systemUser }),
    clientHash: hashOf(claims.client_id),
  };
}
