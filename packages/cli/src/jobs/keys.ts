import { randomBytes } from "node:crypto";
import { nearest } from "@saldovakt/configuration";
import { type AccountId, inputError, isAccountId, oneLine, SCOPES } from "@saldovakt/domain";
import { endingWith, handedOver, rotateLinkKey, withdrawInvitations } from "@saldovakt/service";
import type { ApiKeyRecord, Store } from "@saldovakt/store";
import { newApiKey } from "@saldovakt/web";
import type { Context } from "../context.ts";
import { printJson } from "../context.ts";
import { counted } from "../figures.ts";
import { table } from "../table.ts";
import { noted } from "../wiring/noted.ts";
import { requireAccount, withState } from "../wiring/state.ts";
import { parts } from "./typed.ts";

/** Opens only calendar addresses, in which it stands itself: so it opens nothing beside. */
const CALENDAR = "calendar";

export interface TypedKey {
  readonly scope: string;
  readonly accounts?: string;
  readonly name: string;
}

/** Makes a key and shows it this once. Throws `SCOPE_UNKNOWN`, `SCOPE_ALONE`, `ACCOUNTS_MISSING`, `ACCOUNT_UNKNOWN` and `NAME_INVALID`. */
export async function addKey(context: Context, typed: TypedKey, json: boolean): Promise<undefined> {
  const scopes = scopesOf(typed.scope);
  if (scopes.includes(CALENDAR)) requireCalendarAlone(scopes, typed);
  if (scopes.includes("admin") && typed.accounts !== undefined)
    throw inputError(
      "SCOPE_ALONE",
      "people and the audit log concern all accounts",
      "make a key of its own for `admin`, without --accounts",
    );
  await withState(context, async (store, { configuration }) => {
    const record = await makeKey(store, { name: typed.name, scopes, accounts: await accountsOf(typed.accounts, store) }, context);
    if (json) return printJson(context, { id: record.id, key: record.key });
    if (scopes.includes(CALENDAR)) {
      context.stderr.lines(`${record.id} opens the calendar at this address, to whoever knows it. It is not shown again.`);
      return context.stdout.lines(`${configuration.publicUrl ?? ""}/calendar/${record.key}.ics`);
    }
    context.stderr.lines(`${record.id} opens ${scopes.join(", ")}. Keep the key now: it is not shown again.`);
    context.stdout.lines(record.key);
  });
}

/** A new key, kept as its hash. */
export async function makeKey(
  store: Pick<Store, "putKey" | "putAudit" | "audit">,
  of: { readonly name: string; readonly scopes: readonly string[]; readonly accounts: readonly AccountId[] | null },
  context: Pick<Context, "real">,
): Promise<{ readonly id: string; readonly key: string }> {
  const name = oneLine(of.name);
  if (name.length > 100) throw inputError("NAME_INVALID", "the key's name is too long", "give at most 100 characters");
  const { id, key, hash } = newApiKey(randomBytes);
  await noted(store, context, { action: "keys.change", changes: ["added"], about: id }, () =>
    store.putKey({ ...of, id, hash, name, createdAt: context.real.now(), revokedAt: null }),
  );
  return { id, key };
}

function scopesOf(text: string): readonly string[] {
  const scopes = parts(text);
  const unknown = scopes.find((scope) => !(SCOPES as readonly string[]).includes(scope));
  if (scopes.length > 0 && unknown === undefined) return scopes;
  const meant = nearest(unknown ?? "", SCOPES);
  const remedy = meant ? `did you mean ${meant}?` : `give one or more of ${SCOPES.join(", ")}`;
  throw inputError("SCOPE_UNKNOWN", unknown === undefined ? "a key needs a scope" : "a key cannot have this scope", remedy);
}

/** A calendar's key stands in an address, which programs keep and show: one that opened more would be given away with it. */
function requireCalendarAlone(scopes: readonly string[], { accounts }: TypedKey): void {
  if (scopes.length > 1) throw inputError("SCOPE_ALONE", "a calendar's key can have no other scope", "make one key for each");
  if (accounts === undefined)
    throw inputError("ACCOUNTS_MISSING", "a calendar is one of some accounts", "name them with --accounts acc_…,acc_…");
}

