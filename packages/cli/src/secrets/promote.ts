import { parseWebhookSecrets } from "@saldovakt/delivery";
import { inputError } from "@saldovakt/domain";
import { parseSecret as parseMaskinportenSecret } from "@saldovakt/maskinporten";
import { parseSecret } from "@saldovakt/skatteverket";
import { type Context, printJson } from "../context.ts";
import { chatAddress } from "../wiring/chat-address.ts";
import { kindOf } from "./content.ts";
import { requireUsable } from "./fresh.ts";
import { requireUsableForGrants, triedGrants } from "./maskinporten.ts";
import type { TrialOptions, VaultOptions } from "./options.ts";
import { emptySecret, trialLines } from "./stage.ts";
import { type Tried, trySecret } from "./trial.ts";
import { inStage, type StoredSecret, type Vault, type Version } from "./vault.ts";
import { shortId } from "./version-id.ts";
import { withVault } from "./with-vault.ts";

export interface PromoteOptions extends TrialOptions, VaultOptions {}

/**
 * Tries the staged secret once more and, if it passes, makes it the current one; the one before stays as AWSPREVIOUS. Exactly the version that was
 * tried is moved. A promotion that was cut off is finished by the next. Throws `SECRET_NOT_STAGED`, what the trial throws, and
 * `SECRET_CHANGED_MEANWHILE` when somebody else moved a stage between.
 */
export async function promoteSecret(context: Context, id: string, options: PromoteOptions): Promise<undefined> {
  return withVault(context, id, options, async (vault) => {
    const secret = await vault.load();
    const [current, pending] = [inStage(secret, "AWSCURRENT"), inStage(secret, "AWSPENDING")];
    if (!current) throw emptySecret();
    if (!pending) throw inputError("SECRET_NOT_STAGED", "nothing is staged", "stage a new one with `saldovakt secrets stage`");
    const found = pending.id === current.id ? null : await tryPending(context, vault, pending, options);
    // Two steps, each one atomic. Between them the version is both, which readers do not notice.
    if (found) await vault.move("AWSCURRENT", { from: current.id, to: pending.id });
    await vault.move("AWSPENDING", { from: pending.id });
    tellPromoted(context, secret, { found, pending, previous: found ? current : inStage(secret, "AWSPREVIOUS") }, options);
    return undefined;
  });
}

async function tryPending(context: Context, vault: Vault, pending: Version, options: TrialOptions): Promise<Tried> {
  const text = await vault.read(pending, "AWSPENDING");
  const kind = kindOf(text);
  if (kind === "webhook") parseWebhookSecrets(text);
  if (kind === "chat") chatAddress(text, "the staged secret");
  if (kind === "maskinporten") {
    const staged = parseMaskinportenSecret(text);
    await requireUsableForGrants(context, staged);
    return triedGrants(context, staged, options);
  }
  if (kind !== "skatteverket") return { gateway: null };
  const secret = parseSecret(text);
  await requireUsable(context, secret);
  return trySecret(context, secret, options);
}

interface Promoted {
  /** Null when the promotion had only to be finished. */
  readonly found: Tried | null;
  readonly pending: Version;
  readonly previous: Version | undefined;
}

function tellPromoted(context: Context, { name }: StoredSecret, { found, pending, previous }: Promoted, { json }: PromoteOptions): void {
  if (json) {
    printJson(context, { name, version: pending.id, stages: ["AWSCURRENT"], previous: previous?.id ?? null, trial: found });
    return;
  }
  if (found) context.stdout.lines(...trialLines(found));
  const before = previous ? `; ${shortId(previous.id)} stays as AWSPREVIOUS` : "";
  context.stdout.lines(`${name}: version ${shortId(pending.id)} is current (AWSCURRENT)${before}.`);
  context.stderr.lines(
    "note: functions that are running take it up within five minutes, or as soon as the old one is refused; keep the old one valid until then",
  );
}
