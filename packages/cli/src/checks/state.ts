import { access, constants } from "node:fs/promises";
import { dirname } from "node:path";
import { inputError } from "@saldovakt/domain";
import type { Store } from "@saldovakt/store";
import { counted } from "../figures.ts";
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

/** Recipients of whom nobody knows who added them. */
async function unheard(store: Pick<Store, "recipients">): Promise<readonly string[]> {
  const { length } = (await store.recipients()).filter(({ by }) => by === undefined);
  if (length === 0) return [];
  const who = counted(length, "recipient added over the HTTP API is", "recipients added over the HTTP API are");
  return [`${who} told of nothing, for it was not kept by whom: add it again where it shall be told`];
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
