import { fromWhole, type Observation } from "@saldovakt/domain";
import { describe, expect, it } from "vitest";
import { createApp } from "../app.ts";
import { COMPANIES, type Company, row, swedish, swedishNumber } from "../companies.fixture.ts";
import { all, byClass, type Element, parseMarkup, textOf } from "../markup.fixture.ts";
import { fakeOptions } from "../ports.fixture.ts";
import { pagesWorld, SHORT } from "./world.fixture.ts";

const namesIn = (page: Element): string[] => byClass(page, "list").flatMap((list) => all(list, "a").map(textOf));

describe("the overview", () => {
  it("shows the most urgent first, with what is missing and by when to pay", async () => {
    const page = await pagesWorld().page("/");
    const rows = byClass(page, "list").flatMap((list) =>
      all(list, "tr")
        .slice(1)
        .map((tr) => tr.children.map((cell) => (typeof cell === "string" ? "" : textOf(cell)))),
    );
    expect(rows).toHaveLength(COMPANIES.length);
    expect(rows[0]).toEqual([
      "Akut",
      "Hjortronmyrens Åkeri ABSkatteverket",
      "",
      "6 800 kr",
      "64 700 kr",
      "mån 23 nov i dag",
      "tor 12 nov förföll för 11 dagar sedan",
    ]);
    expect(rows.find(([, name]) => name?.startsWith(SHORT))).toEqual([
      "Senare",
      `${SHORT}Skatteverket`,
      "",
      "29 150 kr",
      "64 050 kr",
      "ons 9 dec om 16 dagar",
      "tor 26 nov om 3 dagar",
    ]);
    expect(rows.find(([, name]) => name?.startsWith("Älvsippan"))).toEqual([
      "Ej läst",
      "Älvsippans Instrument ABSkatteverket",
      "",
      "–",
      "–",
      "–",
      "–",
    ]);
  });

  it("adds up each currency by itself", async () => {
    const page = await pagesWorld().page("/");
    const [kronor, kroner, ...more] = byClass(page, "totals").flatMap((totals) => all(totals, "dl").map(textOf));
    expect(kronor).toBe("Saldo9 631 940 kr Saknas3 268 260 kr Behöver betalning5 av 8 konton Nästa betalningmån 23 nov i dag");
    expect(kroner).toBe("Saknas60 730 NOK Behöver betalning1 av 1 konto Nästa betalningons 9 dec om 16 dagar");
    expect(more).toEqual([]);
  });

  it("heads the sums of each authority where there are several, and of one not", async () => {
    const { page } = pagesWorld();
    const headings = async (path: string) => byClass(await page(path), "totals").flatMap((totals) => all(totals, "h2").map(textOf));
    expect(await headings("/")).toEqual(["Skatteverket, SEK", "Skatteetaten, NOK"]);
    expect(await headings("/?q=bageri")).toEqual([]);
  });

  it("says why an account is pressing where no other column does", async () => {
    const { page, observations, id } = pagesWorld();
    const debt = observations.get(id("Blåklockans Bygg AB")) as Observation;
    observations.set(debt && id("Blåklockans Bygg AB"), { ...debt, enforcementBalance: fromWhole(-135_166) });
    const reasons = byClass(await page("/"), "list").flatMap((list) =>
      all(list, "th")
        .filter((th) => byClass(th, "reason").length > 0)
        .map((th) => [textOf(all(th, "a")[0] as Element), ...byClass(th, "reason").map(textOf)]),
    );
    expect(reasons).toContainEqual(["Blåklockans Bygg AB", "Hos Kronofogden 135 166 kr"]);
    expect(reasons).toContainEqual(["Kantarellens Kartor & Kompasser AB", expect.stringMatching(/^\d[\d ]* kr kan betalas ut$/)]);
    expect(reasons.map(([name]) => name)).not.toContain(SHORT);
  });

  it("shows a name without marks that turn what follows", async () => {
    const [one] = COMPANIES;
    const { page, account } = pagesWorld({ companies: [{ ...(one as Company), name: "Exempel \u202eBA lekarF" }] });
    for (const each of [await page("/"), await page("/import"), await account("Exempel \u202eBA lekarF")]) {
      expect(textOf(each)).toContain("Exempel BA lekarF");
      expect(JSON.stringify(each)).not.toContain("\u202e");
    }
  });

  it("finds by part of a name, in any case", async () => {
    const { page } = pagesWorld();
    expect(namesIn(await page("/?q=ÅKERI"))).toEqual(["Hjortronmyrens Åkeri AB"]);
    expect(namesIn(await page("/?q=%20plåt+%26%20s"))).toEqual([SHORT]);
    const none = await page("/?q=xyz");
    expect(namesIn(none)).toEqual([]);
    expect(textOf(byClass(none, "empty")[0] as Element)).toBe("Inget konto matchar sökningen.");
    expect(all(none, "input")[0]?.attributes.value).toBe("xyz");
  });

  it("takes no number into the address", async () => {
    const { get, page } = pagesWorld();
    for (const number of ["165591001373", "559100-1373", "5591 0013 73", "16 559100 1373", "313367002"]) {
      const answer = await get(`/?q=${encodeURIComponent(number)}`);
      expect([number, answer.status, answer.headers.get("location")]).toEqual([number, 303, "/?by=name"]);
    }
    expect(textOf(byClass(await page("/?by=name"), "hint")[0] as Element)).toMatch(/^Sök på namn\./);
  });

  it("turns leaves where there are many", async () => {
    const companies = Array.from({ length: 1_000 }, (_, n) => ({
      name: `Bolag ${String(n).padStart(4, "0")} AB`,
      source: "skatteverket" as const,
      identity: swedishNumber(n),
      observation: swedish(swedishNumber(n), 1_000, n % 7 === 0 ? [row("2026-12-14", -2_000 - n, "Moms")] : []),
    }));
    const { page } = pagesWorld({ companies });
    const seen = new Set<string>();
    for (let n = 1; n <= 20; n++) for (const name of namesIn(await page(`/?page=${n}`))) seen.add(name);
    expect(seen.size).toBe(1_000);
    expect(all(await page("/?page=2&q=bolag"), "a").map((a) => a.attributes.href)).toEqual(
      expect.arrayContaining(["/?q=bolag&page=1", "/?q=bolag&page=3"]),
    );
    const last = namesIn(await page("/?page=20"));
    for (const beyond of ["21", "999999"]) expect(namesIn(await page(`/?page=${beyond}`))).toEqual(last);
    const first = namesIn(await page("/"));
    for (const none of ["0", "-1", "x", "", "1e3"]) expect(namesIn(await page(`/?page=${none}`))).toEqual(first);
  });

  it("says what to do where no account is watched", async () => {
    const page = await pagesWorld({ companies: [] }).page("/");
    expect(textOf(byClass(page, "empty")[0] as Element)).toBe(
      "Inga konton att visa.Lägg till ett med saldovakt accounts add, eller be en ägare att få se dem som bevakas.",
    );
    expect(all(page, "form")).toEqual([]);
  });
});

