import { describe, expect, it } from "vitest";
import { all, byClass, type Element, parseMarkup, textOf, walk } from "../../markup.fixture.ts";
import { fakeOptions, fakeWorld } from "../../ports.fixture.ts";
import { createApi } from "../app.ts";
import { servedDocument } from "../openapi/served.ts";
import { DOCS_CSS } from "./style.ts";

const app = createApi(fakeWorld().ports, fakeOptions({ version: "1.2.3" }));
const answer = await app.request("/docs");
const markup = await answer.text();
const page = parseMarkup(markup);
const document = servedDocument("1.2.3");

describe("/docs", () => {
  it("names every operation and every schema of the document", () => {
    const shown = byClass(page, "address").map((element) => textOf(element).replace(/\s/g, ""));
    const described = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => method.toUpperCase() + path),
    );
    expect(shown.sort()).toEqual(described.sort());
    const ids = [...walk(page)].map((element) => element.attributes.id);
    for (const name of Object.keys(document.components.schemas)) expect(ids).toContain(`schema-${name}`);
    const sections = [...walk(page)].filter((element) => element.name === "section" && element.attributes.id?.startsWith("schema-"));
    for (const section of sections) expect([section.attributes.id, all(section, "td").length > 0]).toEqual([section.attributes.id, true]);
  });

  it("says what it is before it lists what is in it", () => {
    const order = [...walk(page)].filter(
      ({ name, attributes }) => name === "h1" || attributes.class === "contents" || attributes.id === "content",
    );
    expect(order.map(({ name }) => name)).toEqual(["h1", "nav", "div"]);
  });

  it("says of every scope that is asked for what it opens", () => {
    const asked = Object.values(document.paths).flatMap((operations) =>
      Object.values(operations).flatMap(({ security }) => security.flatMap(({ key = [] }) => key as readonly string[])),
    );
    const keys = [...walk(page)].find(({ attributes }) => attributes["aria-labelledby"] === "keys") as Element;
    const named = all(keys, "code").map(textOf);
    for (const scope of new Set(asked)) expect(named).toContain(scope);
  });

  it("holds the place every problem's type leads to", async () => {
    const ids = [...walk(page)].map((element) => element.attributes.id);
    for (const path of ["/v1/accounts", "/nothing", "/v1/accounts/x/balance"]) {
      const { type } = (await (await app.request(path)).json()) as { type: string };
      expect(type.startsWith("/docs#")).toBe(true);
      expect(ids).toContain(type.slice("/docs#".length));
    }
  });

  it("leads nowhere that is not there, and loads nothing", () => {
    const ids = new Set([...walk(page)].map((element) => element.attributes.id));
    for (const link of all(page, "a")) {
      const href = link.attributes.href ?? "";
      if (href.startsWith("#")) expect(ids).toContain(href.slice(1));
      else expect(href).toBe("/openapi.json");
      expect(textOf(link)).not.toBe("");
    }
    expect(all(page, "script").length + all(page, "link").length + all(page, "img").length).toBe(0);
    expect(markup).not.toMatch(/ style="|\son\w+="|undefined|\[object/);
  });

  it("is in order", () => {
    expect(page.attributes.lang).toBe("en");
    const levels = [...walk(page)].flatMap((element) => (/^h[1-6]$/.test(element.name) ? [Number(element.name[1])] : []));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    const ids = [...walk(page)].flatMap((element) => element.attributes.id ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    for (const element of walk(page)) {
      for (const id of (element.attributes["aria-labelledby"] ?? "").split(" ").filter(Boolean)) expect(ids).toContain(id);
    }
  });

  it("names no two regions alike", () => {
    const heading = (id: string): string => textOf([...walk(page)].find((element) => element.attributes.id === id) as Element);
    const names = [...walk(page)].flatMap((element) => element.attributes["aria-labelledby"] ?? []).map(heading);
    expect(names.length).toBeGreaterThan(10);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });

  it("allows exactly the style it carries", async () => {
    const style = all(page, "style").map((element: Element) => element.children.join(""));
    expect(style).toEqual([DOCS_CSS]);
    const digest = Buffer.from(await crypto.subtle.digest("SHA-256", Buffer.from(DOCS_CSS))).toString("base64");
    expect(answer.headers.get("content-security-policy")).toContain(`style-src 'sha256-${digest}'`);
  });
});
