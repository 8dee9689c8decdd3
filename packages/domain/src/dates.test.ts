import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PlainDate, Zone } from "./dates.ts";
import {
  addDays,
  dateIn,
  dayNumber,
  dayOf,
  daysBetween,
  earlier,
  epochMs,
  fromDayNumber,
  instant,
  later,
  monthOf,
  parseStamp,
  plainDate,
  secondOfDay,
  weekday,
  yearOf,
  ymd,
  zoned,
} from "./dates.ts";

const ZONES: readonly Zone[] = ["Europe/Stockholm", "Europe/Oslo"];
const FIRST = dayNumber(plainDate("1900-01-01"));
const LAST = dayNumber(plainDate("2199-12-31"));
const anyDay = fc.integer({ min: FIRST, max: LAST }).map(fromDayNumber);
const anyMoment = fc.integer({ min: FIRST * 86_400_000, max: LAST * 86_400_000 }).map(instant);
const anyZone = fc.constantFrom(...ZONES);
const coded = (code: string) => expect.objectContaining({ code });

describe("plain dates", () => {
  test.each(["1900-01-01", "2000-02-29", "2026-12-14", "2199-12-31"])("reads %s", (text) => expect(plainDate(text)).toBe(text));

  test.each([
    "",
    "2026-2-3",
    "2026-02-30",
    "2026-00-10",
    "2026-13-01",
    "2026-01-00",
    "1900-02-29",
    "1899-12-31",
    "2200-01-01",
    "2026-12-14 ",
    "2026-12-14T00:00",
    "20261214",
    "-026-01-01",
    "２０２６-01-01",
  ])("refuses %j", (text) => expect(() => plainDate(text)).toThrow(coded("DATE_INVALID")));

  test("exactly the days of the calendar are read", () => {
    const leap = (y: number) => (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0;
    const length = (y: number, m: number) => (m === 2 ? (leap(y) ? 29 : 28) : [4, 6, 9, 11].includes(m) ? 30 : 31);
    const parts = fc.tuple(fc.integer({ min: 1890, max: 2210 }), fc.integer({ min: 0, max: 14 }), fc.integer({ min: 0, max: 33 }));
    fc.assert(
      fc.property(parts, ([y, m, d]) => {
        const text = `${y}-${String(m).padStart(2, "0")}-${String(d).padStart(2, "0")}`;
        const exists = y >= 1900 && y < 2200 && m >= 1 && m <= 12 && d >= 1 && d <= length(y, m);
        if (!exists) expect(() => plainDate(text)).toThrow(coded("DATE_INVALID"));
        else {
          const date = plainDate(text);
          expect([yearOf(date), monthOf(date), dayOf(date)]).toEqual([y, m, d]);
          expect(ymd(y, m, d)).toBe(date);
        }
      }),
      { numRuns: 300 },
    );
  });

  test("arithmetic goes there and back, and order is the strings' order", () => {
    fc.assert(
      fc.property(anyDay, anyDay, (a, b) => {
        expect(fromDayNumber(dayNumber(a))).toBe(a);
        expect(addDays(a, daysBetween(a, b))).toBe(b);
        expect(daysBetween(a, b)).toBe(0 - daysBetween(b, a));
        expect(Math.sign(daysBetween(a, b))).toBe(a < b ? 1 : a > b ? -1 : 0);
        expect([earlier(a, b), later(a, b)]).toEqual([a, b].sort());
      }),
    );
  });

  test("weekdays follow ISO 8601, before 1970 too", () => {
    expect(["2026-11-22", "2026-11-23", "1970-01-01", "1969-12-29", "1900-01-01"].map((d) => weekday(plainDate(d)))).toEqual([
      7, 1, 4, 1, 1,
    ]);
    fc.assert(
      fc.property(anyDay, (day) => {
        expect(weekday(day)).toBe(new Date(day).getUTCDay() || 7);
      }),
    );
  });

  test("days beyond a month's end carry over", () => {
    expect(ymd(2026, 2, 31)).toBe("2026-03-03");
    expect(ymd(2026, 14, 1)).toBe("2027-02-01");
    expect(ymd(2026, 3, 0)).toBe("2026-02-28");
  });

  test("no arithmetic yields what is not a date", () => {
    for (const day of [
      Number.NaN,
      0.5,
      Number.POSITIVE_INFINITY,
      dayNumber("9999-12-31" as PlainDate) + 1,
      dayNumber("0000-01-01" as PlainDate) - 1,
    ]) {
      expect(() => fromDayNumber(day)).toThrow(coded("DATE_RANGE"));
    }
    expect(() => addDays(plainDate("2199-12-31"), 3_000_000)).toThrow(coded("DATE_RANGE"));
  });
});

describe("wall clocks", () => {
  const at = (date: string, time: string, zone: Zone): string => {
    const [hour = 0, minute = 0] = time.split(":").map(Number);
    return zoned(plainDate(date), hour * 3600 + minute * 60, zone);
  };

  test.each(ZONES)("%s: both changes of 2026", (zone) => {
    expect(at("2026-03-29", "01:59", zone)).toBe("2026-03-29T00:59:00.000Z");
    expect(at("2026-03-29", "02:00", zone)).toBe("2026-03-29T01:00:00.000Z"); // skipped: 03:00
    expect(at("2026-03-29", "02:30", zone)).toBe("2026-03-29T01:30:00.000Z"); // skipped: 03:30
    expect(at("2026-03-29", "03:00", zone)).toBe("2026-03-29T01:00:00.000Z");
    expect(at("2026-10-25", "01:59", zone)).toBe("2026-10-24T23:59:00.000Z");
    expect(at("2026-10-25", "02:00", zone)).toBe("2026-10-25T00:00:00.000Z"); // twice: the earlier
    expect(at("2026-10-25", "02:59", zone)).toBe("2026-10-25T00:59:00.000Z"); // twice: the earlier
    expect(at("2026-10-25", "03:00", zone)).toBe("2026-10-25T02:00:00.000Z");
    expect(at("2026-01-15", "00:00", zone)).toBe("2026-01-14T23:00:00.000Z");
    expect(at("2026-07-15", "00:00", zone)).toBe("2026-07-14T22:00:00.000Z");
  });

  test.each(ZONES)("%s: the day turns at local midnight", (zone) => {
    expect(dateIn(instant(Date.UTC(2026, 6, 14, 21, 59, 59, 999)), zone)).toBe("2026-07-14");
    expect(dateIn(instant(Date.UTC(2026, 6, 14, 22)), zone)).toBe("2026-07-15");
    expect(dateIn(instant(Date.UTC(2025, 11, 31, 23)), zone)).toBe("2026-01-01");
    expect(secondOfDay(instant(Date.UTC(2026, 6, 14, 22)), zone)).toBe(0);
    expect(secondOfDay(instant(Date.UTC(2026, 6, 14, 21, 59, 59, 999)), zone)).toBe(86_399);
  });

  test("every hour of every change from 2020 to 2040 keeps the promise", () => {
    for (const zone of ZONES) {
      for (let year = 2020; year <= 2040; year++) {
        for (const month of [3, 10]) {
          const lastSunday = addDays(ymd(year, month, 31), -(weekday(ymd(year, month, 31)) % 7));
          for (let quarter = 0; quarter < 24; quarter++) {
            const moment = zoned(lastSunday, quarter * 900, zone);
            const skipped = month === 3 && quarter >= 8 && quarter < 12;
            expect(secondOfDay(moment, zone)).toBe(quarter * 900 + (skipped ? 3600 : 0));
            const anHourBefore = instant(epochMs(moment) - 3_600_000);
            if (!skipped) expect(secondOfDay(anHourBefore, zone)).not.toBe(quarter * 900); // the earlier of two
          }
        }
      }
    }
  });

  test("a moment's wall clock leads back to it, or to the same reading an hour earlier", () => {
    fc.assert(
      fc.property(anyMoment, anyZone, (moment, zone) => {
        const whole = instant(Math.floor(epochMs(moment) / 1000) * 1000);
        const back = zoned(dateIn(whole, zone), secondOfDay(whole, zone), zone);
        if (back !== whole) {
          expect(back < whole).toBe(true);
          expect([dateIn(back, zone), secondOfDay(back, zone)]).toEqual([dateIn(whole, zone), secondOfDay(whole, zone)]);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe("stamps", () => {
  test.each([
    ["2026-11-20T06:00:00Z", "2026-11-20T06:00:00.000Z"],
    ["2026-11-20t06:00:00z", "2026-11-20T06:00:00.000Z"],
    [" 2026-11-20T06:00:00Z\n", "2026-11-20T06:00:00.000Z"],
    ["2026-11-20T06:00Z", "2026-11-20T06:00:00.000Z"],
    ["2026-11-20T06:00:00.123456789Z", "2026-11-20T06:00:00.123Z"],
    ["2026-11-20T06:00:00,5+01:00", "2026-11-20T05:00:00.500Z"],
    ["2026-11-20T06:00:00-0330", "2026-11-20T09:30:00.000Z"],
    ["2026-01-01T00:30:00+01:00", "2025-12-31T23:30:00.000Z"],
    ["2026-11-20T06:00:00", "2026-11-20T05:00:00.000Z"],
    ["2026-07-20 06:00:00.25", "2026-07-20T04:00:00.250Z"],
    ["2026-03-29T02:30:00", "2026-03-29T01:30:00.000Z"],
    ["2026-10-25T02:30:00", "2026-10-25T00:30:00.000Z"],
  ])("reads %j", (text, expected) => {
    for (const zone of ZONES) expect(parseStamp(text, zone)).toBe(expected);
  });

  test.each([
    "",
    "2026-11-20",
    "06:00:00",
    "2026-11-20T24:00:00Z",
    "2026-11-20T06:60:00Z",
    "2026-11-20T06:00:60Z",
    "2026-11-20T6:00:00Z",
    "2026-11-20T06:00:00+1",
    "20 Nov 2026 06:00",
    "2026-11-20T06:00:00 Z",
  ])("refuses %j", (text) => expect(() => parseStamp(text, "Europe/Stockholm")).toThrow(coded("INSTANT_INVALID")));

  test.each(["2026-02-30T06:00:00Z", "1899-12-31T06:00:00Z"])(
    "an impossible day makes %j an invalid stamp, not an invalid date",
    (text) => {
      expect(() => parseStamp(text, "Europe/Stockholm")).toThrow(coded("INSTANT_INVALID"));
    },
  );

  test.each(["+24:00", "-99:99", "+01:60"])("refuses the offset %s, which no clock has", (offset) => {
    expect(() => parseStamp(`2026-11-20T06:00:00${offset}`, "Europe/Stockholm")).toThrow(coded("INSTANT_INVALID"));
  });

  test("refuses a fraction of a minute rather than take it for one of a second", () => {
    expect(() => parseStamp("2026-11-20T06:00.5Z", "Europe/Stockholm")).toThrow(coded("INSTANT_INVALID"));
  });

  test("an instant is read back as itself, and under any offset", () => {
    fc.assert(
      fc.property(anyMoment, fc.integer({ min: -14 * 60, max: 14 * 60 }), anyZone, (moment, minutes, zone) => {
        expect(parseStamp(moment, zone)).toBe(moment);
        const shifted = new Date(epochMs(moment) + minutes * 60_000).toISOString().slice(0, -1);
        fc.pre(shifted >= "1900" && shifted < "2200");
        const pad = (n: number) => String(n).padStart(2, "0");
        const offset = `${minutes < 0 ? "-" : "+"}${pad(Math.floor(Math.abs(minutes) / 60))}:${pad(Math.abs(minutes) % 60)}`;
        expect(parseStamp(shifted + offset, zone)).toBe(moment);
      }),
    );
  });

  test("a moment is written and read the same however often, and whatever was asked for in between", () => {
    const ms = fc.oneof(fc.integer({ min: -5, max: 5 }), fc.double({ min: -5, max: 5, noNaN: true }), fc.integer({ min: 0, max: 4e12 }));
    fc.assert(
      fc.property(fc.array(ms, { minLength: 1, maxLength: 8 }), (all) => {
        for (const each of [...all, ...all]) {
          for (const moment of [instant(each), instant(each)]) {
            expect(moment).toBe(new Date(each).toISOString());
            expect(epochMs(moment)).toBe(Date.parse(moment));
          }
        }
      }),
    );
  });

  test("a stamp without a zone is that wall clock's", () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 0, max: 86_399 }), anyZone, (day, second, zone) => {
        const text = new Date(dayNumber(day) * 86_400_000 + second * 1000).toISOString().slice(0, 19);
        expect(parseStamp(text, zone)).toBe(zoned(day, second, zone));
      }),
    );
  });

  test("a moment no stamp can write is refused", () => {
    for (const ms of [Number.NaN, Number.POSITIVE_INFINITY, 9e15, Date.UTC(10_000, 0, 1)])
      expect(() => instant(ms)).toThrow(coded("INSTANT_RANGE"));
  });
});
