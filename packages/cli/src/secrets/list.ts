import { SaldovaktError } from "@saldovakt/domain";
import { type Context, printJson } from "../context.ts";
import { type Column, table, wrap } from "../table.ts";
import { type Content, contentLines, contentOf } from "./content.ts";
import type { VaultOptions } from "./options.ts";
import { inStage, type Stage, type StoredSecret, type Vault, type Version } from "./vault.ts";
import { shortId } from "./version-id.ts";
import { withVault } from "./with-vault.ts";

interface Listed {
  readonly version: Version;
  readonly content: Content;
}

/** In this order: what is read, what may be next, what was before. */
const STAGES: readonly Stage[] = ["AWSCURRENT", "AWSPENDING", "AWSPREVIOUS"];

const COLUMNS: readonly Column[] = [
  { title: "Version" },
  { title: "Stages" },
  { title: "Stored" },
  { title: "Last read" },
  { title: "Certificate to" },
];

/** Lists the versions in use with what may be told of them; those without a stage are AWS's to clear, and left out. */
export async function listSecret(context: Context, id: string, options: VaultOptions): Promise<undefined> {
  return withVault(context, id, options, async (vault) => {
    const secret = await vault.load();
    const listed = await versionsOf(vault, secret);
    if (options.json) {
      const versions = listed.map(({ version: { id: version, ...about }, content }) => ({ version, ...about, content }));
      printJson(context, { name: secret.name, arn: secret.arn, versions });
      return undefined;
    }
    if (listed.length === 0) {
      context.stderr.lines("The secret has no value yet: store the first one with `saldovakt secrets put`.");
      return undefined;
    }
    context.stdout.lines(...table(COLUMNS, listed.map(row)));
    for (const { version, content } of listed) {
      context.stdout.lines("", shortId(version.id), ...contentLines(content, context.real.now()).flatMap((line) => wrap(line, "  ")));
    }
    return undefined;
  });
}

async function versionsOf(vault: Vault, secret: StoredSecret): Promise<readonly Listed[]> {
  const listed: Listed[] = [];
  for (const stage of STAGES) {
    const version = inStage(secret, stage);
    if (!version || listed.some((each) => each.version.id === version.id)) continue;
    listed.push({ version, content: await readable(vault, version, stage) });
  }
  return listed;
}

/** Versions can be listed by some who may not read them. */
async function readable(vault: Vault, version: Version, stage: Stage): Promise<Content> {
  try {
    return await contentOf(await vault.read(version, stage));
  } catch (thrown) {
    if (thrown instanceof SaldovaktError && thrown.scope !== "transient") return { kind: "unreadable", code: thrown.code };
    throw thrown;
  }
}

const row = ({ version, content }: Listed): string[] => [
  shortId(version.id),
  version.stages.join(", "),
  version.createdAt?.slice(0, 16).replace("T", " ") ?? "–",
  version.lastReadAt?.slice(0, 10) ?? "never",
  content.kind === "skatteverket"
    ? (content.certificate?.validTo.slice(0, 10) ?? "none")
    : content.kind === "maskinporten"
      ? (content.validTo?.slice(0, 10) ?? "–")
      : "–",
];
