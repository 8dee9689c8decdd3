import type { Call } from "./call.ts";
import { errorReply, type Reply } from "./reply.ts";
import type { SignInBook } from "./sign-in-book.ts";
import { readForm } from "./token-endpoint.ts";

export interface SignInTokenHouse {
  readonly kind: "per" | "org";
  readonly book: SignInBook;
  readonly keys: { readonly clientId: string; readonly clientSecret: string };
}

const CLIENT = ["client_id", "client_secret"];
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  authorization_code: ["grant_type", "code", "redirect_uri", "code_verifier", ...CLIENT],
  refresh_token: ["grant_type", "refresh_token", ...CLIENT],
};

/** Refuses whoever is not the registered program; at `org`, whoever shows no certificate of ours either. Any organisation's will do (valfritt). */
function refuseClient({ kind, keys }: SignInTokenHouse, call: Call, form: ReadonlyMap<string, string>): Reply | null {
  if (kind === "org" && !call.certificate?.trusted) return errorReply(401, "invalid_client");
  const known = form.get("client_id") === keys.clientId && form.get("client_secret") === keys.clientSecret;
  return known ? null : errorReply(401, "invalid_client");
}

export const isRefresh = (call: Call): boolean => new URLSearchParams(call.body).get("grant_type") === "refresh_token";

/** The token endpoint for codes and refresh tokens (RFC 6749 4.1.3, 6). */
export function signInToken(house: SignInTokenHouse, call: Call): Reply {
  if (call.method !== "POST") return errorReply(405, "Method not allowed", { allow: "POST" });
  const grant = new URLSearchParams(call.body).get("grant_type") ?? "";
  const fields = Object.hasOwn(FIELDS, grant) ? FIELDS[grant] : undefined;
  if (!fields || (house.kind === "org" && grant === "refresh_token")) return errorReply(400, "unsupported_grant_type");
  const form = readForm(call, fields);
  if (!("get" in form)) return form;
  const field = (name: string): string => form.get(name) ?? "";
  const refused = refuseClient(house, call, form);
  if (refused) return refused;
  if (grant === "refresh_token") return house.book.refresh(field("refresh_token"), call.at);
  return house.book.redeem(field("code"), field("redirect_uri"), field("code_verifier"), call.at);
}

/** RFC 7009: whatever the token was, it is no more. */
export function revokeEndpoint(house: SignInTokenHouse, call: Call): Reply {
  if (call.method !== "POST") return errorReply(405, "Method not allowed", { allow: "POST" });
  const form = readForm(call, ["token", ...CLIENT]);
  if (!("get" in form)) return form;
  const refused = refuseClient(house, call, form);
  if (refused) return refused;
  house.book.revoke(form.get("token") ?? "");
  return { status: 200, headers: {}, body: "" };
}
