import { luhnDigit } from "@saldovakt/domain";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { axe, axeEverywhere, CHROMIUM, DESKTOP, fits, launch, PHONE, PRACTICE, person, type Served, servedDemo } from "./browser.ts";

// `npm start` as a newcomer has it, its pages opened in a real browser. Needs Chromium (`bash .ci/tools`); says so and is left out without it.

if (!CHROMIUM) console.warn("Chromium is not on this machine: the pages are not opened in a browser (bash .ci/tools installs it)");

/** Something is missing here, and nothing is overdue. */
const SHORT = "Grävlingens Plåt & Sönergöken AB";

const NUMBER = `559177001${luhnDigit("559177001")}`;

/** A statement that does not say whose it is. */
const STATEMENT = [
  ";Ingående saldo 2026-09-01;12 000",
  "2026-10-12;Inbetalning bokförd 261012;20 000",
  "2026-11-12;Debiterad preliminärskatt;-28 500",
  ";Utgående saldo 2026-11-20;3 500",
].join("\n");

// A browser shares two processors with every other test.
vi.setConfig({ testTimeout: 60_000 });

describe.skipIf(!CHROMIUM)("the demo's pages in a browser", () => {
  let demo: Served;
  let browser: Browser;
  const complaints: string[] = [];

  beforeAll(async () => {
    [demo, browser] = await Promise.all([servedDemo(), launch()]);
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
  });

  async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await person(browser, demo.address, complaints, options);
    const page = await context.newPage();
    await page.goto(path);
    return page;
  }

  /** The account's page, by the list. */
  async function openAccount(name: string, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await open("/", options);
    await page.getByRole("link", { name }).click();
    await page.waitForURL(/\/accounts\/acc_[0-9a-z]{20}$/);
    return page;
  }

  it.each([
    ["a desktop", { colorScheme: "light" }],
    ["a phone", { viewport: PHONE, colorScheme: "dark", isMobile: true, hasTouch: true }],
  ] as const)("list the companies on %s, the most urgent first, and lead to what to pay", async (_on, options) => {
    const page = await open("/", options);
    const links = page.locator("a[href^='/accounts/acc_']");
    expect(await links.count()).toBeGreaterThanOrEqual(12);
    expect(await page.locator("tbody .pill").first().innerText()).toBe("Akut");
    expect(await page.locator("svg.spark").count()).toBeGreaterThan(8);
    expect(await fits(page)).toBe(true);
    await page.getByRole("link", { name: SHORT }).click();
    await page.waitForURL(/\/accounts\/acc_[0-9a-z]{20}$/);
    const text = await page.locator("main").innerText();
    expect(text).toContain("5050-1055");
    expect(text).toMatch(/\b16\d{11}\b/);
    expect(await page.locator("svg.chart:visible").count()).toBe(1);
    expect(await fits(page)).toBe(true);
    await page.context().close();
  });

  it("find a company by its name, from the keyboard alone", async () => {
    const page = await open("/");
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.className")).toBe("skip");
    await page.getByRole("searchbox").focus();
    await page.keyboard.type("bageri");
    await page.keyboard.press("Enter");
    await page.waitForURL(/bageri/);
    expect(await page.locator("a[href^='/accounts/acc_']").count()).toBe(1);
    await page.context().close();
  });

  it("copy a value at a click, and say so", async () => {
    const page = await openAccount(SHORT, { permissions: ["clipboard-read", "clipboard-write"] });
    const ocr = page.locator(".copy").filter({ hasText: /^16\d{11}$/ });
    const button = page.getByRole("button", { name: "Kopiera OCR-nummer" });
    await button.click();
    await page.getByText("Kopierat", { exact: true }).waitFor();
    expect(await page.evaluate("navigator.clipboard.readText()")).toBe(await ocr.innerText());
    expect(await page.getByRole("status").filter({ hasText: "Kopierat: OCR-nummer" }).count()).toBe(1);
    await page.getByRole("button", { name: "Kopiera Bankgiro" }).click();
    await expect.poll(() => page.evaluate("navigator.clipboard.readText()")).toBe("5050-1055");
    await page.context().close();
  });

  it.each([
    ["with", true],
    ["without", false],
  ])("move the curve when a payment is tried, %s JavaScript", async (_with, javaScriptEnabled) => {
    const page = await openAccount(SHORT, { javaScriptEnabled });
    expect(await page.locator("path.tried").count()).toBe(0);
    await page.getByLabel("Belopp SEK").fill("20 000");
    await page.locator("#pay-on").fill("2026-12-08");
    await page.getByRole("button", { name: "Räkna" }).click();
    await page.waitForURL(/pay=20\+000&on=2026-12-08/);
    expect(await page.locator("path.tried:visible").count()).toBe(1);
    const missing = (await page.locator(".compare tbody tr").first().locator("td").allInnerTexts()).map((text) =>
      Number(text.replace(/\D/g, "")),
    );
    expect((missing[0] ?? 0) - (missing[1] ?? 0)).toBe(20_000);
    await page.getByLabel("Belopp SEK").fill("tusen");
    await page.getByRole("button", { name: "Räkna" }).click();
    await page.getByText("Ange beloppet som").waitFor();
    expect(await page.getByLabel("Belopp SEK").getAttribute("aria-invalid")).toBe("true");
    await page.getByRole("link", { name: "Rensa" }).click();
    expect(await page.locator("path.tried").count()).toBe(0);
    await page.context().close();
  });

  it("take a payment, count it and give it back, without JavaScript", async () => {
    const page = await openAccount("Tjäderns Verkstäder AB", { javaScriptEnabled: false });
    expect(await page.locator(".copy-button:visible").count()).toBe(0);
    const verdict = () => page.locator(".verdict h2").innerText();
    const before = await verdict();
    await page.locator("#paid-amount").fill("1 000,50");
    await page.getByRole("button", { name: "Registrera betalningen" }).click();
    expect(await verdict()).not.toBe(before);
    expect(await page.locator(".registered tbody tr").innerText()).toContain("1\u00a0000,50\u00a0kr");
    await page.getByRole("button", { name: /^Ångra/ }).click();
    expect(await verdict()).toBe(before);
    await page.context().close();
  });

  it("acknowledge an alert", async () => {
    const page = await openAccount("Lingonrisets Livsmedel AB");
    await page
      .getByRole("button", { name: /^Kvittera/ })
      .first()
      .click();
    await page.getByText(/^Kvitterat 23 november 2026/).waitFor();
    await page.context().close();
  });

  it("paint the code that a bank's app reads", async () => {
    const page = await openAccount(SHORT);
    await page.getByText("QR-kod", { exact: true }).first().click();
    const image = page.locator("img").first();
    await image.waitFor();
    const painted = () => image.evaluate((img: unknown) => (img as { naturalWidth: number }).naturalWidth);
    await expect.poll(painted).toBeGreaterThan(100);
    await page.context().close();
  });

  it("make a calendar's address that answers", async () => {
    const page = await openAccount("Blåklockans Bygg AB");
    await page.getByRole("button", { name: "Skapa en kalenderadress" }).click();
    const address = await page.locator(".copy").innerText();
    expect(address.startsWith(`${demo.address}/calendar/svk_`)).toBe(true);
    expect(await (await fetch(address)).text()).toMatch(/^BEGIN:VCALENDAR/);
    expect(await axeEverywhere(page)).toEqual([]);
    await page.context().close();
  });

  it("take a statement that is dropped or chosen, and show that it adds up", async () => {
    const page = await open("/import");
    await page
      .getByLabel("Kontoutdrag (CSV)")
      .setInputFiles({ name: "kontoutdrag.csv", mimeType: "text/csv", buffer: Buffer.from(STATEMENT) });
    await page.getByLabel("Företagets namn").fill("Norrskenets Skog AB");
    await page.getByLabel("Organisationsnummer").fill(NUMBER);
    await page.getByRole("button", { name: "Läs in" }).click();
    await page.getByRole("heading", { name: "Kontoutdraget är inläst" }).waitFor();
    expect(await page.locator("main").innerText()).toContain("stämmer med utgående saldo");
    expect(await axeEverywhere(page)).toEqual([]);
    await page.getByRole("link", { name: "Till kontot" }).click();
    await page.getByText("Enligt inläst kontoutdrag").waitFor();
    await page.goto("/import");
    await page.getByLabel("Kontoutdrag (CSV)").setInputFiles({ name: "fel.csv", mimeType: "text/csv", buffer: Buffer.from("a;b\n1;2\n") });
    await page.getByRole("button", { name: "Läs in" }).click();
    await page.getByRole("alert").waitFor();
    expect(await axeEverywhere(page)).toEqual([]);
    await page.context().close();
    // The browser tells of an answer that is none: here the 400 with the faulty form.
    complaints.splice(0, complaints.length, ...complaints.filter((complaint) => !complaint.includes("400 (Bad Request)")));
  });

  it("speak the language that is chosen", async () => {
    const page = await open("/?q=bageri");
    await page.getByRole("link", { name: "Norsk" }).click();
    expect(await page.evaluate("document.documentElement.lang")).toBe("nb");
    expect(new URL(page.url()).search).toBe("?q=bageri");
    await page.goto("/import");
    expect(await page.evaluate("document.documentElement.lang")).toBe("nb");
    await page.context().close();
  });

  it.each(["/", "/import", "/docs", SHORT, "Multemyras Bygg AS", "Uttrarnas Bygg AB"])(
    "fit the narrowest screen at twice the text: %s",
    async (path) => {
      const page = path.startsWith("/") ? await open(path) : await openAccount(path);
      await page.setViewportSize({ width: 320, height: 800 });
      await page.evaluate("document.documentElement.style.fontSize = '200%'");
      expect(await fits(page)).toBe(true);
      await page.context().close();
    },
  );

  it("print what is known and what to pay, and nothing to click", async () => {
    const page = await openAccount(SHORT);
    await page.emulateMedia({ media: "print" });
    expect(await page.locator("button:visible").count()).toBe(0);
    expect(await page.getByText("5050-1055").isVisible()).toBe(true);
    await page.context().close();
  });

  it.each([
    ["the list", "/"],
    ["an empty search", "/?q=zzz"],
    ["an account that is short", SHORT],
    ["an account in debt", "Nattskärrans Nattbageri AB"],
    ["an account with all covered", "Igelkottens Idé & Vila AB"],
    ["an account of claims", "Multemyras Bygg AS"],
    ["a tried payment", "?pay=20000&on=2026-12-08"],
    ["a payment that cannot be tried", "?pay=x&on=y"],
    ["the form for statements", "/import"],
  ])("have no fault of accessibility that axe knows, in two sizes and themes: %s", async (_what, path) => {
    const page = path.startsWith("/") ? await open(path) : await openAccount(path.startsWith("?") ? SHORT : path);
    if (path.startsWith("?")) await page.goto(page.url() + path);
    for (const details of await page.locator("details summary").all()) await details.click();
    expect(await axeEverywhere(page)).toEqual([]);
    await page.context().close();
  });

  it.each([
    ["light", DESKTOP],
    ["dark", PHONE],
  ] as const)("have none in the API's description (%s)", async (colorScheme, viewport) => {
    const page = await open("/docs", { colorScheme, viewport });
    expect(await axe(page, PRACTICE)).toEqual([]);
    await page.context().close();
  });

  it("have none on a page that is not there", async () => {
    const page = await open("/accounts/none");
    expect(await axeEverywhere(page)).toEqual([]);
    expect(complaints.splice(0)).toEqual(["Failed to load resource: the server responded with a status of 404 (Not Found)"]);
    await page.context().close();
  });

  it("ask nothing of anybody else, and the browser has nothing to complain of", () => {
    expect(complaints).toEqual([]);
  });

  it("end cleanly on Ctrl-C", async () => {
    await browser.close();
    expect(await demo.stop()).toBe(0);
    await expect(fetch(demo.address)).rejects.toThrow();
  });
});