describe("the small curves", () => {
  it("stand beside every account that has something ahead", async () => {
    const page = await pagesWorld().page("/");
    const curves = byClass(page, "list").flatMap((list) =>
      all(list, "tr")
        .slice(1)
        .map((tr) => [textOf(all(tr, "a")[0] as Element), byClass(tr, "spark").length]),
    );
    const none = ["Igelkottens Idé & Vila AB", "Älvsippans Instrument AB"];
    expect(curves).toHaveLength(COMPANIES.length);
    for (const [name, count] of curves) expect([name, count]).toEqual([name, none.includes(name as string) ? 0 : 1]);
  });

  it("of one account that cannot be read keep no other from being shown", async () => {
    const world = pagesWorld();
    const { records } = world.ports.watch;
    const broken = {
      ...records,
      observation: async (id: string) => (id === world.id(SHORT) ? Promise.reject(new Error("damaged")) : records.observation(id as never)),
    };
    const app = createApp({ ...world.ports, watch: { ...world.ports.watch, records: broken } }, fakeOptions({ pages: "open" }));
    const page = parseMarkup(await (await app.request("/")).text());
    expect(namesIn(page)).toHaveLength(COMPANIES.length);
    expect(byClass(page, "spark")).toHaveLength(COMPANIES.length - 3);
  });
});
