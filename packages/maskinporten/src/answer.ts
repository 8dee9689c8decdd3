import type { SaldovaktError } from "@saldovakt/domain";
import { type HttpRequest, type HttpResponse, type Json, jsonObject } from "@saldovakt/http";
import { BY_OWN_CODE, fault, type MaskinportenFaultCode } from "./faults.ts";
import { JWT_BEARER, type TokenRequest } from "./grant.ts";
import { infrastructureFault } from "./infrastructure.ts";
import { DEADLINE_MS, isPrintable, MAX_BYTES } from "./wire.ts";

export interface GrantedToken {
  readonly value: string;
  /** How long it is good for, in milliseconds. */
  readonly lifetimeMs: number;
}

/** The shortest life Maskinporten gives a token; taken when an answer tells none. */
const SHORTEST_LIFE_S = 120;
/** No token is kept longer, whatever an answer says. */
const LONGEST_LIFE_S = 7_200;

/** The form of RFC 7523, 2.1. The grant is all the client shows of itself. */
export function tokenRequest(url: string, assertion: string): HttpRequest {
  return {
    method: "POST",
    url,
    headers: { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ grant_type: JWT_BEARER, assertion }).toString(),
    deadlineMs: DEADLINE_MS,
    maxBytes: MAX_BYTES,
  };
}

/** Refusals Maskinporten gives no code, or has been seen to give without one, told by its words. The first that fits decides. */
const BY_WORDS: readonly (readonly [words: RegExp, code: MaskinportenFaultCode])[] = [
  [/issue time is after now|jwt is expired|\biat\b/i, "MP_CLOCK"],
  [/no key identifier/i, "MP_KEY_REQUIRED"],
  [/unknown key identifier/i, "MP_KEY_UNKNOWN"],
  [/combination consumer_org/i, "MP_CONSUMER_IS_CLIENT"],
  [/grant is used before/i, "MP_GRANT_REUSED"],
  [/claim aud/i, "MP_AUDIENCE_REFUSED"],
  [/invalid certificate/i, "MP_CERTIFICATE_REFUSED"],
  [/expired key/i, "MP_KEY_EXPIRED"],
  [/invalid jwt signature/i, "MP_SIGNATURE_REFUSED"],
  [/not been granted access to the scope/i, "MP_NO_ACCESS"],
  [/not delegated access to the scope/i, "MP_NOT_DELEGATED"],
];

/** And by the kind of error alone, where even the words are unknown. */
const BY_KIND: Readonly<Record<string, MaskinportenFaultCode>> = {
  invalid_altinn_customer_configuration: "MP_SYSTEM_USER_MISSING",
  invalid_scope: "MP_SCOPE_REFUSED",
  invalid_client: "MP_CLIENT_UNKNOWN",
};

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/**
 * What a refusal means. Its code stands in `error_uri`, in the description or in neither: each is told of. The description quotes the request,
 * so the address goes first.
 */
export function refusalOf(json: Json): MaskinportenFaultCode {
  const [kind, description, uri] = [text(json.error), text(json.error_description), text(json.error_uri)];
  for (const place of [uri, description]) {
    const code = BY_OWN_CODE[/\bMP-\d{3}\b/.exec(place)?.[0] ?? ""];
    if (code !== undefined) return code;
  }
  const told = BY_WORDS.find(([words]) => words.test(description))?.[1];
  return told ?? (Object.hasOwn(BY_KIND, kind) ? BY_KIND[kind] : undefined) ?? "MP_REFUSED";
}

/** A refusal as an error. Without a customer it is the client's own organisation that lacks access, for every account alike. */
function refusal(json: Json, status: number, request: TokenRequest): SaldovaktError {
  const code = refusalOf(json);
  if (code === "MP_NO_ACCESS" && request.consumerOrg === undefined) {
    return fault(code, {
      scope: "installation",
      message: "the organisation that owns the client has no access to the scope (MP-250)",
      remedy: "ask the API's provider for access to the scope",
    });
  }
  if (code === "MP_REFUSED") return fault(code, { message: `Maskinporten refuses the grant for a reason not known here (HTTP ${status})` });
  return fault(code);
}

/** The token of a good answer; whatever else came is thrown as its own coded error, without a cause: the evidence may hold the token. */
export function judgeTokenAnswer(response: HttpResponse, request: TokenRequest, now: number): GrantedToken {
  const { status, body } = response;
  const infrastructure = infrastructureFault(response, now);
  if (infrastructure) throw infrastructure;
  const json = jsonObject(body);
  if (status >= 400) throw refusal(json ?? {}, status, request);
  if (status !== 200) throw fault("MP_ANSWER_UNEXPECTED");
  if (!json) throw fault("MP_MALFORMED");
  const { access_token: value, token_type: type = "Bearer", expires_in: life = SHORTEST_LIFE_S } = json;
  const seconds = typeof life === "string" ? Number(life) : life;
  if (!isPrintable(value) || typeof type !== "string" || type.toLowerCase() !== "bearer") throw fault("MP_ANSWER_UNEXPECTED");
  if (typeof seconds !== "number" || !Number.isFinite(seconds) || seconds <= 0) throw fault("MP_ANSWER_UNEXPECTED");
  return { value, lifetimeMs: Math.min(seconds, LONGEST_LIFE_S) * 1000 };
}
