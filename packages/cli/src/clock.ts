import { dateIn, earlier, epochMs, type Instant, instant, later, type PlainDate, secondOfDay, type Zone, zoned } from "@saldovakt/domain";
import type { Clock } from "@saldovakt/service";

/** The clock of the Swedish authority, by which a stated day is laid out. Norway's runs alike. */
const ZONE: Zone = "Europe/Stockholm";

/** The clock as it is. */
export const realClock = (nowMs: () => number): Clock => ({
  now: () => instant(nowMs()),
  today: (zone) => dateIn(instant(nowMs()), zone),
});

/**
 * The clock of a stated day: the time of day is the real one, the day stays the stated one, in summer time or winter time as that day has it. It never
 * runs backwards: when the real day ends, it stands at the latest moment it has shown.
 */
export function clockOn(day: PlainDate, nowMs: () => number): Clock {
  let latest: Instant | null = null;
  return {
    now() {
      const real = nowMs();
      const moved = instant(epochMs(zoned(day, secondOfDay(instant(real), ZONE), ZONE)) + (real % 1000));
      latest = latest === null || moved > latest ? moved : latest;
      return latest;
    },
    today: () => day,
  };
}

/** The moment before which records of that age are no longer kept, by whichever clock is behind: a stated day deletes nothing too early. */
export function keptSince(days: number, clock: Clock, real: Clock): Instant {
  const oldest = earlier(dateIn(clock.now(), ZONE), dateIn(real.now(), ZONE));
  return instant(epochMs(zoned(later(oldest, "1971-01-01" as PlainDate), 0, ZONE)) - days * 86_400_000);
}
