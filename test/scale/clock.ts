import { type PlainDate, zoned } from "@saldovakt/domain";
import type { Timer } from "@saldovakt/http";
import { chance } from "./chance.ts";
import { heap } from "./heap.ts";

const ZONE = "Europe/Stockholm";
const DAY_MS = 86_400_000;

/** The simulated day: the last bank day but two before the due date of the 14th, the last day to pay for all who have nothing left to lose. */
export const DAY = "2026-12-09" as PlainDate;

/** The moment the clock in Stockholm shows that time on the day; hours beyond 24 are the next day's. */
export function at(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  return Date.parse(zoned(DAY, 0, ZONE)) + (hours * 60 + minutes) * 60_000;
}

/** `05:31`; `+01:07` on the day after. To the minute begun. */
export function clockOf(ms: number): string {
  const minutes = Math.floor((ms - at("00:00")) / 60_000);
  const two = (value: number): string => String(value).padStart(2, "0");
  const text = `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`;
  return minutes * 60_000 >= DAY_MS ? `+${text}` : text;
}

/**
 * A virtual clock like `virtualTimer`, for a million pauses: it moves on when no promise is left to settle, without a turn of the event loop between
 * two pauses, so nothing here may wait for anything but it. Its pauses end a little late, as timers do in a function with a third of a processor: up to
 * 2 ms, and one in fifty up to 40. A slot in the shared call rate is lost when its taker comes later than the limiter's margin.
 */
export function lateTimer(start: number): Timer {
  const random = chance(5);
  const lateness = (): number => random() * (random() < 0.02 ? 40 : 2);
  const sleepers = heap<{ readonly at: number; wake: (() => void) | null }>((a, b) => a.at < b.at);
  let now = start;
  let running = false;

  // Ticks asked for by a promise come after all promises; those asked for by a tick come before.
  const soon = (): void => queueMicrotask(() => process.nextTick(turn));
  const turn = (): void => {
    const next = sleepers.pop();
    running = next !== undefined;
    if (!next) return;
    if (next.wake) now = Math.max(now, next.at);
    next.wake?.();
    soon();
  };

  return {
    now: () => now,
    pause: (ms, signal) =>
      new Promise((resolve, reject) => {
        const sleeper = { at: now + ms + lateness(), wake: resolve as (() => void) | null };
        const onAbort = (): void => {
          sleeper.wake = null;
          reject(signal?.reason);
        };
        if (signal?.aborted) return onAbort();
        signal?.addEventListener("abort", onAbort, { once: true });
        sleepers.push(sleeper);
        if (running) return;
        running = true;
        soon();
      }),
  };
}
