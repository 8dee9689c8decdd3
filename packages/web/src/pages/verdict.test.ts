import { addDays, fromWhole, instant, nextSwedishDueDate, ocrFor, ymd } from "@saldovakt/domain";
import { describe, expect, it } from "vitest";
import { row, swedish, swedishNumber, TODAY } from "../companies.fixture.ts";
import { all, byClass, textOf } from "../markup.fixture.ts";
import { pagesWorld } from "./world.fixture.ts";

const IDENTITY = swedishNumber(1);

const account = (balance: number, rows: Parameters<typeof swedish>[2], more: Parameters<typeof swedish>[3] = {}, web = {}) => {
  const observation = swedish(IDENTITY, balance, rows, more);
  const { page, id } = pagesWorld({ companies: [{ name: "Exempel AB", source: "skatteverket", identity: IDENTITY, observation }] }, web);
  return page(`/accounts/${id("Exempel AB")}`);
};

const history = Array.from({ length: 16 }, (_, i) => ({
  date: nextSwedishDueDate(ymd(2025, 8 + i, 10)),
  text: "Arbetsgivaravgift",
  amount: fromWhole(-20_000),
  kind: "employer-tax" as const,
}));

const boxes = (page: Awaited<ReturnType<typeof account>>) =>
  byClass(page, "verdict").map((each) => [each.attributes.class, textOf(each)] as const);

describe("the first words of an account's page", () => {
  it("name a debt at Kronofogden before all else, and what to do with it", async () => {
    const page = await account(5_000, [], { enforcementBalance: fromWhole(-135_166) });
    const [[kind, text] = [], ...more] = boxes(page);
    expect(kind).toBe("verdict critical");
    expect(text).toMatch(/^135 166 kr hos Kronofogden ?Betala till Kronofogden .* På själva skattekontot saknas inget\. Saldot täcker/);
    expect(text).not.toContain("Inget saknas");
    expect(more).toEqual([]);
    const both = boxes(await account(-5_000, [], { enforcementBalance: fromWhole(-135_166) }));
    expect(both.map(([each]) => each)).toEqual(["verdict critical", "verdict critical"]);
    expect(both.map(([, each]) => each.split(" kr")[0])).toEqual(["135 166", "5 000"]);
  });

  it("have the colour of what they say", async () => {
    const of = async (...asked: Parameters<typeof account>) => boxes(await account(...asked))[0]?.[0];
    expect(await of(5_000, [])).toBe("verdict ok");
    expect(await of(5_000, [row("2026-11-25", -9_000, "Moms")])).toBe("verdict critical");
    expect(await of(5_000, [row("2026-12-02", -9_000, "Moms")])).toBe("verdict warning");
    expect(await of(5_000, [row("2026-12-14", -9_000, "Moms")])).toBe("verdict notice");
  });

  it("promise nothing by data that is old", async () => {
    const asOf = instant(Date.parse(`${addDays(TODAY, -20)}T05:00:00Z`));
    const [[kind, text] = []] = boxes(await account(5_000, [], { asOf }));
    expect(kind).toBe("verdict notice");
    expect(text).toMatch(/^Uppgifterna är gamla ?Enligt uppgifterna från tisdag 3 november 2026 saknas inget, men/);
  });

  it("say what estimates alone make missing as an estimate, and where one could pay ahead", async () => {
    const page = await account(25_000, [], { history });
    const [[kind, text] = []] = boxes(page);
    expect(kind).toBe("verdict unsure");
    expect(text).toMatch(/^Allt som är beslutat är täckt/);
    expect(text).toMatch(/Troligen saknas omkring 15 000 kr till måndag 18 januari 2027\. Beloppet är uppskattat, .* betalas senast/);
    expect(text).not.toMatch(/Inget saknas|Betala den första delen/);
    expect(byClass(page, "copy").map(textOf)).toEqual(["5050-1055", ocrFor(IDENTITY), "SE5680000890119646240516", "SWEDSESS"]);
    const shown = textOf(page);
    expect(shown).toContain("omkring 15 000 kr (uppskattat)");
    expect(shown).not.toMatch(/QR-kod|Betalningsfil med|Betala så här/);
  });

  it.each(["sv", "nb", "en"] as const)("are whole sentences in %s", async (language) => {
    const page = await account(25_000, [], { history, enforcementBalance: fromWhole(-1) }, { language });
    for (const [, text] of boxes(page)) expect(text).toMatch(/^\S.*\.$/);
  });
});

describe("what is overdue, and a reserve that is short", () => {
  const world = (balance: number, rows: Parameters<typeof swedish>[2], reserve: number) => {
    const observation = swedish(IDENTITY, balance, rows, { history: [] });
    const company = { name: "Exempel AB", source: "skatteverket" as const, identity: IDENTITY, observation };
    return pagesWorld({ companies: [company], policy: { reserve: fromWhole(reserve) } });
  };
  const lastCell = async ({ page }: ReturnType<typeof world>) =>
    byClass(await page("/"), "day")
      .map(textOf)
      .at(-1);

  it("are told apart: nothing is called overdue that only the reserve asks for", async () => {
    const made = world(1_000, [row("2026-12-14", -500, "Moms")], 2_500);
    const page = await made.account("Exempel AB");
    expect(textOf(page)).not.toMatch(/[Ff]örfallet|förföll/);
    expect(boxes(page)[0]?.[1]).toMatch(/^2 000 kr saknas till reserven Betala först 1 500 kr, i dag\.$/);
    expect(byClass(page, "when").map(textOf)[0]).toBe("Betala senastmån 23 novtill reserven");
    const dues = byClass(page, "dues").flatMap((table) => all(table, "tr").map(textOf));
    expect(dues.slice(1, 3)).toEqual([
      "måndag 23 november 2026–1 000 kr1 500 kr",
      "Saldot är lägre än reserven redan i dag. Inget har förfallit.",
    ]);
    expect(await lastCell(made)).toBe("mån 14 dec om 21 dagar");
  });

  it("say since when on the page and in the list", async () => {
    const made = world(1_000, [row("2026-11-12", -5_000, "Moms"), row("2026-12-14", -500, "Moms")], 0);
    const page = await made.account("Exempel AB");
    expect(boxes(page)[0]?.[1]).toBe("4 500 kr saknas Betala först 4 000 kr, i dag. Förfallet sedan torsdag 12 november 2026.");
    expect(byClass(page, "when").map(textOf)[0]).toBe("Betala senastmån 23 novförfallet sedan tor 12 nov");
    expect(await lastCell(made)).toBe("tor 12 nov förföll för 11 dagar sedan");
  });

  it.each([
    ["nb", "tor 12. nov forfalt for 11 dager siden"],
    ["en", "Thu 12 Nov was due 11 days ago"],
  ] as const)("in %s too", async (language, cell) => {
    const observation = swedish(IDENTITY, 1_000, [row("2026-11-12", -5_000, "Moms")], { history: [] });
    const companies = [{ name: "Exempel AB", source: "skatteverket" as const, identity: IDENTITY, observation }];
    expect(await lastCell(pagesWorld({ companies }, { language }))).toBe(cell);
  });
});
