import { addDays, bankDaysAfter, bankDaysBefore, monthOf, type PlainDate, swedishDueDates, weekday, yearOf, ymd } from "@saldovakt/domain";

/** A month of the authority's calendar. */
export interface Month {
  readonly year: number;
  /** 1–12. */
  readonly month: number;
  readonly first: PlainDate;
  /** Of preliminary tax and employer tax: the 12th, in January and August the 17th, or the weekday after. */
  readonly ordinaryDueDate: PlainDate;
  /** Of large companies' VAT: the 26th, in December the 27th, or the weekday after. */
  readonly lateDueDate: PlainDate;
  /** The Saturday of the first weekend, when accounts are reconciled. */
  readonly reconciliation: PlainDate;
  /** From when on the month's preliminary tax is listed: long enough that two due dates are always in sight. */
  readonly listedFrom: PlainDate;
}

const LISTED_DAYS = 70;

/** Months already looked up: all companies share these few dozen. */
const months = new Map<number, Month>();

/** A month of a year; months beyond 1–12 carry over, so that `month - 1` is the month before. */
export function monthAt(year: number, month: number): Month {
  const key = year * 12 + month - 1;
  let known = months.get(key);
  if (!known) {
    known = lookUp(Math.floor(key / 12), (key % 12) + 1);
    months.set(key, known);
  }
  return known;
}

function lookUp(year: number, month: number): Month {
  const first = ymd(year, month, 1);
  const dueDates = swedishDueDates(year);
  const place = month <= 8 ? 2 * month - 2 : 2 * month - 1; // August has three: the 12th, the 17th and the 26th
  const ordinary = dueDates[month === 8 ? place + 1 : place] as PlainDate;
  const late = dueDates[month === 8 ? place + 2 : place + 1] as PlainDate;
  return {
    year,
    month,
    first,
    ordinaryDueDate: ordinary,
    lateDueDate: late,
    reconciliation: addDays(first, (6 - weekday(first) + 7) % 7),
    listedFrom: addDays(ordinary, -LISTED_DAYS),
  };
}

export const monthAfter = ({ year, month }: Month): Month => monthAt(year, month + 1);

export const monthBefore = ({ year, month }: Month): Month => monthAt(year, month - 1);

export const monthWith = (date: PlainDate): Month => monthAt(yearOf(date), monthOf(date));

/** A day of a month, 1–28. */
export const dayIn = ({ first }: Month, day: number): PlainDate => `${first.slice(0, 8)}${String(day).padStart(2, "0")}` as PlainDate;

/** The last statutory due date before a day. */
export function dueDateBefore(date: PlainDate): PlainDate {
  const month = monthWith(date);
  const before = monthBefore(month);
  const dueDates = [before.ordinaryDueDate, before.lateDueDate, month.ordinaryDueDate, month.lateDueDate];
  return dueDates.filter((due) => due < date).at(-1) as PlainDate; // last month's first always is
}

/** The first reconciliation after a day. */
export function nextReconciliation(date: PlainDate): PlainDate {
  const here = monthWith(date);
  return here.reconciliation > date ? here.reconciliation : monthAfter(here).reconciliation;
}

/** The day itself when the banks are open, else the next day they are. */
export const bankDay = (date: PlainDate): PlainDate => bankDaysAfter("SE", date, 0);

const arrivals = new Map<string, PlainDate>();

/** The bank day on which money arrives that is meant for a due date and sent so many bank days early. */
export function arrivalBefore(dueDate: PlainDate, bankDays: number): PlainDate {
  const key = `${dueDate} ${bankDays}`;
  let day = arrivals.get(key);
  if (!day) {
    day = bankDaysBefore("SE", dueDate, bankDays);
    arrivals.set(key, day);
  }
  return day;
}

const MONTHS = "januari februari mars april maj juni juli augusti september oktober november december".split(" ");

export const monthName = ({ month }: Month): string => MONTHS[month - 1] as string;

/** `oktober 2026`. */
export const monthAndYear = (month: Month): string => `${monthName(month)} ${month.year}`;
