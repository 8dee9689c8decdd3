import { createHmac } from "node:crypto";
import { inputError } from "@saldovakt/domain";

/** A key to sign with, read from its `whsec_…` form. */
export type WebhookKey = Uint8Array;

const PREFIX = "whsec_";
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Key lengths Standard Webhooks 1.0 allows, in bytes. */
const SHORTEST = 24;
const LONGEST = 64;

/** Reads a signing secret as Standard Webhooks 1.0 writes it. Throws `WEBHOOK_SECRET_INVALID`, which never repeats the secret. */
export function parseWebhookSecret(text: string): WebhookKey {
  const encoded = text.trim();
  const base64 = encoded.slice(PREFIX.length);
  const key = encoded.startsWith(PREFIX) && BASE64.test(base64) ? Buffer.from(base64, "base64") : Buffer.alloc(0);
  if (key.length < SHORTEST || key.length > LONGEST) {
    throw inputError(
      "WEBHOOK_SECRET_INVALID",
      "a webhook secret is not whsec_ and 24 to 64 bytes in base64",
      "make one with: echo whsec_$(openssl rand -base64 32)",
    );
  }
  return key;
}

/**
 * The value of `webhook-signature`: one signature for each key, so that receivers who know the old or the new secret both find theirs while it
 * is rotated. `timestamp` in whole seconds since 1970.
 */
export function sign(keys: readonly WebhookKey[], id: string, timestamp: number, body: string): string {
  return keys
    .map((key) => createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64"))
    .map((signature) => `v1,${signature}`)
    .join(" ");
}
