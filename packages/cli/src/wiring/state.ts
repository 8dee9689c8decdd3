import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { Configuration } from "@saldovakt/configuration";
import { type Account, accountId, type Instant, inputError, isAccountId, parseIdentity } from "@saldovakt/domain";
import type { SlotStore } from "@saldovakt/http";
import type { AccountList } from "@saldovakt/service";
import type { ListedAccount, LocalQueue, Store } from "@saldovakt/store";
import type { Context } from "../context.ts";
import { type Loaded, loadConfiguration } from "../load.ts";

export type LocalStore = Store & LocalQueue;

const IN_DYNAMODB = "dynamodb:";

/** The name of the DynamoDB table the state lies in; null for a file. */
export const tableName = ({ configuration: { state } }: Loaded): string | null =>
  state.startsWith(IN_DYNAMODB) ? state.slice(IN_DYNAMODB.length) : null;

/** The state's file, absolute. Throws `STATE_NOT_LOCAL` for a state that lies in DynamoDB. */
export function statePath(loaded: Loaded): string {
  if (tableName(loaded) === null) return resolve(loaded.baseDir, loaded.configuration.state);
  const remedy = "use a configuration whose state is a file; the deployed functions work on the table";
  throw inputError("STATE_NOT_LOCAL", "the configured state is a DynamoDB table, which this command does not work on", remedy);
}

/** Opens the state's file, making it where there is none. Throws `STATE_NOT_LOCAL`, `STORE_UNREADABLE` and `STORE_UNREACHABLE`. */
async function openState(loaded: Loaded): Promise<LocalStore> {
  const path = statePath(loaded);
  const { openSqliteStore } = await import("@saldovakt/store/sqlite");
  return openSqliteStore(path);
}

/** The state's file, if there is one already. */
export async function openExistingState(loaded: Loaded): Promise<LocalStore | null> {
  return tableName(loaded) === null && existsSync(statePath(loaded)) ? openState(loaded) : null;
}

/** Opens the table of a deployed installation; nothing is called yet. Throws `AWS_REGION_MISSING`. */
export async function openTable(table: string, { env }: Pick<Context, "env">): Promise<Store> {
  const { openDynamoStore } = await import("@saldovakt/store/dynamodb");
  return openDynamoStore(table, env.SALDOVAKT_REGION || undefined);
}

/**
 * Loads the configuration, opens its state, a file or a table, with the configured accounts in it, does the work and closes the state. No
 * configuration lists the accounts of a table, which several people may work on: those it gets from one stand there like those added by hand.
 */
export async function withState<T>(context: Context, work: (store: Store, loaded: Loaded) => Promise<T>): Promise<T> {
  const loaded = await loadConfiguration(context);
  const table = tableName(loaded);
  if (table === null) return working(context, loaded, await openState(loaded), "configuration", work);
  return working(context, loaded, await openTable(table, context), "command", work);
}

/** The same for work that needs the delivery queue in the state's file. Throws `STATE_NOT_LOCAL` for a table. */
export async function withLocalState<T>(context: Context, work: (store: LocalStore, loaded: Loaded) => Promise<T>): Promise<T> {
  const loaded = await loadConfiguration(context);
  return working(context, loaded, await openState(loaded), "configuration", work);
}

async function working<S extends Store, T>(
  context: Context,
  loaded: Loaded,
  store: S,
  origin: Account["origin"],
  work: (store: S, loaded: Loaded) => Promise<T>,
): Promise<T> {
  try {
    await takeInAccounts(store, loaded.configuration, context.clock.now(), origin);
    return await work(store, loaded);
  } finally {
    await store.close();
  }
}

const newAccountId = (): Account["id"] => accountId(randomBytes(20));

/** Accounts taken in side by side: the state settles what waits together with one write to disk. */
const TAKEN_IN_AT_ONCE = 200;

/**
 * Adds accounts the configuration lists and the state lacks, and gives known ones their present name, policy and bank account, as far as the configuration
 * says them: what it leaves out stays as it was set by hand. Removes none.
 */
export async function takeInAccounts(
  store: Store,
  { accounts }: Configuration,
  now: Instant,
  origin: Account["origin"] = "configuration",
): Promise<void> {
  const takeIn = async ({ source, identity, ...said }: Configuration["accounts"][number]): Promise<void> => {
    const known = await store.findAccount(source, identity);
    if (!known) {
      await store.addAccount({ id: newAccountId(), source, identity, origin, addedAt: now, ...said });
      return;
    }
    const changed = Object.entries(said).filter(([field, value]) => !isDeepStrictEqual(known[field as keyof typeof said], value));
    // Whoever lists an account wants it read, though statements were all that was known of it until now.
    const change = { ...Object.fromEntries(changed), ...(known.reading === "statement" ? { reading: null } : {}) };
    if (Object.keys(change).length > 0) await store.updateAccount(known.id, change);
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
