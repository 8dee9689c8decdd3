import { addDays, type PlainDate } from "./dates.ts";
import type { Forecast } from "./forecast.ts";
import { NORWEGIAN_LATE_RATE, projectInterest, rateOn, swedishRates } from "./interest.ts";
import { larger, type Minor, negate, subtract, sum, ZERO } from "./money.ts";

/** What is not covered unless somebody pays: the sums interest would run on. What has fallen due already, where anything has; otherwise what is to come. */
export interface LateTerms {
  readonly overdue: boolean;
  /** Each with the day it is due, in that order. */
  readonly sums: readonly { readonly dueDate: PlainDate; readonly amount: Minor }[];
  /** All of them together, > 0. */
  readonly amount: Minor;
  /** The yearly rate on the first due date, in per cent. */
  readonly percent: number;
  /** False where the rate of that day is not known and the last one known was taken. */
  readonly confirmed: boolean;
}

/**
 * The decided sums that no money on the account covers; null where there are none. A reserve that is not kept costs no interest, so only what brings the balance
 * below zero counts, each due date with what it adds.
 */
export function lateTerms(forecast: Forecast): LateTerms | null {
  const pooled = forecast.source === "skatteverket";
  let deepest: Minor = ZERO;
  const all = forecast.dueDates.flatMap(({ dueDate, overdue, charges, balanceAfter, payments }) => {
    // What is overdue stands under today; interest runs from its own day.
    if (!pooled) return payments.map(({ amount }, nth) => ({ dueDate: charges[nth]?.dueDate ?? dueDate, amount, overdue }));
    const deficit = larger(ZERO, negate(balanceAfter));
    const amount = larger(ZERO, subtract(deficit, deepest));
    deepest = larger(deepest, deficit);
    return amount > 0 ? [{ dueDate: overdue ? (forecast.deficit?.since ?? dueDate) : dueDate, amount, overdue }] : [];
  });
  const overdue = all.some((each) => each.overdue);
  const sums = all.filter((each) => each.overdue === overdue).map(({ dueDate, amount }) => ({ dueDate, amount }));
  const [first] = sums.toSorted((a, b) => (a.dueDate < b.dueDate ? -1 : 1));
  if (!first) return null;
  const { percent, confirmed } = lateRate(forecast, addDays(first.dueDate, 1));
  return { overdue, sums, amount: sum(sums.map(({ amount }) => amount)), percent, confirmed };
}

/** Kostnadsränta beyond the due date, or forsinkelsesrente. */
function lateRate({ source }: Forecast, day: PlainDate): { percent: number; confirmed: boolean } {
  if (source === "skatteetaten") return rateOn(NORWEGIAN_LATE_RATE, day);
  const { high, confirmed } = swedishRates(day);
  return { percent: high, confirmed };
}

/**
 * An estimate: the interest if each of the sums is paid so many days after it was due, or that many days from today where it has fallen due already
 * (`projectInterest`). What the authority has reckoned so far is taken as it is; where it has reckoned none, interest runs from the due date.
 */
export function costOfPayingLate(forecast: Forecast, terms: LateTerms, days: number): Minor {
  const { source, today } = forecast;
  const soFar = terms.overdue || source === "skatteetaten" ? larger(ZERO, negate(forecast.accruedInterest)) : ZERO;
  const rate = (day: PlainDate): number => lateRate(forecast, day).percent;
  const costs = terms.sums.map(({ dueDate, amount }) =>
    terms.overdue
      ? projectInterest(amount, soFar > 0 ? today : dueDate, addDays(today, days), rate)
      : projectInterest(amount, dueDate, addDays(dueDate, days), rate),
  );
  return sum([soFar, ...costs]);
}
