import * as fc from "fast-check";
import { expect, test } from "vitest";
import { ATTEMPTS, delayBefore, LONGEST_DELAY_MS } from "./attempts.ts";

const HOUR = 3_600_000;
const middle = (): number => 0.5;
const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test("the table, at the middle of the spread", () => {
  const hours = Array.from({ length: ATTEMPTS }, (_, i) => (delayBefore(i + 1, middle) ?? Number.NaN) / HOUR);
  const longest = LONGEST_DELAY_MS / HOUR;
  expect(hours).toEqual([0, 5 / 3600, 5 / 60, 0.5, 2, 5, 10, longest, longest, longest]);
});

test("there is no attempt before the first or after the last", () => {
  expect(ATTEMPTS).toBe(10);
  for (const none of [0, -1, 11, 1.5, Number.NaN]) expect(delayBefore(none, middle)).toBeNull();
});

test("spread by a fifth both ways", () => {
  expect(delayBefore(4, () => 0)).toBe(0.4 * HOUR);
  expect(delayBefore(4, () => 1 - Number.EPSILON)).toBe(0.6 * HOUR);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 7 }), chance, (attempt, random) => {
      const delay = delayBefore(attempt, () => random) ?? Number.NaN;
      const table = delayBefore(attempt, middle) ?? Number.NaN;
      expect(delay).toBeGreaterThanOrEqual(Math.floor(table * 0.8));
      expect(delay).toBeLessThanOrEqual(Math.min(LONGEST_DELAY_MS, Math.ceil(table * 1.2)));
    }),
  );
});

test("what the other side asks for is the least, and twelve hours the most", () => {
  expect(delayBefore(2, middle, HOUR)).toBe(HOUR);
  expect(delayBefore(6, middle, HOUR)).toBe(5 * HOUR);
  expect(delayBefore(2, middle, 24 * HOUR)).toBe(LONGEST_DELAY_MS);
  expect(delayBefore(11, middle, HOUR)).toBeNull();
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10 }), chance, fc.nat({ max: 86_400_000 }), (attempt, random, afterMs) => {
      const delay = delayBefore(attempt, () => random, afterMs) ?? Number.NaN;
      expect(delay).toBeGreaterThanOrEqual(Math.min(afterMs, LONGEST_DELAY_MS));
      expect(delay).toBeLessThan(12 * HOUR);
    }),
  );
});
