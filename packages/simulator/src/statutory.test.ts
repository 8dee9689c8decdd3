import { type PlainDate, plainDate } from "@saldovakt/domain";
import { describe, expect, test } from "vitest";
import { dayIn, dueDateBefore, monthAfter, monthAndYear, monthAt, monthBefore, monthWith, nextReconciliation } from "./statutory.ts";

describe("the authority's calendar", () => {
  test("due dates of 2026 and early 2027 are the published ones", () => {
    const ordinary = "01-19 02-12 03-12 04-13 05-12 06-12 07-13 08-17 09-14 10-12 11-12 12-14".split(" ");
    const late = "01-26 02-26 03-26 04-27 05-26 06-26 07-27 08-26 09-28 10-26 11-26 12-28".split(" ");
    const year = Array.from({ length: 12 }, (_, i) => monthAt(2026, i + 1));
    expect(year.map((month) => month.ordinaryDueDate)).toEqual(ordinary.map((day) => `2026-${day}`));
    expect(year.map((month) => month.lateDueDate)).toEqual(late.map((day) => `2026-${day}`));
    expect(monthAt(2027, 1).ordinaryDueDate).toBe("2027-01-18");
    expect(monthAt(2027, 3).lateDueDate).toBe("2027-03-30");
  });

  test("months carry over the turn of the year", () => {
    expect(monthAndYear(monthBefore(monthAt(2026, 1)))).toBe("december 2025");
    expect(monthAndYear(monthAfter(monthAt(2026, 12)))).toBe("januari 2027");
    expect(monthWith(plainDate("2026-12-31"))).toBe(monthAt(2026, 12));
    expect(dayIn(monthAt(2026, 2), 9)).toBe("2026-02-09");
  });

  test("accounts are reconciled on the first Saturday, and the next one is after today", () => {
    const cases = { "2026-11-22": "2026-12-05", "2026-12-04": "2026-12-05", "2026-12-05": "2027-01-02", "2026-12-31": "2027-01-02" };
    for (const [day, next] of Object.entries(cases)) expect(nextReconciliation(day as PlainDate)).toBe(next);
  });

  test("the last due date before a day is never that day", () => {
    const cases = { "2026-11-12": "2026-10-26", "2026-11-13": "2026-11-12", "2026-11-27": "2026-11-26", "2026-01-02": "2025-12-29" };
    for (const [day, before] of Object.entries(cases)) expect(dueDateBefore(day as PlainDate)).toBe(before);
  });
});
