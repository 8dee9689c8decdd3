import { type Account, appointeeOf, instant, NO_APPOINTEE } from "@saldovakt/domain";
import { describe, expect, it } from "vitest";
import { NOW } from "../companies.fixture.ts";
import { all, byClass, type Element, textOf } from "../markup.fixture.ts";
import { NAMES, pagesWorld, SHORT } from "./world.fixture.ts";

const FORM = { "sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded" };
const appointee = appointeeOf({ organisation: "165780000054", name: "Byrån Exempel AB" });
const refused = { refusedSince: instant(Date.UTC(2026, 10, 20)), readBefore: true } as const;

function world(more: Partial<Account> = { permission: refused }, web = {}) {
  const made = pagesWorld({ appointee }, web);
  const id = made.id(SHORT);
  made.accounts.set(id, { ...(made.accounts.get(id) as Account), ...more });
  const box = async (headers = {}): Promise<string | null> => {
    const text = await (await made.get(`/accounts/${id}`, headers)).text();
    return /<section class="part" aria-labelledby="permission">.*?<\/section>/s.exec(text)?.[0] ?? null;
  };
  return { ...made, box, here: `/accounts/${id}` };
}

describe("an account that waits for its owner's permission", () => {
  it("says whose is missing, since when, what the client does, and has a letter to copy", async () => {
    const { page, here } = world();
    const shown = await page(here);
    const [section] = byClass(shown, "permission") as [Element];
    expect(textOf(section)).toContain("felkod 6");
    expect(textOf(section)).toContain("20 november 2026");
    expect(all(section, "li").length).toBeGreaterThan(3);
    expect(all(section, "a").map(({ attributes }) => attributes.href)).toEqual([NO_APPOINTEE.link.url]);
    expect(all(section, "li").some((step) => textOf(step).includes("https://"))).toBe(false);
    const letters = all(section, "textarea").map(textOf);
    expect(letters).toHaveLength(2);
    for (const letter of letters) expect(letter).toContain("Byrån Exempel AB (578000-0054)");
    expect(letters[0]).toContain("Behörighet att läsa skattekontot");
    expect(byClass(section, "copy-button")).toHaveLength(2);
  });

  it("is marked as asked by a form of ours, and says so from then on", async () => {
    const { app, here, accounts, id, box } = world();
    const answer = await app.request(`${here}/appointment`, { method: "POST", headers: FORM, body: "" });
    expect([answer.status, answer.headers.get("location")]).toEqual([303, `${here}#permission`]);
    expect(accounts.get(id(SHORT))?.ombud).toEqual({ at: NOW, link: "start-page" });
    expect(await box()).toContain("Väntar på kundens behörighet");
    const elsewhere = await app.request(`${here}/appointment`, {
      method: "POST",
      headers: { ...FORM, "sec-fetch-site": "cross-site" },
      body: "",
    });
    expect(elsewhere.status).toBe(403);
  });

  it("shows no box where the account is read, is brought by statement, or is our own and read", async () => {
    for (const more of [{}, { reading: "statement" as const }]) expect(await world(more).box()).toBeNull();
    const own = pagesWorld({ appointee: { ...appointee, organisation: "165780000054" } });
    expect(byClass(await own.account(SHORT), "permission")).toEqual([]);
  });

  it("gives the client nothing to do where the certificate is another's", async () => {
    const plain = pagesWorld();
    const identity = (plain.accounts.get(plain.id(SHORT)) as Account).identity;
    const own = pagesWorld({ appointee: { ...appointee, organisation: identity } });
    const id = own.id(SHORT);
    own.accounts.set(id, { ...(own.accounts.get(id) as Account), permission: refused });
    const [section] = byClass(await own.account(SHORT), "permission") as [Element];
    expect(textOf(section)).toContain("certifikat");
    expect(all(section, "li").concat(all(section, "textarea"), all(section, "form"))).toEqual([]);
  });

  it("tells whoever has not said who they are that it may be their own", async () => {
    const nobody = pagesWorld();
    const id = nobody.id(SHORT);
    nobody.accounts.set(id, { ...(nobody.accounts.get(id) as Account), permission: refused });
    expect(textOf(byClass(await nobody.account(SHORT), "permission")[0] as Element)).toContain("Är kontot ert eget");
    expect(byClass(await nobody.account("Älvsippans Instrument AB"), "permission")).toEqual([]);
    expect(byClass(await world().account("Älvsippans Instrument AB"), "permission")).toHaveLength(1);
  });

  it("shows readers what the client does, and neither the firm nor the letter", async () => {
    const { box, key, app } = world(undefined, { pages: "signed-in" });
    const secret = key({ scopes: ["read"] }).authorization.replace("Bearer ", "");
    const signedIn = await app.request("/sign-in", { method: "POST", headers: FORM, body: String(new URLSearchParams({ key: secret })) });
    const cookie = (signedIn.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
    const shown = (await box({ cookie })) ?? "";
    expect(shown).toContain("juridiskt läsombud");
    expect(shown).not.toMatch(/578000|Byrån|textarea|<form/);
  });
});

describe("the list of accounts", () => {
  it("says how many wait, and shows them alone when asked", async () => {
    const { page } = world();
    const [line] = byClass(await page("/"), "waiting") as [Element];
    expect(textOf(line)).toContain("1 konto väntar på kundens behörighet");
    const only = await page("/?waiting=1");
    const names = all(only, "th").flatMap((cell) => all(cell, "a").map(textOf));
    expect(names).toEqual([SHORT]);
    expect(all(byClass(only, "waiting")[0] as Element, "a")[0]?.attributes.href).toBe("/");
  });

  it("says nothing where nobody waits, and then shows all whatever was asked", async () => {
    const { page } = world({});
    expect(byClass(await page("/"), "waiting")).toEqual([]);
    const names = all(await page("/?waiting=1"), "th").flatMap((cell) => all(cell, "a").map(textOf));
    expect(names.length).toBe(NAMES.length);
  });
});
