import { expect, test } from "vitest";
import { fault } from "./faults.ts";
import { createHold } from "./hold.ts";

test("a client is held for the longest wait it was asked for, another one is not, and a fault without a wait holds nobody", () => {
  let now = 1_000;
  const hold = createHold(() => now);
  const left = (clientId: string): number => {
    try {
      hold.require(clientId);
      return 0;
    } catch (error) {
      return (error as { retryAfterMs: number }).retryAfterMs;
    }
  };
  for (const retryAfterMs of [5_000, 9_000, 2_000]) hold.note("a", fault("MP_RATE_LIMITED", { retryAfterMs }));
  for (const error of [fault("MP_UNAVAILABLE"), fault("MP_CLOCK", { retryAfterMs: 9 }), new Error("cut")]) hold.note("b", error);
  expect([left("a"), left("b")]).toEqual([9_000, 0]);
  now += 8_999;
  expect(left("a")).toBe(1);
  now += 1;
  expect(left("a")).toBe(0);
});
