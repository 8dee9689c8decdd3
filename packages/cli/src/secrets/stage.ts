import { inputError, type SaldovaktError, toSaldovaktError } from "@saldovakt/domain";
import { type Context, printJson } from "../context.ts";
import { EXIT } from "../fault.ts";
import { wrap } from "../table.ts";
import { tell } from "../tell.ts";
import { contentLines } from "./content.ts";
import { type Fresh, gatherFresh } from "./fresh.ts";
import { kindGiven, requireKind } from "./kind.ts";
import type { Sources, TrialOptions, VaultOptions } from "./options.ts";
import { type Tried, whereToTry } from "./trial.ts";
import { inStage, type StoredSecret } from "./vault.ts";
import { shortId, versionIdOf } from "./version-id.ts";
import { withVault } from "./with-vault.ts";

export interface StageOptions extends Sources, TrialOptions, VaultOptions {}

/**
 * Stores a new secret as AWSPENDING, where no reader looks, and tries it. What fails the trial stays staged, to be tried again, and is refused by
 * `promote`. Resolves to the exit status. Throws `SECRET_EMPTY`, `SECRET_KIND` and what `gatherFresh` throws.
 */
export async function stageSecret(context: Context, id: string, options: StageOptions): Promise<number | undefined> {
  return withVault(context, id, options, async (vault) => {
    const secret = await vault.load();
    const current = inStage(secret, "AWSCURRENT");
    if (!current) throw emptySecret();
    await requireKind(vault, secret, kindGiven(options));
    // A configuration that is no good is found before anything is asked for or stored.
    const kind = kindGiven(options);
    if (kind === "skatteverket" || kind === "maskinporten") await whereToTry(context, options, kind);
    const fresh = await gatherFresh(context, options, () => vault.read(current, "AWSCURRENT"));
    if (!fresh) return EXIT.interrupted;
    if (versionIdOf(secret.arn, fresh.text) === current.id) {
      throw inputError("SECRET_UNCHANGED", "that is the current secret already, to the letter", "there is nothing to stage or to promote");
    }
    const version = await vault.write(fresh.text, "AWSPENDING");
    if (!options.json) tellStaged(context, secret, version, fresh);
    const found = await tried(fresh, options);
    if (options.json) {
      const trial = "fault" in found ? { passed: false, code: found.fault.code } : { passed: true, ...found };
      printJson(context, { name: secret.name, version, stages: ["AWSPENDING"], content: fresh.content, trial });
    }
    if ("fault" in found) {
      const status = tell(found.fault, context);
      context.stderr.lines("note: it stays staged, and readers do not see it; stage another, or promote it once it passes");
      return status;
    }
    if (!options.json) context.stdout.lines(...trialLines(found), `Make it current with: saldovakt secrets promote ${secret.name}`);
    return undefined;
  });
}

/** AWS makes a first version current whatever stage it is given: it would be in use untried. */
export const emptySecret = (): SaldovaktError =>
  inputError("SECRET_EMPTY", "the secret has no value yet", "store the first one with `saldovakt secrets put`");

function tellStaged(context: Context, secret: StoredSecret, version: string, { content }: Fresh): void {
  const replaced = inStage(secret, "AWSPENDING");
  const instead = replaced && replaced.id !== version ? `, in place of ${shortId(replaced.id)}` : "";
  context.stdout.lines(`${secret.name}: version ${shortId(version)} is staged (AWSPENDING)${instead}.`);
  context.stdout.lines(...contentLines(content, context.real.now()).flatMap((line) => wrap(line, "  ")));
}

async function tried({ attempt }: Fresh, options: TrialOptions): Promise<Tried | { readonly fault: SaldovaktError }> {
  if (!attempt) return { gateway: null };
  return attempt(options).catch((thrown: unknown) => ({ fault: toSaldovaktError(thrown) }));
}

export const trialLines = ({ gateway, ...trial }: Tried): readonly string[] => {
  if ("token" in trial) return ["Tried: Maskinporten gives a token for it."];
  if (gateway === null) return ["Checked: its form. Whether the receiver knows it shows with the first alert."];
  const token = "Tried: the token endpoint takes it";
  if (gateway) return [`${token}, and so does the gateway.`];
  return [`${token}. The gateway's keys (APIgw) were not tried: name an account that may be read with --account.`];
};
