import type { PlainDate } from "./dates.ts";
import { addDays, dayNumber, fromDayNumber, weekday, yearOf, ymd } from "./dates.ts";
import { inputError } from "./errors.ts";
import type { Country } from "./holidays.ts";
import { publicHolidays } from "./holidays.ts";

/** Days on which the banks are closed beside weekends and public holidays. */
function eves(country: Country, year: number): PlainDate[] {
  const christmasEve = ymd(year, 12, 24);
  if (country === "NO") return [christmasEve]; // Norges Bank settles on New Year's Eve
  const midsummer = publicHolidays("SE", year).find((holiday) => holiday.name === "midsommardagen");
  return [christmasEve, ymd(year, 12, 31), ...(midsummer ? [addDays(midsummer.date, -1)] : [])];
}

interface BankYear {
  /** Number of the year's first day. */
  readonly start: number;
  /** `before[i]`: bank days of the year before its day i; the last entry counts the whole year. */
  readonly before: Uint16Array;
}

const years = { SE: new Map<number, BankYear>(), NO: new Map<number, BankYear>() };

function bankYear(country: Country, year: number): BankYear {
  let known = years[country].get(year);
  if (!known) {
    const start = dayNumber(ymd(year, 1, 1));
    const closed = new Set([...publicHolidays(country, year).map((holiday) => holiday.date), ...eves(country, year)].map(dayNumber));
    const length = dayNumber(ymd(year, 12, 31)) - start + 1;
    const before = new Uint16Array(length + 1);
    const firstWeekday = weekday(ymd(year, 1, 1));
    for (let i = 0; i < length; i++) {
      const open = (firstWeekday - 1 + i) % 7 < 5 && !closed.has(start + i);
      before[i + 1] = (before[i] ?? 0) + (open ? 1 : 0);
    }
    known = { start, before };
    years[country].set(year, known);
  }
  return known;
}

/**
 * Whether the banks settle payments that day. Sweden: no weekend, public holiday, midsommarafton, julafton or nyårsafton (which lag 1930:173
 * puts beside Sundays); Norway: no weekend, public holiday or 24 December (Norges Bank's settlement days).
 */
export function isBankDay(country: Country, date: PlainDate): boolean {
  const { start, before } = bankYear(country, yearOf(date));
  const day = dayNumber(date) - start;
  return before[day] !== before[day + 1];
}

function step(country: Country, date: PlainDate, n: number, direction: 1 | -1): PlainDate {
  if (!Number.isInteger(n) || n < 0) {
    throw inputError("BANK_DAYS_COUNT", "a number of bank days is not a whole number of 0 or more", "write 0, 1, 2 and so on");
  }
  if (n === 0 && isBankDay(country, date)) return date;
  let day = dayNumber(date);
  let found = date;
  for (let left = Math.max(n, 1); left > 0; ) {
    day += direction;
    found = fromDayNumber(day);
    if (isBankDay(country, found)) left--;
  }
  return found;
}

/**
 * The n-th bank day strictly before the date; for n = 0 the date itself, or the last bank day before it when it is none.
 * Throws `BANK_DAYS_COUNT`.
 */
export const bankDaysBefore = (country: Country, date: PlainDate, n: number): PlainDate => step(country, date, n, -1);

/**
 * The n-th bank day strictly after the date; for n = 0 the date itself, or the first bank day after it when it is none.
 * Throws `BANK_DAYS_COUNT`.
 */
export const bankDaysAfter = (country: Country, date: PlainDate, n: number): PlainDate => step(country, date, n, 1);

/** Number of bank days d with from < d ≤ to; 0 when `to` is not after `from`. */
export function bankDaysBetween(country: Country, from: PlainDate, to: PlainDate): number {
  if (to <= from) return 0;
  const upTo = (date: PlainDate): number => {
    const { start, before } = bankYear(country, yearOf(date));
    return before[dayNumber(date) - start + 1] ?? 0;
  };
  let count = upTo(to) - upTo(from);
  for (let year = yearOf(from); year < yearOf(to); year++) count += bankYear(country, year).before.at(-1) ?? 0;
  return count;
}
