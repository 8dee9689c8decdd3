import { inputError } from "@saldovakt/domain";
import { kindOf, type SecretKind } from "./content.ts";
import type { Sources } from "./options.ts";
import { inStage, type StoredSecret, type Vault } from "./vault.ts";

/** The kind that the options speak of. */
export const kindGiven = ({ webhook, chat, maskinporten }: Sources): SecretKind =>
  chat ? "chat" : webhook ? "webhook" : maskinporten ? "maskinporten" : "skatteverket";

const WHOSE: Readonly<Record<SecretKind, string>> = {
  skatteverket: "Skatteverket's",
  maskinporten: "Maskinporten's",
  webhook: "a webhook's",
  chat: "a chat room's",
};

const REMEDIES: Readonly<Record<SecretKind, string>> = {
  skatteverket: "leave --webhook, --chat and --maskinporten out, or name the other secret",
  maskinporten: "add --maskinporten, or name the other secret",
  webhook: "add --webhook, or name the other secret",
  chat: "add --chat, or name the other secret",
};

/**
 * Refuses a value of another kind than the secret's own: `deliver` may read a webhook's secret, and must never find the organisation's private
 * key there. The kind shows in the standing value, and before there is one in the name the deployment gives (`…/webhook/…`, `…/chat/…`,
 * `…/skatteverket`, `…/maskinporten`). Throws `SECRET_KIND`.
 */
export async function requireKind(vault: Vault, secret: StoredSecret, given: SecretKind): Promise<void> {
  const current = inStage(secret, "AWSCURRENT");
  const standing = current ? kindOf(await vault.read(current, "AWSCURRENT")) : named(secret.name);
  if (standing === null || standing === given) return;
  throw inputError("SECRET_KIND", `the secret is ${WHOSE[standing]}, and what is given is ${WHOSE[given]}`, REMEDIES[standing]);
}

function named(name: string): SecretKind | null {
  if (/\/webhook\//.test(name)) return "webhook";
  if (/\/chat\//.test(name)) return "chat";
  const [, authority] = /\/(skatteverket|maskinporten)$/.exec(name) ?? [];
  return (authority as SecretKind | undefined) ?? null;
}
