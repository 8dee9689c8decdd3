import { dateIn, epochMs, type Instant, secondOfDay, zoned } from "@saldovakt/domain";

const ZONE = "Europe/Stockholm";
/** The service closes 03.00–05.00 Swedish time every night (service description 2.3). */
const CLOSES = 3 * 3600;
const OPENS = 5 * 3600;

/** Whether Skattekonto is closed at that moment, and if so when it opens. 03.00 is closed, 05.00 is open. */
export function serviceWindow(now: Instant): { readonly closed: boolean; readonly opensAt?: Instant } {
  const second = secondOfDay(now, ZONE);
  if (second < CLOSES || second >= OPENS) return { closed: false };
  return { closed: true, opensAt: zoned(dateIn(now, ZONE), OPENS, ZONE) };
}

/** How long until the service opens, in milliseconds; undefined while it is open. */
export function untilOpen(now: Instant): number | undefined {
  const { opensAt } = serviceWindow(now);
  return opensAt === undefined ? undefined : epochMs(opensAt) - epochMs(now);
}
