import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nearest } from "./nearest.ts";

const KEYS = ["environment", "apiUrl", "tokenUrl", "scope", "secret"];

describe("nearest", () => {
  it.each([
    ["enviroment", "environment"],
    ["apiURL", "apiUrl"],
    ["tokenUlr", "tokenUrl"],
    ["scoep", "scope"],
    ["sekret", "secret"],
    ["s", null],
    ["certificate", null],
    ["", null],
  ])("takes %j for %j", (word, meant) => expect(nearest(word, KEYS)).toBe(meant));

  it("finds a word itself among any others", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ maxLength: 12 }), { minLength: 1 }),
        (words) => nearest(words[0] ?? "", words)?.toLowerCase() === words[0]?.toLowerCase(),
      ),
    );
  });

  it("bears one wrong letter anywhere in a word of three or more", () => {
    const word = fc.string({ minLength: 3, maxLength: 12, unit: fc.constantFrom(..."abcdefgh") });
    fc.assert(
      fc.property(word, fc.nat(), (text, at) => {
        const index = at % text.length;
        expect(nearest(`${text.slice(0, index)}x${text.slice(index + 1)}`, [text])).toBe(text);
        expect(nearest(text.slice(0, index) + text.slice(index + 1), [text])).toBe(text);
      }),
    );
  });
});
