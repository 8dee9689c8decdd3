import { fromWhole, minor, type Observation } from "@saldovakt/domain";
import { describe, expect, it } from "vitest";
import { row, swedish, swedishNumber } from "../companies.fixture.ts";
import { all, byClass, type Element, textOf } from "../markup.fixture.ts";
import { pagesWorld, SHORT } from "./world.fixture.ts";

const IDENTITY = swedishNumber(1);

const account = (balance: number, rows: Parameters<typeof swedish>[2], more: Partial<Observation> = {}, web = {}) => {
  const observation = swedish(IDENTITY, balance, rows, more);
  const companies = [{ name: "Exempel AB", source: "skatteverket" as const, identity: IDENTITY, observation }];
  return pagesWorld({ companies }, web).account("Exempel AB");
};

describe("what the account's page says", () => {
  it.each([
    ["sv", "Av det har 20 200 kr förfallit men är inte bokfört på saldot än."],
    ["nb", "Av det har 20 200 SEK forfalt, men er ikke bokført på saldoen ennå."],
    ["en", "Of that SEK 20,200 has fallen due and is not booked on the balance yet."],
  ] as const)("of a deficit that is more than the balance below zero, in %s", async (language, sentence) => {
    const rows = [row("2026-11-12", -20_200, "Moms")];
    const [note = ""] = byClass(await account(-18_250, rows, {}, { language }), "grave").map(textOf);
    expect(note.replace(/\s/g, " ")).toContain(sentence);
    const [booked = ""] = byClass(await account(-18_250, [], {}, { language }), "grave").map(textOf);
    expect(booked.replace(/\s/g, " ")).not.toMatch(/bokfört på|bokført på|not booked/);
  });

  it("of money that may be paid out is when the tax falls due, not the money", async () => {
    const { app, account: shown, id, key } = pagesWorld();
    const name = "Kantarellens Kartor & Kompasser AB";
    await app.request(`/v1/accounts/${id(name)}/forecast?fresh=true`, { headers: key({ scopes: ["read:fresh"] }) });
    const told = byClass(await shown(name), "told")
      .map(textOf)
      .join(" ");
    expect(told).toMatch(/Pengar kan betalas ut, .*behövs till skatt som förfaller \S+ \d+ \S+ 2026/);
    expect(told).not.toMatch(/betalas ut, förfaller/);
  });

  it("of what was copied names the thing once", async () => {
    const button = byClass(await pagesWorld().account(SHORT), "copy-button")[0] as Element;
    expect(button.attributes).toMatchObject({ "data-done": "Kopierat", "data-what": "Bankgiro", "aria-label": "Kopiera Bankgiro" });
  });

  it("to those who do not see the chart promises nothing of an account known by a statement alone", async () => {
    const known = await account(5_000, [row("2026-12-14", -500, "Moms")], {});
    expect(textOf(all(known, "desc")[0] as Element)).toContain("Inget saknas");
    const warnings = [{ code: "STATEMENT_ONLY", amount: minor(0) }];
    const history = Array.from({ length: 16 }, (_, i) => ({
      date: `${2025 + Math.floor((7 + i) / 12)}-${String(((7 + i) % 12) + 1).padStart(2, "0")}-12` as never,
      text: "Arbetsgivaravgift",
      amount: fromWhole(-2_000),
      kind: "employer-tax" as const,
    }));
    const unknown = all(await account(50_000, [], { warnings, history }), "desc").map(textOf);
    expect(unknown.length).toBeGreaterThan(0);
    for (const text of unknown) {
      expect(text).toContain("Vad som förfaller är okänt.");
      expect(text).not.toContain("Inget saknas");
    }
  });
});
