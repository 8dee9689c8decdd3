import { type AccountId, OMBUD_SERVICE_URL, SaldovaktError } from "@saldovakt/domain";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Problem } from "../api/openapi/schemas.ts";
import { createApp } from "../app.ts";
import { COMPANIES, row, swedish, swedishNumber } from "../companies.fixture.ts";
import { all, byClass, type Element, parseMarkup, textOf, walk } from "../markup.fixture.ts";
import { fakeOptions, fakeWorld } from "../ports.fixture.ts";
import { PAGES_CSS } from "../style/pages.ts";
import { NAMES, pagesWorld, SHORT } from "./world.fixture.ts";

const PATHS = (id: (name: string) => AccountId): string[] => [
  "/",
  "/?q=xyz",
  "/?by=name",
  "/accounts/none",
  ...NAMES.map((name) => `/accounts/${id(name)}`),
];

describe("every page", () => {
  it.each(["sv", "nb", "en"] as const)("is in order for readers and for machines, in %s", async (language) => {
    const { page, id } = pagesWorld({ policy: { language } }, { language });
    for (const path of PATHS(id)) checkPage(await page(path), language);
  });

  it("says everything in each language", async () => {
    const texts = await Promise.all(
      (["sv", "nb", "en"] as const).map(async (language) => {
        const { account } = pagesWorld({ policy: { language } }, { language });
        return (await Promise.all(NAMES.map(account))).flatMap((page) => all(page, "h2").map(textOf));
      }),
    );
    expect(new Set(texts.map((headings) => headings.length)).size).toBe(1);
    expect(texts.flat().filter((heading) => heading.includes("undefined") || heading === "")).toEqual([]);
  });

  it("holds no identity but in the reference to pay with", async () => {
    const { get, id } = pagesWorld();
    for (const path of PATHS(id)) {
      const text = (await (await get(path)).text()).replaceAll(
        /<dt>OCR-nummer<\/dt><dd><span class="copy-pair"><span class="copy" translate="no">\d+<\/span>/g,
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
        const { page, get } = pagesWorld({ companies: [{ name: name || "x", source: "skatteverket", identity, observation }] });
        const list = await page("/");
        const address = byClass(list, "list").flatMap((table) => all(table, "a").map((a) => a.attributes.href))[0] ?? "";
        const found = await get(`/?q=${encodeURIComponent(text)}`);
        expect([200, 303]).toContain(found.status);
        const pages = [list, await page(address), ...(found.status === 200 ? [parseMarkup(await found.text())] : [])];
        for (const each of pages) {
          expect(all(each, "script").map(textOf)).toEqual([""]);
          for (const img of all(each, "img"))
            expect(img.attributes.src).toMatch(/^\/accounts\/acc_\w{20}\/payment\.svg\?dueDate=[\d-]{10}$/);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("is served under a strict policy and kept by nobody", async () => {
    const { get, id } = pagesWorld();
    for (const path of PATHS(id)) {
      const { headers } = await get(path);
      expect(headers.get("content-security-policy")).toBe(
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      );
      expect(headers.get("cache-control")).toBe("no-store");
      expect(headers.get("content-type")).toBe("text/html; charset=UTF-8");
      expect(headers.get("referrer-policy")).toBe("same-origin");
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
    // One link leads elsewhere, and tells nobody where from.
    if (attributes.href === OMBUD_SERVICE_URL) expect(attributes.rel).toBe("noopener noreferrer");
    else expect(attributes.href ?? "/").toMatch(/^[/#](?!\/)/);
    if (element.name === "a") expect(textOf(element)).not.toBe("");
    if (element.name === "input" && attributes.type !== "hidden")
      expect(elements.some((label) => label.name === "label" && label.attributes.for === attributes.id)).toBe(true);
    if (element.name === "th") expect(["col", "row", "rowgroup"]).toContain(attributes.scope);
    if (element.name === "table")
      expect(element.children.some((child) => typeof child !== "string" && child.name === "caption")).toBe(true);
    // A role told outright takes the place of one that a narrow screen's layout hides.
    if (element.name === "table") for (const tr of all(element, "tr")) expect(tr.attributes.role).toBe("row");
    for (const name of (attributes.class ?? "").split(" ").filter(Boolean)) expect(STYLED, `.${name} on <${element.name}>`).toContain(name);
  }
  expect(count("style") + count("iframe")).toBe(0);
  // One script, of ours and from outside the page; nothing within.
  const scripts = elements.filter((element) => element.name === "script");
  expect(scripts.map((script) => [script.attributes.src, script.children])).toEqual([
    [expect.stringMatching(/^\/app\.js\?v=[0-9a-f]{12}$/), []],
  ]);
}

/** Names without a rule of their own: hooks for what stands around them. */
const UNSTYLED = ["day", "wide", "chart", "key-balance", "even", "copy-pair", "small-table"];
const STYLED = new Set([...[...PAGES_CSS.matchAll(/\.([a-z][\w-]*)/g)].map(([, name]) => name as string), ...UNSTYLED]);

describe("the style sheet and the icon", () => {
  it("are kept by the browser under an address that changes with them", async () => {
    const { page, get } = pagesWorld();
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
      const { get } = pagesWorld({}, { allowedHosts: ["saldovakt.internal:8787"] });
      expect((await get("/", { host })).status).toBe(200);
    },
  );

  it.each(["evil.example", "localhost.evil.example:8787", "127.0.0.1.evil.example", "", "0.0.0.0", "127.0.0.1@evil.example"])(
    "%j is not",
    async (host) => {
      const { get, key } = pagesWorld();
      for (const path of ["/", "/v1/accounts", "/style.css", "/nothing"]) {
        const answer = await get(path, { host, ...key() });
        expect(answer.status).toBe(421);
        const problem = Problem.parse(await answer.json());
        expect([problem.code, problem.detail]).toEqual(["HOST_REFUSED", expect.stringContaining("`publicUrl`")]);
      }
    },
  );

  it("does not matter where there are no pages", async () => {
    const { get } = pagesWorld({}, { pages: false });
    expect((await get("/health", { host: "api.saldovakt.example" })).status).toBe(200);
    expect((await get("/", { host: "api.saldovakt.example" })).status).toBe(404);
  });
});

describe("what is not there", () => {
  it("is told to a browser as a page, to a program as a problem", async () => {
    const { get } = pagesWorld();
    const browser = await get("/nothing", { accept: "text/html,*/*" });
    expect([browser.status, browser.headers.get("content-type")]).toEqual([404, "text/html; charset=UTF-8"]);
    for (const [path, accept] of [
      ["/nothing", "*/*"],
      ["/v1/nothing", "text/html"],
    ] as const) {
      expect(Problem.parse(await (await get(path, { accept })).json()).code).toBe("ROUTE_UNKNOWN");
    }
  });

  it("is never a fault of ours, whatever is asked", async () => {
    const { app, id } = pagesWorld();
    const part = fc.oneof(
      fc.string({ maxLength: 12 }).map(encodeURIComponent),
      fc.constantFrom("accounts", id(SHORT), "%", "%E0%A4%A", ".."),
    );
    const pairs = fc.array(fc.tuple(fc.constantFrom("q", "page", "by"), fc.string({ maxLength: 120 })), { maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 4 }), pairs, async (parts, query) => {
        const address = `http://localhost/${parts.join("/")}?${new URLSearchParams(query)}`;
        expect((await app.request(address, { headers: { accept: "text/html" } })).status).toBeLessThan(500);
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    ["/", "GET, HEAD, OPTIONS"],
    ["/app.js", "GET, HEAD, OPTIONS"],
    ["/sign-in", "GET, HEAD, POST, OPTIONS"],
    ["/sign-out", "POST, OPTIONS"],
    ["/unsubscribe/x", "GET, HEAD, POST, OPTIONS"],
    ["/people/groups", "POST, OPTIONS"],
  ])("takes no other method at %s than %s", async (path, allow) => {
    const { app } = pagesWorld();
    const answers = await Promise.all(["DELETE", "OPTIONS"].map((method) => app.request(path, { method })));
    expect(answers.map(({ status, headers }) => [status, headers.get("allow")])).toEqual([
      [405, allow],
      [204, allow],
    ]);
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
    const answer = await createApp({ ...fake.ports, watch }, fakeOptions({ pages: "open" })).request(`/accounts/${fake.id(SHORT)}`);
    expect(answer.status).toBe(502);
    const page = parseMarkup(await answer.text());
    expect(textOf(all(page, "main")[0] as Element)).toBe(
      "Sidan kan inte visas just nuFörsök igen om en stund. Felkod: STORE_UNREADABLE Alla konton",
    );
    expect(fake.faults).toMatchObject([{ route: "/accounts/-", status: 502, code: "STORE_UNREADABLE" }]);
  });
});
