import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLimiter, type Limiter } from "./limiter.ts";
import { memorySlots, type SlotStore } from "./slots.ts";
import type { Timer } from "./timer.ts";
import { virtualTimer } from "./virtual-timer.ts";

const START = Date.parse("2026-11-20T06:00:00Z");

/** A timer whose pauses end late by what `lateMs` says. */
const late = (timer: Timer, lateMs: () => number): Timer => ({ now: timer.now, pause: (ms, signal) => timer.pause(ms + lateMs(), signal) });

/** The same store as several processes see it: nobody knows when the others' takes completed, and answers take their time. */
const shared = (timer: Timer, answerMs: () => number = () => 0): SlotStore => {
  const slots = memorySlots();
  return {
    async reserve(count, spacingMs, notBefore) {
      await timer.pause(answerMs());
      return slots.reserve(count, spacingMs, notBefore);
    },
  };
};

/** Most takes in any window of one second, however it lies. */
function mostInOneSecond(moments: readonly number[]): number {
  const sorted = [...moments].sort((a, b) => a - b);
  return Math.max(...sorted.map((start, i) => sorted.slice(i).filter((moment) => moment < start + 1000).length));
}

/** A repeatable stream of numbers in [0, 1). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

/** Lets `callers` callers of the limiter take turns, `takes` each, with pauses between; gives the moments. */
async function busy(timer: Timer, limiter: Limiter, callers: number, takes: number, idleMs: () => number = () => 0): Promise<number[]> {
  const moments: number[] = [];
  const caller = async (): Promise<void> => {
    for (let i = 0; i < takes; i++) {
      await limiter.take();
      moments.push(timer.now());
      const idle = idleMs();
      if (idle > 0) await timer.pause(idle);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return moments;
}

const rateOf = (moments: readonly number[]): number => ((moments.length - 1) * 1000) / (Math.max(...moments) - Math.min(...moments));

describe("the window promise", () => {
  const situation = fc.record({
    perSecond: fc.constantFrom(1, 2, 4, 7, 25, 100, 0.4, 2.5),
    limiters: fc.integer({ min: 1, max: 3 }),
    callers: fc.integer({ min: 1, max: 6 }),
    lateMs: fc.constantFrom(0, 3, 15, 60, 700),
    idleMs: fc.constantFrom(0, 0, 200, 3000),
    answerMs: fc.constantFrom(0, 8, 40, 300),
    blockSize: fc.integer({ min: 1, max: 8 }),
    local: fc.boolean(),
    seed: fc.nat(),
  });

  it("holds for any number of limiters on one store, with late timers, slow stores and idle times", async () => {
    await fc.assert(
      fc.asyncProperty(situation, async ({ perSecond, limiters, callers, lateMs, idleMs, answerMs, blockSize, local, seed }) => {
        const random = numbers(seed);
        const timer = virtualTimer(START);
        const slots = local ? memorySlots() : shared(timer, () => random() * answerMs);
        const moments = await Promise.all(
          Array.from({ length: limiters }, () => {
            const own = late(timer, () => (random() < 0.5 ? 0 : random() * lateMs));
            return busy(timer, createLimiter({ perSecond, slots, timer: own, blockSize }), callers, 6, () => random() * idleMs);
          }),
        );
        expect(moments.flat()).toHaveLength(limiters * callers * 6);
        expect(mostInOneSecond(moments.flat())).toBeLessThanOrEqual(Math.max(1, Math.floor(perSecond)));
      }),
      { numRuns: 150 },
    );
  });

  it("holds when everything stands still for a while and slots pass unused", async () => {
    for (const local of [true, false]) {
      const timer = virtualTimer(START);
      let stall = 0;
      const own = late(timer, () => stall);
      const limiter = createLimiter({ perSecond: 4, slots: local ? memorySlots() : shared(timer), timer: own, blockSize: 4 });
      const first = busy(timer, limiter, 8, 1);
      stall = 5000;
      await timer.pause(100);
      stall = 0;
      const moments = [...(await first), ...(await busy(timer, limiter, 8, 1))];
      expect(mostInOneSecond(moments)).toBeLessThanOrEqual(4);
    }
  });
});

describe("the rate", () => {
  it.each([
    ["one caller after another", 1, true],
    ["many callers", 50, true],
    ["many callers on a shared store", 50, false],
  ])("of %s is at least 0.98 of what is allowed", async (_, callers, local) => {
    for (const perSecond of [1, 4, 20]) {
      const timer = virtualTimer(START);
      const random = numbers(perSecond);
      const slots = local ? memorySlots() : shared(timer, () => 10 * random());
      const limiter = createLimiter({ perSecond, slots, timer: late(timer, () => 2 * random()) });
      const moments = await busy(timer, limiter, callers, 400 / callers);
      expect(rateOf(moments) / perSecond).toBeGreaterThanOrEqual(0.98);
      expect(rateOf(moments) / perSecond).toBeLessThanOrEqual(1);
    }
  });

  it("does not suffer from very late timers while all takers are in one process", async () => {
    const timer = virtualTimer(START);
    const random = numbers(7);
    const own = late(timer, () => (random() < 0.1 ? 80 * random() : random()));
    const limiter = createLimiter({ perSecond: 4, slots: memorySlots(), timer: own });
    expect(rateOf(await busy(timer, limiter, 2, 200)) / 4).toBeGreaterThanOrEqual(0.98);
  });

  it("is not held up by a slow store while many wait", async () => {
    const timer = virtualTimer(START);
    const limiter = createLimiter({ perSecond: 100, slots: shared(timer, () => 60), timer });
    expect(rateOf(await busy(timer, limiter, 200, 10)) / 100).toBeGreaterThanOrEqual(0.98);
  });

  it("makes a lone caller of a slow store wait for the store, not for a second slot", async () => {
    const timer = virtualTimer(START);
    const limiter = createLimiter({ perSecond: 1, slots: shared(timer, () => 40), timer });
    await limiter.take();
    for (let i = 0; i < 5; i++) {
      await timer.pause(5000);
      const asked = timer.now();
      await limiter.take();
      expect(timer.now() - asked).toBeLessThanOrEqual(80);
    }
  });

  it("is shared fairly between processes", async () => {
    const timer = virtualTimer(START);
    const slots = shared(timer, () => 5);
    const both = await Promise.all([1, 2].map(() => busy(timer, createLimiter({ perSecond: 10, slots, timer }), 20, 5)));
    expect(rateOf(both.flat()) / 10).toBeGreaterThanOrEqual(0.98);
    const [one = 0, other = 0] = both.map((moments) => Math.max(...moments));
    expect(Math.abs(one - other)).toBeLessThan(1500);
  });

  it("spreads calls evenly from the first one, at once", async () => {
    const timer = virtualTimer(START);
    const moments = await busy(timer, createLimiter({ perSecond: 4, slots: memorySlots(), timer }), 5, 1);
    expect(moments.map((moment) => moment - START)).toEqual([0, 253, 505, 758, 1010]);
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])("cannot be %s", (perSecond) => {
    const make = () => createLimiter({ perSecond, slots: memorySlots(), timer: virtualTimer() });
    expect(make).toThrow(expect.objectContaining({ code: "RATE_INVALID" }));
  });
});

describe("taking turns", () => {
  const limiterOf = (timer: Timer, slots: SlotStore = memorySlots()): Limiter => createLimiter({ perSecond: 4, slots, timer });

  it("is first come, first served", async () => {
    const order: number[] = [];
    const limiter = limiterOf(virtualTimer(START));
    await Promise.all(Array.from({ length: 9 }, (_, i) => limiter.take().then(() => order.push(i))));
    expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it("can be given up while waiting, and the others move up", async () => {
    const timer = virtualTimer(START);
    const limiter = limiterOf(timer);
    const stop = new AbortController();
    const reason = new Error("no longer wanted");
    const before = limiter.take();
    const given = [limiter.take(stop.signal), limiter.take(stop.signal)];
    const after = limiter.take().then(() => timer.now());
    await before;
    stop.abort(reason);
    for (const take of given) await expect(take).rejects.toBe(reason);
    expect((await after) - START).toBe(253);
    await expect(limiter.take(stop.signal)).rejects.toBe(reason);
  });

  it("leaves no timer behind when everybody has given up, and works on afterwards", async () => {
    const timer = virtualTimer(START);
    let open = 0;
    const counting: Timer = {
      now: timer.now,
      pause: (ms, signal) => {
        open++;
        return timer.pause(ms, signal).finally(() => open--);
      },
    };
    const limiter = limiterOf(counting);
    limiter.holdUntil(START + 3_600_000);
    const stop = new AbortController();
    const take = limiter.take(stop.signal);
    await new Promise(setImmediate);
    stop.abort();
    await expect(take).rejects.toThrow();
    expect(open).toBe(0);
    await limiter.take();
    expect(timer.now()).toBe(START + 3_600_000);
  });

  it("forgets a signal once the turn has come", async () => {
    const limiter = limiterOf(virtualTimer(START));
    const stop = new AbortController();
    await limiter.take(stop.signal);
    stop.abort();
    await limiter.take();
  });

  it("stands still while on hold, also for slots reserved before, and starts without a burst", async () => {
    for (const local of [true, false]) {
      const timer = virtualTimer(START);
      const limiter = limiterOf(timer, local ? memorySlots() : shared(timer));
      const moments: number[] = [];
      const takes = Array.from({ length: 8 }, () => limiter.take().then(() => moments.push(timer.now())));
      await takes[1];
      limiter.holdUntil(START + 10_000);
      limiter.holdUntil(START + 5_000);
      await Promise.all(takes);
      expect(moments.filter((moment) => moment < START + 10_000)).toHaveLength(2);
      expect(mostInOneSecond(moments)).toBeLessThanOrEqual(4);
      expect(Math.max(...moments)).toBeLessThan(START + 12_000);
    }
  });

  it("fails with the store's own error for all who wait, and recovers with the store", async () => {
    const timer = virtualTimer(START);
    const fault = new Error("store out of reach");
    const memory = memorySlots();
    let broken = true;
    const limiter = limiterOf(timer, { reserve: (...request) => (broken ? Promise.reject(fault) : memory.reserve(...request)) });
    for (const take of [limiter.take(), limiter.take()]) await expect(take).rejects.toBe(fault);
    broken = false;
    await limiter.take();
  });

  it("reserves only for those who wait", async () => {
    const timer = virtualTimer(START);
    const memory = memorySlots();
    const counts: number[] = [];
    const counted: SlotStore = {
      reserve: (count, spacingMs, notBefore) => {
        counts.push(count);
        return memory.reserve(count, spacingMs, notBefore);
      },
    };
    const limiter = createLimiter({ perSecond: 8, slots: counted, timer, blockSize: 100 });
    await limiter.take();
    expect(counts).toEqual([1]);
    await Promise.all(Array.from({ length: 20 }, () => limiter.take()));
    expect(counts.reduce((sum, count) => sum + count)).toBe(21);
    expect(Math.max(...counts)).toBeLessThanOrEqual(8);
  });
});
