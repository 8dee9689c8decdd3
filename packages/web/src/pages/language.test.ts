import { describe, expect, it } from "vitest";
import { signedInWorld as world } from "../access/world.fixture.ts";
import { parseMarkup } from "../markup.fixture.ts";
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

describe("the language of a page", () => {
  it("is the one chosen, kept in a cookie and taken out of the address", async () => {
    const { browse, cookies } = world();
    const chosen = await browse("/sign-in?next=%2Fimport&lang=nb");
    expect([chosen.status, chosen.headers.get("location")]).toEqual([303, "/sign-in?next=%2Fimport"]);
    expect(cookies.get("saldovakt-language")?.value).toBe("nb");
    expect(parseMarkup(await (await browse("/sign-in", { headers: { "accept-language": "en" } })).text()).attributes.lang).toBe("nb");
  });

  it("is else the browser's, else the installation's", async () => {
    const { browse } = world();
    const language = async (headers = {}) => parseMarkup(await (await browse("/sign-in", { headers })).text()).attributes.lang;
    expect(await language({ "accept-language": "en-GB,en" })).toBe("en");
    expect(await language({ "accept-language": "fr" })).toBe("sv");
    expect(await language()).toBe("sv");
  });
});
