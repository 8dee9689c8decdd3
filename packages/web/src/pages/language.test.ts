import { describe, expect, it } from "vitest";
import { inLanguage, preferred } from "./language.ts";

describe("the language a browser asks for", () => {
  it.each([
    ["sv-SE,sv;q=0.9,en;q=0.8", "sv"],
    ["en;q=0.5, nb;q=0.7", "nb"],
    ["de-DE,de;q=0.9,no;q=0.2,en;q=0.1", "nb"],
    ["nn-NO", "nb"],
    ["EN-gb", "en"],
    ["sv;q=0,en", "en"],
    ["fr, *;q=0.1", null],
    ["", null],
    [undefined, null],
    ["sv;q=abc", "sv"],
    [";;,,q=1", null],
  ])("%j is %s", (header, language) => expect(preferred(header)).toBe(language));
});

it("leads to the same page in another language", () => {
  expect(inLanguage("/accounts/x?pay=100&lang=sv", "nb")).toBe("/accounts/x?pay=100&lang=nb");
  expect(inLanguage("/", "en")).toBe("/?lang=en");
});
