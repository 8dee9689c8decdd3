import { bankDaysBefore } from "./bankdays.ts";
import { later, type PlainDate } from "./dates.ts";
import type { DueDate, Forecast, ForecastCharge } from "./forecast.ts";
import { larger, type Minor, minor, subtract, ZERO } from "./money.ts";
import type { Charge } from "./observation.ts";

/** A due date's figures with what is estimated counted too. Never a basis for an alert or a payment. */
export interface EstimatedFigures {
  readonly change: Minor;
  readonly balanceAfter: Minor;
  readonly shortfall: Minor;
}

/** The whole horizon with estimates counted. */
export interface EstimatedOutlook {
  readonly lowest: { readonly date: PlainDate; readonly balance: Minor };
  readonly shortfall: Minor;
  /** The first day on which money would have to be at the bank; null when nothing would be missing. */
  readonly payBy: PlainDate | null;
}

/** What the decided rows came to, and the terms of the account. */
export interface Decided {
  readonly today: PlainDate;
  readonly balance: Minor;
  readonly reserve: Minor;
  readonly dueDates: readonly DueDate[];
  readonly payDaysBefore: number;
}

const rowOf = ({ text, amount, low, high, basis }: Charge): ForecastCharge => ({
  text,
  amount,
  estimated: true,
  ...(low === undefined ? {} : { low }),
  ...(high === undefined ? {} : { high }),
  ...(basis === undefined ? {} : { basis }),
});

/** The decided due dates with one more, at which nothing decided happens, for every day that has estimates only. */
function withDays({ dueDates, balance, reserve }: Decided, days: ReadonlySet<PlainDate>): DueDate[] {
  const present = new Set(dueDates.filter((entry) => !entry.overdue).map((entry) => entry.dueDate));
  const all: DueDate[] = [];
  let before = balance;
  const missing = [...days].filter((day) => !present.has(day)).sort();
  const addUpTo = (day: PlainDate | null): void => {
    for (let next = missing[0]; next !== undefined && (day === null || next < day); next = missing[0]) {
      const shortfall = larger(ZERO, subtract(reserve, before));
      const nothing = { overdue: false, charges: [], change: ZERO, payments: [], missing: ZERO };
      all.push({ ...nothing, dueDate: next, balanceAfter: before, shortfall });
      missing.shift();
    }
  };
  for (const entry of dueDates) {
    // What is overdue stands under today's date and comes before everything of that day.
    if (!entry.overdue) addUpTo(entry.dueDate);
    all.push(entry);
    before = entry.balanceAfter;
  }
  addUpTo(null);
  return all;
}

/**
 * Puts estimated charges among the decided due dates, after the decided charges of their day, and reckons what they would change. No figure of the decided
 * due dates is touched. Where the sums could not be exact the estimates are left out: a guess is no reason to give no forecast.
 */
export function withEstimates(
  decided: Decided,
  estimates: readonly Charge[],
): { readonly dueDates: readonly DueDate[]; readonly withEstimates?: EstimatedOutlook } {
  const { today, balance, reserve, payDaysBefore } = decided;
  const total = estimates.reduce((all, { amount }) => all + Math.abs(amount), 0);
  const extreme = Math.max(reserve, ...[balance, ...decided.dueDates.map((entry) => entry.balanceAfter)].map(Math.abs));
  if (estimates.length === 0 || 2 * (total + extreme) > Number.MAX_SAFE_INTEGER) return { dueDates: decided.dueDates };

  const byDay = new Map<PlainDate, Charge[]>();
  for (const estimate of estimates) byDay.set(estimate.dueDate, [...(byDay.get(estimate.dueDate) ?? []), estimate]);
  let sofar = 0;
  let reached = false;
  let largestBefore = ZERO;
  let lowest = { date: today, balance };
  let payBy: PlainDate | null = null;
  const dueDates = withDays(decided, new Set(byDay.keys())).map((entry): DueDate => {
    const own = entry.overdue ? [] : (byDay.get(entry.dueDate) ?? []);
    const more = own.reduce((all, { amount }) => all + amount, 0);
    reached ||= own.length > 0;
    sofar += more;
    const balanceAfter = minor(entry.balanceAfter + sofar);
    const shortfall = larger(ZERO, subtract(reserve, balanceAfter));
    if (shortfall > largestBefore) {
      payBy ??= entry.overdue ? today : later(today, bankDaysBefore("SE", entry.dueDate, payDaysBefore));
      largestBefore = shortfall;
    }
    if (balanceAfter < lowest.balance) lowest = { date: entry.dueDate, balance: balanceAfter };
    if (!reached) return entry;
    const figures = { change: minor(entry.change + more), balanceAfter, shortfall };
    return { ...entry, charges: [...entry.charges, ...own.map(rowOf)], withEstimates: figures };
  });
  return { dueDates, withEstimates: { lowest, shortfall: largestBefore, payBy } };
}

/** The forecast as it would be with estimates switched off: what alerts are judged by. */
export function decidedOnly(forecast: Forecast): Forecast {
  if (!forecast.withEstimates) return forecast;
  const { withEstimates: _, ...rest } = forecast;
  const dueDates = forecast.dueDates.flatMap(({ withEstimates: __, ...entry }): DueDate[] => {
    const charges = entry.charges.filter((charge) => !charge.estimated);
    const empty = charges.length === 0 && !entry.overdue;
    return empty ? [] : [{ ...entry, charges }];
  });
  return { ...rest, dueDates };
}
