import { type Account, appointeeOf, epochMs, instant, SaldovaktError } from "@saldovakt/domain";
import { linkKey, signAppointLink, signPageLink } from "@saldovakt/service";
import { describe, expect, it } from "vitest";
import { SAME } from "../access/world.fixture.ts";
import { NOW } from "../companies.fixture.ts";
import { all, byClass, parseMarkup, textOf } from "../markup.fixture.ts";
import type { FakeOptions } from "../ports.fixture.ts";
import { pagesWorld, SHORT } from "./world.fixture.ts";

const DAY = 86_400_000;
const later = (days: number) => instant(epochMs(NOW) + days * DAY);
const appointee = appointeeOf({ organisation: "165780000054", name: "Byrån <Exempel> AB" });
const refused = { refusedSince: instant(Date.UTC(2026, 10, 20)) } as const;
const CLIENT = "165790000037";
const MADE = { url: "https://www.skatteverket.se/made?for=one", expiresAt: later(21) };

function world(more: Partial<Account> = { permission: refused }, options: FakeOptions = {}, web = {}) {
  const clock = { now: NOW };
  const made = pagesWorld(
    { appointee, now: () => clock.now, ...options },
    { pages: "signed-in", publicUrl: "https://saldovakt.example.se", ...web },
  );
  const id = made.id(SHORT);
  made.accounts.set(id, { ...(made.accounts.get(id) as Account), identity: CLIENT, ...more });
  const token = async (sign = signAppointLink) => sign(await linkKey(made.ports.facts, made.ports.random), id, later(30), NOW);
  const open = async (init: RequestInit = {}, given?: string) => made.app.request(`/appoint/${given ?? (await token())}`, init);
  return { ...made, id, account: () => made.accounts.get(id) as Account, token, open, clock };
}

describe("the page for whoever is to appoint us", () => {
  it("says who asks, for which role, by which number and what it gives, in three languages, and shows nothing of the account", async () => {
    for (const [language, role, headline] of [
      ["sv", "Rätt att läsa", "Låt Byrån <Exempel> AB läsa skattekontot"],
      ["nb", "Rett til å lese", "La Byrån <Exempel> AB lese skattekontoen"],
      ["en", "The right to read", "Let Byrån <Exempel> AB read the tax account"],
    ] as const) {
      const { open } = world();
      const answer = await open({ headers: { "accept-language": language } });
      expect(answer.status).toBe(200);
      expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
      expect(answer.headers.get("cache-control")).toContain("no-store");
      const text = await answer.text();
      const page = parseMarkup(text);
      expect(all(page, "html")[0]?.attributes.lang).toBe(language);
      expect(all(page, "h1").map(textOf)).toEqual([headline]);
      expect(text).toContain(role);
      expect(byClass(page, "copy").map(textOf)).toEqual(["Juridiskt läsombud", "578000-0054"]);
      expect(all(page, "li").some((step) => /e-tj[eä]n|e-service/.test(textOf(step)))).toBe(true);
      const [way] = byClass(page, "main");
      expect(way?.attributes).toMatchObject({ href: appointee.link.url, rel: "noopener noreferrer" });
      expect(all(page, "form")).toEqual([]);
      // No figure, nor the client's own number.
      expect(text).not.toMatch(/\d[\s\u00a0]\d{3}|kr\b|SEK|790000037|790000-0037/);
      expect(text).toContain(SHORT.replace("&", "&amp;"));
    }
  });

  it("holds the way on as a code for the phone, of what the link says", async () => {
    const { open } = world({ permission: refused, appointing: { link: MADE } });
    const text = await (await open()).text();
    const page = parseMarkup(text);
    expect(byClass(page, "qr")).toHaveLength(1);
    expect(byClass(page, "main")[0]?.attributes.href).toBe(MADE.url);
    expect(text).toContain("Rollen juridiskt läsombud är redan vald");
    expect(text).toContain("skatteverket.se.");
  });

  it("leads to the address for everybody once the client's own link is over", async () => {
    const { open } = world({ permission: refused, appointing: { link: { ...MADE, expiresAt: NOW } } });
    const page = parseMarkup(await (await open()).text());
    expect(byClass(page, "main")[0]?.attributes.href).toBe(appointee.link.url);
  });

  it("is opened by nothing else than its own token, for thirty days, and by no page's link", async () => {
    const { open, token, clock } = world();
    const right = await token();
    for (let i = 0; i < right.length; i += 7) {
      const altered = right.slice(0, i) + (right[i] === "A" ? "B" : "A") + right.slice(i + 1);
      expect((await open({}, altered)).status).toBe(410);
    }
    expect((await open({}, await token(signPageLink))).status).toBe(410);
    expect((await open({}, "x".repeat(600))).status).toBe(410);
    clock.now = later(29);
    expect((await open({}, right)).status).toBe(200);
    clock.now = later(30);
    const over = await open({}, right);
    expect([over.status, await over.text()]).toEqual([410, expect.stringContaining("Länken gäller inte längre")]);
  });

  it("ends when there is nothing to appoint, and says so when it was done", async () => {
    expect((await world({ permission: { grantedAt: NOW } }).open()).status).toBe(200);
    expect(await (await world({ permission: { grantedAt: NOW } }).open()).text()).toContain("Behörigheten är redan given");
    for (const more of [{ reading: "statement" as const }, { identity: "165780000054", permission: refused }])
      expect((await world(more).open()).status).toBe(410);
    const nobody = world({ permission: refused }, { appointee: { ...appointee, organisation: null } });
    expect((await nobody.open()).status).toBe(410);
    const gone = world();
    const right = await gone.token();
    gone.accounts.delete(gone.id);
    expect((await gone.open({}, right)).status).toBe(410);
  });

  it("sends estates to the form", async () => {
    const text = await (await world({ permission: refused, identity: "161000000008" }).open()).text();
    expect(text).toContain("Öppna sidan med blanketten");
    expect(text).toContain("Alla dödsbodelägare");
  });

  it("notes when it was first opened: not by HEAD, nor ahead of time, nor by one of us", async () => {
    const { open, account, clock, key, app, token } = world();
    await open({ method: "HEAD" });
    await open({ headers: { "sec-purpose": "prefetch;prerender" } });
    expect(account().appointing).toBeUndefined();
    const svk = key({ scopes: ["write"] }).authorization.slice("Bearer ".length);
    const signedIn = await app.request("http://localhost/sign-in", { method: "POST", headers: SAME, body: `key=${svk}&next=/` });
    const cookie = signedIn.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    await open({ headers: { cookie } }, await token());
    expect(account().appointing).toBeUndefined();
    await open();
    clock.now = later(1);
    await open();
    expect(account().appointing).toEqual({ openedAt: NOW });
  });
});

