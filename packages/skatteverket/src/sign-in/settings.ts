import type { EnvironmentName } from "../environments.ts";
import type { SkatteverketSecret } from "../secret.ts";
import { signInFault } from "./faults.ts";

/** Who signs: a person with e-legitimation (`per`), or an organisation with its certificate (`org`). */
export type SignInKind = "per" | "org";

export interface SignInSettings {
  readonly kind: SignInKind;
  readonly authorizeUrl: string;
  readonly tokenUrl: string;
  readonly scope: string;
  /** The redirect addresses registered with Skatteverket, word for word. */
  readonly redirectUris: readonly string[];
  /**
   * The issuer the callback must name (`iss`, RFC 9207). Skatteverket documents none: unless this is given, a callback may come without, and
   * one that names an issuer must name the host of `authorizeUrl`.
   */
  readonly issuer?: string;
  /** Where tokens are revoked (RFC 7009). Skatteverket documents no such address: unless given, disconnecting deletes our copy and no more. */
  readonly revocationUrl?: string;
  /** PEM certificates trusted beside the built-in roots. */
  readonly ca?: string;
}

export type SignInAddresses = Pick<SignInSettings, "authorizeUrl" | "tokenUrl">;

/** Where an environment signs people in; mock takes the tokens of test. */
export function signInAddresses(environment: EnvironmentName, kind: SignInKind): SignInAddresses {
  const base = `https://${kind}oauth2.${environment === "production" ? "" : "test."}skatteverket.se/oauth2/v1/${kind}`;
  return { authorizeUrl: `${base}/authorize`, tokenUrl: `${base}/token` };
}

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Whether an address is complete, safe to send a browser or a secret to, and free of what has no business there. */
function isSafeAddress(text: string): boolean {
  const url = URL.parse(text);
  if (!url) return false;
  if (text.includes("#") || url.username !== "" || url.password !== "") return false;
  return url.protocol === "https:" || (url.protocol === "http:" && LOOPBACK.has(url.hostname));
}

/** Throws `SKV_SIGN_IN_SETTINGS`, naming the setting at fault. */
export function requireSignInSettings(settings: SignInSettings): void {
  const addresses = { ...settings } as const;
  for (const name of ["authorizeUrl", "tokenUrl", "revocationUrl"] as const) {
    const address = addresses[name];
    if (address === undefined || isSafeAddress(address)) continue;
    throw signInFault("SKV_SIGN_IN_SETTINGS", { message: `\`${name}\` is not a complete https address` });
  }
  // An address that is not written as a browser sends it would never come back word for word.
  for (const address of settings.redirectUris) {
    if (isSafeAddress(address) && !address.includes("?") && new URL(address).href === address) continue;
    const remedy = "write it as https://host/path, without query or fragment, as it is registered with Skatteverket";
    throw signInFault("SKV_SIGN_IN_SETTINGS", { message: "one of `redirectUris` is not a plain https address", remedy });
  }
}

/**
 * The part of the secret that this kind of sign-in uses. A person's sign-in never shows the organisation's certificate at the token endpoint;
 * `certificateAnyway` keeps it where the API itself asks for it. Throws `SKV_SIGN_IN_SECRET`.
 */
export function secretFor(kind: SignInKind, secret: SkatteverketSecret, certificateAnyway = false): SkatteverketSecret {
  const { certificate, ...keys } = secret;
  if (kind === "per") {
    if (secret.oauth2.clientSecret === undefined) throw signInFault("SKV_SIGN_IN_SECRET");
    return certificateAnyway ? secret : keys;
  }
  if (!certificate) throw signInFault("SKV_SIGN_IN_SECRET");
  return secret;
}
