import type { Call, Handled } from "./call.ts";
import { promptly } from "./call.ts";
import { type Fault, type FaultCandidate, spoil } from "./faults.ts";
import { errorReply, jsonReply, type Reply } from "./reply.ts";
import type { Tokens } from "./tokens.ts";
import type { Grant, SkatteverketSecret } from "./types.ts";

export const SKATTEKONTO_SCOPE = "ska";
/** Scopes of other services: granted, and of no use here. */
export const OTHER_SCOPES = ["agd", "momsdeklaration"];

export const TOKEN_PATHS: Readonly<Record<Grant, string>> = {
  designated: "/oauth2/v1/sysorg/token",
  free: "/oauth2/v1/sysorg/token",
  keys: "/oauth2/v1/sys/token",
};

export interface TokenEndpoint {
  readonly grant: Grant;
  /** Beside Skattekonto's. */
  readonly scopes: readonly string[];
  readonly tokens: Tokens;
  readonly keys: SkatteverketSecret["oauth2"];
  /** Whether that certificate is the one the client id was registered with. */
  isDesignated(fingerprint: string): boolean;
  strike(call: FaultCandidate): Fault | null;
}

const FORM = "application/x-www-form-urlencoded";
/** Every field a request may have. A designated certificate replaces the secret; otherwise the secret must be there. */
const FIELDS: Readonly<Record<Grant, readonly string[]>> = {
  designated: ["grant_type", "client_id", "scope"],
  free: ["grant_type", "client_id", "client_secret", "scope"],
  keys: ["grant_type", "client_id", "client_secret", "scope"],
};

const invalid = (description: string): Reply => jsonReply(400, { error: "invalid_request", error_description: description });

/** What is wrong with the request's form, or its fields: exactly these, each once. */
export function readForm(call: Call, fields: readonly string[]): Reply | ReadonlyMap<string, string> {
  if (call.headers["content-type"]?.split(";")[0]?.trim().toLowerCase() !== FORM) return invalid(`the body must be ${FORM}`);
  if (call.headers.authorization !== undefined) return invalid("the client is identified in the body, not in a header");
  const form = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(call.body)) {
    if (!fields.includes(name)) return invalid(`unexpected field: ${name}`);
    if (form.has(name)) return invalid(`repeated field: ${name}`);
    form.set(name, value);
  }
  const missing = fields.find((name) => !form.get(name));
  return missing === undefined ? form : invalid(`missing field: ${missing}`);
}

function grantToken(endpoint: TokenEndpoint, call: Call): Reply {
  const { grant, tokens, keys } = endpoint;
  if (call.method !== "POST") return errorReply(405, "Method not allowed", { allow: "POST" });
  if (grant !== "keys") {
    if (!call.certificate?.trusted) return errorReply(401, "invalid_client");
    if (grant === "designated" && !endpoint.isDesignated(call.certificate.fingerprint)) return errorReply(401, "invalid_client");
  }
  const form = readForm(call, FIELDS[grant]);
  if (!("get" in form)) return form;
  if (form.get("grant_type") !== "client_credentials") return errorReply(400, "unsupported_grant_type");
  if (form.get("client_id") !== keys.clientId || form.get("client_secret") !== keys.clientSecret) return errorReply(401, "invalid_client");
  const scope = form.get("scope") ?? "";
  if (![SKATTEKONTO_SCOPE, ...endpoint.scopes].includes(scope)) return errorReply(400, "invalid_scope");
  const document = {
    access_token: tokens.issue(scope, call.at),
    expires_in: tokens.lifetimeSeconds,
    token_type: "Bearer",
    scope,
  };
  return jsonReply(200, document, { "cache-control": "no-store", pragma: "no-cache" });
}

/** Answers a call to the token endpoint (Client Credentials, RFC 6749 4.4). */
export function tokenEndpoint(endpoint: TokenEndpoint): (call: Call) => Handled {
  return (call) => {
    if (call.path !== TOKEN_PATHS[endpoint.grant]) return { kind: "unknown", delivery: promptly(errorReply(404, "Not found")) };
    const right = grantToken(endpoint, call);
    const fault = right.status === 200 ? endpoint.strike({ operation: "token" }) : null;
    return { kind: "token", delivery: fault ? spoil(right, fault) : promptly(right) };
  };
}
