import { type AccountId, SaldovaktError } from "@saldovakt/domain";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Problem } from "../api/openapi/schemas.ts";
import { createApp } from "../app.ts";
import { COMPANIES, row, swedish, swedishNumber } from "../companies.fixture.ts";
import { all, byClass, type Element, parseMarkup, textOf, walk } from "../markup.fixture.ts";
import { type FakeOptions, fakeOptions, fakeWorld } from "../ports.fixture.ts";
import type { WebOptions } from "../ports.ts";
import { PAGES_CSS } from "../style/pages.ts";

const SHORT = "Grävlingens Plåt & Sönergöken AB";
const NAMES = COMPANIES.map((company) => company.name);

function world(options: FakeOptions = {}, web: Partial<WebOptions> = {}) {
  const fake = fakeWorld(options);
  const app = createApp(fake.ports, fakeOptions({ pages: true, ...web }));
  const get = (path: string, headers: Record<string, string> = {}) => app.request(path, { headers });
  const page = async (path: string): Promise<Element> => parseMarkup(await (await get(path)).text());
  return { ...fake, app, get, page, account: (name: string) => page(`/accounts/${fake.id(name)}`) };
}

const namesIn = (page: Element): string[] => byClass(page, "list").flatMap((list) => all(list, "a").map(textOf));

describe("the overview", () => {
  it("shows the most urgent first, with what is missing and by when to pay", async () => {
    const page = await world().page("/");
    const rows = byClass(page, "list").flatMap((list) =>
      all(list, "tr")
        .slice(1)
        .map((tr) => tr.children.map((cell) => (typeof cell === "string" ? "" : textOf(cell)))),
    );
    expect(rows).toHaveLength(COMPANIES.length);
    expect(rows[0]).toEqual([
      "Akut",
      "Hjortronmyrens Åkeri ABSkatteverket",
      "6 800 kr",
      "64 700 kr",
      "mån 23 nov i dag",
      "mån 23 nov i dag",
    ]);
    expect(rows.find(([, name]) => name?.startsWith(SHORT))).toEqual([
      "Senare",
      `${SHORT}Skatteverket`,
      "29 150 kr",
      "95 050 kr",
      "ons 9 dec om 16 dagar",
      "tor 26 nov om 3 dagar",
    ]);
    expect(rows.find(([, name]) => name?.startsWith("Älvsippan"))).toEqual([
      "Ej läst",
      "Älvsippans Instrument ABSkatteverket",
      "–",
      "–",
      "–",
      "–",
    ]);
  });

  it("adds up each currency by itself", async () => {
    const page = await world().page("/");
    const [kronor, kroner, ...more] = byClass(page, "totals").flatMap((totals) => all(totals, "dl").map(textOf));
    expect(kronor).toBe("Saldo9 631 940 kr Saknas3 299 260 kr Behöver betalning5 av 8 konton Närmast att betalamån 23 nov i dag");
    expect(kroner).toBe("Saknas60 730 NOK Behöver betalning1 av 1 konton Närmast att betalamån 7 dec om 14 dagar");
    expect(more).toEqual([]);
  });

  it("finds by part of a name, in any case", async () => {
    const { page } = world();
    expect(namesIn(await page("/?q=ÅKERI"))).toEqual(["Hjortronmyrens Åkeri AB"]);
    expect(namesIn(await page("/?q=%20plåt+%26%20s"))).toEqual([SHORT]);
    const none = await page("/?q=xyz");
    expect(namesIn(none)).toEqual([]);
    expect(textOf(byClass(none, "empty")[0] as Element)).toBe("Inget konto har det namnet.");
    expect(all(none, "input")[0]?.attributes.value).toBe("xyz");
  });

  it("takes no number into the address", async () => {
    const { get, page } = world();
    for (const number of ["165591001373", "559100-1373", "5591 0013 73", "16 559100 1373", "313367002"]) {
      const answer = await get(`/?q=${encodeURIComponent(number)}`);
      expect([number, answer.status, answer.headers.get("location")]).toEqual([number, 303, "/?by=name"]);
    }
    expect(textOf(byClass(await page("/?by=name"), "hint")[0] as Element)).toMatch(/^Sök på namnet\./);
  });

  it("turns leaves where there are many", async () => {
    const companies = Array.from({ length: 1_000 }, (_, n) => ({
      name: `Bolag ${String(n).padStart(4, "0")} AB`,
      source: "skatteverket" as const,
      identity: swedishNumber(n),
      observation: swedish(swedishNumber(n), 1_000, n % 7 === 0 ? [row("2026-12-14", -2_000 - n, "Moms")] : []),
    }));
    const { page } = world({ companies });
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
    const page = await world({ companies: [] }).page("/");
    expect(textOf(byClass(page, "empty")[0] as Element)).toBe("Inget konto bevakas ännu.Lägg till ett med saldovakt accounts add.");
    expect(all(page, "form")).toEqual([]);
  });
});

