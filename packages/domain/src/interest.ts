import type { PlainDate } from "./dates.ts";
import { dayNumber, fromDayNumber } from "./dates.ts";
import { SaldovaktError } from "./errors.ts";
import type { Minor } from "./money.ts";
import { minor, ZERO } from "./money.ts";

/** A yearly rate and the day it began to apply. Tables of these are data: an installation may pass its own wherever one is used. */
export interface RateStep {
  readonly from: PlainDate;
  /** Per cent a year: 2.5 is 2.5 %. */
  readonly percent: number;
  /** The last day the rate is known to have applied; on a last step without it the rate is vouched for until further notice. */
  readonly confirmedThrough?: PlainDate;
}

const step = (from: string, percent: number, confirmedThrough?: string): RateStep => ({
  from: from as PlainDate,
  percent,
  ...(confirmedThrough === undefined ? {} : { confirmedThrough: confirmedThrough as PlainDate }),
});

/**
 * Basränta (skatteförfarandelagen 65 kap. 3 §), set by Skatteverket for whole months. No decision after the last step has been verified, so
 * beyond that step's first month its rate is an assumption.
 */
export const SWEDISH_BASE_RATE: readonly RateStep[] = [
  step("2013-01-01", 1.25),
  step("2022-11-01", 2.5),
  step("2023-02-01", 3.75),
  step("2023-08-01", 5),
  step("2024-07-01", 3.75),
  step("2024-12-01", 2.5, "2024-12-31"),
];

/** Forsinkelsesrente (forsinkelsesrenteloven § 2), set for half a year at a time. */
export const NORWEGIAN_LATE_RATE: readonly RateStep[] = [
  step("2024-01-01", 12.5),
  step("2025-07-01", 12.25),
  step("2026-01-01", 12),
  step("2026-07-01", 12.25, "2026-12-31"),
];

export interface Rate {
  readonly percent: number;
  /** False where the table does not vouch for the day and the nearest rate it has was taken. */
  readonly confirmed: boolean;
}

/**
 * The rate of a day: that of the last step begun by then, in whatever order the steps stand. Before the first step its rate is taken, unconfirmed:
 * an estimate should not fail for want of history. Throws `RATE_TABLE_EMPTY`.
 */
export function rateOn(table: readonly RateStep[], date: PlainDate): Rate {
  let first: RateStep | undefined;
  let current: RateStep | undefined;
  for (const candidate of table) {
    if (!first || candidate.from < first.from) first = candidate;
    if (candidate.from <= date && (!current || candidate.from >= current.from)) current = candidate;
  }
  if (current) return { percent: current.percent, confirmed: current.confirmedThrough === undefined || date <= current.confirmedThrough };
  if (first) return { percent: first.percent, confirmed: false };
  throw new SaldovaktError("a table of interest rates is empty", {
    code: "RATE_TABLE_EMPTY",
    scope: "installation",
    remedy: "give it at least one rate",
  });
}

export interface SwedishRates {
  /** Kostnadsränta before the due date and on deferred tax: the base rate. */
  readonly low: number;
  /** Kostnadsränta from the day after the due date: the base rate and 15 points. */
  readonly high: number;
  /** Intäktsränta on a surplus: 45 % of the base rate. (From 2017 to October 2022, with the base rate at its lowest, none was in fact paid.) */
  readonly credit: number;
  readonly confirmed: boolean;
}

/** The three rates of the Swedish tax account on a day, in per cent a year (skatteförfarandelagen 65 kap.). Throws `RATE_TABLE_EMPTY`. */
export function swedishRates(date: PlainDate, table: readonly RateStep[] = SWEDISH_BASE_RATE): SwedishRates {
  const { percent, confirmed } = rateOn(table, date);
  return { low: percent, high: percent + 15, credit: (percent * 45) / 100, confirmed };
}

const MILLIONTHS = 1_000_000;

/** An estimate. Simple interest on an unchanging principal for each day d with from < d ≤ to (a debt due on `from` and paid on `to`), by actual/365, also in
 * leap years. A day's rate is `percentOn(d)`, per cent a year, taken to the millionth of a per cent; from there on the sum is exact and is rounded once, at
 * the end, half away from zero. Has the sign of `principal`; 0 when `to` is not after `from`. What the authority books may differ: it adds interest to the
 * balance every month. Throws `RATE_INVALID` for a rate that is no number, and `MONEY_OVERFLOW`.
 */
export function projectInterest(principal: Minor, from: PlainDate, to: PlainDate, percentOn: (date: PlainDate) => number): Minor {
  if (to <= from || principal === 0) return ZERO;
  let rateDays = 0n; // sum over the days of millionths of a per cent
  for (let day = dayNumber(from) + 1, last = dayNumber(to); day <= last; day++) {
    const millionths = Math.round(percentOn(fromDayNumber(day)) * MILLIONTHS);
    if (!Number.isSafeInteger(millionths)) {
      throw new SaldovaktError("an interest rate is not a number", {
        code: "RATE_INVALID",
        scope: "installation",
        remedy: "write it in per cent, as 16.25",
      });
    }
    rateDays += BigInt(millionths);
  }
  const numerator = BigInt(principal) * rateDays;
  const denominator = 365n * 100n * BigInt(MILLIONTHS);
  const size = numerator < 0n ? -numerator : numerator;
  const rounded = (2n * size + denominator) / (2n * denominator);
  return minor(Number(numerator < 0n ? -rounded : rounded));
}
