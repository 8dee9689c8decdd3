import { randomBytes } from "node:crypto";
import { type Account, type ChangeCode, inputError, parseIdentity, type SourceName } from "@saldovakt/domain";
import {
  type AccountChange,
  type AccountLine,
  type AddedAccount,
  addWatchedAccount,
  changeAccount,
  listAccounts,
  readableName,
  renewAccount,
} from "@saldovakt/service";
import type { Store } from "@saldovakt/store";
import type { Context } from "../context.ts";
import { printJson } from "../context.ts";
import { counted } from "../figures.ts";
import type { Loaded } from "../load.ts";
import { accountTable } from "../report/accounts.ts";
import { noted, notedMade } from "../wiring/noted.ts";
import { summaryPorts } from "../wiring/ports.ts";
import { isWatched, requireAccount, tableName, withState } from "../wiring/state.ts";
import { type AccountOptions, accessOf, fieldsOf, kept, payFromDocument, policyDocument, requireNorwegian } from "./account-options.ts";

export const NOBODY = "No accounts are watched: list them in the configuration, or add one with `saldovakt accounts add`.";

const LEFT_OVER = "note: those not watched are no longer in the configuration; `saldovakt accounts remove` erases what is kept of them";

/** Adds an account by hand; one that is watched already is named so and left as it is. */
export async function addAccount(
  context: Context,
  text: string,
  name: string | null,
  options: AccountOptions,
  json: boolean,
): Promise<undefined> {
  const identity = text === "-" ? await context.stdin() : text;
  const source = parseIdentity(identity).country === "SE" ? "skatteverket" : "skatteetaten";
  const { policy, payFrom } = fieldsOf(options);
  const access = accessOf(options);
  if (access) requireNorwegian({ source });
  const own = { ...(policy && { policy: kept(policy) }), ...(payFrom && { payFrom }) };
  if (name !== null) readableName(name);
  await withState(context, async (store, loaded) => {
    const wanted = { identity, reading: "authority" as const, ...(name === null ? {} : { name }), ...own };
    const book = {
      addAccount: (account: Account) => store.addAccount({ ...account, ...(access && { access }) }),
      updateAccount: store.updateAccount,
    };
    const ports = { book, clock: context.clock, random: randomBytes, offered: offeredIn(loaded) };
    const { account, added, nowRead } = await notedAdding(context, store, identity, () => addWatchedAccount(wanted, ports));
    if (json) printJson(context, { id: account.id, source: account.source, name: account.name, added });
    else
      context.stdout.lines(
        added
          ? `${account.id}  ${account.name}`
          : `${account.id}  ${account.name} ${nowRead ? "was known by statement, and is read from now on" : "is watched already; nothing was changed"}`,
      );
  });
}

/** Writes down that an account is added, or is read from now on; one that stays as it is leaves no line. */
async function notedAdding(context: Context, store: Store, text: string, work: () => Promise<AddedAccount>): Promise<AddedAccount> {
  const { country, number } = parseIdentity(text);
  const known = await store.findAccount(country === "SE" ? "skatteverket" : "skatteetaten", number);
  if (known && known.reading !== "statement") return work();
  if (known) return noted(store, context, { action: "account.change", changes: ["reading"], account: known.id }, work);
  const outcome = await noted(store, context, { action: "account.add" }, work);
  await notedMade(store, context, { action: "account.add", account: outcome.account.id });
  return outcome;
}

/** What can be read here. Of a table nobody here can tell: the installation that reads it has a configuration of its own. */
function offeredIn(loaded: Loaded): readonly SourceName[] {
  if (tableName(loaded) !== null) return ["skatteverket", "skatteetaten"];
  return ["skatteverket", ...(loaded.configuration.skatteetaten ? (["skatteetaten"] as const) : [])];
}

