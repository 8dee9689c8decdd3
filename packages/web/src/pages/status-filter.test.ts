import type { Account } from "@saldovakt/domain";
import { describe, expect, it } from "vitest";
import { row, swedish, swedishNumber } from "../companies.fixture.ts";
import { all, byClass, type Element, textOf } from "../markup.fixture.ts";
import { pagesWorld } from "./world.fixture.ts";

const company = (n: number, name: string, balance: number, rows: Parameters<typeof swedish>[2]) => ({
  name,
  source: "skatteverket" as const,
  identity: swedishNumber(n),
  observation: swedish(swedishNumber(n), balance, rows),
});

/** One that is urgent, sixty to pay later, and two that are covered. */
const world = () =>
  pagesWorld({
    companies: [
      company(0, "Akut AB", 1_000, [row("2026-11-24", -9_000, "Moms")]),
      ...Array.from({ length: 60 }, (_, n) => company(n + 1, `Senare ${n + 10} AB`, 1_000, [row("2026-12-28", -9_000 - n, "Moms")])),
      company(98, "Täckt AB", 50_000, []),
      company(99, "Lugn AB", 50_000, []),
    ],
  });

const names = (page: Element): string[] => byClass(page, "list").flatMap((list) => all(list, "a").map(textOf));
const hrefs = (page: Element): (string | undefined)[] => all(page, "a").map((a) => a.attributes.href);

describe("the list by status", () => {
  it("has a link to each status that there is, with how many they are", async () => {
    const page = await world().page("/");
    const links = byClass(page, "statuses").flatMap((nav) => all(nav, "a").map((a) => [textOf(a), a.attributes.href]));
    expect(links).toEqual([
      ["Alla 63", "/"],
      ["Akut 1", "/?show=critical"],
      ["Senare 60", "/?show=later"],
      ["Täckt 2", "/?show=ok"],
    ]);
    expect(names(await world().page("/?show=critical"))).toEqual(["Akut AB"]);
    expect(names(await world().page("/?show=ok")).sort()).toEqual(["Lugn AB", "Täckt AB"]);
  });

  it("leads from the totals to what is to be paid, and the totals stay those of all", async () => {
    const page = await world().page("/");
    const [link] = byClass(page, "totals").flatMap((totals) => all(totals, "a"));
    expect([textOf(link as Element), link?.attributes.href]).toEqual(["61 av 63 konton", "/?show=pay"]);
    const narrowed = await world().page("/?show=pay");
    expect(names(narrowed)).not.toContain("Lugn AB");
    expect(textOf(byClass(narrowed, "totals")[0] as Element)).toContain("61 av 63 konton");
    expect(byClass(narrowed, "statuses").flatMap((nav) => all(nav, "a").map(textOf))).toContain("Behöver betalning 61");
  });

  it("is kept on every page and in the search, and the search in it", async () => {
    const page = await world().page("/?show=later&q=senare");
    expect(hrefs(page)).toEqual(expect.arrayContaining(["/?q=senare&show=later&page=2", "/?q=senare", "/?q=senare&show=later"]));
    expect(all(page, "input").map((input) => [input.attributes.name, input.attributes.value])).toEqual([
      ["q", "senare"],
      ["show", "later"],
    ]);
    expect(names(await world().page("/?show=later&q=senare&page=2"))).toHaveLength(10);
    const none = await world().page("/?show=critical&q=senare");
    expect(textOf(byClass(none, "empty")[0] as Element)).toBe("Inget konto matchar sökningen.");
  });

  it("takes what is none of its words for nothing asked", async () => {
    for (const show of ["x", "", "PAY", "critical%00"]) expect(names(await world().page(`/?show=${show}`))).toHaveLength(50);
  });
});

describe("an account known by a statement alone", () => {
  it("is in no sum of balances, and that is said", async () => {
    const made = world();
    const id = made.id("Täckt AB");
    const before = textOf(byClass(await made.page("/"), "totals")[0] as Element);
    expect(before).toMatch(/^Saldo161 000 kr /);
    made.accounts.set(id, { ...(made.accounts.get(id) as Account), reading: "statement" });
    const page = await made.page("/");
    expect(textOf(byClass(page, "totals")[0] as Element)).toMatch(/^Saldo111 000 kr utan 1 konto från kontoutdrag/);
    expect(byClass(page, "statuses").flatMap((nav) => all(nav, "a").map(textOf))).toContain("Kontoutdrag 1");
    expect(names(await made.page("/?show=statement"))).toEqual(["Täckt AB"]);
  });
});
