import Holidays from "date-holidays";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bankDaysAfter, bankDaysBefore, bankDaysBetween, isBankDay } from "./bankdays.ts";
import type { PlainDate } from "./dates.ts";
import { addDays, dayNumber, fromDayNumber, plainDate, weekday, ymd } from "./dates.ts";

const anyDay = fc.integer({ min: dayNumber(plainDate("1901-01-01")), max: dayNumber(plainDate("2198-12-31")) }).map(fromDayNumber);
const anyCountry = fc.constantFrom("SE" as const, "NO" as const);
const coded = (code: string) => expect.objectContaining({ code });

describe("against date-holidays, 2020–2100", () => {
  // Its type `bank` holds the eves the banks keep: in Sweden just ours. In Norway it has 31 December as well, "from 14:00": Norges Bank settles
  // that day and only shops and offices close early, so it is a bank day here.
  test.each(["SE", "NO"] as const)("%s", (country) => {
    const oracle = new Holidays(country, { types: ["public", "bank"] });
    for (let year = 2020; year <= 2100; year++) {
      const closed = new Set(oracle.getHolidays(year).map((holiday) => holiday.date.slice(0, 10)));
      if (country === "NO") expect(closed.delete(`${year}-12-31`)).toBe(true);
      const expected: PlainDate[] = [];
      const actual: PlainDate[] = [];
      for (let day = ymd(year, 1, 1); day.startsWith(String(year)); day = addDays(day, 1)) {
        if (weekday(day) < 6 && !closed.has(day)) expected.push(day);
        if (isBankDay(country, day)) actual.push(day);
      }
      expect(actual).toEqual(expected);
    }
  });
});

test("the eves", () => {
  const open = (country: "SE" | "NO", ...dates: string[]) => dates.map((date) => isBankDay(country, plainDate(date)));
  const days = ["2026-06-18", "2026-06-19", "2026-12-23", "2026-12-24", "2026-12-30", "2026-12-31", "2026-06-22", "2026-04-02"];
  expect(open("SE", ...days)).toEqual([true, false, true, false, true, false, true, true]);
  expect(open("NO", ...days)).toEqual([true, true, true, false, true, true, true, false]);
});

describe("counting", () => {
  test("three bank days before a due date, over a weekend, Easter and Christmas", () => {
    const before = (date: string, n: number, country: "SE" | "NO" = "SE") => bankDaysBefore(country, plainDate(date), n);
    expect(before("2026-12-14", 3)).toBe("2026-12-09");
    expect(before("2026-04-13", 3)).toBe("2026-04-08");
    expect(before("2026-04-07", 3)).toBe("2026-03-31");
    expect(before("2026-04-07", 3, "NO")).toBe("2026-03-30");
    expect(before("2026-12-28", 3)).toBe("2026-12-21");
    expect(before("2027-01-04", 1)).toBe("2026-12-30");
    expect(before("2027-01-04", 1, "NO")).toBe("2026-12-31");
  });

  test("zero is the day itself, or the nearest bank day on that side", () => {
    const sunday = plainDate("2026-11-22");
    expect(bankDaysBefore("SE", sunday, 0)).toBe("2026-11-20");
    expect(bankDaysAfter("SE", sunday, 0)).toBe("2026-11-23");
    const monday = plainDate("2026-11-23");
    expect([bankDaysBefore("SE", monday, 0), bankDaysAfter("SE", monday, 0)]).toEqual([monday, monday]);
  });

  test("one is strictly outside the day", () => {
    expect(bankDaysBefore("SE", plainDate("2026-11-22"), 1)).toBe("2026-11-20");
    expect(bankDaysAfter("SE", plainDate("2026-11-20"), 1)).toBe("2026-11-23");
  });

  test("between leaves the first day out and takes the last one in", () => {
    const between = (from: string, to: string) => bankDaysBetween("SE", plainDate(from), plainDate(to));
    expect(between("2026-11-20", "2026-11-23")).toBe(1);
    expect(between("2026-11-20", "2026-11-22")).toBe(0);
    expect(between("2026-11-23", "2026-11-23")).toBe(0);
    expect(between("2026-11-24", "2026-11-23")).toBe(0);
    expect(between("2025-12-31", "2026-12-31")).toBe(251); // 261 weekdays, ten of them holidays or eves
  });

  test("agrees with counting day by day", () => {
    fc.assert(
      fc.property(anyCountry, anyDay, fc.integer({ min: -20, max: 800 }), (country, from, length) => {
        const to = addDays(from, length);
        let count = 0;
        for (let i = 1; i <= length; i++) if (isBankDay(country, addDays(from, i))) count++;
        expect(bankDaysBetween(country, from, to)).toBe(count);
      }),
    );
  });

  test("going n back or forth meets a bank day that lies exactly n away", () => {
    fc.assert(
      fc.property(anyCountry, anyDay, fc.integer({ min: 1, max: 30 }), (country, date, n) => {
        const after = bankDaysAfter(country, date, n);
        expect(isBankDay(country, after)).toBe(true);
        expect(bankDaysBetween(country, date, after)).toBe(n);

        const before = bankDaysBefore(country, date, n);
        expect(isBankDay(country, before)).toBe(true);
        expect(bankDaysBetween(country, addDays(before, -1), addDays(date, -1))).toBe(n);
      }),
      { numRuns: 200 },
    );
  });

  test("zero moves by no bank day, and never more than a few days", () => {
    fc.assert(
      fc.property(anyCountry, anyDay, (country, date) => {
        const [before, after] = [bankDaysBefore(country, date, 0), bankDaysAfter(country, date, 0)];
        expect(before <= date && date <= after).toBe(true);
        expect(isBankDay(country, before) && isBankDay(country, after)).toBe(true);
        if (isBankDay(country, date)) expect([before, after]).toEqual([date, date]);
        else expect([bankDaysBetween(country, before, date), bankDaysBetween(country, date, after)]).toEqual([0, 1]);
        expect(dayNumber(after) - dayNumber(before)).toBeLessThanOrEqual(6);
      }),
    );
  });

  test.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])("%d bank days are refused", (n) => {
    expect(() => bankDaysBefore("SE", plainDate("2026-11-20"), n)).toThrow(coded("BANK_DAYS_COUNT"));
    expect(() => bankDaysAfter("NO", plainDate("2026-11-20"), n)).toThrow(coded("BANK_DAYS_COUNT"));
  });
});
