import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { referenceKind } from "@saldovakt/configuration";
import { grantOf } from "@saldovakt/skatteverket";
import { counted } from "../figures.ts";
import { loadConfiguration, resolveReference } from "../load.ts";
import { readAccess, requireSection } from "../wiring/skatteverket.ts";
import { type Bench, present, type Well } from "./check.ts";

export async function checkConfiguration(bench: Bench): Promise<Well> {
  const loaded = await loadConfiguration(bench.context);
  bench.loaded = loaded;
  const { accounts, recipients, skatteverket, skatteetaten } = loaded.configuration;
  const parts = [
    counted(accounts.length, "account"),
    counted(recipients.length, "recipient"),
    ...(skatteetaten
      ? [...(skatteverket ? [`Sweden in ${skatteverket.environment}`] : []), `Norway in ${skatteetaten.environment}`]
      : [`environment ${skatteverket?.environment ?? "none"}`]),
  ];
  const notes = recipients.length === 0 ? ["the configuration lists nobody who is told: add recipients to it, or over the HTTP API"] : [];
  for (const [index, recipient] of recipients.entries()) {
    const isRoom = recipient.channel === "slack" || recipient.channel === "teams";
    if (isRoom && referenceKind(recipient.url) === null) {
      notes.push(`whoever reads the configuration can write to the room of recipients[${index}]: keep its url elsewhere, as env:NAME`);
    }
  }
  return { what: `${bench.context.configName}: ${parts.join(", ")}`, notes };
}

/** Whether everything the configuration refers to can be read, and by nobody else. */
export async function checkReferences(bench: Bench): Promise<Well> {
  const loaded = present(bench.loaded);
  const { maskinporten, skatteetaten, api } = loaded.configuration;
  const skatteverket = skatteetaten ? loaded.configuration.skatteverket : requireSection(loaded);
  const referred: readonly [string, string | undefined][] = [
    ["skatteverket.secret", skatteverket?.secret],
    ["skatteverket.ca", skatteverket?.ca],
    ["skatteverket.signIn.secret", skatteverket?.signIn?.secret],
    ["maskinporten.secret", maskinporten?.secret],
    ["maskinporten.ca", maskinporten?.ca],
    ["skatteetaten.ca", skatteetaten?.ca],
    ["api.maskinporten.ca", api?.maskinporten.ca],
    ["api.altinn.subscriptionKey", api?.altinn.subscriptionKey],
    ["api.altinn.secret", api?.altinn.secret],
    ["api.altinn.ca", api?.altinn.ca],
  ];
  const references = referred.filter((each): each is [string, string] => each[1] !== undefined);
  for (const [index, recipient] of loaded.configuration.recipients.entries()) {
    if (recipient.channel === "webhook") for (const each of recipient.secrets) references.push([`recipients[${index}].secret`, each]);
    const isRoom = recipient.channel === "slack" || recipient.channel === "teams";
    if (isRoom && referenceKind(recipient.url) !== null) references.push([`recipients[${index}].url`, recipient.url]);
  }
  const { email } = loaded.configuration;
  if (email?.credentials !== undefined) references.push(["email.credentials", email.credentials]);
  if (email?.ca !== undefined) references.push(["email.ca", email.ca]);
  const notes: string[] = [];
  for (const [field, reference] of references) {
    await resolveReference(bench.context, loaded, field, reference);
    if (!field.endsWith(".ca") && (await openToOthers(loaded.baseDir, reference))) {
      notes.push(`other users of this machine may read ${reference.slice(5)}: chmod 600 it`);
    }
  }
  return { what: `${references.map(([field]) => field).join(", ")} can be read`, notes };
}

async function openToOthers(baseDir: string, reference: string): Promise<boolean> {
  if (!reference.startsWith("file:") || process.platform === "win32") return false;
  const { mode } = await stat(resolve(baseDir, reference.slice(5)));
  return (mode & 0o077) !== 0;
}

/** Whether Swedish accounts are to be read; the absence of everything is told as Sweden's. */
export const hasSweden = ({ loaded }: Bench): boolean => {
  const { skatteverket, skatteetaten } = loaded?.configuration ?? {};
  return skatteverket !== undefined || skatteetaten === undefined;
};

const GRANTS = {
  designated: "a designated certificate in place of the OAuth 2 secret",
  free: "an OAuth 2 secret and a certificate",
  keys: "an OAuth 2 secret, no certificate",
} as const;

/** Whether the secret has the keys it must have. Whether they are the right ones is for the authority to say. */
export async function checkKeys(bench: Bench): Promise<Well> {
  const access = await readAccess(bench.context, present(bench.loaded));
  bench.access = access;
  return { what: `both key pairs are there: ${GRANTS[grantOf(access.secret)]}` };
}
