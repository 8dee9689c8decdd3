import { inputError, maskIdentity, oneLine, parseIdentity } from "@saldovakt/domain";
import { listAccounts } from "@saldovakt/service";
import type { Context } from "../context.ts";
import { printJson } from "../context.ts";
import { counted } from "../figures.ts";
import { accountTable } from "../report/accounts.ts";
import { isWatched, newAccountId, requireAccount, withState } from "../wiring/state.ts";

export const NOBODY = "No accounts are watched: list them in the configuration, or add one with `saldovakt accounts add`.";

const LEFT_OVER = "note: those not watched are no longer in the configuration; `saldovakt accounts remove` erases what is kept of them";

/** Adds an account by hand; one that is watched already is named so and left as it is. */
export async function addAccount(context: Context, text: string, name: string | null, json: boolean): Promise<undefined> {
  const identity = parseIdentity(text === "-" ? await context.stdin() : text);
  if (identity.country !== "SE") {
    const remedy = "for a Swedish account write all twelve digits";
    throw inputError("SOURCE_NOT_AVAILABLE", "nine digits mean a Norwegian account, and this version reads Swedish ones only", remedy);
  }
  const readable = name === null ? maskIdentity(identity) : oneLine(name);
  if (readable === "" || readable.length > 200)
    throw inputError("NAME_INVALID", "the name is empty or too long", "give 1 to 200 characters");
  await withState(context, async (store) => {
    const { account, added } = await store.addAccount({
      id: newAccountId(),
      source: "skatteverket",
      identity: identity.number,
      name: readable,
      origin: "command",
      addedAt: context.clock.now(),
    });
    if (json) printJson(context, { id: account.id, source: account.source, name: account.name, added });
    else
      context.stdout.lines(
        added ? `${account.id}  ${account.name}` : `${account.id}  ${account.name} is watched already; nothing was changed`,
      );
  });
}

/** Lists the accounts, most urgent first, as last read. */
export async function listAll(context: Context, json: boolean): Promise<undefined> {
  await withState(context, async (store, { configuration }) => {
    const watched = isWatched(configuration);
    const unwatched = new Set<string>();
    for await (const { account } of store.accounts()) if (!watched(account)) unwatched.add(account.id);
    const lines = await listAccounts(store, () => true);
    if (json) return printJson(context, { accounts: lines.map((line) => ({ ...line, watched: !unwatched.has(line.id) })) });
    if (lines.length === 0) return context.stderr.lines(NOBODY);
    const rows = lines.map((line) => (unwatched.has(line.id) ? { ...line, code: "not watched" } : line));
    context.stdout.lines(...accountTable(rows, context.stdout, { withIds: true }));
    if (unwatched.size > 0) context.stderr.lines(LEFT_OVER);
  });
}

/** Erases an account and says what went with it. */
export async function removeAccount(context: Context, text: string, json: boolean): Promise<undefined> {
  await withState(context, async (store, { configuration }) => {
    const { account } = await requireAccount(store, text.trim());
    const kept = await store.exportAccount(account.id);
    await store.eraseAccount(account.id);
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
