import * as fc from "fast-check";
import { expect, it } from "vitest";
import { backoffSeconds, LONGEST_SECONDS, unreadSeconds, visibilitySeconds } from "./visibility.ts";

it("waits no shorter than asked, and no longer than SQS hides a message", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e12 }), (ms) => {
      const seconds = visibilitySeconds(ms);
      expect(Number.isInteger(seconds)).toBe(true);
      expect(seconds).toBeLessThanOrEqual(LONGEST_SECONDS);
      if (ms <= LONGEST_SECONDS * 1000) expect(seconds * 1000).toBeGreaterThanOrEqual(ms);
    }),
  );
  expect(visibilitySeconds(-5)).toBe(0);
  expect(visibilitySeconds(1)).toBe(1);
});

it("doubles from half a minute at least to an hour at most", () => {
  expect([1, 2, 3, 7, 50].map((received) => backoffSeconds(received, () => 0))).toEqual([30, 60, 120, 1800, 1800]);
  expect([0, 1, 2, 7, 50].map((received) => backoffSeconds(received, () => 0.999_999))).toEqual([60, 60, 120, 3600, 3600]);
});

it("gives a message out twice at most within two hours, so that it keeps its place in the queue", () => {
  expect([1, 2, 3, 12].map((received) => unreadSeconds(received, 900))).toEqual([900, 7200, 7200, 7200]);
});
