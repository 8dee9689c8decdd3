import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { luhnDigit, luhnValid, MOD11_WEIGHTS, mod11Digit } from "./checkdigit.ts";

const coded = (code: string) => expect.objectContaining({ code });
const digits = (minLength: number, maxLength: number) => fc.string({ unit: fc.constantFrom(..."0123456789"), minLength, maxLength });

/** The text with one digit replaced by another. */
const withOneWrong = (good: string, at: number, by: number): string => {
  const i = at % good.length;
  return good.slice(0, i) + ((Number(good[i]) + by) % 10) + good.slice(i + 1);
};

describe("Luhn", () => {
  test.each([
    ["7992739871", "3"],
    ["578100666", "2"],
    ["5050105", "5"],
    ["202100544", "8"],
    ["0", "0"],
    ["1234", "4"],
  ])("%s is followed by %s", (base, digit) => expect(luhnDigit(base)).toBe(digit));

  test("makes valid numbers, and of ten endings exactly one", () => {
    fc.assert(
      fc.property(digits(1, 30), (base) => {
        const valid = [..."0123456789"].filter((digit) => luhnValid(base + digit));
        expect(valid).toEqual([luhnDigit(base)]);
      }),
    );
  });

  test("notices every single wrong digit", () => {
    fc.assert(
      fc.property(digits(1, 30), fc.nat(), fc.integer({ min: 1, max: 9 }), (base, at, by) => {
        expect(luhnValid(withOneWrong(base + luhnDigit(base), at, by))).toBe(false);
      }),
    );
  });

  test.each(["", "0", "12a4", "18 ", "-18", "１８"])("%j is not valid", (text) => expect(luhnValid(text)).toBe(false));
});

describe("MOD11", () => {
  test.each([
    ["1234", "3"],
    ["1234567890", "3"],
    ["31336700", "2"],
    ["0", "0"],
    ["6", "-"], // 6 × 2 = 12, which leaves ten
  ])("%s is followed by %s", (base, digit) => expect(mod11Digit(base)).toBe(digit));

  test("the published weights of accounts and organisations are the same repeated", () => {
    fc.assert(
      fc.property(digits(10, 10), digits(8, 8), (account, organisation) => {
        expect(mod11Digit(account, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2])).toBe(mod11Digit(account, MOD11_WEIGHTS));
        expect(mod11Digit(organisation, [3, 2, 7, 6, 5, 4, 3, 2])).toBe(mod11Digit(organisation));
      }),
    );
  });

  test("weighted sum and digit together are a multiple of eleven", () => {
    fc.assert(
      fc.property(digits(1, 24), (base) => {
        const last = mod11Digit(base);
        const total = [...base].reverse().reduce((sum, digit, i) => sum + Number(digit) * ((i % 6) + 2), last === "-" ? 10 : Number(last));
        expect(total % 11).toBe(0);
      }),
    );
  });

  test("notices every single wrong digit and every swap of neighbours", () => {
    fc.assert(
      fc.property(digits(2, 24), fc.nat(), fc.integer({ min: 1, max: 9 }), (base, at, by) => {
        expect(mod11Digit(withOneWrong(base, at, by))).not.toBe(mod11Digit(base));
        const i = at % (base.length - 1);
        const swapped = base.slice(0, i) + base[i + 1] + base[i] + base.slice(i + 2);
        if (swapped !== base) expect(mod11Digit(swapped)).not.toBe(mod11Digit(base));
      }),
    );
  });
});

test.each(["", "12-4", "1 2", "x"])("no check digit is computed over %j", (text) => {
  expect(() => luhnDigit(text)).toThrow(coded("CHECK_DIGIT_INPUT"));
  expect(() => mod11Digit(text)).toThrow(coded("CHECK_DIGIT_INPUT"));
});
