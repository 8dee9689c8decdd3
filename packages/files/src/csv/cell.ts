import { formatDecimal, type Minor, oneLine } from "@saldovakt/domain";

/** How a spreadsheet of the reader's country reads a file. */
export interface Dialect {
  readonly separator: ";" | ",";
  readonly decimal: "," | ".";
  /** Excel takes a file without it for its own old code page, and å for two letters. */
  readonly mark: "\uFEFF" | "";
}

/** What a spreadsheet would read as the start of a formula, the full-width forms included. */
const FORMULA = /^[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/;

/** The same after a character that another spreadsheet may take for a separator: the next cell would start there. */
const INNER_FORMULA = /([;,|\t"]\s*)(?=[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/g;

/** Text from outside, on one line, with an apostrophe before what a spreadsheet would reckon out. */
export function safeText(text: string): string {
  const line = oneLine(text).replace(INNER_FORMULA, "$1'");
  return FORMULA.test(line) ? `'${line}` : line;
}

/** An amount to the öre, never rounded and never grouped. */
export const decimal = (amount: Minor, { decimal: point }: Dialect): string => formatDecimal(amount).replace(".", point);

/** RFC 4180: quoted where it must be, quotes doubled. */
export const cell = (value: string, { separator }: Dialect): string =>
  value.includes(separator) || /["\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
