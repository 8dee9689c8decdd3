import { inputError } from "@saldovakt/domain";
import { parseWebhookSecret } from "./webhook-secret.ts";

/** How many are in force at once: the new one, and the old one until every receiver knows the new. */
const MOST = 2;

/**
 * The signing secrets that a stored secret holds: one `whsec_…` alone, or while it is rotated a JSON array of two, newest first. Throws
 * `WEBHOOK_SECRET_INVALID`, which never repeats a secret.
 */
export function parseWebhookSecrets(text: string): readonly string[] {
  const secrets = text.trim().startsWith("[") ? listed(text) : [text.trim()];
  for (const secret of secrets) parseWebhookSecret(secret);
  return secrets;
}

/** The same written: what `parseWebhookSecrets` reads. */
export const formatWebhookSecrets = (secrets: readonly string[]): string =>
  secrets.length === 1 ? (secrets[0] as string) : JSON.stringify(secrets);

function listed(text: string): readonly string[] {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    // Told below, without the parser's words: they quote the text.
  }
  if (Array.isArray(list) && list.length >= 1 && list.length <= MOST && list.every((each) => typeof each === "string")) return list;
  throw inputError(
    "WEBHOOK_SECRET_INVALID",
    "the webhook's stored secret is no list of one or two secrets",
    'write it as ["whsec_…", "whsec_…"], the newest first, or as one whsec_… alone',
  );
}
