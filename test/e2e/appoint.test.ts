import jsqr from "jsqr";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { PNG } from "pngjs";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { answered, axeEverywhere, CHROMIUM, fits, launch, PHONE, person } from "./browser.ts";
import { CLIENT, type Firm, firm } from "./firm.ts";

// What a client sees of the link that a firm mails, in a real browser. Needs Chromium (`bash .ci/tools`); says so and is left out without it.

if (!CHROMIUM) console.warn("Chromium is not on this machine: no client opens a link (bash .ci/tools installs it)");

// The package is CommonJS, whose default is the module itself.
const jsQR = jsqr as unknown as typeof jsqr.default;

// A browser shares two processors with every other test.
vi.setConfig({ testTimeout: 60_000 });

describe.skipIf(!CHROMIUM)("the page for whoever is to appoint the firm", () => {
  let made: Firm;
  let browser: Browser;
  const complaints: string[] = [];

  beforeAll(async () => {
    [made, browser] = await Promise.all([firm(), launch()]);
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await made?.close();
  });

  async function open(options: BrowserContextOptions = {}): Promise<Page> {
    const page = await (await person(browser, made.served.address, complaints, options)).newPage();
    await page.goto(new URL(made.mailed.page).pathname);
    return page;
  }

  it("says who asks and leads on, on a desktop and a telephone, with no fault of accessibility that axe knows", async () => {
    const page = await open();
    expect(await page.getByRole("heading", { level: 1 }).innerText()).toBe("Låt Byrån Exempel AB läsa skattekontot");
    expect(made.mailed.link.kind).toBe("client");
    expect(await page.getByRole("link", { name: "Öppna Ombud och behörigheter" }).getAttribute("href")).toBe(made.mailed.link.url);
    const text = await page.locator("main").innerText();
    expect(text).not.toMatch(/\bkr\b|SEK|790000037/);
    expect(await axeEverywhere(page)).toEqual([]);
    await page.setViewportSize(PHONE);
    expect(await fits(page)).toBe(true);
    expect(await page.locator("svg.qr").isVisible()).toBe(false);
    await page.context().close();
  });

  it("gives the number to copy, and the way on as a code that a phone reads", async () => {
    const page = await open({ permissions: ["clipboard-read", "clipboard-write"], deviceScaleFactor: 2 });
    await page.getByRole("button", { name: /organisationsnummer/i }).click();
    expect(await page.evaluate("navigator.clipboard.readText()")).toBe("578100-6662");
    const { data, width, height } = PNG.sync.read(await page.locator("svg.qr").screenshot());
    expect(jsQR(new Uint8ClampedArray(data), width, height)?.data).toBe(made.mailed.link.url);
    await page.context().close();
  });

  it("works without JavaScript, in the reader's language, and is dark where they want it so", async () => {
    const page = await open({ javaScriptEnabled: false, locale: "nb-NO", colorScheme: "dark" });
    expect(await page.getByRole("heading", { level: 1 }).innerText()).toBe("La Byrån Exempel AB lese skattekontoen");
    await page.getByRole("link", { name: "English" }).click();
    expect(await page.getByRole("heading", { level: 1 }).innerText()).toBe("Let Byrån Exempel AB read the tax account");
    await page.context().close();
  });

  it("opens nothing else, and says when the client is done", async () => {
    const page = await open();
    await page.goto("/");
    expect(new URL(page.url()).pathname).toBe("/sign-in");
    made.here.authority.setOmbud(CLIENT, true);
    await answered(made.here.dir, "watch");
    await page.goto(new URL(made.mailed.page).pathname);
    expect(await page.getByRole("heading", { level: 1 }).innerText()).toBe("Behörigheten är redan given");
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