describe("an account's page", () => {
  it("tells first what is missing and what to pay next", async () => {
    const [verdict] = byClass(await world().account(SHORT), "verdict");
    expect(textOf(verdict as Element)).toBe("95 050 kr saknas Betala först 45 650 kr, senast onsdag 9 december 2026.");
  });

  it("gives every payment detail on its own, fit to be copied", async () => {
    const page = await world().account(SHORT);
    expect(byClass(page, "copy").map(textOf)).toEqual([
      "5050-1055",
      "1655910027457",
      "SE5680000890119646240516",
      "SWEDSESS",
      "45650,00",
      "31000,00",
      "18400,00",
    ]);
    expect(PAGES_CSS).toMatch(/\.copy\{[^}]*user-select:all/);
  });

  it("keeps payments with references of their own apart", async () => {
    const page = await world().account("Fjellrypa Friluft AS");
    const places = byClass(page, "pay").map((each) => byClass(each, "copy").map(textOf));
    expect(places.map((values) => values.length)).toEqual([3, 3]);
    expect(new Set(places.map((values) => values[1])).size).toBe(2);
    expect(places.map((values) => values[2])).toEqual(["18420,00", "42310,00"]);
  });

  it("lists due dates with their charges, marked where they are estimates or overdue", async () => {
    const { account } = world();
    const dues = byClass(await account(SHORT), "dues").flatMap((table) => all(table, "tr").map(textOf));
    expect(dues).toContain("måndag 28 december 2026−31 000 kr−76 650 kr31 000 kr");
    expect(dues).toContain("Moms november 2026 uppskattat−31 000 kr");
    expect(dues).toContain("Moms oktober 2026 (beslutat tor 12 nov)−12 400 kr");
    const overdue = byClass(await account("Hjortronmyrens Åkeri AB"), "dues").flatMap((table) => byClass(table, "head").map(textOf));
    expect(overdue[0]).toBe("måndag 23 november 2026 Förfallet−19 300 kr−12 500 kr12 500 kr");
  });

  it("tells of a deficit, of Kronofogden and of money that may be paid out", async () => {
    const { account } = world();
    const deficit = byClass(await account("Nattskärrans Nattbageri AB"), "grave").map(textOf);
    expect(deficit[0]).toMatch(/underskott på 14 310 kr sedan torsdag 12 november 2026\. Räntan är hittills 96 kr\./);
    expect(deficit[1]).toMatch(/Kronofogden på 8 750 kr/);
    expect(byClass(await account("Kantarellens Kartor & Kompasser AB"), "notes").map(textOf)[0]).toMatch(/kan betalas ut/);
  });

  it("shows what has been told, the newest first", async () => {
    const { app, account, id, key } = world();
    await app.request(`/v1/accounts/${id(SHORT)}/forecast?fresh=true`, { headers: key({ scopes: ["read:fresh"] }) });
    const told = byClass(await account(SHORT), "told").flatMap((list) => all(list, "li").map(textOf));
    expect(told).toHaveLength(3);
    expect(told[2]).toBe("23 november 2026 kl. 09.30Pengar saknas, 45 650 kr, förfaller måndag 14 december 2026");
  });

  it("shows the latest rows with the balance each left", async () => {
    const booked = byClass(await world().account(SHORT), "booked").flatMap((table) => all(table, "tr").map(textOf));
    expect(booked.slice(1, 3)).toEqual([
      "2026-11-14Inbetalning bokförd 26111458 000 kr29 150 kr",
      "2026-11-12Debiterad preliminärskatt−18 400 kr−28 850 kr",
    ]);
  });

  it("is there before the first reading", async () => {
    const page = await world().account("Älvsippans Instrument AB");
    expect(textOf(byClass(page, "empty")[0] as Element)).toMatch(/^Kontot är inte läst ännu/);
    expect(all(page, "svg").filter((svg) => svg.attributes.role === "img")).toEqual([]);
  });

  it("is not there for an id nobody has", async () => {
    const { get } = world();
    for (const id of ["acc_zzzzzzzzzzzzzzzzzzzz", "x", "165591001373", "%00"]) {
      const answer = await get(`/accounts/${id}`);
      expect(answer.status).toBe(404);
      const text = await answer.text();
      expect(textOf(all(parseMarkup(text), "h1")[0] as Element)).toBe("Sidan finns inte");
      expect(text).not.toContain("165591001373");
    }
  });
});

