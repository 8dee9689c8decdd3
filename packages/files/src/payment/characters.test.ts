import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyText } from "../forecast.fixture.ts";
import { bankText } from "./characters.ts";

describe("bankText", () => {
  it.each([
    ["Grävlingens Plåt & Sönergöken AB", "Grävlingens Plåt + Sönergöken AB"],
    ["Ærfugl Ønske Ås", "Ærfugl Ønske Ås"],
    ["Crêperie “Łódź” AB", "Creperie 'Lodz' AB"],
    ["A\nB\t C", "A B C"],
    ["<b>[x]_{y}", ".b.(x)-(y)"],
    ["名前 AB", "AB"],
    ["//Snett//streck/", "Snett/streck"],
    ["e\u0301tage", "étage"],
    ["🧾", ""],
  ])("%j is %j", (text, written) => {
    expect(bankText(text, 70)).toBe(written);
  });

  it("holds to the set, the length and the rule of slashes for any text, and changes nothing the second time", () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 80 }), (text, length) => {
        const written = bankText(text, length);
        expect(written).toMatch(/^[A-Za-z0-9/\-?:().,'+ åäöæøÅÄÖÆØéÉüÜ]*$/);
        expect(written.length).toBeLessThanOrEqual(length);
        expect(written).not.toMatch(/^[ /]|[ /]$|\/\/| {2}/);
        expect(bankText(written, length)).toBe(written);
      }),
    );
  });
});
