/** The sums behind `docs/scale.md`, held to the simulation by `scale.test.ts`. */

/** Calls a reading takes: two, four for one account in twenty on any day, one for an account that is refused. */
export const CALLS_A_READING = 2.1;

/** What is had of the allowed rate: the limiter's margin of a hundredth, and the slots lost to timers that fire late. */
export const KEPT = 0.973;

const HOUR = 3600;
const BEGINS = 5.5 * HOUR;

/** Seconds that a pass over so many accounts takes. A rate counts in whole calls, since no second may hold more. */
export const passSeconds = (accounts: number, perSecond: number): number =>
  (accounts * CALLS_A_READING) / (Math.max(perSecond < 1 ? perSecond : 1, Math.floor(perSecond)) * KEPT);

/** The authority is closed from 03.00 to 05.00. */
const NIGHT = { from: 27, hours: 2 } as const;

/** The hour of the day at which it ends, in hours and fractions; past 24 on the next day. The next pass begins at 29.5. */
export function endHour(accounts: number, perSecond: number, closedHours = 0): number {
  const end = (BEGINS + passSeconds(accounts, perSecond)) / HOUR + closedHours;
  return end > NIGHT.from ? end + NIGHT.hours : end;
}

/** The share of the accounts read by that hour. */
export const shareBy = (hour: number, accounts: number, perSecond: number, closedHours = 0): number =>
  Math.min(1, ((hour - closedHours) * HOUR - BEGINS) / passSeconds(accounts, perSecond));

/** The least whole rate at which all accounts are read by that hour. */
export function rateFor(hour: number, accounts: number, closedHours = 0): number {
  let rate = 1;
  while (shareBy(hour, accounts, rate, closedHours) < 1) rate++;
  return rate;
}

/** How many accounts a pass reads between 05.30 and the night's closing. */
export const mostADay = (perSecond: number): number => Math.floor((NIGHT.from * HOUR - BEGINS) / passSeconds(1, perSecond));
