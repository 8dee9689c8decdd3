import { epochMs, type Instant, type SaldovaktError } from "@saldovakt/domain";
import { type HttpResponse, isMarkup, type Json, jsonObject, retryAfterOf } from "@saldovakt/http";
import { fault, type SkatteetatenFaultCode } from "./faults.ts";

/** How long to keep away after a 429 that does not say. */
const DEFAULT_HOLD_MS = 1_000;

/** The service's own errors, `{ kode, melding, korrelasjonsid }`. KB-007 is none: nothing was found, which is an empty answer. */
const CODES: Readonly<Record<string, SkatteetatenFaultCode>> = {
  "KB-001": "SKE_INTERNAL",
  "KB-002": "SKE_INTERNAL",
  "KB-003": "SKE_ADDRESS_UNKNOWN",
  "KB-004": "SKE_TOKEN_REFUSED",
  "KB-005": "SKE_NOT_AUTHORISED",
  "KB-006": "SKE_REQUEST_REFUSED",
  "KB-008": "SKE_FORMAT_REFUSED",
  "KB-009": "SKE_ACCOUNT_UNKNOWN",
  "DAS-001": "SKE_INTERNAL",
  "DAS-003": "SKE_INTERNAL",
  "DAS-008": "SKE_NOT_AUTHORISED",
};

const NOTHING_FOUND = "KB-007";
/** What such a notice consists of. */
const NOTICE = ["kode", "melding", "korrelasjonsid"];

const codeOf = (json: Json | undefined): string => (typeof json?.kode === "string" ? json.kode.trim().toUpperCase() : "");

/** A refusal with no code known here, by its status alone. */
function byStatus(response: HttpResponse): SaldovaktError {
  const { status } = response;
  if (status === 401) return fault("SKE_TOKEN_REFUSED");
  if (status === 403) return fault("SKE_NOT_AUTHORISED");
  const scope = status === 408 || status === 425 ? "transient" : "account";
  return fault("SKE_REFUSED", { scope, message: `Skatteetaten refuses the call for a reason it does not give (HTTP ${status})` });
}

/**
 * The JSON object of a good answer, null where nothing was found; whatever else came is thrown as its own coded error. Whether the object holds what
 * it should is not looked at here.
 */
export function judgeAnswer(response: HttpResponse, now: Instant): Json | null {
  const { status, body } = response;
  const retryAfterMs = retryAfterOf(response, epochMs(now));
  if (status === 429) throw fault("SKE_RATE_LIMITED", { retryAfterMs: retryAfterMs ?? DEFAULT_HOLD_MS });
  const json = jsonObject(body);
  if (status === 200) {
    // A refusal is one whatever status it comes with: what it lacks would read as nothing to pay.
    const code = codeOf(json);
    if (code !== "" && code !== NOTHING_FOUND) throw fault(CODES[code] ?? "SKE_ANSWER_UNEXPECTED");
    if (code === NOTHING_FOUND && Object.keys(json ?? {}).every((field) => NOTICE.includes(field))) return null;
    if (json) return json;
    throw isMarkup(response) ? fault("SKE_HTML") : fault("SKE_MALFORMED");
  }
  // Nothing is no answer: it would read as nothing to pay.
  if (status < 300) throw fault("SKE_MALFORMED");
  const code = codeOf(json);
  if (code === NOTHING_FOUND && status === 404) return null;
  const own = CODES[code];
  if (own) throw fault(own);
  if (status >= 500) {
    throw fault("SKE_BAD_GATEWAY", { message: `Skatteetaten's servers are out of order (HTTP ${status})`, retryAfterMs });
  }
  if (isMarkup(response) && status !== 401 && status !== 403) throw fault("SKE_HTML");
  throw byStatus(response);
}
