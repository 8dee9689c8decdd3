import { describe, expect, test } from "vitest";
import { isBankDay } from "./bankdays.ts";
import { addDays, dayNumber, monthOf, plainDate, weekday, ymd } from "./dates.ts";
import { nextSwedishDueDate, norwegianDueDates, swedishDueDates } from "./duedates.ts";
import { isPublicHoliday } from "./holidays.ts";

describe("Sweden", () => {
  test("the published days of 2026 and early 2027", () => {
    const published =
      "01-19, 01-26, 02-12, 02-26, 03-12, 03-26, 04-13, 04-27, 05-12, 05-26, 06-12, 06-26, 07-13, 07-27, 08-12, 08-17, 08-26, 09-14, 09-28, 10-12, 10-26, 11-12, 11-26, 12-14, 12-28";
    expect(swedishDueDates(2026)).toEqual(published.split(", ").map((day) => `2026-${day}`));
    expect(swedishDueDates(2027).slice(0, 6)).toEqual(["2027-01-18", "2027-01-26", "2027-02-12", "2027-02-26", "2027-03-12", "2027-03-30"]);
  });

  test("moved by midsommarafton and midsommardagen", () => {
    expect(swedishDueDates(2027)).toContain("2027-06-28"); // the 26th is midsommardagen
  });

  test("25 a year, ascending, each on a bank day and at most five days late, for three centuries", () => {
    for (let year = 1900; year < 2199; year++) {
      const due = swedishDueDates(year);
      expect(due).toHaveLength(25);
      expect([...new Set(due)].sort()).toEqual(due);
      expect(due.every((date) => isBankDay("SE", date))).toBe(true);
      due.forEach((date, i) => {
        const month = [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12][i] ?? 0;
        const statutory = [17, 26, 12, 26, 12, 26, 12, 26, 12, 26, 12, 26, 12, 26, 12, 17, 26, 12, 26, 12, 26, 12, 26, 12, 27][i] ?? 0;
        for (let day = ymd(year, month, statutory); day < date; day = addDays(day, 1)) expect(isBankDay("SE", day)).toBe(false);
        expect(dayNumber(date) - dayNumber(ymd(year, month, statutory))).toBeLessThanOrEqual(5);
      });
    }
  });

  test("the next one is on or after the day, over the turn of the year too", () => {
    const next = (date: string) => nextSwedishDueDate(plainDate(date));
    expect(next("2026-11-12")).toBe("2026-11-12");
    expect(next("2026-11-13")).toBe("2026-11-26");
    expect(next("2026-12-27")).toBe("2026-12-28");
    expect(next("2026-12-29")).toBe("2027-01-18");
    expect(next("2026-01-01")).toBe("2026-01-19");
  });
});

describe("Norway", () => {
  const of = (year: number, kind: string) =>
    norwegianDueDates(year)
      .filter((due) => due.kind === kind)
      .map((due) => due.date.slice(5));

  test("2026, where four of the fifteenths and a tenth fall on weekends", () => {
    expect(of(2026, "employer-tax")).toEqual(["01-15", "03-16", "05-15", "07-15", "09-15", "11-16"]);
    expect(of(2026, "vat")).toEqual(["02-10", "04-10", "06-10", "08-31", "10-12", "12-10"]);
    expect(of(2026, "advance-tax-person")).toEqual(["03-16", "06-15", "09-15", "12-15"]);
    expect(of(2026, "advance-tax-company")).toEqual(["02-16", "04-15"]);
  });

  test("moved by Easter", () => {
    expect(of(2020, "vat")[1]).toBe("04-14"); // the 10th was Good Friday
    expect(of(2022, "advance-tax-company")[1]).toBe("04-19"); // the 15th was Good Friday
  });

  test("18 a year, ascending, each on a working day of its own month or the next", () => {
    for (let year = 1900; year < 2199; year++) {
      const due = norwegianDueDates(year);
      expect(due).toHaveLength(18);
      expect(due.map((one) => one.date)).toEqual(due.map((one) => one.date).sort());
      expect(due.every((one) => weekday(one.date) < 6 && !isPublicHoliday("NO", one.date))).toBe(true);
      expect(due.filter((one) => monthOf(one.date) === 9 && one.kind === "vat").every((one) => one.date <= `${year}-09-02`)).toBe(true);
    }
  });
});
