import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { systemTimer } from "./timer.ts";
import { virtualTimer } from "./virtual-timer.ts";

describe.each([
  ["the system's timer", () => systemTimer],
  ["a virtual timer", () => virtualTimer(5)],
])("%s", (_, make) => {
  it("moves on during a pause", async () => {
    const timer = make();
    const before = timer.now();
    await timer.pause(5);
    expect(timer.now() - before).toBeGreaterThanOrEqual(4);
  });

  it("takes a pause of nothing or less as over", async () => {
    const timer = make();
    await timer.pause(0);
    await timer.pause(-1000);
    expect(timer.now()).toBeGreaterThan(0);
  });

  it("ends a pause with the signal's reason", async () => {
    const timer = make();
    const stop = new AbortController();
    const reason = new Error("stopped");
    const pause = timer.pause(3_600_000, stop.signal);
    stop.abort(reason);
    await expect(pause).rejects.toBe(reason);
    await expect(timer.pause(1, stop.signal)).rejects.toBe(reason);
  });
});

describe("the system's timer", () => {
  it("does not end a pause of months at once", async () => {
    const stop = new AbortController();
    let over = false;
    const pause = systemTimer.pause(2 ** 33, stop.signal).then(
      () => {
        over = true;
      },
      () => undefined,
    );
    await systemTimer.pause(5);
    expect(over).toBe(false);
    stop.abort();
    await pause;
  });
});

describe("a virtual timer", () => {
  it("ends pauses in order of their ends, then of their beginnings, at exactly their ends", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(50), { maxLength: 20 }), async (pauses) => {
        const timer = virtualTimer(1000);
        const ends: [number, number][] = [];
        await Promise.all(pauses.map((ms, i) => timer.pause(ms).then(() => ends.push([timer.now() - 1000, i]))));
        expect(ends).toEqual(pauses.map((ms, i): [number, number] => [ms, i]).sort((a, b) => a[0] - b[0] || a[1] - b[1]));
      }),
    );
  });

  it("lets everything else come to rest before time passes", async () => {
    const timer = virtualTimer();
    const seen: string[] = [];
    const slow = timer.pause(100).then(() => seen.push(`slow at ${timer.now()}`));
    const chain = (async () => {
      for (let i = 0; i < 50; i++) await Promise.resolve();
      await timer.pause(10);
      seen.push(`quick at ${timer.now()}`);
    })();
    await Promise.all([slow, chain]);
    expect(seen).toEqual(["quick at 10", "slow at 100"]);
  });

  it("passes hours in no time and starts where it is told", async () => {
    const timer = virtualTimer(7);
    await timer.pause(36_000_000);
    expect(timer.now()).toBe(36_000_007);
  });
});
