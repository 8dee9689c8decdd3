import { inputError } from "@saldovakt/domain";
import type { HttpRequest } from "@saldovakt/http";
import type { SkatteverketSecret } from "./secret.ts";
import { type ApiCall, DEFAULT_PATHS, type SkatteverketSettings } from "./settings.ts";

/** Skatteverket's own limit: it breaks off after 60 s, and the question must then be asked anew (service description 2.3). */
export const DEADLINE_MS = 60_000;

/** Throws `IDENTITY_LENGTH`. */
export function requireTwelveDigits(identity: string): void {
  if (/^\d{12}$/.test(identity)) return;
  const remedy = "write all twelve digits: 16 before an organisation number, 19 or 20 before a personnummer";
  throw inputError("IDENTITY_LENGTH", "a Swedish identity number does not have twelve digits", remedy);
}

/**
 * The address of a call. Throws `IDENTITY_LENGTH` unless the identity is twelve digits, since nothing else may come to stand in a path; whether
 * they are anybody's is for the authority to say. The address holds personal data: it must not reach a message or a log.
 */
export function callUrl(call: ApiCall, settings: Pick<SkatteverketSettings, "apiUrl" | "paths">): string {
  const { operation, identity, from } = call;
  requireTwelveDigits(identity);
  const path = (settings.paths?.[operation] ?? DEFAULT_PATHS[operation]).replace("{omfragad}", identity);
  return `${settings.apiUrl.replace(/\/+$/, "")}/${path.replace(/^\/+/, "")}${from === undefined ? "" : `?datumFrom=${from}`}`;
}

export interface CallCredentials {
  readonly apigw: SkatteverketSecret["apigw"];
  readonly accessToken: string;
  /** New for every try; at most 36 characters. */
  readonly correlationId: string;
}

/** The request with exactly the five documented headers (service description 5.3): the gateway may block a call that carries any other. */
export function apiRequest(url: string, credentials: CallCredentials, correlationHeader: string): HttpRequest {
  return {
    method: "GET",
    url,
    headers: {
      Accept: "application/json",
      Authorization: `Bearer ${credentials.accessToken}`,
      client_id: credentials.apigw.clientId,
      client_secret: credentials.apigw.clientSecret,
      [correlationHeader]: credentials.correlationId,
    },
    deadlineMs: DEADLINE_MS,
  };
}
