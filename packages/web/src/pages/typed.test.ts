import { formatDecimal, minor, SaldovaktError } from "@saldovakt/domain";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { printedAmount } from "../written.ts";
import { typedAmount, typedDay } from "./typed.ts";

describe("a typed amount", () => {
  it.each([
    ["12500", "12500.00"],
    ["12 500", "12500.00"],
    ["12\u00a0500,50 kr", "12500.50"],
    ["12.500", "12500.00"],
    ["12,500", "12500.00"],
    ["12,500.5", "12500.50"],
    ["12.500,05", "12500.05"],
    ["1.234.567,89", "1234567.89"],
    ["SEK 1,234,567", "1234567.00"],
    ["0,01", "0.01"],
    ["500:-", "500.00"],
    ["100 NOK", "100.00"],
  ])("%s is %s", (text, amount) => {
    expect(formatDecimal(typedAmount(text))).toBe(amount);
  });

  it.each(["", "0", "0,00", "-5", "+5", "1,2,3", "12,5000", "1.234,567", "1e5", "abc", "12.50.00", "9999999999999", "½", "1 234 x", "٣"])(
    "%j is none",
    (text) => {
      expect(() => typedAmount(text)).toThrow(SaldovaktError);
    },
  );

  it("is read back as we print it, in every language", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e14 }), fc.constantFrom("sv", "nb", "en"), (cents, language) => {
        const printed = printedAmount(minor(cents), "SEK", language as "sv");
        expect(typedAmount(printed)).toBe(cents);
      }),
    );
  });

  it("is refused or read, and nothing else, whatever is typed", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(fc.constantFrom("1", "0", ",", ".", " ", "-", "kr")).map((parts) => parts.join("")),
        ),
        (text) => {
          try {
            expect(typedAmount(text)).toBeGreaterThan(0);
          } catch (thrown) {
            expect(thrown).toMatchObject({ code: "AMOUNT_TYPED" });
          }
        },
      ),
    );
  });
});

describe("a typed day", () => {
  it.each([
    ["2026-12-14", "2026-12-14"],
    ["20261214", "2026-12-14"],
    [" 261214 ", "2026-12-14"],
  ])("%s is %s", (text, day) => expect(typedDay(text)).toBe(day));

  it.each(["", "2026-02-30", "14/12 2026", "tomorrow", "1214"])("%j is none", (text) => {
    expect(() => typedDay(text)).toThrow(SaldovaktError);
  });
});
