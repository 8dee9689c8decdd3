import { type Instant, instant } from "@saldovakt/domain";
import { createHttpClient, type HttpClient, type Timer } from "@saldovakt/http";
import { explainedByCertificate, showingCertificate } from "../certificate-fault.ts";
import { type SkatteverketSecret, tlsMaterial } from "../secret.ts";
import type { PendingSignIn, SignInPurpose } from "./begin.ts";
import { judgeCallback } from "./callback.ts";
import { type Exchange, takeTokens } from "./exchange.ts";
import { signInFault } from "./faults.ts";
import { requireSignInSettings, type SignInSettings, secretFor } from "./settings.ts";
import { type UserTokens, userTokens } from "./tokens.ts";

export interface FinishOptions {
  readonly settings: SignInSettings;
  readonly secret: SkatteverketSecret;
  /** The real clock: the lives of codes and tokens go by it. */
  readonly timer: Timer;
  /** Tells the hours in which the service is closed. */
  readonly now: () => Instant;
  readonly createClient?: typeof createHttpClient;
}

export interface BrowserCallback {
  /** The whole address the browser came back with: the redirect address and the query as it was sent. */
  readonly url: string;
  /** From the browser's cookie; an empty text when there is none. */
  readonly handle: string;
}

export interface FinishedSignIn {
  readonly tokens: UserTokens;
  readonly purpose: SignInPurpose;
}

/** Runs the work with the connections of this kind of sign-in, and closes them. */
export async function exchanging<T>(options: FinishOptions, work: (exchange: Exchange) => Promise<T>): Promise<T> {
  const { settings, timer, now, createClient = createHttpClient } = options;
  const secret = secretFor(settings.kind, options.secret);
  const tls = tlsMaterial(secret, settings.ca);
  const http: HttpClient = showingCertificate(createClient({ tls }), secret);
  try {
    return await work({ http, secret, now });
  } catch (error) {
    throw await explainedByCertificate(error, tlsMaterial(secret), instant(timer.now()));
  } finally {
    await http.close();
  }
}

/**
 * Finishes a sign-in: takes the tokens for the code the browser brought. `pending` must have been taken from where it was kept, in one step, so that
 * a callback works once; null when nothing was there. The code is sent once, and only to the server the sign-in was begun at. Throws `SKV_SIGN_IN_STALE` (used,
 * run out, or a code older than five minutes), `SKV_SIGN_IN_MIXED_UP` (another browser, state, issuer, server or address), `SKV_SIGN_IN_DENIED`,
 * `SKV_SIGN_IN_REFUSED`, `SKV_SIGN_IN_UNAVAILABLE`, `SKV_SIGN_IN_SETTINGS`, `SKV_SIGN_IN_SECRET`, and the token endpoint's faults.
 */
export async function finishSignIn(
  pending: PendingSignIn | null,
  callback: BrowserCallback,
  options: FinishOptions,
): Promise<FinishedSignIn> {
  const { settings, secret, timer } = options;
  requireSignInSettings(settings);
  const issuedAt = instant(timer.now());
  const judged = judgeCallback(settings, pending, callback, issuedAt, options.now());
  // Judged, so it is there; and its client must be the one whose keys are sent along.
  if (!pending || pending.clientId !== secret.oauth2.clientId) throw signInFault("SKV_SIGN_IN_STALE");
  const granted = await exchanging(options, (exchange) => takeTokens(exchange, pending, judged));
  // What comes beside a certificate's token is not documented to work, and so not relied on.
  const { refreshToken: _, ...withoutRenewal } = granted;
  return { tokens: userTokens(settings.kind, settings.kind === "org" ? withoutRenewal : granted, issuedAt), purpose: pending.purpose };
}
