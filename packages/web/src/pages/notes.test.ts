import { type Account, DEFAULT_POLICY, forecast, fromWhole, nextSwedishDueDate, plainDate, type Warning, ymd } from "@saldovakt/domain";
import { describe, expect, it } from "vitest";
import { row, swedish, swedishNumber, TODAY } from "../companies.fixture.ts";
import { all, byClass, type Element, parseMarkup, textOf } from "../markup.fixture.ts";
import { PAGE_TEXTS } from "../texts/texts.ts";
import { pagesWorld } from "./world.fixture.ts";

const IDENTITY = swedishNumber(1);

const account = async (balance: number, rows: Parameters<typeof swedish>[2], more: Parameters<typeof swedish>[3], web = {}) => {
  const observation = swedish(IDENTITY, balance, rows, more);
  const { page, id } = pagesWorld({ companies: [{ name: "Exempel AB", source: "skatteverket", identity: IDENTITY, observation }] }, web);
  return page(`/accounts/${id("Exempel AB")}`);
};

/** Every warning a source or the forecast gives. */
const CODES = [
  "OCR_MISMATCH",
  "INFORMATION",
  "ENFORCEMENT_DEBT",
  "SOURCE_STALE",
  "PAYOUT_RISK",
  "NO_REFERENCE",
  "PAYMENT_MAY_BE_LATE",
  "UNSETTLED_STAMP",
  "CHARGE_WITHOUT_AMOUNT",
  "CREDIT_CLAIM",
  "UNPLACED_PAYMENT",
  "STATEMENT_ONLY",
  "READ_BY_SIGN_IN",
  "SOURCE_CLOSED",
];

/** Those whose sentence says itself what to do. */
const COMPLETE = ["INFORMATION", "SOURCE_CLOSED"];

describe("every warning", () => {
  it.each(["sv", "nb", "en"] as const)("says what it means and what to do, in %s", async (language) => {
    const warnings: Warning[] = CODES.map((code) => ({ code, amount: fromWhole(500), date: plainDate("2026-12-14") }));
    const page = await account(1_000, [], { warnings }, { language });
    const items = byClass(page, "notes").flatMap((list) => all(list, "li"));
    expect(items).toHaveLength(CODES.length);
    for (const [i, item] of items.entries()) {
      const [meaning = "", todo] = all(item, "p").map(textOf);
      if (COMPLETE.includes(CODES[i] ?? "")) {
        expect(meaning).toMatch(/(?:Läs|Les|Read|försök igen|prøv igjen|try again) .+\.$/);
        expect(todo).toBeUndefined();
      } else {
        expect(meaning).toMatch(/^\S.+\s.+[.!]$/);
        expect(todo).toMatch(/^\S.+\s.+\.$/);
      }
    }
    expect([...Object.keys(PAGE_TEXTS[language].advice), ...COMPLETE].sort()).toEqual([...CODES].sort());
  });

  it("that the authority wrote itself stands in full, with nothing more to read", async () => {
    const page = await account(1_000, [], { warnings: [{ code: "INFORMATION", text: "Tjänsten är stängd på lördag." }] });
    expect(byClass(page, "notes").map(textOf)).toEqual(["Tjänsten är stängd på lördag."]);
  });

  it.each([
    ["sv", "20 200 kr har förfallit; saldot räcker inte, 13 100 kr saknas."],
    ["nb", "20 200 SEK har forfalt; saldoen strekker ikke til, 13 100 SEK mangler."],
    ["en", "SEK 20,200 is overdue and the balance does not cover it: SEK 13,100 short."],
  ] as const)("speaks of no deficit beside a positive balance, in %s", async (language, sentence) => {
    const page = await account(7_100, [row("2026-11-12", -20_200, "Moms september 2026")], {}, { language });
    const [note = ""] = byClass(page, "grave").map(textOf);
    expect(note.replace(/\s/g, " ")).toContain(sentence);
    expect(note).not.toMatch(/underskott|underskudd|deficit/);
  });

  it("that is new is shown by its code", async () => {
    const page = await account(1_000, [], { warnings: [{ code: "SOMETHING_NEW" }] });
    expect(byClass(page, "notes").map(textOf)).toEqual(["SOMETHING_NEW"]);
  });
});

const history = Array.from({ length: 16 }, (_, i) => ({
  date: nextSwedishDueDate(ymd(2025, 8 + i, 10)),
  text: "Arbetsgivaravgift",
  amount: fromWhole(-20_000),
  kind: "employer-tax" as const,
}));

describe("an account known by a statement alone", () => {
  it("claims nothing of the days ahead", async () => {
    const warnings: Warning[] = [{ code: "STATEMENT_ONLY", date: plainDate("2026-11-20") }];
    const observation = swedish(IDENTITY, 25_000, [], { warnings });
    const { account, accounts, id, observations } = pagesWorld({
      companies: [{ name: "Exempel AB", source: "skatteverket", identity: IDENTITY, observation }],
    });
    accounts.set(id("Exempel AB"), { ...(accounts.get(id("Exempel AB")) as Account), reading: "statement" });
    const bare = await account("Exempel AB");
    expect(textOf(byClass(bare, "verdict")[0] as Element)).toContain("Vad som förfaller därefter är okänt.");
    expect(textOf(bare)).toContain("Kommande förfallodagar är inte kända");
    expect(textOf(bare)).not.toMatch(/Inget är beslutat|Inget beslutat|uppskattat/);
    observations.set(id("Exempel AB"), { ...observation, history });
    const guessed = await account("Exempel AB");
    expect(textOf(byClass(guessed, "verdict")[0] as Element)).toContain("Beloppet är uppskattat");
    const heads = byClass(guessed, "dues").flatMap((table) => byClass(table, "head"));
    expect(heads.length).toBeGreaterThan(0);
    for (const head of heads) expect(byClass(head, "number").slice(0, 2).map(textOf)).toEqual(["–", "–"]);
  });
});

describe("estimates", () => {
  it("stand apart from what is decided, on the page and in the chart", async () => {
    const observation = swedish(IDENTITY, 30_000, [row("2026-12-14", -5_000, "Moms oktober 2026")], { history });
    const made = forecast(observation, DEFAULT_POLICY, TODAY);
    expect(made.withEstimates).toBeDefined();
    const page = await account(30_000, [row("2026-12-14", -5_000, "Moms oktober 2026")], { history });
    const guesses = byClass(page, "guess")
      .filter((each) => each.name === "tr")
      .map(textOf);
    expect(guesses[0]).toMatch(/^Arbetsgivaravgift och avdragen skatt uppskattat/);
    expect(guesses.some((line) => line.startsWith("Saldo med uppskattade poster"))).toBe(true);
    expect(byClass(page, "estimated").filter((each) => each.name === "path")).toHaveLength(2);
    expect(byClass(page, "verdict").map(textOf)[0]).toMatch(
      /^Allt som är beslutat är täckt.*Troligen saknas omkring 15 000 kr till måndag 18 januari 2027\. Beloppet är uppskattat, .* senast onsdag 13 januari 2027\.$/,
    );
    expect(byClass(page, "sums")).toEqual([]);
  });

  it("are not there where they are switched off", async () => {
    const observation = swedish(IDENTITY, 30_000, [], { history });
    const company = { name: "Exempel AB", source: "skatteverket" as const, identity: IDENTITY, observation };
    const { app, id } = pagesWorld({ companies: [company], policy: { estimates: false } });
    const page = parseMarkup(await (await app.request(`/accounts/${id("Exempel AB")}`)).text());
    expect(byClass(page, "guess")).toEqual([]);
  });
});
