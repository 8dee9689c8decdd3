import { access, constants } from "node:fs/promises";
import { dirname } from "node:path";
import { inputError } from "@saldovakt/domain";
import { standingOf } from "@saldovakt/service";
import type { Store } from "@saldovakt/store";
import { counted } from "../figures.ts";
import { WHY_UNTOLD } from "../jobs/recipients.ts";
import { openExistingState, openTable, statePath, tableName } from "../wiring/state.ts";
import { type Bench, present, type Well } from "./check.ts";

/** Whether the state can be opened; where there is none yet, whether it can be made. */
export async function checkState(bench: Bench): Promise<Well> {
  const loaded = present(bench.loaded);
  const table = tableName(loaded);
  if (table !== null) return checkTable(table, bench);
  const { state } = loaded.configuration;
  const folder = dirname(statePath(loaded));
  const store = await openExistingState(loaded);
  if (!store) {
    await access(folder, constants.W_OK).catch(() => {
      throw inputError(
        "STATE_FOLDER_UNUSABLE",
        `${state} cannot be made: its folder is missing or may not be written to`,
        "make the folder, or change state in the configuration",
      );
    });
    return { what: `${state} will be made by the first pass` };
  }
  try {
    const accounts = await countAccounts(store);
    const { count } = await store.waiting();
    return {
      what: `${state} holds ${counted(accounts, "account")}; ${counted(count, "message waits", "messages wait")} for delivery`,
      notes: await unheard(store),
    };
  } finally {
    await store.close();
  }
}

async function countAccounts(store: Pick<Store, "accounts">): Promise<number> {
  let accounts = 0;
  for await (const _ of store.accounts()) accounts++;
  return accounts;
}

const KEEP = "`saldovakt keys revoke ID --keep-recipients` has those told on that a key added";

/** Recipients that look as if they were told, and are told of nothing since whoever added them is gone or has lost their accounts. */
async function unheard(store: Store): Promise<readonly string[]> {
  const silent: string[] = [];
  let revoked = false;
  for (const recipient of await store.recipients()) {
    const { untold } = await standingOf(recipient, store);
    if (untold) silent.push(`${recipient.channel} ${recipient.key} (${WHY_UNTOLD[untold]}${recipient.by ? `: ${recipient.by.id}` : ""})`);
    revoked ||= untold === "key-revoked";
  }
  if (silent.length === 0) return [];
  const who = counted(silent.length, "recipient added over the HTTP API is", "recipients added over the HTTP API are");
  return [`${who} told of nothing: ${silent.join(", ")}${revoked ? `; ${KEEP}` : ""}`];
}

/** Whether a deployed installation's table can be read. What waits for delivery waits in its queues. */
async function checkTable(table: string, { context }: Bench): Promise<Well> {
  const store = await openTable(table, context);
  try {
    return { what: `the table ${table} holds ${counted(await countAccounts(store), "account")}`, notes: await unheard(store) };
  } finally {
    await store.close();
  }
}
