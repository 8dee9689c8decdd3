import { type HttpResponse, jsonObject } from "@saldovakt/http";

/** Names a dead code or refresh token is known by: RFC 6749's, and those seen in production. */
const DEAD = /\binvalid_grant\b|\bid_not_found\b/i;
const EXPIRED = /(refresh.?token|authori[sz]ation.?code)\b.*\b(expired|revoked|not found|unknown|invalid|inactive|already used)/i;
/** Errors with a meaning of their own, whatever they go on to say. */
const OTHERWISE = new Set(["invalid_client", "invalid_scope", "unauthorized_client", "unsupported_grant_type"]);

/**
 * Whether the token endpoint says that a code or a refresh token is dead. It has several dialects, seen in production: 404 `id_not_found`, 400
 * `access_denied` "Refresh Token status is expired", 400 `invalid_grant`; the fields they stand in differ, so the whole body is looked at. A client that is
 * refused (401 `invalid_client`) and a server out of order say nothing about the token.
 */
export function isDeadGrant({ status, body }: HttpResponse): boolean {
  if (status < 400 || status >= 500 || status === 408 || status === 425 || status === 429) return false;
  const json = jsonObject(body);
  // The gateway's pages quote anything.
  if (!json && /^\s*</.test(body)) return false;
  const error = String(json?.error ?? "");
  if (OTHERWISE.has(error)) return false;
  const said = json
    ? Object.values(json)
        .filter((value) => typeof value === "string")
        .join(" ")
    : body;
  return DEAD.test(said) || error === "access_denied" || EXPIRED.test(said);
}
