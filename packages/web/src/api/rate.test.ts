import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { memorySlots } from "../keys.fixture.ts";
import { createRate } from "./rate.ts";

const LIMIT = { perSecond: 20, burst: 100 };

function world(limit = LIMIT, processes = 1) {
  let now = Date.parse("2026-11-23T08:30:00Z");
  let reserved = 0;
  const slots = memorySlots();
  const counting: typeof slots = {
    reserveSlots(...args) {
      reserved++;
      return slots.reserveSlots(...args);
    },
  };
  const rates = Array.from({ length: processes }, () => createRate(counting, () => now, limit));
  const ask = (process = 0, key = "key_1") => (rates[process] as (id: string) => Promise<number>)(key);
  const pass = (ms: number): void => {
    now += ms;
  };
  return { ask, pass, reserved: () => reserved };
}

describe("the rate of a key", () => {
  it("lets a burst in at once, and then one every twentieth of a second", async () => {
    const { ask, pass } = world();
    for (let n = 0; n < 100; n++) expect(await ask()).toBe(0);
    expect(await ask()).toBe(50);
    pass(49);
    expect(await ask()).toBe(1);
    pass(1);
    expect(await ask()).toBe(0);
    expect(await ask()).toBe(50);
  });

  it("puts nobody further back who goes on asking", async () => {
    const { ask, pass } = world();
    for (let n = 0; n < 1_000; n++) await ask();
    pass(50);
    expect(await ask()).toBe(0);
  });

  it("costs the store a twentieth of a write for each request", async () => {
    const { ask, reserved } = world();
    for (let n = 0; n < 100; n++) await ask();
    expect(reserved()).toBe(5);
    for (let n = 0; n < 500; n++) await ask();
    expect(reserved()).toBe(6);
  });

  it("asks the store once for many requests that come together", async () => {
    const { ask, reserved } = world();
    const waits = await Promise.all(Array.from({ length: 130 }, () => ask()));
    expect(waits.filter((wait) => wait === 0)).toHaveLength(100);
    expect(reserved()).toBe(6);
  });

  it("counts every key by itself", async () => {
    const { ask } = world({ perSecond: 1, burst: 1 });
    expect([await ask(0, "key_1"), await ask(0, "key_2")]).toEqual([0, 0]);
    expect(await ask(0, "key_1")).toBe(1_000);
  });

  it("fills up again over a silence, to the burst and no further", async () => {
    const { ask, pass } = world();
    for (let n = 0; n < 120; n++) await ask();
    pass(3_600_000);
    const waits = await Promise.all(Array.from({ length: 200 }, () => ask()));
    expect(waits.filter((wait) => wait === 0)).toHaveLength(100);
  });

  it("holds for several processes together, beyond what each has leased", async () => {
    const processes = 4;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(processes - 1), fc.nat(40)), { minLength: 200, maxLength: 600 }), async (steps) => {
        const { ask, pass } = world(LIMIT, processes);
        let admitted = 0;
        let elapsed = 0;
        for (const [process, ms] of steps) {
          if ((await ask(process)) === 0) admitted++;
          pass(ms);
          elapsed += ms;
        }
        expect(admitted).toBeLessThanOrEqual(LIMIT.burst + Math.ceil(elapsed / 50));
      }),
      { numRuns: 20 },
    );
  });

  it("shuts nobody out when a clock was wrong", async () => {
    const { ask, pass } = world();
    pass(86_400_000);
    await ask();
    pass(-86_400_000);
    for (let n = 0; n < 50; n++) expect(await ask()).toBe(0);
  });
});