/** Changes an account's name, its own policy, the bank account it pays from, or on whose behalf it is asked for. */
export async function setAccount(context: Context, text: string, options: AccountOptions, json: boolean): Promise<undefined> {
  const change = fieldsOf(options);
  const access = accessOf(options);
  if (Object.keys(change).length === 0 && access === undefined) {
    throw inputError(
      "OPTION_MISSING",
      "nothing is given to change",
      "give --name, --reserve, --language or another option of `accounts set --help`",
    );
  }
  await withState(context, async (store, { configuration }) => {
    const { account } = await requireAccount(store, text.trim());
    if (access) requireNorwegian(account);
    const deed = { action: "account.change", changes: changesOf(change, access), account: account.id } as const;
    const changed = await noted(store, context, deed, async () => {
      const after = await changeAccount(account, change, store);
      await renewAccount(after, summaryPorts(context, store, configuration));
      if (access !== undefined) await store.updateAccount(account.id, { access });
      return after;
    });
    const document = { id: changed.id, name: changed.name, policy: policyDocument(changed), payFrom: payFromDocument(changed) };
    if (json) return printJson(context, document);
    const own = Object.entries(document.policy).map(([field, value]) => `${field} ${Array.isArray(value) ? value.join(", ") : value}`);
    const said = own.length === 0 ? "the configuration's policy" : `its own ${own.join("; ")}`;
    context.stdout.lines(`${changed.id}  ${changed.name}: ${said}${document.payFrom ? `; pays from ${document.payFrom.iban}` : ""}`);
  });
}

const changesOf = ({ name, policy, payFrom }: AccountChange, access: unknown): readonly ChangeCode[] => [
  ...(name === undefined ? [] : (["name"] as const)),
  ...(policy === undefined ? [] : (["policy"] as const)),
  ...(payFrom === undefined ? [] : (["pay-from"] as const)),
  ...(access === undefined ? [] : (["access"] as const)),
];

/** Lists the accounts, most urgent first, as last read. */
export async function listAll(context: Context, json: boolean): Promise<undefined> {
  await withState(context, async (store, { configuration }) => {
    const watched = isWatched(configuration);
    const unwatched = new Set<string>();
    const brought = new Set<string>();
    const policies = new Map<string, ReturnType<typeof policyDocument>>();
    for await (const { account } of store.accounts()) {
      if (!watched(account)) unwatched.add(account.id);
      if (account.reading === "statement") brought.add(account.id);
      if (account.policy) policies.set(account.id, policyDocument(account));
    }
    const lines = await listAccounts(store, () => true, summaryPorts(context, store, configuration));
    const documentOf = (line: AccountLine) => ({
      ...line,
      watched: !unwatched.has(line.id),
      ...(brought.has(line.id) && { reading: "statement" }),
      ...(policies.has(line.id) && { policy: policies.get(line.id) }),
    });
    if (json) return printJson(context, { accounts: lines.map(documentOf) });
    if (lines.length === 0) return context.stderr.lines(NOBODY);
    const note = ({ id }: AccountLine): string | null => (unwatched.has(id) ? "not watched" : brought.has(id) ? "by statement" : null);
    const rows = lines.map((line) => ({ ...line, ...(note(line) && { code: note(line) as string }) }));
    context.stdout.lines(...accountTable(rows, context.stdout, { withIds: true }));
    if (unwatched.size > 0) context.stderr.lines(LEFT_OVER);
  });
}

/** Erases an account and says what went with it. */
export async function removeAccount(context: Context, text: string, json: boolean): Promise<undefined> {
  await withState(context, async (store, { configuration }) => {
    const { account } = await requireAccount(store, text.trim());
    const kept = await store.exportAccount(account.id);
    await noted(store, context, { action: "account.remove", account: account.id }, () => store.eraseAccount(account.id));
    if (account.source === "skatteetaten") await (await import("./norway/memory.ts")).forgetOrders(store, configuration, account.identity);
    const [readings, alerts, deliveries, payments] = [
      kept?.observation ? 1 : 0,
      ...[kept?.alerts, kept?.deliveries, kept?.payments].map((each) => each?.length ?? 0),
    ] as [number, number, number, number];
    if (json) printJson(context, { id: account.id, erased: { readings, alerts, deliveries, payments } });
    else {
      const what = [
        counted(readings, "reading"),
        counted(alerts, "alert"),
        counted(deliveries, "delivery", "deliveries"),
        counted(payments, "registered payment"),
      ];
      context.stdout.lines(`${account.id} is erased, with ${what.join(", ")}.`);
    }
    const listed = configuration.accounts.some(({ source, identity }) => source === account.source && identity === account.identity);
    if (listed) context.stderr.lines(`note: ${context.configName} still lists the account; take it out there too, or it is watched again`);
  });
}
