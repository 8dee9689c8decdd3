import { createHash } from "node:crypto";
import { epochMs, type Instant, instant } from "@saldovakt/domain";
import * as oauth from "oauth4webapi";
import { signInFault } from "./faults.ts";
import { requireSignInSettings, type SignInKind, type SignInSettings } from "./settings.ts";

/** What a sign-in is for. */
export interface SignInPurpose {
  /** Opaque id of the account whose figures are wanted. */
  readonly account: string;
  /** Path of our own to show afterwards. */
  readonly returnTo: string;
}

/** A sign-in under way. To be kept on the server under `id`, for one use; it is of no use without the browser's handle. */
export interface PendingSignIn {
  /** Fingerprint of the handle in the browser's cookie. */
  readonly id: string;
  readonly state: string;
  readonly codeVerifier: string;
  readonly kind: SignInKind;
  /** Where the browser was sent, and where alone the code may be taken. */
  readonly authorizeUrl: string;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly scope: string;
  readonly purpose: SignInPurpose;
  readonly expiresAt: Instant;
}

export interface BeginRequest {
  readonly clientId: string;
  /** One of the settings' `redirectUris`, word for word. */
  readonly redirectUri: string;
  readonly purpose: SignInPurpose;
  /** The settings' unless given. */
  readonly scope?: string;
  readonly now: Instant;
  /** Unguessable bytes. */
  readonly random: (bytes: number) => Uint8Array;
}

export interface BegunSignIn {
  /** Where to send the browser. */
  readonly url: string;
  readonly pending: PendingSignIn;
  /** For a cookie that no script reads and no other host gets (`__Host-`, `Secure`, `HttpOnly`, `SameSite=Lax`), until `pending.expiresAt`. */
  readonly handle: string;
}

/** Long enough to find the phone, short enough to be of little use to a thief. */
export const PENDING_MS = 10 * 60_000;

/** The key of the pending sign-in of a browser. What is stored does not give the cookie away. */
export const pendingId = (handle: string): string => createHash("sha256").update(`sign-in ${handle}`).digest("base64url");

/**
 * A path of our own, to return to after the sign-in: whatever a browser could take for another host is refused with `SKV_SIGN_IN_RETURN`.
 */
export function localPath(text: string): string {
  const ours = "https://ours.invalid";
  const plain = /^\/(?![/\\])[\x21-\x7e]*$/.test(text) && !text.includes("\\") && text.length <= 2_000;
  const url = plain ? URL.parse(text, ours) : null;
  // Dots may climb to a path of two slashes, which a browser takes for a host.
  if (url?.origin !== ours || url.pathname.startsWith("//")) throw signInFault("SKV_SIGN_IN_RETURN");
  return text;
}

/**
 * Begins a sign-in: the address to send the browser to, and what to keep until it comes back. State, handle and verifier have 256 bits each; the
 * challenge is S256 always. Throws `SKV_SIGN_IN_SETTINGS`, `SKV_SIGN_IN_REDIRECT` or `SKV_SIGN_IN_RETURN`.
 */
export async function beginSignIn(settings: SignInSettings, request: BeginRequest): Promise<BegunSignIn> {
  requireSignInSettings(settings);
  const { clientId, redirectUri, now, random, scope = settings.scope } = request;
  if (!settings.redirectUris.includes(redirectUri)) throw signInFault("SKV_SIGN_IN_REDIRECT");
  const purpose: SignInPurpose = { account: request.purpose.account, returnTo: localPath(request.purpose.returnTo) };
  const [state, codeVerifier, handle] = [secretText(random), secretText(random), secretText(random)] as const;

  const url = new URL(settings.authorizeUrl);
  const parameters = {
    response_type: "code",
    client_id: clientId,
    redirect_uri: redirectUri,
    scope,
    state,
    code_challenge: await oauth.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: "S256",
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  const { kind, authorizeUrl, tokenUrl } = settings;
  const expiresAt = instant(epochMs(now) + PENDING_MS);
  const id = pendingId(handle);
  return {
    url: url.href,
    pending: { id, state, codeVerifier, kind, authorizeUrl, tokenUrl, clientId, redirectUri, scope, purpose, expiresAt },
    handle,
  };
}

const secretText = (random: BeginRequest["random"]): string => Buffer.from(random(32)).toString("base64url");
