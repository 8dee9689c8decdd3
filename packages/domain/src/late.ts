import { addDays, type PlainDate } from "./dates.ts";
import type { Forecast } from "./forecast.ts";
import { NORWEGIAN_LATE_RATE, projectInterest, rateOn, swedishRates } from "./interest.ts";
import { larger, type Minor, negate, subtract, sum, ZERO } from "./money.ts";

/** What is not covered unless somebody pays: the sums interest would run on. */
export interface LateTerms {
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
  const sums = forecast.dueDates.flatMap(({ dueDate, balanceAfter, payments }) => {
    if (!pooled) return payments.map(({ amount }) => ({ dueDate, amount }));
    const deficit = larger(ZERO, negate(balanceAfter));
    const amount = larger(ZERO, subtract(deficit, deepest));
    deepest = larger(deepest, deficit);
    return amount > 0 ? [{ dueDate, amount }] : [];
  });
  const [first] = sums;
  if (!first) return null;
  const { percent, confirmed } = lateRate(forecast, addDays(first.dueDate, 1));
  return { sums, amount: sum(sums.map(({ amount }) => amount)), percent, confirmed };
}

/** Kostnadsränta beyond the due date, or forsinkelsesrente. */
function lateRate({ source }: Forecast, day: PlainDate): { percent: number; confirmed: boolean } {
  if (source === "skatteetaten") return rateOn(NORWEGIAN_LATE_RATE, day);
  const { high, confirmed } = swedishRates(day);
  return { percent: high, confirmed };
}

/**
 * An estimate: the interest if each of the sums is paid so many days after it was due (`projectInterest`). Norwegian claims bear the interest that their
 * authority has reckoned so far whenever they are paid.
 */
export const costOfPayingLate = (forecast: Forecast, terms: LateTerms, days: number): Minor =>
  sum([
    forecast.source === "skatteetaten" ? larger(ZERO, negate(forecast.accruedInterest)) : ZERO,
    ...terms.sums.map(({ dueDate, amount }) =>
      projectInterest(amount, dueDate, addDays(dueDate, days), (day) => lateRate(forecast, day).percent),
    ),
  ]);
