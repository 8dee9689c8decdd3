import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PlainDate } from "./dates.ts";
import { addDays, dayNumber, daysBetween, fromDayNumber, plainDate } from "./dates.ts";
import type { RateStep } from "./interest.ts";
import { NORWEGIAN_LATE_RATE, projectInterest, rateOn, SWEDISH_BASE_RATE, swedishRates } from "./interest.ts";
import { minor } from "./money.ts";

const coded = (code: string) => expect.objectContaining({ code });
const day = plainDate;
const anyDay = fc.integer({ min: dayNumber(day("2013-01-01")), max: dayNumber(day("2040-12-31")) }).map(fromDayNumber);

describe("tables", () => {
  test.each([
    ["2013-01-01", 1.25],
    ["2022-10-31", 1.25],
    ["2022-11-01", 2.5],
    ["2023-02-01", 3.75],
    ["2023-08-01", 5],
    ["2024-06-30", 5],
    ["2024-07-01", 3.75],
    ["2024-12-01", 2.5],
  ])("the Swedish base rate of %s is %d %%", (date, percent) => {
    expect(rateOn(SWEDISH_BASE_RATE, day(date))).toEqual({ percent, confirmed: true });
  });

  test("the last Swedish rate is an assumption once its month is over", () => {
    expect(rateOn(SWEDISH_BASE_RATE, day("2024-12-31")).confirmed).toBe(true);
    expect(rateOn(SWEDISH_BASE_RATE, day("2025-01-01"))).toEqual({ percent: 2.5, confirmed: false });
  });

  test.each([
    ["2024-01-01", 12.5, true],
    ["2025-06-30", 12.5, true],
    ["2025-07-01", 12.25, true],
    ["2026-01-01", 12, true],
    ["2026-12-31", 12.25, true],
    ["2027-01-01", 12.25, false],
  ])("the Norwegian late rate of %s is %d %%, confirmed: %s", (date, percent, confirmed) => {
    expect(rateOn(NORWEGIAN_LATE_RATE, day(date))).toEqual({ percent, confirmed });
  });

  test("before the first step its rate stands in, unconfirmed", () => {
    expect(rateOn(NORWEGIAN_LATE_RATE, day("2020-05-01"))).toEqual({ percent: 12.5, confirmed: false });
  });

  test("an installation's own table is vouched for until further notice", () => {
    const own: readonly RateStep[] = [...SWEDISH_BASE_RATE, { from: day("2025-03-01"), percent: 2.25 }];
    expect(rateOn(own, day("2025-02-28"))).toEqual({ percent: 2.5, confirmed: false });
    expect(rateOn(own, day("2031-01-01"))).toEqual({ percent: 2.25, confirmed: true });
    expect(swedishRates(day("2025-03-01"), own)).toEqual({ low: 2.25, high: 17.25, credit: 1.0125, confirmed: true });
  });

  test("the order of the steps does not matter", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...SWEDISH_BASE_RATE], { minLength: SWEDISH_BASE_RATE.length }), anyDay, (shuffled, date) => {
        expect(rateOn(shuffled, date)).toEqual(rateOn(SWEDISH_BASE_RATE, date));
      }),
    );
  });

  test("an empty table is refused", () => expect(() => rateOn([], day("2026-01-01"))).toThrow(coded("RATE_TABLE_EMPTY")));

  test("the three Swedish rates hang on the base rate", () => {
    expect(swedishRates(day("2023-09-01"))).toEqual({ low: 5, high: 20, credit: 2.25, confirmed: true });
    expect(swedishRates(day("2023-03-01"))).toEqual({ low: 3.75, high: 18.75, credit: 1.6875, confirmed: true });
    expect(swedishRates(day("2026-11-22"))).toEqual({ low: 2.5, high: 17.5, credit: 1.125, confirmed: false });
  });
});

describe("projectInterest", () => {
  test("a debt of 10 000 kr, thirty days late at 17.5 %", () => {
    expect(projectInterest(minor(-1_000_000), day("2026-11-12"), day("2026-12-12"), () => 17.5)).toBe(-14_384); // 143.8356… kr
  });

  test("counts the days after the first, the last one with them", () => {
    const asked: PlainDate[] = [];
    projectInterest(minor(1), day("2026-02-27"), day("2026-03-02"), (date) => {
      asked.push(date);
      return 1;
    });
    expect(asked).toEqual(["2026-02-28", "2026-03-01", "2026-03-02"]);
  });

  test("rounds once, half away from zero", () => {
    const oneDay = (principal: number) => projectInterest(minor(principal), day("2026-11-12"), day("2026-11-13"), () => 36.5); // a thousandth
    expect([499, 500, 501, 1500, -499, -500, -1500].map(oneDay)).toEqual([0, 1, 1, 2, 0, -1, -2]);
    expect(projectInterest(minor(490), day("2026-11-12"), day("2026-11-22"), () => 36.5)).toBe(5); // ten days of 0.49, no day rounded by itself
  });

  test("follows a change of rate from the day it applies", () => {
    const rate = (date: PlainDate) => swedishRates(date).high;
    const both = projectInterest(minor(-36_500_000), day("2024-06-29"), day("2024-07-02"), rate);
    expect(both).toBe(-(20_000 + 18_750 + 18_750)); // 365 000 kr: one day at 20 %, two at 18.75 %
  });

  test("is nothing for no days, no principal or no rate", () => {
    expect(projectInterest(minor(-1000), day("2026-11-12"), day("2026-11-12"), () => 17.5)).toBe(0);
    expect(projectInterest(minor(-1000), day("2026-11-13"), day("2026-11-12"), () => 17.5)).toBe(0);
    expect(projectInterest(minor(0), day("2026-11-12"), day("2026-12-12"), () => 17.5)).toBe(0);
    expect(
      Object.is(
        projectInterest(minor(-1000), day("2026-11-12"), day("2026-12-12"), () => 0),
        0,
      ),
    ).toBe(true);
  });

  test("is within half an öre of the exact sum, however large, and mirrors the sign", () => {
    const percent = fc.integer({ min: 0, max: 3000 }).map((n) => n / 100);
    const principals = fc.integer({ min: -9_000_000_000_000, max: 9_000_000_000_000 }).map(minor);
    fc.assert(
      fc.property(principals, anyDay, fc.integer({ min: 0, max: 200 }), percent, percent, (principal, from, days, first, second) => {
        const to = addDays(from, days);
        const change = addDays(from, Math.floor(days / 2));
        const rate = (date: PlainDate) => (date <= change ? first : second);
        const result = projectInterest(principal, from, to, rate);
        const early = daysBetween(from, change);
        const percentDays = BigInt(Math.round(first * 100) * early + Math.round(second * 100) * (days - early));
        const error = BigInt(result) * 3_650_000n - BigInt(principal) * percentDays;
        expect(2n * (error < 0n ? -error : error) <= 3_650_000n).toBe(true);
        expect(projectInterest(minor(-principal), from, to, rate)).toBe(0 - result);
      }),
    );
  });

  test("refuses what is no rate, and what cannot be counted", () => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, 1e10]) {
      expect(() => projectInterest(minor(1), day("2026-11-12"), day("2026-11-13"), () => bad)).toThrow(coded("RATE_INVALID"));
    }
    const most = minor(Number.MAX_SAFE_INTEGER);
    expect(() => projectInterest(most, day("2000-01-01"), day("2100-01-01"), () => 20)).toThrow(coded("MONEY_OVERFLOW"));
  });
});