const PATHS = (id: (name: string) => AccountId): string[] => [
  "/",
  "/?q=xyz",
  "/?by=name",
  "/accounts/none",
  ...NAMES.map((name) => `/accounts/${id(name)}`),
];

describe("every page", () => {
  it.each(["sv", "nb", "en"] as const)("is in order for readers and for machines, in %s", async (language) => {
    const { page, id } = world({ policy: { language } }, { language });
    for (const path of PATHS(id)) checkPage(await page(path), language);
  });

  it("says everything in each language", async () => {
    const texts = await Promise.all(
      (["sv", "nb", "en"] as const).map(async (language) => {
        const { account } = world({ policy: { language } }, { language });
        return (await Promise.all(NAMES.map(account))).flatMap((page) => all(page, "h2").map(textOf));
      }),
    );
    expect(new Set(texts.map((headings) => headings.length)).size).toBe(1);
    expect(texts.flat().filter((heading) => heading.includes("undefined") || heading === "")).toEqual([]);
  });

  it("holds no identity but in the reference to pay with", async () => {
    const { get, id } = world();
    for (const path of PATHS(id)) {
      const text = (await (await get(path)).text()).replaceAll(
        /<dt>OCR-nummer<\/dt><dd><span class="copy" translate="no">\d+<\/span>/g,
        "",
      );
      for (const { identity } of COMPANIES) expect(text).not.toContain(identity.slice(2));
    }
  });

  it("takes names and texts as text, whatever stands in them", async () => {
    const nasty = fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 40 }),
      fc.constantFrom("<script>alert(1)</script>", '"><img src=x>', "&amp;", "</title>", "'`{}"),
    );
    await fc.assert(
      fc.asyncProperty(nasty, nasty, async (name, text) => {
        const identity = swedishNumber(1);
        const observation = swedish(identity, -500, [row("2026-12-14", -500, text)], { warnings: [{ code: "INFORMATION", text }] });
        const { page } = world({ companies: [{ name: name || "x", source: "skatteverket", identity, observation }] });
        const list = await page("/");
        const address = byClass(list, "list").flatMap((table) => all(table, "a").map((a) => a.attributes.href))[0] ?? "";
        for (const each of [list, await page(address), await page(`/?q=${encodeURIComponent(text)}&by=x`).catch(() => list)]) {
          expect(all(each, "script").length + all(each, "img").length).toBe(0);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("is served under a strict policy and kept by nobody", async () => {
    const { get, id } = world();
    for (const path of PATHS(id)) {
      const { headers } = await get(path);
      expect(headers.get("content-security-policy")).toBe(
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      );
      expect(headers.get("cache-control")).toBe("no-store");
      expect(headers.get("content-type")).toBe("text/html; charset=UTF-8");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
      expect(headers.get("strict-transport-security")).toBeNull();
    }
  });
});

/** What a reader with any device needs of a page, as far as its text shows. */
function checkPage(page: Element, language: string): void {
  expect(page.attributes.lang).toBe(language);
  const elements = [...walk(page)];
  const count = (name: string): number => elements.filter((element) => element.name === name).length;
  expect([count("h1"), count("main"), count("header"), count("footer")]).toEqual([1, 1, 1, 1]);
  expect(textOf(elements.find((element) => element.name === "title") as Element)).toMatch(/.+ · Saldovakt$/);

  const levels = elements.flatMap((element) => (/^h[1-6]$/.test(element.name) ? [Number(element.name[1])] : []));
  for (const [i, level] of levels.entries()) expect(level - (levels[i - 1] ?? 0)).toBeLessThanOrEqual(1);

  const ids = elements.flatMap((element) => (element.attributes.id === undefined ? [] : [element.attributes.id]));
  expect(new Set(ids).size).toBe(ids.length);
  for (const element of elements) {
    const { attributes } = element;
    for (const id of (attributes["aria-labelledby"] ?? "").split(" ").filter(Boolean)) expect(ids).toContain(id);
    if (attributes.href?.startsWith("#")) expect(ids).toContain(attributes.href.slice(1));
    expect(Object.keys(attributes).filter((name) => name === "style" || name.startsWith("on"))).toEqual([]);
    expect(attributes.href ?? "/").toMatch(/^[/#](?!\/)/);
    if (element.name === "a") expect(textOf(element)).not.toBe("");
    if (element.name === "input")
      expect(elements.some((label) => label.name === "label" && label.attributes.for === attributes.id)).toBe(true);
    if (element.name === "th") expect(["col", "row", "rowgroup"]).toContain(attributes.scope);
    if (element.name === "table")
      expect(element.children.some((child) => typeof child !== "string" && child.name === "caption")).toBe(true);
    // A role told outright takes the place of one that a narrow screen's layout hides.
    if (element.name === "table") for (const tr of all(element, "tr")) expect(tr.attributes.role).toBe("row");
    for (const name of (attributes.class ?? "").split(" ").filter(Boolean)) expect(STYLED, `.${name} on <${element.name}>`).toContain(name);
  }
  expect(count("script") + count("style") + count("iframe")).toBe(0);
}

/** Names without a rule of their own: hooks for what stands around them. */
const UNSTYLED = ["day", "wide", "chart", "key-balance"];
const STYLED = new Set([...[...PAGES_CSS.matchAll(/\.([a-z][\w-]*)/g)].map(([, name]) => name as string), ...UNSTYLED]);

describe("the style sheet and the icon", () => {
  it("are kept by the browser under an address that changes with them", async () => {
    const { page, get } = world();
    const links = all(await page("/"), "link").map((link) => link.attributes.href ?? "");
    expect(links).toEqual([expect.stringMatching(/^\/style\.css\?v=[0-9a-f]{12}$/), "/icon.svg"]);
    const [style, icon] = await Promise.all(links.map((link) => get(link)));
    expect(style?.headers.get("content-type")).toBe("text/css; charset=utf-8");
    expect(icon?.headers.get("content-type")).toBe("image/svg+xml");
    for (const answer of [style, icon]) expect(answer?.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(parseMarkup((await icon?.text()) ?? "").name).toBe("svg");
  });
});

describe("by which name the server is called", () => {
  it.each(["localhost", "localhost:8787", "127.0.0.1:8787", "[::1]:8787", "LOCALHOST.", "saldovakt.internal:80"])(
    "%s is taken",
    async (host) => {
      const { get } = world({}, { allowedHosts: ["saldovakt.internal:8787"] });
      expect((await get("/", { host })).status).toBe(200);
    },
  );

  it.each(["evil.example", "localhost.evil.example:8787", "127.0.0.1.evil.example", "", "0.0.0.0", "127.0.0.1@evil.example"])(
    "%j is not",
    async (host) => {
      const { get, key } = world();
      for (const path of ["/", "/v1/accounts", "/style.css", "/nothing"]) {
        const answer = await get(path, { host, ...key() });
        expect(answer.status).toBe(421);
        expect(Problem.parse(await answer.json()).code).toBe("HOST_REFUSED");
      }
    },
  );

  it("does not matter where there are no pages", async () => {
    const { get } = world({}, { pages: false });
    expect((await get("/health", { host: "api.saldovakt.example" })).status).toBe(200);
    expect((await get("/", { host: "api.saldovakt.example" })).status).toBe(404);
  });
});

describe("what is not there", () => {
  it("is told to a browser as a page, to a program as a problem", async () => {
    const { get } = world();
    const browser = await get("/nothing", { accept: "text/html,*/*" });
    expect([browser.status, browser.headers.get("content-type")]).toEqual([404, "text/html; charset=UTF-8"]);
    for (const [path, accept] of [
      ["/nothing", "*/*"],
      ["/v1/nothing", "text/html"],
    ] as const) {
      expect(Problem.parse(await (await get(path, { accept })).json()).code).toBe("ROUTE_UNKNOWN");
    }
  });

  it("takes no other method", async () => {
    const answer = await world().app.request("/", { method: "POST" });
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
  });
});

describe("a fault", () => {
  it("is told with its code and nothing else", async () => {
    const fake = fakeWorld();
    const broken = async (): Promise<never> => {
      throw new SaldovaktError("165591001373 in /var/lib/saldovakt.db", {
        code: "STORE_UNREADABLE",
        scope: "installation",
        remedy: "see /etc",
      });
    };
    const watch = { ...fake.ports.watch, records: { ...fake.ports.watch.records, observation: broken } };
    const answer = await createApp({ ...fake.ports, watch }, fakeOptions({ pages: true })).request(`/accounts/${fake.id(SHORT)}`);
    expect(answer.status).toBe(502);
    const page = parseMarkup(await answer.text());
    expect(textOf(all(page, "main")[0] as Element)).toBe(
      "Sidan kan inte visas just nuFörsök igen om en stund. Felets kod: STORE_UNREADABLE Alla konton",
    );
    expect(fake.faults).toMatchObject([{ route: "/accounts/-", status: 502, code: "STORE_UNREADABLE" }]);
  });
});
