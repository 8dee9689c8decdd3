import type { PlainDate } from "./dates.ts";
import { type Minor, subtract } from "./money.ts";
import type { Observation } from "./observation.ts";

/** The balance at the end of every day with bookings, newest first, computed backwards from today's balance. */
function* balancesBackwards(observation: Observation): Generator<{ date: PlainDate; after: Minor; before: Minor }> {
  const rows = [...observation.history].sort((a, b) => (a.date < b.date ? 1 : a.date > b.date ? -1 : 0));
  let balance = observation.balance;
  for (let i = 0; i < rows.length; ) {
    const date = rows[i]?.date as PlainDate;
    let before = balance;
    for (; rows[i]?.date === date; i++) before = subtract(before, rows[i]?.amount as Minor);
    yield { date, after: balance, before };
    balance = before;
  }
}

/** The balance at the end of that day. Beyond the history's beginning, the oldest balance known. */
export function balanceAtEndOf(observation: Observation, date: PlainDate): Minor {
  let oldest = observation.balance;
  for (const day of balancesBackwards(observation)) {
    if (day.date <= date) return day.after;
    oldest = day.before;
  }
  return oldest;
}

/** The day on which a negative balance last turned negative; null while the balance is not negative. */
export function negativeSince(observation: Observation): PlainDate | null {
  if (observation.balance >= 0) return null;
  for (const day of balancesBackwards(observation)) if (day.before >= 0) return day.date;
  return observation.historyFrom;
}
