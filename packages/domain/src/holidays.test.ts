import Holidays from "date-holidays";
import { describe, expect, test } from "vitest";
import { plainDate, weekday } from "./dates.ts";
import { isPublicHoliday, publicHolidays } from "./holidays.ts";

const FIRST = 2020;
const LAST = 2100;

describe.each(["SE", "NO"] as const)("%s", (country) => {
  // Of the types date-holidays knows, `public` is the law's public holidays: no difference in either country in these years.
  test(`the same days as date-holidays, ${FIRST}–${LAST}`, () => {
    const oracle = new Holidays(country, { types: ["public"] });
    for (let year = FIRST; year <= LAST; year++) {
      const theirs = new Set(oracle.getHolidays(year).map((holiday) => holiday.date.slice(0, 10)));
      expect([...new Set(publicHolidays(country, year).map((holiday) => holiday.date))]).toEqual([...theirs].sort());
    }
  });

  test("are listed by date, within their year, each found again by its date", () => {
    for (let year = 1900; year < 2200; year += 7) {
      const dates = publicHolidays(country, year).map((holiday) => holiday.date);
      expect(dates).toEqual([...dates].sort());
      expect(dates.every((date) => date.startsWith(`${year}-`) && isPublicHoliday(country, date))).toBe(true);
    }
  });
});

test("Swedish names of 2026", () => {
  expect(publicHolidays("SE", 2026).map((holiday) => `${holiday.date} ${holiday.name}`)).toEqual([
    "2026-01-01 nyårsdagen",
    "2026-01-06 trettondedag jul",
    "2026-04-03 långfredagen",
    "2026-04-05 påskdagen",
    "2026-04-06 annandag påsk",
    "2026-05-01 första maj",
    "2026-05-14 Kristi himmelsfärdsdag",
    "2026-05-24 pingstdagen",
    "2026-06-06 nationaldagen",
    "2026-06-20 midsommardagen",
    "2026-10-31 alla helgons dag",
    "2026-12-25 juldagen",
    "2026-12-26 annandag jul",
  ]);
});

test("Norwegian names of 2026", () => {
  expect(publicHolidays("NO", 2026).map((holiday) => `${holiday.date} ${holiday.name}`)).toEqual([
    "2026-01-01 1. nyttårsdag",
    "2026-04-02 skjærtorsdag",
    "2026-04-03 langfredag",
    "2026-04-05 1. påskedag",
    "2026-04-06 2. påskedag",
    "2026-05-01 1. mai",
    "2026-05-14 Kristi himmelfartsdag",
    "2026-05-17 17. mai",
    "2026-05-24 1. pinsedag",
    "2026-05-25 2. pinsedag",
    "2026-12-25 1. juledag",
    "2026-12-26 2. juledag",
  ]);
});

test("both names stand where two holidays meet", () => {
  const met = publicHolidays("SE", 2008).filter((holiday) => holiday.date === "2008-05-01");
  expect(met.map((holiday) => holiday.name).sort()).toEqual(["Kristi himmelsfärdsdag", "första maj"]);
});

test("Easter, at its earliest and latest and on the computus's exceptions", () => {
  const easter = (year: number) => publicHolidays("NO", year).find((holiday) => holiday.name === "1. påskedag")?.date;
  expect([1943, 2038, 1954, 1981, 2049, 2076, 2160].map(easter)).toEqual([
    "1943-04-25",
    "2038-04-25",
    "1954-04-18",
    "1981-04-19",
    "2049-04-18",
    "2076-04-19",
    "2160-03-23",
  ]);
  for (let year = 1900; year < 2200; year++) expect(weekday(easter(year) ?? plainDate("1900-01-01"))).toBe(7);
});

test("ordinary Sundays, eves and Saturdays are none", () => {
  for (const date of ["2026-11-22", "2026-12-24", "2026-12-31", "2026-06-19", "2026-04-04"].map(plainDate)) {
    expect([isPublicHoliday("SE", date), isPublicHoliday("NO", date)]).toEqual([false, false]);
  }
  expect(isPublicHoliday("SE", plainDate("2026-05-25"))).toBe(false); // annandag pingst, until 2004
  expect(isPublicHoliday("NO", plainDate("2026-06-06"))).toBe(false);
});
