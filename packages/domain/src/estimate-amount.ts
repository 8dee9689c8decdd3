import type { Rhythm } from "./estimate-rhythm.ts";
import type { EstimatedKind, MonthNumber, Series } from "./estimate-series.ts";

/** An estimate in positive minor units to pay. */
export interface Estimate {
  readonly amount: number;
  readonly least: number;
  readonly most: number;
  readonly seasonal: boolean;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] as number) : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/** Charges that make a level: enough that one freak among them does not count, few enough to follow a new level after two. */
const LEVEL_OF = 3;
/** Where charges go up and down and stay around a level, more of them tell it better. What was off less in the past is taken. */
const LONGER_LEVEL_OF = 6;
/** A month of the year before stands out when it differs by this much from those around it. */
const STANDS_OUT = 0.25;
/** Errors looked back on. */
const ERRORS = 12;
/** The range is to hold four of five. */
const HELD = 0.8;
/** Above this typical error a charge is too irregular to be estimated. */
const TOO_IRREGULAR = 0.6;
/** Ranges are never narrower than this on either side: tax laws change, companies too. */
const NARROWEST = 0.05;
/** Preliminary tax is decided anew for each tax year, whose first charge is February's. */
const NEW_TAX_YEAR = 0.2;
/** A range from so few that they have no errors to show. */
const FEW = 0.25;
/** What each further step into the future adds to the error. */
const PER_STEP = 0.1;

/** By how much the same month of the year before stood out from the charges around it, on both sides; 1 when it did not. */
function seasonOf(paid: ReadonlyMap<MonthNumber, number>, period: number, month: MonthNumber): number {
  const then = paid.get(month - 12);
  if (then === undefined || then <= 0 || period === 12) return 1;
  const around = (side: 1 | -1): number | undefined => {
    const values = [1, 2, 3].flatMap((n) => paid.get(month - 12 + side * n * period) ?? []);
    const level = values.length >= 2 ? median(values) : 0;
    return level > 0 ? then / level : undefined;
  };
  const [before, after] = [around(-1), around(1)];
  if (before === undefined || after === undefined) return 1;
  if (before > 1 + STANDS_OUT && after > 1 + STANDS_OUT) return Math.min(before, after);
  if (before < 1 - STANDS_OUT && after < 1 - STANDS_OUT) return Math.max(before, after);
  return 1;
}

/** The level after the first `count` charges. The latest decision is preliminary tax's level. */
function levelOf(kind: EstimatedKind, values: readonly number[], count: number, of: number): number {
  if (kind === "preliminary-tax") return values[count - 1] as number;
  return median(values.slice(Math.max(0, count - of), count));
}

/** Relative errors that the same reckoning would have made of the latest charges, smallest first. */
function pastErrors(series: Series, { period, months }: Rhythm, values: readonly number[], of: number): number[] {
  const errors: number[] = [];
  for (let i = Math.max(LEVEL_OF, values.length - ERRORS); i < values.length; i++) {
    const expected = levelOf(series.kind, values, i, of) * seasonOf(series.paid, period, months[i] as MonthNumber);
    if (expected > 0) errors.push(Math.abs((values[i] as number) - expected) / expected);
  }
  return errors.sort((a, b) => a - b);
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** The level to go by and how far off four of five were; null when that is no estimate any more. */
function reckoned(series: Series, rhythm: Rhythm, values: readonly number[]): { readonly level: number; readonly spread: number } | null {
  let of = LEVEL_OF;
  let errors = pastErrors(series, rhythm, values, of);
  if (values.length > LONGER_LEVEL_OF && series.kind !== "preliminary-tax") {
    const others = pastErrors(series, rhythm, values, LONGER_LEVEL_OF);
    if (total(others) < total(errors)) [of, errors] = [LONGER_LEVEL_OF, others];
  }
  const level = levelOf(series.kind, values, values.length, of);
  if (!(level > 0)) return null;
  if (errors.length < 2) {
    const widest = Math.max(...values.slice(-LEVEL_OF).map((value) => Math.abs(value - level))) / level;
    return widest > TOO_IRREGULAR ? null : { level, spread: Math.max(FEW, 2 * widest) };
  }
  if (median(errors) > TOO_IRREGULAR) return null;
  const place = HELD * (errors.length + 1);
  const spread = errors[Math.min(errors.length, Math.ceil(place)) - 1] as number;
  return { level, spread: spread * Math.max(1, (place / errors.length) ** 2) };
}

/** February's charge is the first of a tax year. */
const taxYear = (month: MonthNumber): number => Math.floor((month - 1) / 12);

/**
 * What the rhythm's charge of a month will be, from what it was: the median of the latest three (preliminary tax: the latest), raised or lowered as the same
 * month was a year before when it stood out. The range is how far off the same reckoning was before. Null where it was off too far, or nothing is to pay.
 */
export function estimateOf(series: Series, rhythm: Rhythm, month: MonthNumber): Estimate | null {
  const values = rhythm.months.map((each) => series.paid.get(each) as number);
  const found = reckoned(series, rhythm, values);
  if (!found) return null;
  const { level, spread } = found;
  const latest = rhythm.months.at(-1) as MonthNumber;
  const steps = (month - latest) / rhythm.period;
  const newYear = series.kind === "preliminary-tax" && taxYear(month) !== taxYear(latest) ? NEW_TAX_YEAR : 0;
  const off = Math.min(1, Math.max(NARROWEST, newYear, spread * (1 + PER_STEP * (steps - 1))));
  const season = seasonOf(series.paid, rhythm.period, month);
  const amount = level * season;
  return { amount, least: rhythm.skipped ? 0 : amount * (1 - off), most: amount * (1 + off), seasonal: season !== 1 };
}
