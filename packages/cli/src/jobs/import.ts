import { randomBytes } from "node:crypto";
import { open } from "node:fs/promises";
import { resolve } from "node:path";
import { amountDocument, decidedOnly, forecastDocument, inputError, isAccountId, parseIdentity, policyOf } from "@saldovakt/domain";
import { type Imported, importStatement, type Statement, type StatementTarget } from "@saldovakt/service";
import { LARGEST_BYTES, parseStatement } from "@saldovakt/skatteverket/statement";
import type { Store } from "@saldovakt/store";
import type { Context } from "../context.ts";
import { printJson } from "../context.ts";
import { counted, figure } from "../figures.ts";
import { beginEmpty } from "../load.ts";
import { forecastReport } from "../report/forecast.ts";
import { noted, notedMade } from "../wiring/noted.ts";
import { requireAccount, withState } from "../wiring/state.ts";

export interface ImportOptions {
  readonly account?: string;
  readonly name?: string;
  readonly estimates: boolean;
  readonly json?: boolean;
}

/** Takes in a statement's file and prints what was read and the forecast made from it. Throws the faults of the file and of the import. */
export async function importFile(context: Context, file: string, options: ImportOptions): Promise<undefined> {
  const statement = parseStatement(file === "-" ? await context.stdinBytes() : await fileBytes(resolve(context.cwd, file)));
  if (await beginEmpty(context))
    context.stderr.lines(`note: ${context.configName} was not there and is begun with {}, which is enough for statements`);
  await withState(context, async (store, { configuration }) => {
    const policyFor: Parameters<typeof importStatement>[2]["policyFor"] = (account) => policyOf(configuration.policy, account);
    const target = await targetOf(store, options);
    const known = "account" in target ? target.account : null;
    const ports = { book: store, records: store, clock: context.clock, random: (length: number) => randomBytes(length), policyFor };
    const deed = known ? ({ action: "statement.import", account: known.id } as const) : ({ action: "account.add" } as const);
    const imported = await noted(store, context, deed, () => importStatement(target, statement, ports));
    if (!known) await notedMade(store, context, { ...deed, account: imported.account.id });
    const { language } = policyFor(imported.account);
    const forecast = options.estimates ? imported.forecast : decidedOnly(imported.forecast);
    if (options.json)
      return printJson(context, {
        ...importDocument(imported, statement),
        forecast: forecastDocument(forecast, imported.account, language),
      });
    context.stdout.lines(...importLines(imported, statement), "", ...forecastReport(forecast, imported.account, language, context.stdout));
  });
}

/** What is wrong with the file, never its name: the e-service writes the account's number into it. */
const FILE_FAULTS: Readonly<Record<string, string>> = {
  ENOENT: "does not exist",
  ENOTDIR: "does not exist",
  EISDIR: "is a folder",
  EACCES: "may not be read by this user",
  EPERM: "may not be read by this user",
};

/** The file, and one byte more than a statement may have at most. */
async function fileBytes(path: string): Promise<Uint8Array> {
  try {
    await using file = await open(path);
    const bytes = Buffer.alloc(Math.min((await file.stat()).size, LARGEST_BYTES) + 1);
    let filled = 0;
    for (let read = -1; read !== 0 && filled < bytes.length; filled += read)
      read = (await file.read(bytes, filled, bytes.length - filled)).bytesRead;
    return bytes.subarray(0, filled);
  } catch (thrown) {
    const { code = "" } = thrown as NodeJS.ErrnoException;
    throw inputError(
      "STATEMENT_UNREADABLE",
      `the statement's file ${FILE_FAULTS[code] ?? "cannot be read"}`,
      "name the file that the e-service gave",
    );
  }
}

/** An account that is watched, by its id or number; or the number of one that is not. */
async function targetOf(store: Store, { account: text, name }: ImportOptions): Promise<StatementTarget> {
  const named = name === undefined ? {} : { name };
  if (text === undefined) return named;
  const wanted = text.trim();
  if (!isAccountId(wanted) && !wanted.startsWith("acc_")) {
    const identity = parseIdentity(wanted).number;
    const known = await store.findAccount("skatteverket", identity);
    return known ? { account: known } : { identity, ...named };
  }
  return { account: (await requireAccount(store, wanted)).account };
}

const importDocument = ({ account, added, rows, from, to }: Imported, { opening, closing, rows: all }: Statement) => ({
  account: { id: account.id, source: account.source, name: account.name },
  added,
  statement: {
    from: opening.date,
    to: closing.date,
    rows: all.length,
    opening: amountDocument("SEK", opening.balance),
    closing: amountDocument("SEK", closing.balance),
  },
  newRows: rows,
  known: { from, to },
});

function importLines({ account, added, rows, from, to }: Imported, { opening, closing, rows: all }: Statement): readonly string[] {
  const kept = account.reading === "statement" ? `Known without gaps: ${from} to ${to}.` : `Its history begins on ${from} now.`;
  return [
    `${counted(all.length, "row")} read, ${opening.date} to ${closing.date}.`,
    `Opening balance ${figure(opening.balance)}, closing balance ${figure(closing.balance)} SEK: the rows come to it, as they should.`,
    `${account.id} ${added ? "is new here" : "is known here"}, with ${counted(rows, "new row")}.`,
    kept,
  ];
}
