import { epochMs, inputError, SaldovaktError } from "@saldovakt/domain";
import {
  type AddressGuard,
  createHttpClient,
  type HttpClient,
  type HttpResponse,
  parseRetryAfter,
  publicAddressesOnly,
  type TlsMaterial,
} from "@saldovakt/http";
import type { Channel, Outcome } from "./channel.ts";
import { payloadOf } from "./payload.ts";
import { parseWebhookSecret, sign } from "./webhook-secret.ts";

export { parseWebhookSecret } from "./webhook-secret.ts";

/** Standard Webhooks 1.0: how long an endpoint may take, its whole answer included. */
const DEADLINE_MS = 15_000;

/** Nobody reads the answer; this much is taken so that the connection can be used again. */
const ANSWER_BYTES = 16_000;

/** The least wait after an answer that asks for slowness without saying how much. */
const SLOW_DOWN_MS = 60_000;

/** Many customers, few calls to each. */
const CONNECTIONS = 4;

/**
 * A client fit for customers' URLs: every address is judged when the connection is made, and only those on the public internet pass, unless
 * another guard is given (for tests on loopback).
 */
export const createWebhookClient = (options: { readonly guard?: AddressGuard; readonly tls?: TlsMaterial } = {}): HttpClient =>
  createHttpClient({
    guard: options.guard ?? publicAddressesOnly(),
    connections: CONNECTIONS,
    ...(options.tls ? { tls: options.tls } : {}),
  });

/**
 * Standard Webhooks 1.0 to one endpoint. Throws `WEBHOOK_SECRET_INVALID` or `WEBHOOK_SECRET_MISSING` at once; `http` must be a client for
 * customers' URLs (`createWebhookClient`). Faults: `WEBHOOK_REDIRECT`, `WEBHOOK_GONE`, `WEBHOOK_STATUS_<status>`, `MESSAGE_TOO_LARGE`, and the
 * client's codes.
 */
export function createWebhookChannel(target: { readonly url: string; readonly secrets: readonly string[] }, http: HttpClient): Channel {
  const keys = target.secrets.map(parseWebhookSecret);
  if (keys.length === 0) throw inputError("WEBHOOK_SECRET_MISSING", "a webhook has no secret to sign with", "give it a whsec_ secret");
  return {
    async send(message, { now }) {
      const body = payloadOf(message.document);
      if (body === null) return { kind: "failed", fault: "MESSAGE_TOO_LARGE" };
      const timestamp = Math.floor(epochMs(now) / 1000);
      const headers = {
        "content-type": "application/json",
        "user-agent": "Saldovakt",
        "webhook-id": message.id,
        "webhook-timestamp": String(timestamp),
        "webhook-signature": sign(keys, message.id, timestamp, body),
      };
      try {
        const limits = { deadlineMs: DEADLINE_MS, maxBytes: ANSWER_BYTES, onOversize: "truncate" } as const;
        return judgeAnswer(await http.send({ method: "POST", url: target.url, headers, body, ...limits }), epochMs(now));
      } catch (thrown) {
        return judgeFault(thrown);
      }
    },
  };
}

/** What the endpoint's status means (Standard Webhooks 1.0). `now` in epoch milliseconds. */
function judgeAnswer({ status, headers }: HttpResponse, now: number): Outcome {
  if (status >= 200 && status < 300) return { kind: "delivered" };
  if (status >= 300 && status < 400) return { kind: "retry", fault: "WEBHOOK_REDIRECT" };
  if (status === 410) return { kind: "disabled", fault: "WEBHOOK_GONE" };
  const fault = `WEBHOOK_STATUS_${status}`;
  if (status !== 429 && status !== 502 && status !== 503 && status !== 504) return { kind: "retry", fault };
  return { kind: "retry", fault, afterMs: Math.max(SLOW_DOWN_MS, parseRetryAfter(headers["retry-after"], now) ?? 0) };
}

/** Faults of the URL itself, which no later attempt mends. All others (unreachable, slow, an expired certificate) may be gone tomorrow. */
const LASTING = new Set(["HTTP_ADDRESS_REFUSED", "HTTP_URL_INVALID"]);

function judgeFault(thrown: unknown): Outcome {
  if (!(thrown instanceof SaldovaktError) || thrown.scope === "internal") throw thrown;
  return { kind: LASTING.has(thrown.code) ? "failed" : "retry", fault: thrown.code };
}
