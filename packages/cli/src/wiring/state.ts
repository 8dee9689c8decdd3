import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Configuration } from "@saldovakt/configuration";
import { type Account, accountId, type Instant, inputError, isAccountId, parseIdentity } from "@saldovakt/domain";
import type { SlotStore } from "@saldovakt/http";
import type { AccountList } from "@saldovakt/service";
import type { ListedAccount, LocalQueue, Store } from "@saldovakt/store";
import type { Context } from "../context.ts";
import { type Loaded, loadConfiguration } from "../load.ts";

export type LocalStore = Store & LocalQueue;

/** The state's file, absolute. Throws `STATE_NOT_LOCAL` for a state that lies in DynamoDB. */
export function statePath({ configuration, baseDir }: Loaded): string {
  if (!configuration.state.startsWith("dynamodb:")) return resolve(baseDir, configuration.state);
  const remedy = "use a configuration whose state is a file; the deployed functions work on the table";
  throw inputError("STATE_NOT_LOCAL", "the configured state is a DynamoDB table, which this command does not work on", remedy);
}

/** Opens the state, making it where there is none. Throws `STORE_UNREADABLE` and `STORE_UNREACHABLE`. */
export async function openState(loaded: Loaded): Promise<LocalStore> {
  const path = statePath(loaded);
  const { openSqliteStore } = await import("@saldovakt/store/sqlite");
  return openSqliteStore(path);
}

/** The state, if there is one already. */
export async function openExistingState(loaded: Loaded): Promise<LocalStore | null> {
  if (loaded.configuration.state.startsWith("dynamodb:") || !existsSync(statePath(loaded))) return null;
  return openState(loaded);
}

/** Loads the configuration, opens its state with the configured accounts in it, does the work and closes the state. */
export async function withState<T>(context: Context, work: (store: LocalStore, loaded: Loaded) => Promise<T>): Promise<T> {
  const loaded = await loadConfiguration(context);
  const store = await openState(loaded);
  try {
    await takeInAccounts(store, loaded.configuration, context.clock.now());
    return await work(store, loaded);
  } finally {
    await store.close();
  }
}

export const newAccountId = (): Account["id"] => accountId(randomBytes(20));

/** Accounts taken in side by side: the state settles what waits together with one write to disk. */
const TAKEN_IN_AT_ONCE = 200;

/** Adds accounts the configuration lists and the state lacks, and gives known ones their present name. Removes none. */
export async function takeInAccounts(store: Store, { accounts }: Configuration, now: Instant): Promise<void> {
  const takeIn = async ({ source, identity, name }: Configuration["accounts"][number]): Promise<void> => {
    const known = await store.findAccount(source, identity);
    if (!known) await store.addAccount({ id: newAccountId(), source, identity, name, origin: "configuration", addedAt: now });
    else if (known.name !== name) await store.updateAccount(known.id, { name });
  };
  for (let first = 0; first < accounts.length; first += TAKEN_IN_AT_ONCE) {
    await Promise.all(accounts.slice(first, first + TAKEN_IN_AT_ONCE).map(takeIn));
  }
}

/** Whether the account is to be read: it was added by hand, or the configuration still lists it. */
export function isWatched({ accounts }: Configuration): (account: Account) => boolean {
  const listed = new Set(accounts.map(({ source, identity }) => `${source} ${identity}`));
  return ({ origin, source, identity }) => origin === "command" || listed.has(`${source} ${identity}`);
}

/** The accounts to be read. One that the configuration no longer lists stays in the state, unread, until `accounts remove` erases it. */
export function watchedAccounts(store: Store, configuration: Configuration): AccountList {
  const watched = isWatched(configuration);
  return {
    async *accounts() {
      for await (const listed of store.accounts()) if (watched(listed.account)) yield listed;
    },
  };
}

/** The account a user means, by its id or its identity number. Throws `ACCOUNT_UNKNOWN`, and `IDENTITY_…` for a number that cannot be one. */
export async function requireAccount(store: Store, text: string): Promise<ListedAccount> {
  const id = isAccountId(text) ? text : await idOfIdentity(store, text);
  const listed = id ? await store.account(id) : null;
  if (listed) return listed;
  throw inputError("ACCOUNT_UNKNOWN", "no such account is watched", "`saldovakt accounts list` shows the accounts and their ids");
}

async function idOfIdentity(store: Store, text: string): Promise<Account["id"] | undefined> {
  if (text.startsWith("acc_")) return undefined;
  const identity = parseIdentity(text);
  return (await store.findAccount(identity.country === "SE" ? "skatteverket" : "skatteetaten", identity.number))?.id;
}

/** The call rate, shared with every process that has the state open. */
export const sharedSlots = (store: Store): SlotStore => ({
  reserve: (count, spacingMs, notBefore) => store.reserveSlots("skatteverket", count, spacingMs, notBefore),
});
