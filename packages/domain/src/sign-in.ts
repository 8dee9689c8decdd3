import { addDays, daysBetween, type PlainDate, plainDate } from "./dates.ts";
import type { Forecast } from "./forecast.ts";

/** The warning of figures that were read while somebody was signed in at the authority; its date is the day of the reading. */
export const READ_BY_SIGN_IN = "READ_BY_SIGN_IN";

/** The day somebody last signed in for the account; null where it is read in another way. */
export const signedInOn = ({ warnings }: Pick<Forecast, "warnings">): PlainDate | null =>
  warnings.find(({ code }) => code === READ_BY_SIGN_IN)?.date ?? null;

/** Skattekonto falls due on the 12th of most months, and never earlier (SFF 62 kap. 9 §). */
const EARLIEST_DUE_DAY = 12;

function nextTwelfth(today: PlainDate): PlainDate {
  const inMonth = (day: PlainDate): PlainDate => plainDate(`${day.slice(0, 8)}${EARLIEST_DUE_DAY}`);
  const own = inMonth(today);
  return own >= today ? own : inMonth(addDays(plainDate(`${today.slice(0, 8)}28`), 7));
}

/**
 * The due date before which somebody has to sign in again, where it is near and the figures are from before it was: within the earliest of the policy's
 * reminder days. The next one that is known, and where none is, the first day on which there may be one. Null while there is time.
 */
export function signInNeededBefore(forecast: Forecast, remindDaysBefore: readonly number[]): PlainDate | null {
  const last = signedInOn(forecast);
  if (last === null || remindDaysBefore.length === 0) return null;
  const { today } = forecast;
  const known = forecast.dueDates.find((entry) => !entry.overdue && entry.dueDate >= today && entry.change < 0)?.dueDate;
  const due = known ?? nextTwelfth(today);
  const window = Math.max(...remindDaysBefore);
  return daysBetween(today, due) <= window && daysBetween(last, due) > window ? due : null;
}
