import { type Minor, minor, type PlainDate, parseIdentity, plainDate, yearOf } from "@saldovakt/domain";

/** The cells of a statement, read one by one. None throws: null is what cannot be read. */

const SPACES = /[\s\u00a0\u2007\u2009\u202f]+/g;
const AMOUNT = /^([+-]?)(\d{1,3}(?: \d{3})+|\d{1,13})(?:,(\d{1,2}))?$/;

/** An amount in kronor as the e-service writes it: thousands set apart by a space of any kind, öre after a comma where there are any. */
export function amountCell(cell: string): Minor | null {
  const match = AMOUNT.exec(cell.replace(SPACES, " ").trim().replace(/^[−–]/, "-"));
  if (!match) return null;
  const [, sign, whole = "", fraction = ""] = match;
  const value = Number(whole.replaceAll(" ", "")) * 100 + Number(fraction.padEnd(2, "0"));
  return Number.isSafeInteger(value) ? minor(sign === "-" ? -value : value) : null;
}

export function dateCell(cell: string): PlainDate | null {
  try {
    return plainDate(cell.trim());
  } catch {
    return null;
  }
}

const valid = (number: string): string | null => {
  try {
    return parseIdentity(number).number;
  } catch {
    return null;
  }
};

/** Whether a cell is written as an identity is, right or wrong. */
export const looksLikeNumber = (cell: string): boolean => /^(?:\d\d)?\d{6}[-+]?\d{4}$/.test(cell.replace(SPACES, ""));

const TEN = /^(\d{6})([-+]?)(\d{4})$/;

/**
 * Whose account it is, as twelve digits: the e-service writes ten. Organisation numbers have 20 or more where a date of birth has its month. Of a person the
 * century is the latest that makes the person born before `before`; a plus sign says a hundred years earlier. Null for what is no number.
 */
export function identityCell(cell: string, before: PlainDate): string | null {
  const plain = cell.replace(SPACES, "");
  const ten = TEN.exec(plain);
  if (!ten) return /^\d{8}-?\d{4}$/.test(plain) ? valid(plain.replace("-", "")) : null;
  const [, first = "", mark, last = ""] = ten;
  if (Number(first.slice(2, 4)) >= 20) return valid(`16${first}${last}`);
  const thisCentury = Math.floor(yearOf(before) / 100);
  const born = `${thisCentury}${first}`;
  const century = born > before.replaceAll("-", "") ? thisCentury - 1 : thisCentury;
  return valid(`${mark === "+" ? century - 1 : century}${first}${last}`);
}
