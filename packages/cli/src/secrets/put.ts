import { inputError } from "@saldovakt/domain";
import { type Context, printJson } from "../context.ts";
import { EXIT } from "../fault.ts";
import { wrap } from "../table.ts";
import { contentLines } from "./content.ts";
import { gatherFresh } from "./fresh.ts";
import { kindGiven, requireKind } from "./kind.ts";
import type { Sources, VaultOptions } from "./options.ts";
import { inStage } from "./vault.ts";
import { shortId } from "./version-id.ts";
import { withVault } from "./with-vault.ts";

export interface PutOptions extends Sources, VaultOptions {
  readonly replace?: boolean;
}

/** Stores a first secret as the current one; over a standing one only with --replace. Throws `SECRET_EXISTS`, `SECRET_KIND` and what `gatherFresh` throws. */
export async function putSecret(context: Context, id: string, options: PutOptions): Promise<number | undefined> {
  return withVault(context, id, options, async (vault) => {
    const secret = await vault.load();
    if (inStage(secret, "AWSCURRENT") && !options.replace) {
      const remedy =
        "use `saldovakt secrets stage`, which tries the new one first; --replace stores it untried, for readers to use at once";
      throw inputError("SECRET_EXISTS", "the secret has a value already", remedy);
    }
    await requireKind(vault, secret, kindGiven(options));
    const fresh = await gatherFresh(context, options, null);
    if (!fresh) return EXIT.interrupted;
    const version = await vault.write(fresh.text, "AWSCURRENT");
    if (options.json) printJson(context, { name: secret.name, version, stages: ["AWSCURRENT"], content: fresh.content });
    else {
      context.stdout.lines(`${secret.name}: version ${shortId(version)} is current (AWSCURRENT).`);
      context.stdout.lines(...contentLines(fresh.content, context.real.now()).flatMap((line) => wrap(line, "  ")));
    }
    return undefined;
  });
}
