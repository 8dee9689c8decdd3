import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { START } from "../test/fakes.ts";
import { clockFault, readClock, serverClock } from "./clock.ts";

const header = (ms: number): string => new Date(ms).toUTCString();

describe("a reading of the server's clock", () => {
  test("is never further off than it says", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -600_000, max: 600_000 }),
        fc.integer({ min: 0, max: 5_000 }),
        fc.integer({ min: 0, max: 5_000 }),
        fc.integer({ min: 0, max: 999 }),
        (ahead, there, back, ms) => {
          const sentAt = START + ms;
          const reading = readClock(header(sentAt + there + ahead), sentAt, sentAt + there + back);
          expect(Math.abs((reading?.offsetMs ?? Number.NaN) - ahead)).toBeLessThanOrEqual((reading?.uncertaintyMs ?? 0) + 1);
        },
      ),
    );
  });

  test.each([undefined, "", "now", "2026-11-22T12:00:00Z", "Sun, 99 Nov 2026 12:00:00 GMT"])("is none without a date: %s", (date) => {
    expect(readClock(date, START, START)).toBeNull();
  });

  test("is none when this machine's clock was set meanwhile", () => {
    expect(readClock(header(START), START, START - 5_000)).toBeNull();
  });
});

test("a difference is told in words, unless it may be none", () => {
  expect(clockFault({ offsetMs: 42_100, uncertaintyMs: 600 })).toBe("this machine's clock is 42 seconds behind");
  expect(clockFault({ offsetMs: -1_200, uncertaintyMs: 600 })).toBe("this machine's clock is 1 second ahead");
  expect(clockFault({ offsetMs: 400, uncertaintyMs: 600 })).toBeNull();
  expect(clockFault(null)).toBeNull();
});

describe("grants are stamped", () => {
  test("by this machine's clock until the server refuses one for its time, then by the server's", () => {
    const clock = serverClock(() => START);
    clock.note(header(START + 90_000), START, START);
    expect(clock.now()).toBe(START);
    expect(clock.follow()).toBe(true);
    expect(clock.now()).toBe(START + 90_500);
    expect(clock.follow()).toBe(false);
  });

  test("by this machine's again once the server refuses the correction and its clock agrees", () => {
    const clock = serverClock(() => START);
    clock.note(header(START + 90_000), START, START);
    clock.follow();
    clock.note(header(START), START, START);
    expect(clock.follow()).toBe(true);
    expect(clock.now()).toBe(START);
  });

  test("by this machine's when the server tells no time", () => {
    const clock = serverClock(() => START);
    clock.note(undefined, START, START);
    expect(clock.follow()).toBe(false);
    expect(clock.reading()).toBeNull();
    expect(clock.now()).toBe(START);
  });
});
