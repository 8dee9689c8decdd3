import { recipientKey, type Recipient as Target } from "@saldovakt/delivery";
import { inputError } from "@saldovakt/domain";
import { standingOf, type Untold } from "@saldovakt/service";
import type { Store } from "@saldovakt/store";
import { type Context, printJson } from "../context.ts";
import type { Loaded } from "../load.ts";
import { table } from "../table.ts";
import { noted } from "../wiring/noted.ts";
import { withState } from "../wiring/state.ts";

interface Listed {
  readonly key: string;
  readonly channel: string;
  readonly origin: "configuration" | "command";
  /** Null = of every account. */
  readonly accounts: number | null;
  /** The opaque id of the user or key that added it; null where it was not kept, and for one of the configuration. */
  readonly by: string | null;
  readonly switchedOff: boolean;
  /** Why it is told of nothing though nobody switched it off; null where it is told. */
  readonly untold: Untold | null;
}

/** Why a recipient is told of nothing, in few words. */
export const WHY_UNTOLD: Readonly<Record<Untold, string>> = {
  "maker-unknown": "add it again",
  "maker-gone": "who added it is gone",
  "key-revoked": "its key is revoked",
  "shut-out": "who added it is shut out",
  "accounts-lost": "its accounts are lost to who added it",
};

const stateOf = ({ switchedOff, untold }: Listed): string => {
  if (switchedOff) return "switched off";
  return untold ? `told nothing: ${WHY_UNTOLD[untold]}` : "told";
};

async function listed(store: Store, { configuration }: Loaded): Promise<readonly Listed[]> {
  const known = new Map<string, Omit<Listed, "switchedOff">>();
  for (const section of configuration.recipients) {
    const key = recipientKey(section as Target);
    known.set(key, { key, channel: section.channel, origin: "configuration", accounts: null, by: null, untold: null });
  }
  for (const recipient of await store.recipients()) {
    const { key, channel, accounts, by } = recipient;
    if (known.has(key)) continue;
    const { untold } = await standingOf(recipient, store);
    known.set(key, { key, channel, origin: "command", accounts: accounts?.length ?? null, by: by?.id ?? null, untold });
  }
  return Promise.all([...known.values()].map(async (each) => ({ ...each, switchedOff: await store.isRecipientDisabled(each.key) })));
}

/** Who is told, in the order of the configuration, then those added. Addresses are not shown: a key tells one from another. */
export async function listRecipients(context: Context, json: boolean): Promise<undefined> {
  await withState(context, async (store, loaded) => {
    const recipients = await listed(store, loaded);
    if (json) return printJson(context, { recipients });
    if (recipients.length === 0) return context.stderr.lines("Nobody is told: add recipients to the configuration, or over the HTTP API.");
    const columns = [
      { title: "Key" },
      { title: "Channel" },
      { title: "From" },
      { title: "Accounts" },
      { title: "By" },
      { title: "State" },
    ] as const;
    const row = (each: Listed): string[] => [
      ...[each.key, each.channel, each.origin === "configuration" ? each.origin : "HTTP API"],
      ...[each.accounts === null ? "all" : String(each.accounts), each.by ?? "", stateOf(each)],
    ];
    context.stdout.lines(...table(columns, recipients.map(row)));
  });
}

/** Lets a recipient be told again. Throws `RECIPIENT_UNKNOWN`. */
export async function enableRecipient(context: Context, key: string, json: boolean): Promise<undefined> {
  await withState(context, async (store, loaded) => {
    const found = (await listed(store, loaded)).find((each) => each.key === key.trim());
    if (!found) throw inputError("RECIPIENT_UNKNOWN", "there is no recipient of that key", "`saldovakt recipients list` shows the keys");
    const deed = { action: "recipients.change", changes: ["enabled"], about: found.key } as const;
    if (found.switchedOff) await noted(store, context, deed, () => store.enableRecipient(found.key));
    if (json) return printJson(context, { key: found.key, switchedOff: false });
    context.stdout.lines(found.switchedOff ? `${found.key} is told again.` : `${found.key} was not switched off.`);
  });
}
