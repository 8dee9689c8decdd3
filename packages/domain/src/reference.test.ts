import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { luhnValid, mod11Digit } from "./checkdigit.ts";
import { bankgiroValid, kidMod10, kidMod11, kidValid, norwegianAccountValid, ocrFor, ocrValid } from "./reference.ts";

const coded = (code: string) => expect.objectContaining({ code });
const digits = (minLength: number, maxLength: number) => fc.string({ unit: fc.constantFrom(..."0123456789"), minLength, maxLength });

describe("OCR", () => {
  test("an identity and one digit", () => {
    expect(ocrFor("165781006662")).toBe("1657810066627");
    expect(ocrFor("191212121212")).toBe("1912121212125");
  });

  test("is always valid", () => {
    fc.assert(fc.property(digits(12, 12), (identity) => ocrValid(ocrFor(identity)) && ocrFor(identity).startsWith(identity)));
  });

  test.each(["", "5781006662", "16578100-6662", "1657810066622"])("is not made of %j", (text) => {
    expect(() => ocrFor(text)).toThrow(coded("OCR_IDENTITY"));
  });

  test.each(["", "0", "1657810066629", "16578100666 27", "1657810066627\n", "0".repeat(26)])("%j is none", (text) => {
    expect(ocrValid(text)).toBe(false);
  });
});

describe("KID", () => {
  test("both digits of the specification's example", () => {
    expect(kidMod10("1234")).toBe("12344");
    expect(kidMod11("1234")).toBe("12343");
    expect(kidValid("12344")).toBe("mod10");
    expect(kidValid("12343")).toBe("mod11");
  });

  test("may end in a hyphen by MOD11 only", () => {
    expect(kidMod11("6")).toBe("6-");
    expect(kidValid("6-")).toBe("mod11");
    expect(kidValid("7-")).toBeNull();
  });

  test("every one made is recognised, a fitting MOD10 first", () => {
    fc.assert(
      fc.property(digits(1, 24), (base) => {
        expect(kidValid(kidMod10(base))).toBe("mod10");
        expect(kidValid(kidMod11(base))).toBe(luhnValid(kidMod11(base)) ? "mod10" : "mod11");
      }),
    );
  });

  test("of eleven endings at most two fit", () => {
    fc.assert(
      fc.property(digits(1, 24), (base) => {
        const fitting = [..."0123456789-"].filter((last) => kidValid(base + last) !== null);
        expect(new Set(fitting)).toEqual(new Set([kidMod10(base).at(-1), kidMod11(base).at(-1)]));
      }),
    );
  });

  test.each(["", "1", "-", "1-3", "12345", "1234 4", "12344x", "0".repeat(26)])("%j is none", (text) => expect(kidValid(text)).toBeNull());

  test.each(["", "0".repeat(25), "12-", "a"])("is not made of %j", (text) => {
    expect(() => kidMod10(text)).toThrow(coded("KID_LENGTH"));
    expect(() => kidMod11(text)).toThrow(coded("KID_LENGTH"));
  });
});

describe("accounts", () => {
  test.each(["5050-1055", "50501055", "123-4566", "1234566"])("%s is a bankgiro number", (text) => expect(bankgiroValid(text)).toBe(true));
  test.each(["", "5050-1056", "505-01055", "5050--1055", "50501055-", "505010", "150501055", " 50501055"])("%j is none", (text) => {
    expect(bankgiroValid(text)).toBe(false);
  });

  test.each(["12345678903", "1234.56.78903", "1234 56 78903"])("%s is a Norwegian account", (text) => {
    expect(norwegianAccountValid(text)).toBe(true);
  });
  test.each(["12340078908", "12340078905"])("%s, of a bank's own accounts, is one by either rule", (text) => {
    expect(norwegianAccountValid(text)).toBe(true);
  });
  test("one wrong digit, or two neighbours changed about, make a Norwegian account none", () => {
    const account = digits(10, 10)
      .filter((body) => mod11Digit(body) !== "-" && body.slice(4, 6) !== "00")
      .map((body) => body + mod11Digit(body));
    fc.assert(
      fc.property(account, fc.nat(10), fc.integer({ min: 1, max: 9 }), (right, at, more) => {
        expect(norwegianAccountValid(right)).toBe(true);
        const other = right.slice(0, at) + ((Number(right[at]) + more) % 10) + right.slice(at + 1);
        if (other.slice(4, 6) !== "00") expect(norwegianAccountValid(other)).toBe(false);
        const swapped = `${right.slice(0, at)}${right[at + 1] ?? ""}${right[at]}${right.slice(at + 2)}`;
        if (swapped !== right && swapped.slice(4, 6) !== "00") expect(norwegianAccountValid(swapped)).toBe(false);
      }),
    );
  });
  test.each(["", "12345678904", "12340078900", "1234.5678903", "1234.56 78903", "1234567890", "123456789033", "1234567890-"])(
    "%j is none",
    (text) => {
      expect(norwegianAccountValid(text)).toBe(false);
    },
  );
});
