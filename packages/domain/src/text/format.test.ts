import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, type Instant, plainDate } from "../dates.ts";
import { type Minor, minor } from "../money.ts";
import { formatAmount, formatMoment, longDay, shortDay } from "./format.ts";
import { septets } from "./gsm7.ts";

describe("amounts", () => {
  test.each([
    [1_250_000, "SEK", "sv", "12 500 kr"],
    [1_250_050, "SEK", "sv", "12 500,50 kr"],
    [-3_325_000, "SEK", "sv", "-33 250 kr"],
    [100_000_000, "SEK", "sv", "1 000 000 kr"],
    [0, "SEK", "sv", "0 kr"],
    [5, "SEK", "sv", "0,05 kr"],
    [99_999, "NOK", "nb", "999,99 kr"],
    [1_250_000, "NOK", "sv", "12 500 NOK"],
    [1_250_000, "SEK", "nb", "12 500 SEK"],
    [1_250_000, "SEK", "en", "SEK 12,500"],
    [-125_000_001, "NOK", "en", "NOK -1,250,000.01"],
    [Number.MAX_SAFE_INTEGER, "SEK", "sv", "90 071 992 547 409,91 kr"],
  ] as const)("%d %s in %s is %s", (amount, currency, language, text) => {
    expect(formatAmount(minor(amount), currency, language)).toBe(text);
  });

  test("nothing is lost, and a phone can show it", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.constantFrom("sv" as const, "nb" as const, "en" as const), (value, language) => {
        const text = formatAmount(value as Minor, "SEK", language);
        expect(septets(text)).toBe(text.length);
        const digits = text.replace(/[^\d-]/g, "");
        expect(Number(/[,.]\d\d(?!\d)/.test(text) ? digits : `${digits}00`)).toBe(value);
      }),
    );
  });
});

describe("days and moments", () => {
  const day = plainDate("2026-12-14");
  test.each([
    ["sv", "mån 14 dec", "måndag 14 december 2026", "20 november 2026 kl. 06.02"],
    ["nb", "man 14. des", "mandag 14. desember 2026", "20. november 2026 kl. 06.02"],
    ["en", "Mon 14 Dec", "Monday 14 December 2026", "20 November 2026 at 06:02"],
  ] as const)("in %s", (language, short, long, moment) => {
    expect(shortDay(day, language)).toBe(short);
    expect(longDay(day, language)).toBe(long);
    expect(formatMoment("2026-11-20T05:02:59.000Z" as Instant, "Europe/Stockholm", language)).toBe(moment);
  });

  test("every day of a year has words of its own", () => {
    for (const language of ["sv", "nb", "en"] as const) {
      const days = Array.from({ length: 365 }, (_, i) => addDays(plainDate("2026-01-01"), i));
      expect(new Set(days.map((date) => shortDay(date, language))).size).toBe(365);
      for (const date of days) {
        expect(`${shortDay(date, language)} ${longDay(date, language)}`).not.toContain("undefined");
        expect(septets(shortDay(date, language))).not.toBeNull();
      }
    }
  });
});
