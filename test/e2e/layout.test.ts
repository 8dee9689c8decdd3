import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { PNG } from "pngjs";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { CHROMIUM, DESKTOP, launch, PHONE, person, type Served, servedDemo } from "./browser.ts";
import { heightOf, layoutFaults } from "./laid-out.ts";

// How the pages stand on screens of any width, with text as large as a reader sets it, under a finger and on paper. Needs Chromium.

if (!CHROMIUM) console.warn("Chromium is not on this machine: how the pages are laid out is not tried (bash .ci/tools installs it)");

/** Short of money, with estimates that go far beyond; and one that is settled claim by claim. */
const SHORT = "Tjäderns Verkstäder AB";
const CLAIMS = "Multemyras Bygg AS";

// A browser shares two processors with every other test.
vi.setConfig({ testTimeout: 120_000 });

describe.skipIf(!CHROMIUM)("the pages, laid out", () => {
  let demo: Served;
  let browser: Browser;
  let addresses: { readonly list: string; readonly short: string; readonly claims: string };
  const complaints: string[] = [];

  beforeAll(async () => {
    [demo, browser] = await Promise.all([servedDemo(), launch()]);
    const page = await open("/");
    const of = async (name: string): Promise<string> => (await page.getByRole("link", { name }).getAttribute("href")) ?? "";
    const [short, claims] = [await of(SHORT), await of(CLAIMS)];
    // Amounts with öre, and a payment under way: the longest that the tables hold.
    await page.goto(short);
    await page.locator("#paid-amount").fill("1 000,50");
    await page.locator("#paid-on").fill("2026-12-08");
    await page.locator(".foot-form button").click();
    await page.locator(".registered").waitFor();
    await page.context().close();
    addresses = { list: "/", short: `${short}?pay=500000&on=2026-12-08`, claims };
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
  });

  async function open(path: string, options: BrowserContextOptions = {}, by = browser): Promise<Page> {
    const page = await (await person(by, demo.address, complaints, options)).newPage();
    await page.goto(path);
    return page;
  }

  /** With all that can be unfolded. */
  const unfold = (page: Page): Promise<void> =>
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })");

  it.each([24, 32])("break no word and cut nothing off on a phone where text is set to %i px", async (textSize) => {
    const large = await launch(textSize);
    try {
      for (const width of [320, 390]) {
        for (const path of [...Object.values(addresses), "/import"]) {
          const options = { viewport: { width, height: 844 }, isMobile: true, hasTouch: true };
          const heights: number[] = [];
          for (const by of [browser, large]) {
            const page = await open(path, options, by);
            await unfold(page);
            expect({ path, width, faults: await layoutFaults(page) }).toEqual({ path, width, faults: [] });
            heights.push(await heightOf(page));
            await page.context().close();
          }
          // Twice as wide and twice as high, and no more than that.
          expect(heights[1]).toBeLessThan((heights[0] ?? 0) * (textSize / 16) ** 2);
        }
      }
    } finally {
      await large.close();
    }
  });

  it.each(["sv-SE", "nb-NO", "en-GB"])("break no word and cut nothing off at any width, in %s", async (locale) => {
    const page = await open("/", { locale });
    for (const path of [...Object.values(addresses), "/import"]) {
      await page.goto(path);
      await unfold(page);
      for (const width of [320, 360, 390, 600, 705, 768, 880, 960, 1024, 1100, 1280]) {
        await page.setViewportSize({ width, height: 844 });
        expect({ path, width, faults: await layoutFaults(page) }).toEqual({ path, width, faults: [] });
      }
    }
    await page.context().close();
  });

  it("show a date that is to be chosen as a whole", async () => {
    const page = await open(addresses.short, { locale: "nb-NO" });
    for (const width of [DESKTOP.width, 1000, PHONE.width]) {
      await page.setViewportSize({ width, height: 844 });
      for (const input of await page.locator("input[type=date]").all()) {
        const [shown = 0, needed = 0] = await input.evaluate((each: unknown) => {
          const field = each as { offsetWidth: number; style: { cssText: string } };
          const widths = ["", "width:max-content;min-width:0"].map((css) => {
            field.style.cssText = css;
            return field.offsetWidth;
          });
          field.style.cssText = "";
          return widths;
        });
        expect(shown).toBeGreaterThanOrEqual(needed);
      }
    }
    await page.context().close();
  });

  const OPERATED = "button:visible, input:visible, select:visible, summary:visible, .site a:visible, .foot a:visible";
  const low = (targets: Locator, least: number): Promise<string[]> =>
    targets.evaluateAll((all, least) => {
      const elements = all as unknown as readonly { outerHTML: string; getBoundingClientRect(): { height: number } }[];
      return elements.filter((each) => each.getBoundingClientRect().height < least).map((each) => each.outerHTML.slice(0, 80));
    }, least);

  it("have room for a finger where there is one, and for a pointer", async () => {
    for (const path of [...Object.values(addresses), "/import"]) {
      const phone = await open(path, { viewport: PHONE, isMobile: true, hasTouch: true });
      await unfold(phone);
      expect(await low(phone.locator(OPERATED), 44)).toEqual([]);
      expect(await low(phone.locator("main a:visible"), 24)).toEqual([]);
      await phone.context().close();
      const desktop = await open(path);
      await unfold(desktop);
      expect(await low(desktop.locator(OPERATED), 24)).toEqual([]);
      await desktop.context().close();
    }
  });

  it("draw an estimate in the legend as it is drawn in the chart: broken, the balance whole", async () => {
    const page = await open(addresses.short, { colorScheme: "light" });
    /** How many stretches of ink the swatch's line has. */
    const stretches = async (kind: string): Promise<number> => {
      const { x, y, height } = (await page.locator(`.legend .key-${kind}`).boundingBox()) ?? { x: 0, y: 0, height: 0 };
      const { width, height: rows, data } = PNG.sync.read(await page.screenshot({ clip: { x, y, width: 32, height } }));
      const inked = (row: number): boolean[] =>
        Array.from({ length: width }, (_, column) => (data[(row * width + column) * 4] ?? 255) < 160);
      const most = Array.from({ length: rows }, (_, row) => inked(row)).sort(
        (a, b) => b.filter(Boolean).length - a.filter(Boolean).length,
      )[0];
      return (most ?? []).filter((ink, i, row) => ink && row[i - 1] !== true).length;
    };
    await page.locator(".legend").scrollIntoViewIfNeeded();
    expect(await stretches("balance")).toBe(1);
    expect(await stretches("estimated")).toBeGreaterThan(2);
    expect(await stretches("tried")).toBeGreaterThan(3);
    await page.context().close();
  });

  it("are printed as tables, close together, and no heading stands alone at a page's foot", async () => {
    const page = await open("/");
    const pages = async (): Promise<number> =>
      ((await page.pdf({ preferCSSPageSize: true, format: "A4" })).toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g) ?? []).length;
    expect(await pages()).toBeLessThanOrEqual(3);
    // The paper's width, less its margins.
    await page.setViewportSize({ width: 688, height: 1000 });
    await page.emulateMedia({ media: "print" });
    expect(await page.locator(".list thead").isVisible()).toBe(true);
    expect(await page.evaluate("getComputedStyle(document.querySelector('.list thead')).display")).toBe("table-header-group");
    expect(await layoutFaults(page)).toEqual([]);
    await page.goto(addresses.short);
    expect(await layoutFaults(page)).toEqual([]);
    const after = "[...document.querySelectorAll('main :is(h1, h2, h3)')].filter((each) => getComputedStyle(each).breakAfter !== 'avoid')";
    expect(await page.evaluate(`${after}.map((each) => each.textContent)`)).toEqual([]);
    expect(await pages()).toBeLessThanOrEqual(3);
    await page.context().close();
  });

  it("leave the browser nothing to complain of", () => {
    expect(complaints).toEqual([]);
  });
});
