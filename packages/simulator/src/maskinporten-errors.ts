import { randomBytes } from "node:crypto";
import { jsonReply, type Reply } from "./reply.ts";

/**
 * Why Maskinporten refuses, by the code of its page "Feilsøking i Maskinporten" and, where it has none, by a name of ours. Status, OAuth error and
 * words are those seen in the wild where such were to be had.
 */
const REFUSALS = {
  form: [400, "invalid_request", "Invalid request", null],
  grantType: [400, "unsupported_grant_type", "Unsupported grant type", null],
  "MP-011": [400, "invalid_request", "Invalid assertion. Invalid parameter value", "MP-011"],
  "MP-012": [400, "invalid_grant", "Invalid assertion. Grant is used before", "MP-012"],
  "MP-100": [400, "invalid_grant", "Invalid assertion. Client authentication failed. Client not found", "MP-100"],
  "MP-110": [400, "invalid_grant", "Invalid assertion. Client authentication failed. Invalid JWT claim aud", "MP-110"],
  "MP-120": [
    400,
    "invalid_grant",
    "Invalid assertion. Client authentication failed. The JWT is signed with an invalid certificate.",
    "MP-120",
  ],
  "MP-121": [400, "invalid_grant", "Invalid assertion. Client authentication failed. Expired key.", "MP-121"],
  "MP-122": [
    400,
    "invalid_grant",
    "Invalid assertion. Client authentication failed. Invalid JWT. Invalid organization number for client. Does not match certificate orgno",
    "MP-122",
  ],
  "MP-123": [400, "invalid_grant", "Invalid assertion. Client authentication failed. Invalid JWT header x5c", "MP-123"],
  "MP-124": [400, "invalid_grant", "Invalid assertion. Client authentication failed. Invalid JWT signature.", "MP-124"],
  "MP-130": [400, "invalid_grant", "Invalid assertion. Client authentication failed. JWT is expired", "MP-130"],
  "MP-200": [400, "invalid_scope", "Token request contains invalid scopes for client", "MP-200"],
  "MP-201": [400, "invalid_scope", "Token request contains scopes not allowed for maskinporten", "MP-201"],
  "MP-250": [403, "access_denied", "Consumer has not been granted access to the scope", "MP-250"],
  "MP-251": [403, "access_denied", "Consumer has not delegated access to the scope", "MP-251"],
  "MP-301": [400, "invalid_authorization_details", "Unknown authorization details type", "MP-301"],
  "MP-302": [400, "invalid_authorization_details", "Unknown fields in the authorization details", "MP-302"],
  "MP-303": [400, "invalid_altinn_customer_configuration", "Invalid authorization details values", "MP-303"],
  lifetime: [400, "invalid_grant", "Invalid assertion. Invalid JWT. Maximum lifetime exceeded", null],
  tooEarly: [400, "invalid_grant", "Invalid assertion. Issue time is after now", null],
  unknownKid: [400, "invalid_grant", "Invalid assertion. Client authentication failed. Unknown key identifier (kid) for client", null],
  needsKid: [
    400,
    "invalid_grant",
    "Invalid assertion. Client authentication failed. Invalid JWT. The client requires pre-registered jwk and no key identifier (kid) provided",
    null,
  ],
  consumerIsClient: [
    400,
    "invalid_request",
    "Validation of JWT claim failed: The combination consumer_org in claim and delegation scope on client is invalid",
    null,
  ],
} as const satisfies Record<string, readonly [status: number, error: string, description: string, code: string | null]>;

export type RefusalName = keyof typeof REFUSALS;

/** A refusal, with what its description quotes of the request. */
export interface Refusal {
  readonly name: RefusalName;
  readonly detail?: string;
}

/** Digdir documents the code in the description; answers seen carry it in `error_uri`. */
export type CodePlace = "uri" | "description" | "both";

export function refusalReply({ name, detail }: Refusal, issuer: string, place: CodePlace): Reply {
  const [status, error, description, code] = REFUSALS[name];
  const told = code !== null && place !== "uri" ? `${code}: ` : "";
  return jsonReply(status, {
    error,
    error_description: `${told}${description}${detail === undefined ? "" : `, ${detail}`} (trace_id: ${randomBytes(16).toString("hex")})`,
    ...(code !== null && place !== "description" && { error_uri: `${issuer}errors/${code}` }),
  });
}
