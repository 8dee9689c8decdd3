import type { ClaimsResource } from "./claims-answers.ts";
import { type Delivery, type Fault, type FaultRule, type FaultWhen, spoil } from "./faults.ts";
import type { Reply } from "./reply.ts";
import { type ClaimsErrorCode, claimsError } from "./skatteetaten-errors.ts";

export type ClaimsFault =
  | { readonly kind: "kode"; readonly code: ClaimsErrorCode }
  /** The token of the call is taken no more: KB-004, on this call and every later one. */
  | { readonly kind: "revokedToken" }
  /** The gateway's page, status 503 unless stated. */
  | { readonly kind: "html"; readonly status?: number }
  | { readonly kind: "http429"; readonly retryAfter?: number | string }
  | Extract<Fault, { readonly kind: "slow" | "cut" | "halfJson" | "emptyBody401" | "status" }>;

/** Which calls a fault strikes; `identity` is the organisation's number. */
export type ClaimsFaultWhen = FaultWhen<ClaimsResource>;
export type ClaimsFaultRule = FaultRule<ClaimsFault, ClaimsResource>;
/** Rules in order; the first that strikes decides. */
export type ClaimsFaultPlan = readonly ClaimsFaultRule[];

/** What is said to too many calls at once. The authority asks for five at most and says it may regulate; how, is not documented. */
export function tooManyAtOnce(retryAfter?: number | string): Reply {
  const headers = { "content-type": "text/plain; charset=utf-8", ...(retryAfter !== undefined && { "retry-after": String(retryAfter) }) };
  return { status: 429, headers, body: "Too Many Requests" };
}

const page = (status: number): Reply => ({
  status,
  headers: { "content-type": "text/html; charset=utf-8" },
  body: '<!DOCTYPE html>\n<html lang="nb"><head><title>Tjenesten er utilgjengelig</title></head><body><h1>Tjenesten er utilgjengelig</h1></body></html>\n',
});

/** The right answer as the fault leaves it. */
export function spoilClaims(right: Reply, fault: ClaimsFault, correlationId: string): Delivery {
  switch (fault.kind) {
    case "kode":
      return { reply: claimsError(fault.code, correlationId), delayMs: 0 };
    case "revokedToken":
      return { reply: claimsError("KB-004", correlationId), delayMs: 0 };
    case "html":
      return { reply: page(fault.status ?? 503), delayMs: 0 };
    case "http429":
      return { reply: tooManyAtOnce(fault.retryAfter), delayMs: 0 };
    default:
      return spoil(right, fault);
  }
}
