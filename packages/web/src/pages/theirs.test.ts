import { describe, expect, it } from "vitest";
import { row, swedish, swedishNumber } from "../companies.fixture.ts";
import { all, textOf } from "../markup.fixture.ts";
import { pagesWorld } from "./world.fixture.ts";

const IDENTITY = swedishNumber(1);
const CLAIMS = "Fjellrypa Friluft AS";

describe("the authority's own words", () => {
  const swedishPage = (language: "sv" | "nb" | "en") => {
    const warnings = [{ code: "INFORMATION", text: "Tjänsten är stängd på lördag." }];
    const observation = swedish(IDENTITY, 1_000, [row("2026-12-14", -9_000, "Moms oktober 2026")], { warnings });
    const companies = [{ name: "Exempel AB", source: "skatteverket" as const, identity: IDENTITY, observation }];
    return pagesWorld({ companies }, { language }).account("Exempel AB");
  };
  const marked = async (page: ReturnType<typeof swedishPage>) =>
    all(await page, "span")
      .filter((each) => each.attributes.lang !== undefined)
      .map((each) => [each.attributes.lang, textOf(each)]);

  it.each(["nb", "en"] as const)("are marked as Swedish on a page in %s: charges, what is booked, announcements", async (language) => {
    const found = await marked(swedishPage(language));
    for (const text of ["Moms oktober 2026", "Inbetalning bokförd 261114", "Tjänsten är stängd på lördag."])
      expect(found).toContainEqual(["sv", text]);
    expect(found.every(([lang]) => lang === "sv")).toBe(true);
  });

  it("stand unmarked on a page in their own language", async () => {
    expect(await marked(swedishPage("sv"))).toEqual([]);
  });

  it("are Norwegian of the Norwegian authority", async () => {
    const found = await marked(pagesWorld({}, { language: "sv" }).account(CLAIMS));
    expect(found.length).toBeGreaterThan(0);
    expect(found.every(([lang]) => lang === "nb")).toBe(true);
    expect(await marked(pagesWorld({}, { language: "nb" }).account(CLAIMS))).toEqual([]);
  });
});
