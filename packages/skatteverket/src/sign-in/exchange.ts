import type { Instant } from "@saldovakt/domain";
import type { HttpClient } from "@saldovakt/http";
import * as oauth from "oauth4webapi";
import { fault } from "../faults.ts";
import type { SkatteverketSecret } from "../secret.ts";
import { clientAuthentication, exchanged, type Granted, judgeGrant } from "../token-grant.ts";
import type { PendingSignIn } from "./begin.ts";
import type { JudgedCallback } from "./callback.ts";
import { isDeadGrant } from "./dead-grant.ts";
import { signInFault } from "./faults.ts";
import type { SignInSettings } from "./settings.ts";

/** Everything one request to the token endpoint rests on. */
export interface Exchange {
  readonly http: HttpClient;
  readonly secret: SkatteverketSecret;
  readonly now: () => Instant;
}

/** The granted scope, when the answer names one, holds what was asked for. */
function requireScope(granted: Granted, asked: string): void {
  const scopes = new Set(granted.scope?.split(" "));
  if (granted.scope !== undefined && !asked.split(" ").every((scope) => scopes.has(scope))) throw fault("SKV_SCOPE_REFUSED");
}

/** Takes the tokens for a code: `SKV_SIGN_IN_STALE` when it is dead, used or older than five minutes, or proof of possession fails. */
export async function takeTokens(
  { http, secret, now }: Exchange,
  pending: PendingSignIn,
  { as, parameters }: JudgedCallback,
): Promise<Granted> {
  const client: oauth.Client = { client_id: pending.clientId };
  const answer = await exchanged(http, (options) =>
    oauth.authorizationCodeGrantRequest(
      as,
      client,
      clientAuthentication(secret),
      parameters,
      pending.redirectUri,
      pending.codeVerifier,
      options,
    ),
  );
  if (isDeadGrant(answer)) throw signInFault("SKV_SIGN_IN_STALE");
  const granted = await judgeGrant(as, client, answer, now(), oauth.processAuthorizationCodeResponse);
  requireScope(granted, pending.scope);
  return granted;
}

const server = ({ tokenUrl, revocationUrl }: SignInSettings): oauth.AuthorizationServer => ({
  issuer: tokenUrl,
  token_endpoint: tokenUrl,
  ...(revocationUrl !== undefined && { revocation_endpoint: revocationUrl }),
});

/** Renews by a refresh token: `SKV_SIGN_IN_OVER` when that one is dead, in whatever words. */
export async function renewTokens({ http, secret, now }: Exchange, settings: SignInSettings, refreshToken: string): Promise<Granted> {
  const as = server(settings);
  const client: oauth.Client = { client_id: secret.oauth2.clientId };
  const answer = await exchanged(http, (options) =>
    oauth.refreshTokenGrantRequest(as, client, clientAuthentication(secret), refreshToken, options),
  );
  if (isDeadGrant(answer)) throw signInFault("SKV_SIGN_IN_OVER");
  return judgeGrant(as, client, answer, now(), oauth.processRefreshTokenResponse);
}

/** Revokes a token (RFC 7009); true when the server says so. A token already dead is as good as revoked. */
export async function revokeToken({ http, secret }: Exchange, settings: SignInSettings, token: string): Promise<boolean> {
  if (settings.revocationUrl === undefined) return false;
  const client: oauth.Client = { client_id: secret.oauth2.clientId };
  const answer = await exchanged(http, (options) =>
    oauth.revocationRequest(server(settings), client, clientAuthentication(secret), token, options),
  );
  return answer.status === 200 || isDeadGrant(answer);
}
