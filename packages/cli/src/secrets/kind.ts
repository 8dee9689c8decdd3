import { inputError } from "@saldovakt/domain";
import { isWebhook } from "./content.ts";
import { inStage, type StoredSecret, type Vault } from "./vault.ts";

/**
 * Refuses a value of the other kind than the secret's own: `deliver` may read a webhook's secret, and must never find the organisation's private
 * key there. The kind shows in the standing value, and before there is one in the name the deployment gives (`…/webhook/…`, `…/skatteverket`).
 * Throws `SECRET_KIND`.
 */
export async function requireKind(vault: Vault, secret: StoredSecret, webhook: boolean): Promise<void> {
  const current = inStage(secret, "AWSCURRENT");
  const standing = current ? isWebhook(await vault.read(current, "AWSCURRENT")) : named(secret.name);
  if (standing === null || standing === webhook) return;
  if (standing)
    throw inputError(
      "SECRET_KIND",
      "the secret is a webhook's, and what is given is Skatteverket's",
      "add --webhook, or name the other secret",
    );
  throw inputError(
    "SECRET_KIND",
    "the secret is Skatteverket's, and what is given is a webhook's",
    "leave --webhook out, or name the other secret",
  );
}

function named(name: string): boolean | null {
  if (/\/webhook\//.test(name)) return true;
  return /\/skatteverket$/.test(name) ? false : null;
}
