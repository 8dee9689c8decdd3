import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { onceOnly, ring, slidingLimit } from "./limits.ts";

describe("slidingLimit", () => {
  test("no second ever holds more than the limit, and nothing within it is refused", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 60 }), (limit, gaps) => {
        const admits = slidingLimit(limit, 0);
        const admitted: number[] = [];
        let at = 0;
        for (const gap of gaps) {
          at += gap;
          const inTheLastSecond = admitted.filter((earlier) => at - earlier < 1_000).length;
          expect(admits(at)).toBe(inTheLastSecond < limit);
          if (inTheLastSecond < limit) admitted.push(at);
        }
      }),
    );
  });

  test("the grace lets calls bunch up a little, not more", () => {
    const admits = slidingLimit(1, 20);
    expect([0, 979, 980].map(admits)).toEqual([true, false, true]);
  });

  test("without a limit everything passes", () => {
    const admits = slidingLimit(Number.POSITIVE_INFINITY, 0);
    expect(Array.from({ length: 1_000 }, () => admits(0))).not.toContain(false);
  });
});

test("onceOnly knows an id again until it has seen too many others", () => {
  const isNew = onceOnly(3);
  expect(["a", "b", "a", "c", "b", "d", "a"].map(isNew)).toEqual([true, true, false, true, false, true, true]);
});

test("a ring keeps the last values, oldest first", () => {
  const last = ring<number>(3);
  for (let i = 1; i <= 10; i++) {
    last.put(i);
    expect(last.values()).toEqual([i - 2, i - 1, i].filter((n) => n > 0));
  }
});
