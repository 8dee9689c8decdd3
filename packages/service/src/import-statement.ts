import {
  type Account,
  addDays,
  dateIn,
  epochMs,
  type Forecast,
  formatDecimal,
  inputError,
  instant,
  minor,
  type Observation,
  type PlainDate,
  SaldovaktError,
  subtract,
  sum,
  ZERO,
  ZONE_OF,
  zoned,
} from "@saldovakt/domain";
import { type AccountPorts, addWatchedAccount } from "./accounts.ts";
import type { PolicyFor, Records, Statement } from "./ports.ts";
import { joined, type Stretch, stretchOf, withStatement } from "./statement-history.ts";
import { renewSummary } from "./watch.ts";

export interface ImportPorts extends AccountPorts {
  readonly records: Records;
  readonly policyFor: PolicyFor;
}

export interface Imported {
  readonly account: Account;
  /** The account was not watched before. */
  readonly added: boolean;
  /** Rows that were not known before. */
  readonly rows: number;
  /** The days now known without gaps. */
  readonly from: PlainDate;
  readonly to: PlainDate;
  readonly forecast: Forecast;
}

/** Whose statement it is: an account that is watched, or the number and name of one that may not be yet. */
export type StatementTarget = { readonly account: Account } | { readonly identity?: string; readonly name?: string };

/**
 * Takes a statement in. An account that is not watched yet is added as one known by statements alone; statements of it may overlap, and come in any order.
 * Of an account that is read at the authority only the rows of days before the authority's own answer are taken, for the estimates to look back on.
 * Importing twice changes nothing. Tells nobody anything.
 *
 * Throws (input) `STATEMENT_BALANCE`, `STATEMENT_FORMAT`, `STATEMENT_IN_FUTURE`, `STATEMENT_IDENTITY_MISSING`, `STATEMENT_IDENTITY_WRONG`, `STATEMENT_OF_ANOTHER_ACCOUNT`, `STATEMENT_GAP`, `STATEMENT_CONTRADICTS`,
 * `ACCOUNT_NOT_READ_YET`, and what `addWatchedAccount` throws.
 */
export async function importStatement(target: StatementTarget, statement: Statement, ports: ImportPorts): Promise<Imported> {
  checkStatement(statement);
  if (statement.closing.date > ports.clock.today(ZONE_OF.skatteverket)) {
    throw inputError(
      "STATEMENT_IN_FUTURE",
      "the statement ends on a day that has not come yet",
      "check the date of this machine, or take the statement out again",
    );
  }
  const { account, added } = await accountOf(target, statement, ports);
  const previous = await ports.records.observation(account.id);
  const observation =
    account.reading === "statement"
      ? statementObservation(account, statement, previous, ports)
      : historyBrought(stretchOf(statement), previous);
  if (observation !== previous) {
    await markHistory(account, observation.historyFrom, ports);
    await ports.records.putObservation(account.id, observation);
  }
  return {
    account,
    added,
    rows: observation.history.length - (previous?.history.length ?? 0),
    from: observation.historyFrom,
    to: dateIn(observation.asOf, ZONE_OF[account.source]),
    forecast: await renewSummary(account, observation, ports),
  };
}

/** What a reader of files has checked already: held to here, whoever calls. */
function checkStatement({ opening, closing, rows }: Statement): void {
  const outside = rows.some((row) => row.date < opening.date || row.date > closing.date);
  if (opening.date > closing.date || outside) {
    throw inputError("STATEMENT_FORMAT", "the statement holds days outside those it covers", "take the statement out again");
  }
  const off = subtract(closing.balance, sum([opening.balance, ...rows.map((row) => row.amount)]));
  if (off !== 0) {
    throw inputError(
      "STATEMENT_BALANCE",
      `the opening balance and the rows do not come to the closing balance, by ${formatDecimal(minor(Math.abs(off)))} kronor`,
      "take the statement out again",
    );
  }
}

/** Statements write ten digits or twelve; the last ten tell accounts apart. */
const sameNumber = (a: string, b: string): boolean => a.replace(/\D/g, "").slice(-10) === b.replace(/\D/g, "").slice(-10);

async function accountOf(target: StatementTarget, statement: Statement, ports: ImportPorts): Promise<{ account: Account; added: boolean }> {
  const wanted = "account" in target ? target.account.identity : target.identity;
  if (wanted !== undefined && statement.identity !== null && !sameNumber(wanted, statement.identity)) {
    throw inputError("STATEMENT_OF_ANOTHER_ACCOUNT", "the statement is another account's", "choose the account it belongs to");
  }
  if ("account" in target) {
    if (target.account.source === "skatteverket") return { account: target.account, added: false };
    throw inputError(
      "STATEMENT_NOT_OFFERED",
      "statements can be imported for Swedish tax accounts only",
      "choose an account at Skatteverket",
    );
  }
  const identity = wanted ?? statement.identity;
  if (identity === null && statement.misnumbered) {
    const remedy = "compare the file's heading with the number; where the file is right otherwise, give the account's number beside it";
    throw inputError("STATEMENT_IDENTITY_WRONG", "the number in the statement's heading is none: its check digit does not fit", remedy);
  }
  if (identity === null) {
    throw inputError("STATEMENT_IDENTITY_MISSING", "the statement does not say whose account it is", "give the account's number beside it");
  }
  const name = target.name ?? statement.name;
  return addWatchedAccount({ identity, source: "skatteverket", reading: "statement", ...(name.trim() === "" ? {} : { name }) }, ports);
}

/** The last moment of a day. */
const endOf = (day: PlainDate, { source }: Account) => instant(epochMs(zoned(addDays(day, 1), 0, ZONE_OF[source])) - 1);

function statementObservation(account: Account, statement: Statement, previous: Observation | null, { clock }: ImportPorts): Observation {
  const brought = stretchOf(statement);
  const zone = ZONE_OF[account.source];
  const known = previous && {
    from: previous.historyFrom,
    to: dateIn(previous.asOf, zone),
    balance: previous.balance,
    rows: previous.history,
  };
  const { from, to, balance, rows } = known ? joined(known, brought) : brought;
  return {
    source: account.source,
    currency: "SEK",
    settlement: "account",
    balance,
    enforcementBalance: ZERO,
    accruedInterest: ZERO,
    nextReconciliation: null,
    asOf: endOf(to, account),
    readAt: clock.now(),
    charges: [],
    payTo: previous?.payTo ?? statement.payTo,
    history: rows,
    historyFrom: from,
    warnings: [{ code: "STATEMENT_ONLY", date: to }],
  };
}

/** The last observation with the older rows. */
function historyBrought(brought: Stretch, previous: Observation | null): Observation {
  if (previous) return withStatement(previous, brought);
  throw inputError(
    "ACCOUNT_NOT_READ_YET",
    "the account is read at the authority and has not been read yet",
    "read it once, and import the statement then",
  );
}

/** How often the account's record is tried anew when another writes it in between. */
const CONTENTION_LIMIT = 5;

/** The mark by which readings to come carry the older rows along; also of an account that nobody reads yet. */
async function markHistory(account: Account, historyFrom: PlainDate, ports: ImportPorts): Promise<void> {
  for (let attempt = 0; attempt < CONTENTION_LIMIT; attempt++) {
    const { version, remembered, outbox } = await ports.records.record(account.id);
    if (remembered.historyFrom !== undefined && remembered.historyFrom <= historyFrom) return;
    if (await ports.records.putRecord(account.id, version, { remembered: { ...remembered, historyFrom }, outbox })) return;
  }
  throw new SaldovaktError("an account's record is written by too many at once", { code: "RECORD_CONTENDED", scope: "transient" });
}
