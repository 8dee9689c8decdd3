import { inputError, type SaldovaktError } from "@saldovakt/domain";
import { CsvError, parse } from "csv-parse/sync";

/** Statements of a decade of a busy account are far smaller. */
export const LARGEST_BYTES = 2 * 1024 * 1024;
const LONGEST_ROW = 4_000;
const SHORTER = "export a shorter period: two years are enough";
const MOST_ROWS = 20_000;

const REMEDY =
  "export the statement anew from Skatteverket's e-service (Skattekonto, Bokförda transaktioner, as CSV) and hand it over unchanged";

/** A fault of the file: what, and on which line. Nothing of what stands there: a cell may hold an identity. */
export function statementFault(code: string, what: string, line?: number, remedy = REMEDY): SaldovaktError {
  return inputError(code, line === undefined ? what : `line ${line} of the statement ${what}`, remedy);
}

/** One line's cells, without white space around them. */
export interface Line {
  readonly number: number;
  readonly cells: readonly string[];
}

const notText = (what: string): SaldovaktError => statementFault("STATEMENT_NOT_TEXT", `the file ${what}, not a statement as CSV`);

/** The file as text: UTF-8, with or without a byte order mark, or Windows-1252, which older spreadsheet programs write. */
function textOf(bytes: Uint8Array): string {
  const begins = (...start: number[]): boolean => start.every((byte, i) => bytes[i] === byte);
  if (begins(0x25, 0x50, 0x44, 0x46)) throw notText("is a PDF");
  if (begins(0x50, 0x4b, 0x03, 0x04)) throw notText("is a workbook or an archive");
  if (begins(0xff, 0xfe) || begins(0xfe, 0xff)) throw notText("is written in UTF-16");
  if (bytes.includes(0)) throw notText("is no text");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** The lines that say anything. Throws `STATEMENT_TOO_LARGE`, `STATEMENT_NOT_TEXT`, `STATEMENT_FORMAT`, `STATEMENT_TOO_MANY_ROWS`. */
export function linesOf(bytes: Uint8Array): readonly Line[] {
  if (bytes.byteLength > LARGEST_BYTES) {
    throw statementFault("STATEMENT_TOO_LARGE", "the statement is larger than 2 MB", undefined, SHORTER);
  }
  const text = textOf(bytes);
  const long = text.split("\n").findIndex((line) => line.length > LONGEST_ROW);
  if (long >= 0) throw statementFault("STATEMENT_FORMAT", "is far longer than any row of a statement", long + 1);
  let records: { readonly record: readonly string[]; readonly info: { readonly lines: number } }[];
  try {
    records = parse(text, {
      delimiter: ";",
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: LONGEST_ROW,
      to: MOST_ROWS + 1,
    }) as unknown as typeof records;
  } catch (thrown) {
    if (!(thrown instanceof CsvError)) throw thrown;
    const line = typeof thrown.lines === "number" ? thrown.lines : undefined;
    throw statementFault("STATEMENT_FORMAT", line === undefined ? "the statement is not written as CSV" : "is not written as CSV", line);
  }
  if (records.length > MOST_ROWS) {
    throw statementFault("STATEMENT_TOO_MANY_ROWS", `the statement has more than ${MOST_ROWS} rows`, undefined, SHORTER);
  }
  return records
    .map(({ record, info }) => ({ number: info.lines, cells: record.map((cell) => cell.trim()) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ""));
}
