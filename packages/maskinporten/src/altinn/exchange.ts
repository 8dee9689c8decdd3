import type { HttpRequest, HttpResponse } from "@saldovakt/http";
import { decodeJwt } from "jose";
import type { GrantedToken } from "../answer.ts";
import { DEADLINE_MS, isPrintable, MAX_BYTES } from "../wire.ts";
import { fault } from "./faults.ts";
import { judgeAnswer } from "./judge.ts";

const PATH = "/authentication/api/v1/exchange/maskinporten";

/** Hands a token of Maskinporten over for one of Altinn's. */
export const exchangeRequest = (platformUrl: string, maskinportenToken: string): HttpRequest => ({
  method: "GET",
  url: `${platformUrl}${PATH}`,
  headers: { Accept: "application/json, text/plain", Authorization: `Bearer ${maskinportenToken}` },
  deadlineMs: DEADLINE_MS,
  maxBytes: MAX_BYTES,
});

/** The token of a good answer, which is a JWT, plain or as a JSON string, and tells its own end. */
export function judgeExchange(response: HttpResponse, now: number): GrantedToken {
  const text = judgeAnswer(response, now).body.trim();
  const value = text.startsWith('"') ? unquoted(text) : text;
  if (!isPrintable(value)) throw fault("ALTINN_ANSWER_UNEXPECTED", { message: "Altinn's answer holds no token" });
  const lifetimeMs = endOf(value) - now;
  if (!(lifetimeMs > 0)) throw fault("ALTINN_ANSWER_UNEXPECTED", { message: "Altinn's answer holds no token that is valid now" });
  return { value, lifetimeMs };
}

function unquoted(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Epoch ms; NaN when the token tells none. */
function endOf(token: string): number {
  try {
    return (decodeJwt(token).exp ?? Number.NaN) * 1000;
  } catch {
    return Number.NaN;
  }
}
