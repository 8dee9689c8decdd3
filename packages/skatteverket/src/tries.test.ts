import type { SaldovaktError } from "@saldovakt/domain";
import { expect, test } from "vitest";
import { fakeTimer } from "../test/fakes.ts";
import { fault } from "./faults.ts";
import { tries } from "./tries.ts";

function counting(errors: readonly SaldovaktError[]) {
  const timer = fakeTimer();
  const options = { attempts: 3, baseMs: 500, capMs: 8_000, timer, random: () => 0.5 };
  const seen = { count: 0, timer, options, run: () => tries(attempt, options) };
  async function attempt(): Promise<string> {
    const error = errors[seen.count++];
    if (error) throw error;
    return "done";
  }
  return seen;
}

const broken = () => fault("SKV_BAD_GATEWAY");

test("what passes by itself is tried three times", async () => {
  const twice = counting([broken(), broken()]);
  expect(await twice.run()).toBe("done");
  expect(twice.timer.pauses).toEqual([250, 500]);
  const always = counting([broken(), broken(), broken(), broken()]);
  await expect(always.run()).rejects.toMatchObject({ code: "SKV_BAD_GATEWAY" });
  expect(always.count).toBe(3);
});

test.each([
  ["what does not pass", fault("SKV_NOT_AUTHORISED")],
  ["the closed night", fault("SKV_CLOSED", { retryAfterMs: 20_000 })],
  ["a wait longer than a call", fault("SKV_RATE_LIMITED", { retryAfterMs: 60_001 })],
])("%s is tried once", async (_, error) => {
  const once = counting([error]);
  await expect(once.run()).rejects.toBe(error);
  expect(once.count).toBe(1);
  expect(once.timer.pauses).toEqual([]);
});

test("a closed service by day is tried again", async () => {
  const once = counting([fault("SKV_CLOSED")]);
  expect(await once.run()).toBe("done");
});

test("a wait that was asked for is kept", async () => {
  const once = counting([fault("SKV_RATE_LIMITED", { retryAfterMs: 7_000 })]);
  await once.run();
  expect(once.timer.pauses).toEqual([7_250]);
});