async function accountsOf(text: string | undefined, store: Store): Promise<readonly AccountId[] | null> {
  if (text === undefined) return null;
  const ids = parts(text);
  // Ids only: an identity here would end up in shell histories and process lists for longer than a moment.
  const wrong = ids.find((id) => !isAccountId(id));
  if (ids.length === 0 || wrong !== undefined) {
    throw inputError(
      "ACCOUNT_UNKNOWN",
      "a key is limited by account ids, as acc_…",
      "`saldovakt accounts list` shows the accounts and their ids",
    );
  }
  const known: AccountId[] = [];
  for (const id of ids) known.push((await requireAccount(store, id)).account.id);
  return known;
}

export async function listKeys(context: Context, json: boolean): Promise<undefined> {
  await withState(context, async (store) => {
    const keys = await store.keys();
    if (json) return printJson(context, { keys: keys.map(({ hash: _hash, ...key }) => key) });
    if (keys.length === 0) return context.stderr.lines("There are no keys: make one with `saldovakt keys add --scope read`.");
    const columns = [
      { title: "Id" },
      { title: "Name", flexible: true },
      { title: "Scopes", flexible: true },
      { title: "Accounts" },
      { title: "Made" },
      { title: "Last used" },
      { title: "Revoked" },
    ] as const;
    const reached = new Map<ApiKeyRecord, string>();
    for (const key of keys) if (key.accounts) reached.set(key, await namesOf(key.accounts, store));
    const row = (key: ApiKeyRecord): string[] => [
      ...[key.id, key.name, key.scopes.join(", "), reached.get(key) ?? "all"],
      ...[key.createdAt.slice(0, 10), key.lastUsedAt?.slice(0, 10) ?? "never", key.revokedAt?.slice(0, 10) ?? ""],
    ];
    context.stdout.lines(...table(columns, keys.map(row)));
  });
}

/** The one account by its name; several by their number. */
async function namesOf(ids: readonly AccountId[], store: Pick<Store, "account">): Promise<string> {
  const [id] = ids;
  if (id === undefined || ids.length > 1) return String(ids.length);
  return oneLine((await store.account(id))?.account.name ?? id);
}

/**
 * Revokes the key. The recipients it added end with it unless they are kept: then they are the installation's, of the accounts the key reached. Revoked again with `keep`, those that ended are told
 * again. Throws `KEY_UNKNOWN`.
 */
export async function revokeKey(context: Context, id: string, json: boolean, keep: boolean): Promise<undefined> {
  await withState(context, async (store) => {
    const unknown = () => inputError("KEY_UNKNOWN", "there is no such key", "`saldovakt keys list` shows the keys and their ids");
    const key = await store.keyById(id);
    // What is typed is kept only where it is a key's id.
    if (!key) throw unknown();
    const theirs = endingWith(id, await store.recipients());
    // Before the key is revoked: in between an alert would go to nobody.
    for (const recipient of keep ? theirs : []) {
      const deed = { action: "recipients.change", changes: ["handed-over"], about: recipient.key } as const;
      await noted(store, context, deed, () => store.putRecipient(handedOver(recipient, key)));
    }
    await noted(store, context, { action: "keys.change", changes: ["revoked"], about: id }, async () => {
      if (!(await store.revokeKey(id, context.real.now()))) throw unknown();
      await withdrawInvitations({ kind: "key", id }, store);
    });
    const [kept, ended] = keep ? [theirs, []] : [[], theirs];
    const keys = (recipients: typeof theirs) => recipients.map((recipient) => recipient.key);
    if (ended.length > 0) {
      const who = counted(ended.length, "recipient that it added is", "recipients that it added are");
      context.stderr.lines(
        `warning: ${who} told of nothing any more: ${ended.map(({ channel, key }) => `${channel} ${key}`).join(", ")}`,
        `  To have them told on: saldovakt keys revoke ${id} --keep-recipients`,
      );
    }
    if (json) return printJson(context, { id, revoked: true, recipientsKept: keys(kept), recipientsEnded: keys(ended) });
    context.stdout.lines(`${id} opens nothing any more.`);
    if (kept.length > 0) context.stdout.lines(`Told on, of the accounts it reached: ${keys(kept).join(", ")}.`);
  });
}

/** Replaces the key of signed links: every link to a page, and every address that ends a recipient's messages, opens nothing any more. */
export async function rotateLinks(context: Context, json: boolean): Promise<undefined> {
  await withState(context, async (store) => {
    await noted(store, context, { action: "keys.change", changes: ["links-rotated"] }, () => rotateLinkKey(store, randomBytes));
    if (json) printJson(context, { rotated: true });
    else context.stdout.lines("Links sent until now open nothing any more; new ones are signed anew.");
  });
}
