import type { EstimatedKind, MonthNumber, Series } from "./estimate-series.ts";

/** How often a charge comes, in months between two. */
export type Period = 1 | 3 | 12;

/** When a kind of charge comes, and in which months it came. */
export interface Rhythm {
  readonly period: Period;
  /** Months of the rhythm with a charge, oldest first. */
  readonly months: readonly MonthNumber[];
  /** The latest expected month had none, which alone does not end it. */
  readonly skipped: boolean;
}

/** The months of which history can tell whether they had a charge. */
export interface Known {
  readonly first: MonthNumber;
  readonly last: MonthNumber;
}

/** How many expected months are looked back on. */
const WINDOW = 8;
/** Fewer occurrences are no evidence; in a year's rhythm two are. */
const ENOUGH = 3;
/** The share of expected months that had a charge, from the first of them on. */
const REGULAR = 0.75;
/** Only a charge as settled as this survives a month without. */
const SETTLED = 5;

const inStep = (month: MonthNumber, anchor: MonthNumber, period: Period): boolean => (((month - anchor) % period) + period) % period === 0;

/** Months without a charge that are no surprise: the year before had none then either, although charges had begun. */
function excused(series: Series, month: MonthNumber, { first }: Known): boolean {
  const before = month - 12;
  if (before < first || series.paid.has(before)) return false;
  for (const paid of series.paid.keys()) if (paid < before) return true;
  return false;
}

/** Every expected month up to the last one known, from the first that had a charge, newest first; at most `WINDOW`. */
function expectedMonths(series: Series, period: Period, anchor: MonthNumber, known: Known): MonthNumber[] {
  const firstPaid = Math.min(...[...series.paid.keys()].filter((month) => inStep(month, anchor, period)));
  let month = Math.max(known.last, anchor);
  while (!inStep(month, anchor, period)) month--;
  const months: MonthNumber[] = [];
  for (; month >= Math.max(known.first, firstPaid) && months.length < WINDOW; month -= period) {
    // A month beyond what is known tells only by having a charge already.
    if (month <= known.last || series.paid.has(month)) months.push(month);
  }
  return months;
}

function inPeriod(series: Series, kind: EstimatedKind, period: Period, known: Known): Rhythm | null {
  const anchor = Math.max(...series.onTime);
  const expected = expectedMonths(series, period, anchor, known).filter(
    (month) => series.paid.has(month) || period !== 1 || !excused(series, month, known),
  );
  const present = expected.filter((month) => series.paid.has(month));
  if (present.length < (period === 12 ? 2 : ENOUGH) || present.length < REGULAR * expected.length) return null;
  if (period === 12 && present.length !== expected.length) return null;
  const skipped = !series.paid.has(expected[0] as MonthNumber);
  if (skipped && (kind === "preliminary-tax" || period !== 1 || present.length < SETTLED)) return null;
  if (skipped && !series.paid.has(expected[1] as MonthNumber)) return null;
  if (period > 1 && strays(series, period, anchor) > 0) return null;
  const months = [...series.paid.keys()].filter((month) => inStep(month, anchor, period)).sort((a, b) => a - b);
  return { period, months, skipped };
}

/** Charges on due dates of the last year and a half that are out of step. */
function strays(series: Series, period: Period, anchor: MonthNumber): number {
  let count = 0;
  for (const month of series.onTime) if (!inStep(month, anchor, period) && month > anchor - period * 4 && month > anchor - 18) count++;
  return count;
}

/** The rhythm of a kind of charge, or null: too few, too irregular, or over. Preliminary tax is debited every month. */
export function rhythmOf(series: Series, known: Known): Rhythm | null {
  if (series.onTime.size < 2) return null;
  // The rarest first: a month's rhythm forgives empty months, a year's or a quarter's nothing in between.
  const periods: readonly Period[] = series.kind === "preliminary-tax" ? [1] : [12, 3, 1];
  for (const period of periods) {
    const rhythm = inPeriod(series, series.kind, period, known);
    if (rhythm) return rhythm;
  }
  return null;
}

/** Whether the rhythm has a charge in that month: in step, and not a month that the year before had none in. */
export const comesIn = (series: Series, { period, months }: Rhythm, month: MonthNumber, known: Known): boolean =>
  inStep(month, months.at(-1) as MonthNumber, period) && !(period === 1 && excused(series, month, known));
