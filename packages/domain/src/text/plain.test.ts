import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitName, oneLine, shorten, toAscii } from "./plain.ts";

const any = fc.oneof(fc.string({ unit: "grapheme" }), fc.string({ unit: "binary" }));
const length = (text: string): number => text.length;

describe("plain text", () => {
  test.each([
    ["Åkeri Östman, Ærlig Sjø & Größe AB", "Akeri Ostman, AErlig Sjo & Grosse AB"],
    ["“Été” – 5 €", '"Ete" - 5 EUR'],
    ["日本 AB", " AB"],
  ])("%j in ASCII is %j", (text, ascii) => expect(toAscii(text)).toBe(ascii));

  test("ASCII is ASCII", () => {
    fc.assert(fc.property(any, (text) => void expect(toAscii(text)).toMatch(/^[\x20-\x7e]*$/)));
  });

  test.each([
    ["  Exempel\r\n\tAB\u2028\u00a0nr 2 ", "Exempel AB nr 2"],
    ["\u202Ebackwards\u202C AB", "backwards AB"],
    ["a \ud83d b", "a b"],
    ["\u200b\u200b", ""],
  ])("%j as one line is %j", (text, line) => expect(oneLine(text)).toBe(line));
});

describe("fitting a name", () => {
  test("a name is cut between its characters, with dots", () => {
    expect(shorten("Exempel AB", 10, length)).toBe("Exempel AB");
    expect(shorten("Exempel Bolag AB", 11, length)).toBe("Exempel...");
    expect(shorten("🙂🙂🙂", 5, length)).toBe("🙂...");
    expect(shorten("Exempel", 3, length)).toBe("");
    expect(shorten("Exempel", -1, length)).toBe("");
  });

  test("the fullest wording that leaves the name whole is taken, then a terser one, and at last the name gives way", () => {
    const wordings = ["a".repeat(50), "b".repeat(30), "c".repeat(10)];
    expect(fitName("Exempel AB", 62, length, wordings)).toBe(`Exempel AB: ${"a".repeat(50)}`);
    expect(fitName("Exempel AB", 61, length, wordings)).toBe(`Exempel AB: ${"b".repeat(30)}`);
    expect(fitName("N".repeat(100), 56, length, wordings)).toBe(`${"N".repeat(21)}...: ${"b".repeat(30)}`);
    expect(fitName("N".repeat(100), 16, length, wordings)).toBe(`N...: ${"c".repeat(10)}`);
    expect(fitName("N".repeat(100), 15, length, wordings)).toBe("c".repeat(10));
  });

  test("never longer than the limit when the tersest wording fits", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), fc.array(fc.string({ maxLength: 60 }), { minLength: 1 }), (name, wordings) => {
        expect(fitName(name, 60, length, wordings).length).toBeLessThanOrEqual(60);
      }),
    );
  });
});
