import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Minor } from "./money.ts";
import {
  add,
  amountDocument,
  formatDecimal,
  fromWhole,
  larger,
  minor,
  negate,
  parseDecimal,
  smaller,
  subtract,
  sum,
  ZERO,
} from "./money.ts";

const MAX = Number.MAX_SAFE_INTEGER;
const anyMinor = fc.maxSafeInteger().map(minor);
const coded = (code: string) => expect.objectContaining({ code });

describe("minor", () => {
  test.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, MAX + 1, -MAX - 1])("refuses %d", (value) => {
    expect(() => minor(value)).toThrow(coded("MONEY_OVERFLOW"));
  });

  test("knows no negative zero", () => {
    expect(Object.is(minor(-0), 0)).toBe(true);
    expect(Object.is(negate(ZERO), 0)).toBe(true);
    expect(formatDecimal(parseDecimal("-0.00"))).toBe("0.00");
  });
});

describe("fromWhole", () => {
  test("counts öre", () => expect(fromWhole(-33_250)).toBe(-3_325_000));
  test("refuses decimals", () => expect(() => fromWhole(1.5)).toThrow(coded("MONEY_NOT_WHOLE")));

  test("is exact or refused, as big integers judge", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (kronor) => {
        const exact = BigInt(kronor) * 100n;
        if (exact > BigInt(MAX) || exact < -BigInt(MAX)) expect(() => fromWhole(kronor)).toThrow(coded("MONEY_OVERFLOW"));
        else expect(BigInt(fromWhole(kronor))).toBe(exact);
      }),
    );
  });
});

describe("decimals", () => {
  test.each([
    ["-33250.00", -3_325_000],
    ["12", 1_200],
    ["12.5", 1_250],
    ["0.01", 1],
    ["-0.01", -1],
    ["007", 700],
    ["90071992547409.91", MAX],
    ["-90071992547409.91", -MAX],
  ])("reads %s", (text, value) => expect(parseDecimal(text)).toBe(value));

  test.each(["", "-", ".5", "1.", "1.234", "1,50", "1 000", "+1", "1e3", "0x10", " 1", "1\n", "NaN", "١"])("refuses %j", (text) => {
    expect(() => parseDecimal(text)).toThrow(coded("MONEY_FORMAT"));
  });

  test.each(["90071992547409.92", "-90071992547409.92", "9999999999999999.99"])("refuses %s, which cannot be counted exactly", (text) => {
    expect(() => parseDecimal(text)).toThrow(coded("MONEY_OVERFLOW"));
  });

  test("what is written is read back, and is always two decimals", () => {
    fc.assert(
      fc.property(anyMinor, (amount) => {
        const text = formatDecimal(amount);
        expect(text).toMatch(/^-?\d+\.\d\d$/);
        expect(parseDecimal(text)).toBe(amount);
      }),
    );
  });

  test("no text is read as another amount than big integers make of it", () => {
    const digits = (max: number) => fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: 1, maxLength: max });
    fc.assert(
      fc.property(fc.boolean(), digits(16), fc.option(digits(2), { nil: undefined }), (negative, whole, fraction) => {
        const text = `${negative ? "-" : ""}${whole}${fraction === undefined ? "" : `.${fraction}`}`;
        const exact = BigInt(whole + (fraction ?? "").padEnd(2, "0")) * (negative ? -1n : 1n);
        if (exact > BigInt(MAX) || exact < -BigInt(MAX)) expect(() => parseDecimal(text)).toThrow(coded("MONEY_OVERFLOW"));
        else expect(BigInt(parseDecimal(text))).toBe(exact);
      }),
    );
  });

  test("the document form is the contract's", () => {
    expect(amountDocument("SEK", minor(-3_325_000))).toEqual({ currency: "SEK", amount: "-33250.00" });
  });
});

describe("arithmetic", () => {
  const exactOrRefused = (exact: bigint, act: () => Minor): void => {
    if (exact > BigInt(MAX) || exact < -BigInt(MAX)) expect(act).toThrow(coded("MONEY_OVERFLOW"));
    else expect(BigInt(act())).toBe(exact);
  };

  test("is exact or refused", () => {
    fc.assert(
      fc.property(anyMinor, anyMinor, (a, b) => {
        exactOrRefused(BigInt(a) + BigInt(b), () => add(a, b));
        exactOrRefused(BigInt(a) - BigInt(b), () => subtract(a, b));
        expect(BigInt(negate(a))).toBe(-BigInt(a));
      }),
    );
  });

  test("a sum is exact or refused, whatever the order of its parts", () => {
    fc.assert(
      fc.property(fc.array(anyMinor, { maxLength: 8 }), (amounts) => {
        const exact = amounts.reduce((total, amount) => total + BigInt(amount), 0n);
        exactOrRefused(exact, () => sum(amounts));
      }),
    );
    expect(sum([minor(MAX), minor(1), minor(-1)])).toBe(MAX); // passes the edge on the way, ends within it
    expect(sum([])).toBe(0);
    expect(sum(new Set([minor(1), minor(2)]))).toBe(3);
  });

  test("larger and smaller", () => {
    expect(larger(minor(-1), minor(2))).toBe(2);
    expect(smaller(minor(-1), minor(2))).toBe(-1);
  });
});
