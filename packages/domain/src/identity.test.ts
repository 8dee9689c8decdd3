import { createRequire } from "node:module";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { luhnDigit, mod11Digit } from "./checkdigit.ts";
import { SaldovaktError } from "./errors.ts";
import { maskIdentity, parseIdentity } from "./identity.ts";

// Both export their class in place of the module, where their types promise it as `default`.
const require = createRequire(import.meta.url);
const personnummer: typeof import("personnummer").default = require("personnummer");
const organisationsnummer: typeof import("organisationsnummer").default = require("organisationsnummer");

const coded = (code: string) => expect.objectContaining({ code, scope: "input" });
const digits = (length: number) => fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: length, maxLength: length });
const number = (max: number, width: number) => fc.integer({ min: 0, max }).map((n) => String(n).padStart(width, "0"));

const accepted = (text: string): boolean => {
  try {
    parseIdentity(text);
    return true;
  } catch (error) {
    if (error instanceof SaldovaktError && error.scope === "input") return false;
    throw error;
  }
};

describe("what is read", () => {
  test.each([
    ["165781006662", "SE", "organisation"],
    [" 165781006662\n", "SE", "organisation"],
    ["\u00a0165781006662\ufeff", "SE", "organisation"],
    ["191212121212", "SE", "person"],
    ["313367002", "NO", "organisation"],
  ])("%j", (text, country, kind) => expect(parseIdentity(text)).toEqual({ country, kind, number: text.trim() }));

  test("the leap day of 2000, none in 1900", () => {
    const on = (date: string): string => `${date}001${luhnDigit(`${date.slice(2)}001`)}`;
    expect(accepted(on("20000229"))).toBe(true);
    expect(() => parseIdentity(on("19000229"))).toThrow(coded("IDENTITY_DATE"));
  });

  test("a dödsbo keeps a personnummer under 16, a GD number any digits at all", () => {
    expect(parseIdentity("161212121212").kind).toBe("organisation");
    expect(accepted(`16302000000${luhnDigit("302000000")}`)).toBe(true);
  });

  test.each(["191500722390", "191500882392", "197010632391"])("the samordningsnummer %s, published as an example", (text) => {
    expect(parseIdentity(text).kind).toBe("person");
  });
});

describe("what is refused", () => {
  const TWELVE = "write all twelve digits: 16 before an organisation number, 19 or 20 before a personnummer";

  test.each(["5781006662", "578100-6662", "121212+1212", " 578100 6662 "])("ten digits, as in %j, with what to write instead", (text) => {
    expect(() => parseIdentity(text)).toThrow(expect.objectContaining({ code: "IDENTITY_LENGTH", remedy: TWELVE }));
  });

  test.each(["", "   ", "1", "16578100666", "1657810066622", "31336700", "12121212121"])("the length of %j", (text) => {
    expect(() => parseIdentity(text)).toThrow(coded("IDENTITY_LENGTH"));
  });

  test.each(["16578100-6662", "313 367 002", "NO313367002MVA", "0192:313367002", "16578100666O", "１６5781006662", "3133\u200b67002"])(
    "the characters of %j",
    (text) => expect(() => parseIdentity(text)).toThrow(coded("IDENTITY_CHARACTERS")),
  );

  test.each([
    ["175781006662", "IDENTITY_PREFIX"],
    ["185781006662", "IDENTITY_PREFIX"],
    ["195781006662", "IDENTITY_DATE"],
    ["190000011212", "IDENTITY_DATE"], // only a samordningsnummer may leave the month open
    ["191201001212", "IDENTITY_DATE"],
    ["191302301212", "IDENTITY_DATE"],
    ["191202901212", "IDENTITY_DATE"], // 30 February, sixty added
    ["191500922390", "IDENTITY_DATE"], // day 32
    ["165781006663", "IDENTITY_CHECK_DIGIT"],
    ["191212121213", "IDENTITY_CHECK_DIGIT"],
    ["313367003", "IDENTITY_CHECK_DIGIT"],
  ])("%s: %s", (text, code) => expect(() => parseIdentity(text)).toThrow(coded(code)));

  test("a Norwegian number whose check digit would be ten does not exist", () => {
    const base = Array.from({ length: 100 }, (_, i) => String(31_336_700 + i)).find((text) => mod11Digit(text) === "-");
    expect(base).toBeDefined();
    expect([..."0123456789"].filter((digit) => accepted(base + digit))).toEqual([]);
  });

  test("no error repeats what was written", () => {
    const written = fc.oneof(
      fc.string(),
      fc.string({ unit: fc.constantFrom(..."0123456789-+ "), minLength: 3, maxLength: 16 }),
      digits(9),
      digits(10),
      digits(12),
    );
    fc.assert(
      fc.property(written, (text) => {
        try {
          parseIdentity(text);
        } catch (error) {
          expect(error).toMatchObject({ code: expect.stringMatching(/^IDENTITY_/), remedy: expect.any(String) });
          const said = error instanceof SaldovaktError ? `${error.message} ${error.remedy} ${String(error.cause)}` : "";
          expect(said).not.toMatch(/\d{3}/);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe("against other implementations", () => {
  test("personnummer: the same numbers, but for a birth number 000 and a birth date not known", () => {
    const born = fc.tuple(
      fc.constantFrom("19", "20"),
      number(99, 2),
      number(14, 2),
      number(93, 2),
      number(20, 3),
      fc.boolean(),
      number(9, 1),
    );
    fc.assert(
      fc.property(born, ([century, year, month, day, serial, right, other]) => {
        const base = year + month + day + serial;
        const text = century + base + (right ? luhnDigit(base) : other);
        const coordination = Number(day) >= 60;
        const unknownToThem = serial === "000" || (coordination && (month === "00" || day === "60"));
        if (!unknownToThem) expect(accepted(text)).toBe(personnummer.valid(text));
      }),
      { numRuns: 2000 },
    );
  });

  test("organisationsnummer: the same numbers, and more where only the check digit is asked for", () => {
    fc.assert(
      fc.property(digits(9), fc.boolean(), number(9, 1), (base, right, other) => {
        const text = `16${base}${right ? luhnDigit(base) : other}`;
        const ordinary = Number(base.slice(0, 2)) >= 10 && Number(base.slice(2, 4)) >= 20;
        if (ordinary) expect(accepted(text)).toBe(organisationsnummer.valid(text));
        else if (organisationsnummer.valid(text)) expect(accepted(text)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test("Norwegian numbers: by the published weights", () => {
    fc.assert(
      fc.property(digits(9), (text) => {
        const total = [3, 2, 7, 6, 5, 4, 3, 2, 1].reduce((sum, weight, i) => sum + weight * Number(text[i]), 0);
        expect(accepted(text)).toBe(total % 11 === 0);
      }),
      { numRuns: 500 },
    );
  });
});

test("a masked identity shows two digits", () => {
  expect(maskIdentity(parseIdentity("165781006662"))).toBe("SE organisation …62");
  expect(maskIdentity(parseIdentity("191212121212"))).toBe("SE person …12");
  expect(maskIdentity(parseIdentity("313367002"))).toBe("NO organisation …02");
});
