import { inputError } from "@saldovakt/domain";
import type { SlotStore } from "./slots.ts";
import type { Timer } from "./timer.ts";

export interface Limiter {
  /** Resolves when it is this caller's turn, first come first served. Rejects with the signal's reason, or with the slot store's error. */
  take(signal?: AbortSignal): Promise<void>;
  /** Lets nobody through before that moment (epoch ms), as after a 429. Never shortens an earlier hold. */
  holdUntil(epochMs: number): void;
}

export interface LimiterOptions {
  readonly perSecond: number;
  readonly slots: SlotStore;
  readonly timer: Timer;
  /** Most slots reserved at once, for callers already waiting; half the rate unless given, never more than the rate. */
  readonly blockSize?: number;
}

/** Slots stand this much further apart than the rate asks for. It is what a timer may be late without breaking the promise. */
const MARGIN = 1.01;
const SECOND_MS = 1000;
/** Clocks count whole milliseconds: what is read as a second may be this much less. */
const CLOCK_GRAIN_MS = 1;

interface Waiter {
  readonly admit: () => void;
  readonly fail: (reason: unknown) => void;
}

/**
 * Spreads calls so that in no window of one second more than `perSecond` takes complete, however late timers fire, and a busy caller gets
 * 99 % of that. Slots are absolute times, so lateness never adds up. Processes share a rate by sharing the slot store: there a slot that
 * comes up later than the margin is lost, since the others cannot know of it; within one process the real completions are known and a late
 * slot is used late.
 * Throws `RATE_INVALID`.
 */
export function createLimiter(options: LimiterOptions): Limiter {
  const { perSecond, slots, timer } = options;
  if (!(perSecond > 0 && Number.isFinite(perSecond))) {
    throw inputError("RATE_INVALID", "the rate of calls is not a positive number", "give the calls per second, for example 4");
  }
  /** Whole calls a second: 2.5 a second would put three into some window. Below one, only the spacing matters. */
  const most = Math.max(1, Math.floor(perSecond));
  const spacingMs = (SECOND_MS / Math.min(perSecond, most)) * MARGIN;
  const blockSize = Math.min(most, Math.max(1, Math.floor(options.blockSize ?? most / 2)));
  const completed = slots.completed ?? [];
  const latestUseMs = slots.completed ? SECOND_MS : most * spacingMs - SECOND_MS - CLOCK_GRAIN_MS;

  const waiting: Waiter[] = [];
  const ahead: number[] = [];
  let heldUntil = Number.NEGATIVE_INFINITY;
  let leadMs = 0;
  let reserving: Promise<void> | undefined;
  let pumping = false;
  let sleep: AbortController | undefined;

  const reserve = async (): Promise<void> => {
    const asked = timer.now();
    const count = Math.min(blockSize, Math.max(1, waiting.length - ahead.length));
    const first = await slots.reserve(count, spacingMs, Math.max(heldUntil, asked + leadMs));
    // A slot that passes while the store is still answering is lost, so ask for as much later as the store has been slow.
    leadMs = Math.min(SECOND_MS, Math.max(timer.now() - asked, leadMs * 0.9));
    for (let i = 0; i < count; i++) ahead.push(first + i * spacingMs);
  };
  const refill = (): Promise<void> => {
    reserving ??= reserve().finally(() => {
      reserving = undefined;
    });
    return reserving;
  };

  /** One step: admits the first in line, or waits for what that takes. */
  const step = async (): Promise<void> => {
    const now = timer.now();
    const slot = ahead[0];
    if (slot === undefined) return refill();
    if (slot < heldUntil || now > slot + latestUseMs) {
      ahead.shift();
      return;
    }
    // The next block is asked for while this one is being used up; should that fail, the error comes up when a slot is needed.
    if (ahead.length < waiting.length && ahead.length * 2 <= blockSize) refill().catch(() => undefined);
    const due = Math.max(slot, (completed.at(-most) ?? Number.NEGATIVE_INFINITY) + SECOND_MS + CLOCK_GRAIN_MS);
    if (now < due) {
      sleep = new AbortController();
      return timer.pause(Math.ceil(due - now), sleep.signal).catch(() => undefined);
    }
    ahead.shift();
    completed.push(now);
    if (completed.length > most) completed.shift();
    waiting.shift()?.admit();
  };

  const pump = async (): Promise<void> => {
    pumping = true;
    while (waiting.length > 0) {
      try {
        await step();
      } catch (error) {
        for (const waiter of waiting.splice(0)) waiter.fail(error);
      }
    }
    pumping = false;
  };

  return {
    take: (signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const onAbort = (): void => {
          waiting.splice(waiting.indexOf(waiter), 1);
          reject(signal?.reason);
          // Nobody is left to wait for: the timer must not keep the process alive.
          if (waiting.length === 0) sleep?.abort();
        };
        const settle = (): void => signal?.removeEventListener("abort", onAbort);
        const waiter: Waiter = {
          admit: () => {
            settle();
            resolve();
          },
          fail: (reason) => {
            settle();
            reject(reason);
          },
        };
        signal?.addEventListener("abort", onAbort, { once: true });
        waiting.push(waiter);
        if (!pumping) void pump();
      }),
    holdUntil(epochMs) {
      heldUntil = Math.max(heldUntil, epochMs);
    },
  };
}
