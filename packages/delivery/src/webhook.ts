import { epochMs, inputError } from "@saldovakt/domain";
import { type AddressGuard, createHttpClient, type HttpClient, publicAddressesOnly, type TlsMaterial } from "@saldovakt/http";
import type { Channel } from "./channel.ts";
import { payloadOf } from "./payload.ts";
import { post } from "./post.ts";
import { parseWebhookSecret, sign } from "./webhook-secret.ts";

export { parseWebhookSecret } from "./webhook-secret.ts";

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
      return post(http, { url: target.url, headers, body, prefix: "WEBHOOK", now });
    },
  };
}
