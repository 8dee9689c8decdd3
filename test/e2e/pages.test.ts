import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

// `npm start` as a newcomer has it, its pages opened in a real browser. Needs Chromium (`bash .ci/tools`); says so and is left out without it.

const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) => existsSync(path));
/** What a browser of a machine without network must leave be. */
const QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic", "--no-first-run"];

const root = join(import.meta.dirname, "..", "..");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

if (!CHROMIUM) console.warn("Chromium is not on this machine: the pages are not opened in a browser (bash .ci/tools installs it)");

describe.skipIf(!CHROMIUM)("the demo's pages in a browser", () => {
  let address = "";
  let stop: () => Promise<number | null>;
  let browser: Browser;
  const complaints: string[] = [];

  beforeAll(async () => {
    const demo = spawn(process.execPath, ["packages/cli/bin/saldovakt.mjs", "demo", "--port", "0", "--today", "2026-11-23"], { cwd: root });
    const ended = new Promise<number | null>((resolve) => demo.once("exit", resolve));
    stop = () => {
      demo.kill("SIGINT");
      return ended;
    };
    let printed = "";
    address = await new Promise((resolve, reject) => {
      demo.stdout.on("data", (chunk) => {
        printed += chunk;
        const found = /^Pages\s+(http:\/\/localhost:\d+)$/m.exec(printed)?.[1];
        if (found) resolve(found);
      });
      demo.once("exit", (status) => reject(new Error(`the demo ended with ${status}: ${printed}`)));
    });
    browser = await chromium.launch({ executablePath: CHROMIUM as string, args: ["--no-sandbox", "--disable-gpu", ...QUIET] });
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await stop?.();
  });

  async function open(path: string, width = 1280): Promise<Page> {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: width < 500 ? "dark" : "light", bypassCSP: false });
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    page.on("requestfailed", (request) => complaints.push(`failed: ${request.url()}`));
    page.on("request", (request) => request.url().startsWith(address) || complaints.push(`asked elsewhere: ${request.url()}`));
    await page.goto(address + path);
    return page;
  }

  it.each([1280, 390])("list the companies, the most urgent first, and lead to what to pay (%d pixels wide)", async (width) => {
    const page = await open("/", width);
    const links = page.locator("a[href^='/accounts/acc_']");
    expect(await links.count()).toBe(13);
    const fits = () => page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth");
    expect(await fits()).toBe(true);
    await links.first().click();
    await page.waitForURL(/\/accounts\/acc_[0-9a-z]{20}$/);
    const text = await page.locator("main").innerText();
    expect(text).toContain("5050-1055");
    expect(text).toMatch(/\b16\d{11}\b/);
    expect(await page.locator("svg").count()).toBeGreaterThan(0);
    expect(await fits()).toBe(true);
    await page.close();
  });

  it("finds a company by its name", async () => {
    const page = await open("/");
    await page.getByRole("searchbox").or(page.getByRole("textbox")).first().fill("bageri");
    await page.keyboard.press("Enter");
    await page.waitForURL(/bageri/);
    expect(await page.locator("a[href^='/accounts/acc_']").count()).toBe(1);
    await page.close();
  });

  it.each([
    ["/", 1280],
    ["/", 390],
    ["/docs", 1280],
    ["account", 1280],
    ["account", 390],
  ] as const)("has no fault of accessibility that axe knows: %s at %d pixels", async (path, width) => {
    const overview = await open("/", width);
    const account = await overview.locator("a[href^='/accounts/acc_']").first().getAttribute("href");
    await overview.close();
    const page = await open(path === "account" ? (account as string) : path, width);
    // The pages forbid scripts of others, so axe is brought in by the browser's own debugger.
    await page.evaluate(axe);
    const found = (await page.evaluate(
      "axe.run().then((r) => r.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.target).join(' ')))",
    )) as string[];
    expect(found).toEqual([]);
    await page.close();
  });

  it("asks nothing of anybody else, and the browser has nothing to complain of", () => {
    expect(complaints).toEqual([]);
  });

  it("ends cleanly on Ctrl-C", async () => {
    await browser.close();
    expect(await stop()).toBe(0);
    await expect(fetch(address)).rejects.toThrow();
  });
});
