import { statSync } from "node:fs";
import { join } from "node:path";
import type { BrowserContextOptions, Page } from "playwright-core";
import { CHROMIUM, DESKTOP, launch, PHONE, person, ROOT, servedDemo } from "./browser.ts";
import { firm } from "./firm.ts";

// The pictures under docs/: the demo's pages as a browser shows them. `npm run screenshots`, and look at them before they are committed.

/** Something is missing here, with estimates beside what is decided. */
const SHORT = "Grävlingens Plåt & Sönergöken AB";
const LARGEST_BYTES = 250_000;

interface Shot {
  readonly name: string;
  /** Null: the list of accounts. */
  readonly account: string | null;
  readonly query?: string;
  readonly height: number;
  readonly options: BrowserContextOptions;
}

const TRIED = "?pay=60000&on=2026-12-08";

const SHOTS: readonly Shot[] = [
  {
    name: "overview",
    account: null,
    height: 990,
    options: { viewport: { ...DESKTOP, height: 990 }, colorScheme: "light", deviceScaleFactor: 1.25 },
  },
  { name: "account", account: SHORT, query: TRIED, height: 1228, options: { colorScheme: "light", deviceScaleFactor: 1.25 } },
  { name: "account-dark", account: SHORT, query: TRIED, height: 1228, options: { colorScheme: "dark", deviceScaleFactor: 1.25 } },
  {
    name: "account-phone",
    account: SHORT,
    height: 1500,
    options: { viewport: PHONE, isMobile: true, hasTouch: true, deviceScaleFactor: 1.75 },
  },
];

if (!CHROMIUM) throw new Error("Chromium is not on this machine (bash .ci/tools installs it)");
const [demo, browser, asking] = await Promise.all([servedDemo(), launch(), firm()]);

/** Keeps the picture, which must not grow without anybody's noticing. */
async function keep(page: Page, name: string, height: number): Promise<void> {
  const path = join(ROOT, "docs", `${name}.png`);
  const width = page.viewportSize()?.width ?? DESKTOP.width;
  await page.screenshot({ path, fullPage: true, clip: { x: 0, y: 0, width, height } });
  const { size } = statSync(path);
  console.log(`docs/${name}.png ${Math.round(size / 1000)} kB`);
  if (size > LARGEST_BYTES) throw new Error(`docs/${name}.png is larger than ${LARGEST_BYTES / 1000} kB: show less of the page`);
}

try {
  for (const { name, account, query = "", height, options } of SHOTS) {
    const context = await person(browser, demo.address, [], { locale: "en-GB", ...options });
    const page = await context.newPage();
    await page.goto("/");
    if (account !== null) {
      const href = await page.getByRole("link", { name: account }).getAttribute("href");
      await page.goto(`${href}${query}`);
    }
    await keep(page, name, height);
    await context.close();
  }
  const client = await person(browser, asking.served.address, [], { locale: "en-GB", colorScheme: "light", deviceScaleFactor: 1.25 });
  const page = await client.newPage();
  await page.goto(new URL(asking.mailed.page).pathname);
  await keep(page, "appoint", 960);
} finally {
  await browser.close();
  await Promise.all([demo.stop(), asking.close()]);
}
