import type { DueDate, Forecast, Minor, PlainDate } from "@saldovakt/domain";

/** Whether nothing is decided for that day. */
export const isGuess = (entry: DueDate): boolean => entry.charges.length > 0 && entry.charges.every((charge) => charge.estimated);

/** What would be missing first, and in all, if the estimates are right. */
export interface Guess {
  readonly amount: Minor;
  readonly dueDate: PlainDate;
  readonly payBy: PlainDate;
  readonly total: Minor;
}

/** Where estimates make more missing than what is decided does; null elsewhere. */
export function guessOf({ withEstimates, shortfall, dueDates }: Forecast): Guess | null {
  if (!withEstimates || withEstimates.shortfall <= shortfall || withEstimates.payBy === null) return null;
  const first = dueDates.find((entry) => (entry.withEstimates?.shortfall ?? 0) > entry.shortfall);
  if (!first?.withEstimates) return null;
  return { amount: first.withEstimates.shortfall, dueDate: first.dueDate, payBy: withEstimates.payBy, total: withEstimates.shortfall };
}

/** The oldest day on which something fell due that is not covered; null where nothing is overdue, be the reserve short or not. */
export function overdueSince({ source, deficit, dueDates }: Forecast): PlainDate | null {
  if (source === "skatteverket") return deficit?.since ?? null;
  const days = dueDates.filter((entry) => entry.overdue).flatMap((entry) => entry.charges.map((charge) => charge.dueDate ?? entry.dueDate));
  return days.sort()[0] ?? null;
}

/** The next day on which something decided falls due. */
export const nextDueDate = ({ dueDates }: Forecast): PlainDate | null =>
  dueDates.find((entry) => !entry.overdue && (entry.change < 0 || entry.missing > 0))?.dueDate ?? null;
