import {
  add,
  type BookedRow,
  formatDecimal,
  type Minor,
  minor,
  oneLine,
  type Payee,
  type PlainDate,
  type SaldovaktError,
  subtract,
  sum,
} from "@saldovakt/domain";
import { kindOf } from "./kind.ts";
import { PAYEE } from "./observation.ts";
import { amountCell, dateCell, identityCell, looksLikeNumber } from "./statement-cells.ts";
import { type Line, linesOf, statementFault } from "./statement-file.ts";

export { LARGEST_BYTES } from "./statement-file.ts";

/** A statement of a tax account, as the e-service exports it. */
export interface Statement {
  readonly name: string;
  /** Twelve digits; null where the file does not say whose account it is. */
  readonly identity: string | null;
  /** It gives a number, whose check digit is wrong. */
  readonly misnumbered?: true;
  /** The balance before the first row; `date` is the first day the statement covers. */
  readonly opening: { readonly date: PlainDate; readonly balance: Minor };
  /** The balance after the last row; `date` is the last day the statement covers. */
  readonly closing: { readonly date: PlainDate; readonly balance: Minor };
  /** Oldest first. Identical rows are all real. */
  readonly rows: readonly BookedRow[];
  /** Where the account is paid. No statement says the reference. */
  readonly payTo: Payee;
}

const MARKER = /^(ing|utg)ående saldo\s+(\S+)$/i;
const LONGEST_TEXT = 200;

const lineOf = (text: string): string => [...oneLine(text.normalize("NFC"))].slice(0, LONGEST_TEXT).join("");

interface Balance {
  readonly line: number;
  readonly date: PlainDate;
  readonly balance: Minor;
  /** The fourth column is money at Kronofogden; otherwise it is the running balance, where there is one. */
  readonly enforcementColumn: boolean;
}

/** `Ingående saldo 2026-05-03`, or null for any other row. The balance stands in the third column, or in a fourth of running balances. */
function balanceOf({ number, cells }: Line): { readonly opening: boolean; readonly balance: Balance } | null {
  const text = cells[1] ?? "";
  const marker = MARKER.exec(text.normalize("NFC"));
  if (!marker) return null;
  const date = dateCell(marker[2] ?? "");
  const [third = "", fourth = ""] = cells.slice(2);
  const balance = amountCell(third === "" ? fourth : third);
  if (date === null) throw statementFault("STATEMENT_ROW", "gives a balance without an existing day", number);
  if (balance === null) throw statementFault("STATEMENT_ROW", "gives a balance that is no amount", number);
  const enforcementColumn = third !== "" && amountCell(fourth) !== null;
  return { opening: marker[1]?.toLowerCase() === "ing", balance: { line: number, date, balance, enforcementColumn } };
}

function rowOf({ number, cells }: Line, enforcementColumn: boolean): BookedRow {
  const [day = "", written = "", third = "", fourth = ""] = cells;
  const date = dateCell(day);
  if (date === null) throw statementFault("STATEMENT_ROW", "has no existing day, written YYYY-MM-DD, in its first column", number);
  const text = lineOf(written);
  const enforcement = enforcementColumn ? amountCell(fourth) : null;
  const amount = third === "" && enforcement !== null ? (0 as Minor) : amountCell(third);
  if (amount === null) throw statementFault("STATEMENT_ROW", "has no amount in its third column", number);
  return { date, text, amount, kind: kindOf(text), ...(enforcement ? { enforcementAmount: enforcement } : {}) };
}

const missing = (what: "opening" | "closing"): SaldovaktError =>
  statementFault("STATEMENT_INCOMPLETE", `the statement has no ${what} balance (${what === "opening" ? "Ingående" : "Utgående"} saldo)`);

/** The lines sorted out: the balances, the rows, and what stands above them all. */
function sorted(lines: readonly Line[]): { opening: Balance; closing: Balance; rows: readonly Line[]; heading: Line | undefined } {
  const balances: { opening?: Balance; closing?: Balance } = {};
  const others: Line[] = [];
  let first: number | undefined;
  for (const line of lines) {
    const found = balanceOf(line);
    if (!found) {
      others.push(line);
      continue;
    }
    const place = found.opening ? "opening" : "closing";
    if (balances[place]) throw statementFault("STATEMENT_FORMAT", `gives a second ${place} balance`, line.number);
    balances[place] = found.balance;
    first ??= line.number;
  }
  if (!balances.opening) throw missing("opening");
  if (!balances.closing) throw missing("closing");
  const isHeading = (line: Line): boolean => line.number < (first as number) && dateCell(line.cells[0] ?? "") === null;
  return {
    opening: balances.opening,
    closing: balances.closing,
    heading: others.find(isHeading),
    rows: others.filter((line) => !isHeading(line)),
  };
}

/**
 * Reads a statement (kontoutdrag) that was exported from Skatteverket's e-service as CSV: cells set apart by semicolons, quoted or not, in UTF-8 or
 * Windows-1252; a first row with name and number; the opening balance, rows, and the closing balance, oldest or newest first, with or without a column of
 * running balances. The opening balance and all rows must come to the closing balance.
 *
 * Throws SaldovaktErrors of scope `input` that name the line and never what stands on it: `STATEMENT_TOO_LARGE`, `STATEMENT_NOT_TEXT`,
 * `STATEMENT_FORMAT`, `STATEMENT_INCOMPLETE`, `STATEMENT_ROW`, `STATEMENT_TOO_MANY_ROWS` and `STATEMENT_BALANCE`.
 */
export function parseStatement(bytes: Uint8Array): Statement {
  const { opening, closing, rows: lines, heading } = sorted(linesOf(bytes));
  if (opening.date > closing.date) {
    throw statementFault("STATEMENT_FORMAT", "closes the statement before it opens", closing.line);
  }
  const rows = lines.map((line) => {
    const row = rowOf(line, opening.enforcementColumn);
    if (row.date < opening.date || row.date > closing.date) {
      throw statementFault("STATEMENT_ROW", "lies outside the days the statement covers", line.number);
    }
    return row;
  });
  const off = subtract(closing.balance, add(opening.balance, sum(rows.map((row) => row.amount))));
  if (off !== 0) {
    throw statementFault(
      "STATEMENT_BALANCE",
      `the opening balance and the rows do not come to the closing balance, by ${formatDecimal(minor(Math.abs(off)))} kronor: rows are missing or altered`,
    );
  }
  const newestFirst = rows.length > 1 && (rows[0] as BookedRow).date > (rows.at(-1) as BookedRow).date;
  const [name = "", number = ""] = heading?.cells ?? [];
  const identity = identityCell(number, closing.date);
  return {
    name: lineOf(name),
    identity,
    ...(identity === null && looksLikeNumber(number) ? { misnumbered: true as const } : {}),
    opening: { date: opening.date, balance: opening.balance },
    closing: { date: closing.date, balance: closing.balance },
    rows: (newestFirst ? rows.toReversed() : rows).toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0)),
    payTo: PAYEE,
  };
}
