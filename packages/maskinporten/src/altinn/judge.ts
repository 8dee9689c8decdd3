import type { SaldovaktError } from "@saldovakt/domain";
import { type HttpResponse, isObject, type Json, jsonObject, retryAfterOf } from "@saldovakt/http";
import { isPage } from "../wire.ts";
import { fault, faultByOwnCode } from "./faults.ts";

/** The codes of a problem (RFC 9457 as Altinn extends it): its own, and those of its validation errors before it, for they say more. */
function codesOf(json: Json | undefined): string[] {
  const validations = Array.isArray(json?.validationErrors) ? json.validationErrors : [];
  const inner = validations.filter(isObject).map(({ code }) => code);
  return [...inner, json?.code].filter((code): code is string => typeof code === "string");
}

/** A good answer (200, 201) as it came; whatever else came is thrown as its own coded error. */
export function judgeAnswer(response: HttpResponse, now: number): HttpResponse {
  const { status, body } = response;
  if (status === 429 || status >= 500) {
    throw fault(status === 429 ? "ALTINN_RATE_LIMITED" : "ALTINN_UNAVAILABLE", { retryAfterMs: retryAfterOf(response, now) });
  }
  if (isPage(response)) throw fault("ALTINN_HTML");
  if (status >= 400) throw refusal(status, body);
  if (status !== 200 && status !== 201) throw fault("ALTINN_ANSWER_UNEXPECTED");
  return response;
}

/** One refusal is told in words alone: that a system of this id exists. */
function refusal(status: number, body: string): SaldovaktError {
  if (status === 409) return fault("ALTINN_SYSTEM_EXISTS");
  return faultByOwnCode(codesOf(jsonObject(body)), status);
}
