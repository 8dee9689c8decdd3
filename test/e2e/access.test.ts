import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AccountId, accountId, instant } from "@saldovakt/domain";
import { linkKey, signPageLink } from "@saldovakt/service";
import { openSqliteStore } from "@saldovakt/store/sqlite";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { answered, axeEverywhere, CHROMIUM, DESKTOP, fits, launch, PHONE, person, ROOT, type Served, serving } from "./browser.ts";
import { layoutFaults } from "./laid-out.ts";

// Who is let in, and who is not, in a real browser: over `saldovakt serve --sign-in` and a statement that was brought in. Needs Chromium.

if (!CHROMIUM) console.warn("Chromium is not on this machine: signing in is not tried in a browser (bash .ci/tools installs it)");

const DAY_MS = 86_400_000;
const STATE = "saldovakt.db";
const TODAY = "2026-11-23";

// A browser shares two processors with every other test.
vi.setConfig({ testTimeout: 60_000 });

describe.skipIf(!CHROMIUM)("the pages that ask who is there", () => {
  let dir = "";
  let served: Served;
  let browser: Browser;
  let key = "";
  let account = "" as AccountId;
  const complaints: string[] = [];

  const addKey = async (...args: readonly string[]): Promise<{ id: string; key: string }> =>
    JSON.parse(await answered(dir, "keys", "add", "--json", ...args));

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), "saldovakt-e2e-"));
    await writeFile(join(dir, "saldovakt.json"), JSON.stringify({ state: STATE }));
    await answered(dir, "import", "--today", TODAY, join(ROOT, "docs", "example-kontoutdrag.csv"));
    ({ key } = await addKey("--scope", "write"));
    const listed = JSON.parse(await answered(dir, "accounts", "list", "--json"));
    account = (listed.accounts ?? listed)[0].id;
    [served, browser] = await Promise.all([serving(dir, "serve", "--sign-in", "--port", "0", "--today", TODAY), launch()]);
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await served?.stop();
    await rm(dir, { recursive: true, force: true });
  });

  async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await (await person(browser, served.address, complaints, options)).newPage();
    await page.goto(path);
    return page;
  }

  async function signIn(page: Page, secret: string): Promise<void> {
    await page.getByLabel("Nyckel").fill(secret);
    await page.getByRole("button", { name: "Logga in" }).click();
  }

  const path = (page: Page): string => new URL(page.url()).pathname;

  it.each([
    ["with", true],
    ["without", false],
  ])("let in whoever shows a key, to where they wanted to go, and out again, %s JavaScript", async (_with, javaScriptEnabled) => {
    const page = await open(`/accounts/${account}`, { javaScriptEnabled });
    expect(path(page)).toBe("/sign-in");
    await signIn(page, key);
    await page.waitForURL(`**/accounts/${account}`);
    const [cookie] = await page.context().cookies();
    expect(cookie).toMatchObject({ name: "saldovakt-session", httpOnly: true, sameSite: "Strict", path: "/" });
    await page.getByRole("link", { name: "Alla konton" }).click();
    expect(await page.locator("a[href^='/accounts/acc_']").count()).toBe(1);
    await page.getByRole("button", { name: "Logga ut" }).click();
    await page.getByText("Du är utloggad.").waitFor();
    expect(await page.context().cookies()).toEqual([]);
    await page.goto("/");
    expect(path(page)).toBe("/sign-in");
    await page.context().addCookies([cookie as Required<Pick<NonNullable<typeof cookie>, "name" | "value" | "domain" | "path">>]);
    await page.goto("/");
    expect(path(page)).toBe("/sign-in");
    await page.context().close();
  });

  it("say in words that a key opens nothing, and keep whoever holds it out", async () => {
    const page = await open("/sign-in");
    await signIn(page, "svk_0123456789abcdefghjkmnpqrstvwxyz0123456789abcdefghjk");
    await page.getByRole("alert").waitFor();
    expect(await page.getByLabel("Nyckel").getAttribute("aria-invalid")).toBe("true");
    expect(await axeEverywhere(page)).toEqual([]);
    await page.goto("/");
    expect(path(page)).toBe("/sign-in");
    await page.context().close();
    expect(complaints.splice(0)).toEqual(["Failed to load resource: the server responded with a status of 403 (Forbidden)"]);
  });

  it("let nobody go on whose key is revoked meanwhile", async () => {
    const made = await addKey("--scope", "read");
    const page = await open("/");
    await signIn(page, made.key);
    await page.getByRole("heading", { name: "Konton" }).waitFor();
    await answered(dir, "keys", "revoke", made.id);
    await page.reload();
    expect(path(page)).toBe("/sign-in");
    await page.context().close();
  });

  it("show one account, read-only, to whoever follows a link, and nothing once it is over", async () => {
    const store = openSqliteStore(join(dir, STATE));
    const linkFor = async (ms: number): Promise<string> => {
      const now = Date.now();
      const token = signPageLink(await linkKey(store, randomBytes), account, instant(now + ms), instant(now - DAY_MS));
      return `/link/${token}`;
    };
    const [link, over] = await Promise.all([linkFor(DAY_MS), linkFor(-1_000)]).finally(() => store.close());
    const page = await open(link, { viewport: PHONE, isMobile: true, hasTouch: true });
    expect(path(page)).toBe(`/accounts/${account}`);
    await page.getByText(/^Du ser kontot via en länk som gäller till/).waitFor();
    expect(await page.locator("form[method=post]").count()).toBe(0);
    expect(await fits(page)).toBe(true);
    expect(await axeEverywhere(page)).toEqual([]);
    await page.goto("/");
    expect(path(page)).toBe("/sign-in");
    expect(complaints.splice(0)).toEqual([]);
    await page.goto(over);
    await page.getByRole("heading", { name: "Länken gäller inte längre" }).waitFor();
    expect(await axeEverywhere(page)).toEqual([]);
    expect(complaints.splice(0)).toEqual(["Failed to load resource: the server responded with a status of 410 (Gone)"]);
    await page.context().close();
  });

  it("take no form that another site has filled in", async () => {
    const page = await open("/");
    await signIn(page, key);
    await page.getByRole("heading", { name: "Konton" }).waitFor();
    const other = await page.context().newPage();
    // A page of nobody's: whatever it sends comes from elsewhere.
    await other.setContent(
      `<form action="${served.address}/accounts/${account}/payments" method="post"><input name="amount" value="1"><input name="madeOn" value="2026-11-23"><button>x</button></form>`,
    );
    await Promise.all([other.waitForURL(/sign-in|accounts/), other.getByRole("button").click()]);
    expect(path(other)).toBe("/sign-in");
    await page.goto(`/accounts/${account}`);
    expect(await page.locator(".registered tbody tr").count()).toBe(0);
    await page.context().close();
  });

  it("have no fault of accessibility that axe knows where one signs in", async () => {
    const page = await open("/sign-in");
    expect(await axeEverywhere(page)).toEqual([]);
    expect(await fits(page)).toBe(true);
    await page.context().close();
  });

  it("show an owner the log on a telephone, and on the narrowest screen at twice the text", async () => {
    const { address } = JSON.parse(await answered(dir, "users", "invite", "--role", "owner", "--json"));
    const page = await open(address, { viewport: PHONE });
    await page.locator("#name").fill("Påhittade Ägaren");
    await page.locator("main button[type=submit]").click();
    await page.goto(`/accounts/${account}`);
    await page.goto("/audit");
    const reach = "Math.max(...[...document.querySelectorAll('.log td')].map((cell) => cell.getBoundingClientRect().right))";
    for (const [width, size] of [
      [PHONE.width, "100%"],
      [320, "200%"],
    ] as const) {
      await page.setViewportSize({ width, height: 800 });
      await page.evaluate(`document.documentElement.style.fontSize = "${size}"`);
      expect(await page.evaluate(reach)).toBeLessThanOrEqual(width);
      expect(await fits(page)).toBe(true);
    }
    await page.evaluate("document.documentElement.style.fontSize = ''");
    // Beside the longest name the outcome stands in sight, and the time on one line.
    await page.evaluate(
      "document.querySelector('.log td a').textContent = 'Bostadsrättsföreningars Gemensamma Fastighetsförvaltning '.repeat(3)",
    );
    for (const width of [DESKTOP.width, 1024, PHONE.width]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await layoutFaults(page)).toEqual([]);
    }
    expect(await axeEverywhere(page)).toEqual([]);
    await page.context().close();
  });

  it.each([
    ["with", true],
    ["without", false],
  ])("let an owner choose single accounts among many, %s JavaScript", async (_with, javaScriptEnabled) => {
    const store = openSqliteStore(join(dir, STATE));
    const names = Array.from({ length: 40 }, (_, n) => `Påhittade Bolaget ${"i en lång rad ".repeat(n % 4)}${n} AB`);
    try {
      for (const [n, name] of names.entries()) {
        const of = { source: "skatteverket", identity: `1655900${String(n).padStart(5, "0")}`, name, origin: "command" } as const;
        await store.addAccount({ id: accountId(randomBytes(20)), ...of, addedAt: instant(Date.now()) });
      }
    } finally {
      await store.close();
    }
    const { address } = JSON.parse(await answered(dir, "users", "invite", "--role", "owner", "--json"));
    const page = await open(address, { javaScriptEnabled });
    await page.locator("#name").fill("Påhittade Ägaren");
    await page.locator("main button[type=submit]").click();
    await page.goto("/people");
    const picker = page.locator("section[aria-labelledby=invite] .picker");
    await picker.locator("summary").click();
    if (javaScriptEnabled) {
      await picker.getByLabel("Filtrera på namn").fill("RAD 7 ab");
      expect(await picker.locator("label.box:visible").count()).toBe(1);
      await picker.getByLabel("Filtrera på namn").press("Enter");
      await picker.locator("label.box:visible").click();
      await picker.getByText("1 av 41 valda").waitFor();
      await picker.getByLabel("Filtrera på namn").fill("");
      expect(await axeEverywhere(page)).toEqual([]);
    } else {
      expect(await picker.getByLabel("Filtrera på namn").isVisible()).toBe(false);
      await picker.locator("label.box", { hasText: / rad 7 AB/ }).click();
    }
    for (const viewport of [PHONE, DESKTOP]) {
      await page.setViewportSize(viewport);
      expect(await fits(page)).toBe(true);
    }
    await page.getByRole("button", { name: "Skapa länken" }).click();
    const link = await page.locator(".copy").first().textContent();
    const colleague = await open(link ?? "");
    await colleague.getByText("1 konto").waitFor();
    await colleague.locator("#name").fill("Påhittade Läsaren");
    await colleague.locator("main button[type=submit]").click();
    expect(await colleague.locator("a[href^='/accounts/acc_']").allTextContents()).toEqual([expect.stringMatching(/ rad 7 AB/)]);
    await colleague.context().close();

    await page.goto("/people");
    await page.locator(".person", { hasText: "Påhittade Läsaren" }).locator("summary").last().click();
    await page.locator(".person", { hasText: "Påhittade Läsaren" }).getByRole("link", { name: "Välj enskilda konton" }).last().click();
    await page.getByText("1 av 41 valda").waitFor();
    if (javaScriptEnabled) expect(await axeEverywhere(page)).toEqual([]);
    for (const viewport of [PHONE, DESKTOP]) {
      await page.setViewportSize(viewport);
      expect(await fits(page)).toBe(true);
    }
    await page.locator(".picks label.box", { hasText: /Bolaget 8 AB/ }).click();
    await page.getByRole("button", { name: "Spara" }).click();
    await page.waitForURL("**/people");
    await page.getByText("2 konton").first().waitFor();
    await page.context().close();
  });

  it("ask nothing of anybody else, and the browser has nothing to complain of", () => {
    expect(complaints).toEqual([]);
  });
});
