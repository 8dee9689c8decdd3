import { timingSafeEqual } from "node:crypto";
import { epochMs, type Instant, type SaldovaktError } from "@saldovakt/domain";
import * as oauth from "oauth4webapi";
import { closed } from "../answer.ts";
import { fault } from "../faults.ts";
import { untilOpen } from "../window.ts";
import { type PendingSignIn, pendingId } from "./begin.ts";
import { signInFault } from "./faults.ts";
import type { SignInSettings } from "./settings.ts";

/** Codes and states are short: whoever sends more is no browser coming back. */
const LONGEST_CALLBACK = 8_192;

const mixedUp = (message?: string): SaldovaktError => signInFault("SKV_SIGN_IN_MIXED_UP", { message });

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** An error the authority sends back with the browser (RFC 6749 4.1.2.1), told by its code alone. */
function errorAnswer(error: string, now: Instant): SaldovaktError {
  switch (error) {
    case "invalid_scope":
      return fault("SKV_SCOPE_REFUSED");
    case "invalid_request":
    case "unauthorized_client":
    case "unsupported_response_type":
      return signInFault("SKV_SIGN_IN_REFUSED");
    case "server_error":
    case "temporarily_unavailable":
      return untilOpen(now) === undefined ? signInFault("SKV_SIGN_IN_UNAVAILABLE") : closed(now);
    default:
      return signInFault("SKV_SIGN_IN_DENIED");
  }
}

/** The issuer a callback is held against: as configured, or any name on the host the browser was sent to. */
function expectedIssuer(settings: SignInSettings, named: string | null): string {
  if (settings.issuer !== undefined) return settings.issuer;
  const { origin } = new URL(settings.authorizeUrl);
  return named !== null && URL.parse(named)?.origin === origin ? named : origin;
}

export interface JudgedCallback {
  readonly as: oauth.AuthorizationServer;
  /** As the library wants them for the token request. */
  readonly parameters: URLSearchParams;
}

/**
 * The callback's parameters, if they answer this sign-in, in this browser, in time and from the authority it was begun at. Otherwise throws
 * `SKV_SIGN_IN_STALE`, `SKV_SIGN_IN_MIXED_UP` or the authority's error by its own code. Nothing the browser brought is in the error. `at` is the real
 * moment, by which a sign-in runs out; `now` tells the hours in which the service is closed.
 */
export function judgeCallback(
  settings: SignInSettings,
  pending: PendingSignIn | null,
  callback: { readonly url: string; readonly handle: string },
  at: Instant,
  now: Instant,
): JudgedCallback {
  // Taken before, or run out and swept away: there is no telling, and no need to.
  if (!pending) throw signInFault("SKV_SIGN_IN_STALE");
  if (!sameText(pendingId(callback.handle), pending.id)) throw mixedUp();
  if (epochMs(at) >= epochMs(pending.expiresAt)) throw signInFault("SKV_SIGN_IN_STALE");
  const { kind, authorizeUrl, tokenUrl } = settings;
  if (pending.kind !== kind || pending.authorizeUrl !== authorizeUrl || pending.tokenUrl !== tokenUrl) {
    throw mixedUp("the sign-in was begun at another of Skatteverket's servers than the one it comes back from");
  }
  // RFC 7636 4.1: a verifier that is shorter guards nothing.
  if (!/^[A-Za-z0-9._~-]{43,128}$/.test(pending.codeVerifier)) throw mixedUp("the sign-in was begun without proof of possession");

  const url = callback.url.length <= LONGEST_CALLBACK ? URL.parse(callback.url) : null;
  if (!url || `${url.origin}${url.pathname}` !== pending.redirectUri || !settings.redirectUris.includes(pending.redirectUri)) {
    throw mixedUp("the answer came back to another address than the one it was asked to");
  }
  const as: oauth.AuthorizationServer = {
    issuer: expectedIssuer(settings, url.searchParams.get("iss")),
    token_endpoint: tokenUrl,
    authorization_response_iss_parameter_supported: settings.issuer !== undefined,
  };
  return { as, parameters: validated(as, pending, url, now) };
}

function validated(as: oauth.AuthorizationServer, pending: PendingSignIn, url: URL, now: Instant): URLSearchParams {
  let parameters: URLSearchParams;
  try {
    parameters = oauth.validateAuthResponse(as, { client_id: pending.clientId }, url, pending.state);
  } catch (error) {
    // No cause: the library's evidence is the callback itself.
    throw error instanceof oauth.AuthorizationResponseError ? errorAnswer(error.error, now) : mixedUp();
  }
  // A second code could be anybody's.
  if (parameters.getAll("code").length !== 1 || parameters.get("code") === "") throw mixedUp();
  return parameters;
}