describe("the account's page", () => {
  const openPages = (more: Partial<Account>, options: FakeOptions = {}) => world(more, options, { pages: "open" });

  it("shows whoever asks the client the address of that page, when it was opened, and both in the letter", async () => {
    const { page, id } = openPages({ permission: refused, appointing: { openedAt: NOW } });
    const [section] = byClass(await page(`/accounts/${id}`), "permission");
    const address = byClass(section as never, "copy").map(textOf)[0] ?? "";
    expect(address).toMatch(/^https:\/\/saldovakt\.example\.se\/appoint\/[\w-]{56}$/);
    expect(textOf(section as never)).toContain("Sidan öppnades första gången måndag 23 november 2026");
    expect(all(section as never, "textarea").map(textOf)[0]).toContain(address);
  });

  it("has a link made for the client at the press of a button, and shows until when it holds", async () => {
    const asked: string[] = [];
    const clientLinks = {
      link: async (identity: string) => {
        asked.push(identity);
        return MADE;
      },
    };
    const { page, app, id, account } = openPages({ permission: refused }, { clientLinks });
    const shown = await page(`/accounts/${id}`);
    expect(all(shown, "form").map(({ attributes }) => attributes.action)).toContain(`/accounts/${id}/appointment/link`);
    const answer = await app.request(`/accounts/${id}/appointment/link`, { method: "POST", headers: SAME, body: "" });
    expect([answer.status, answer.headers.get("location")]).toEqual([303, `/accounts/${id}#permission`]);
    expect([asked, account().appointing]).toEqual([[CLIENT], { link: MADE }]);
    const [section] = byClass(await page(`/accounts/${id}`), "permission");
    expect(textOf(section as never)).toContain("gäller till måndag 14 december 2026");
    expect(all(section as never, "form").map(({ attributes }) => attributes.action)).toEqual([`/accounts/${id}/appointment`]);
  });

  it("says so when Skatteverket makes none, and offers none where nobody makes them, or for an estate", async () => {
    const clientLinks = {
      link: () => Promise.reject(new SaldovaktError("no", { code: "SKV_OMBUD_NOT_ALLOWED", scope: "installation" })),
    };
    const denied = openPages({ permission: refused }, { clientLinks });
    const answer = await denied.app.request(`/accounts/${denied.id}/appointment/link`, { method: "POST", headers: SAME, body: "" });
    expect([answer.status, await answer.text()]).toEqual([502, expect.stringContaining("SKV_OMBUD_NOT_ALLOWED")]);
    expect(denied.account().appointing).toBeUndefined();
    for (const { page, id } of [
      openPages({ permission: refused }),
      openPages({ permission: refused, identity: "161000000008" }, { clientLinks }),
    ])
      expect(all(await page(`/accounts/${id}`), "form").map(({ attributes }) => attributes.action)).not.toContain(
        `/accounts/${id}/appointment/link`,
      );
    const none = openPages({ permission: refused });
    expect((await none.app.request(`/accounts/${none.id}/appointment/link`, { method: "POST", headers: SAME, body: "" })).status).toBe(404);
  });
});
