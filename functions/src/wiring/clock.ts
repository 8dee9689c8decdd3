import { dateIn, instant } from "@saldovakt/domain";
import type { Clock } from "@saldovakt/service";

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => instant(Date.now()),
  today: (zone) => dateIn(instant(Date.now()), zone),
};
