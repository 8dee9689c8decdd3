import { bankDaysAfter } from "./bankdays.ts";
import type { PlainDate } from "./dates.ts";
import { addDays, weekday, yearOf, ymd } from "./dates.ts";
import { isPublicHoliday } from "./holidays.ts";

/** Days of each month on which taxes and charges fall due (skatteförfarandelagen 62 kap. 9 §), January first. */
const SWEDISH_DAYS: readonly (readonly number[])[] = [
  [17, 26],
  ...Array.from({ length: 6 }, () => [12, 26]),
  [12, 17, 26],
  ...Array.from({ length: 3 }, () => [12, 26]),
  [12, 27],
];

const swedishYears = new Map<number, readonly PlainDate[]>();

/**
 * The days of a year on which a Swedish tax account can be charged, ascending: those of SFL 62:9, each moved to the next weekday from a Saturday, Sunday,
 * public holiday, midsommarafton, julafton or nyårsafton (lag 1930:173), which leaves the bank days. The authority's own `forfallodatum` always wins.
 */
export function swedishDueDates(year: number): readonly PlainDate[] {
  let due = swedishYears.get(year);
  if (!due) {
    due = Object.freeze(SWEDISH_DAYS.flatMap((days, month) => days.map((day) => bankDaysAfter("SE", ymd(year, month + 1, day), 0))));
    swedishYears.set(year, due);
  }
  return due;
}

/** The first Swedish due date on or after the day. */
export function nextSwedishDueDate(date: PlainDate): PlainDate {
  const year = yearOf(date);
  const ahead = [...swedishDueDates(year), ...swedishDueDates(year + 1)];
  return ahead.find((due) => due >= date) as PlainDate; // next January's always is
}

export type NorwegianDueKind = "employer-tax" | "vat" | "advance-tax-person" | "advance-tax-company";

export interface NorwegianDueDate {
  readonly date: PlainDate;
  readonly kind: NorwegianDueKind;
}

/** Month and day (skattebetalingsloven kap. 10); VAT for May and June is due at the end of August, after the holidays. */
const NORWEGIAN_DAYS: Readonly<Record<NorwegianDueKind, readonly (readonly [month: number, day: number])[]>> = {
  "employer-tax": [1, 3, 5, 7, 9, 11].map((month) => [month, 15]),
  vat: [
    [2, 10],
    [4, 10],
    [6, 10],
    [8, 31],
    [10, 10],
    [12, 10],
  ],
  "advance-tax-person": [3, 6, 9, 12].map((month) => [month, 15]),
  "advance-tax-company": [2, 4].map((month) => [month, 15]),
};

/** Skattebetalingsloven § 10-2: from a Saturday, Sunday or public holiday to the next working day. Christmas Eve is a working day in this sense. */
function nextWorkingDay(date: PlainDate): PlainDate {
  let day = date;
  while (weekday(day) > 5 || isPublicHoliday("NO", day)) day = addDays(day, 1);
  return day;
}

/** The year's ordinary Norwegian due dates, ascending, moved by § 10-2. What the authority states for a claim always wins. */
export function norwegianDueDates(year: number): readonly NorwegianDueDate[] {
  const kinds = Object.keys(NORWEGIAN_DAYS) as NorwegianDueKind[];
  return kinds
    .flatMap((kind) => NORWEGIAN_DAYS[kind].map(([month, day]) => ({ date: nextWorkingDay(ymd(year, month, day)), kind })))
    .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
}
