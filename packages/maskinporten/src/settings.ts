import { SaldovaktError } from "@saldovakt/domain";

export interface MaskinportenSettings {
  /** Exactly as Maskinporten's own metadata writes it, with the slash at the end. */
  readonly issuer: string;
  /** PEM certificates trusted beside the built-in roots. */
  readonly ca?: string;
}

/**
 * Throws `MP_ISSUER_INVALID` when the issuer is not a complete URL without query and fragment (RFC 8414, 2). Which addresses may be called is
 * for the HTTP client to say.
 */
export function requireIssuer({ issuer }: MaskinportenSettings): void {
  const url = URL.parse(issuer);
  if (url && url.search === "" && url.hash === "" && !/[?#]/.test(issuer)) return;
  const remedy = "write it as https://host/ with the slash at the end, or leave it out for the issuer of the environment";
  throw new SaldovaktError("`issuer` is not a complete URL", { code: "MP_ISSUER_INVALID", scope: "installation", remedy });
}

/** Where the metadata stands. */
export const metadataUrl = (issuer: string): string => `${issuer}${issuer.endsWith("/") ? "" : "/"}.well-known/oauth-authorization-server`;
