import { readdirSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createAdaptorServer } from "@hono/node-server";
import { linkKey, signUnsubscribe } from "@saldovakt/service";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pagesWorld } from "../../packages/web/src/pages/world.fixture.ts";
import { axe, axeEverywhere, CHROMIUM, fits, launch, person, ROOT } from "./browser.ts";

// Mail as it is kept in packages/delivery/src/email/golden, opened in a real browser, and the page on which it is ended.

if (!CHROMIUM) console.warn("Chromium is not on this machine: mail is not opened in a browser (bash .ci/tools installs it)");

const GOLDEN = join(ROOT, "packages", "delivery", "src", "email", "golden");
const LETTERS = readdirSync(GOLDEN).filter((name) => name.endsWith(".sv.html"));

/** A mail program's window, wide and narrow. */
const WIDTHS = [640, 360];

describe.skipIf(!CHROMIUM)("mail in a browser", () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launch();
  }, 180_000);
  afterAll(() => browser?.close());

  it("fits every width and theme, has no fault of accessibility that axe knows, and loads nothing", async () => {
    expect(LETTERS.length).toBeGreaterThan(10);
    const complaints: string[] = [];
    const context = await person(browser, "file://", complaints);
    const page = await context.newPage();
    for (const name of LETTERS) {
      await page.goto(pathToFileURL(join(GOLDEN, name)).href);
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 800 });
        for (const colorScheme of ["light", "dark"] as const) {
          await page.emulateMedia({ colorScheme });
          expect(await fits(page), `${name} at ${width} pixels`).toBe(true);
          expect(await axe(page), `${name} at ${width} pixels, ${colorScheme}`).toEqual([]);
        }
      }
    }
    expect(complaints).toEqual([]);
    await context.close();
  }, 180_000);

  it("is ended on a page that asks first, with one click", async () => {
    const { app, ports } = pagesWorld();
    const server = createAdaptorServer({ fetch: app.fetch });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
    const address = `http://localhost:${(server.address() as AddressInfo).port}`;
    const complaints: string[] = [];
    const context = await person(browser, address, complaints);
    const page = await context.newPage();
    const token = signUnsubscribe(await linkKey(ports.facts, ports.random), "0123456789abcdef");
    await page.goto(`/unsubscribe/${token}`);
    expect(await axeEverywhere(page)).toEqual([]);
    expect(await ports.recipients.isRecipientDisabled("0123456789abcdef")).toBe(false);
    await page.getByRole("button", { name: "Avregistrera" }).click();
    await page.getByRole("heading", { name: "Adressen är avregistrerad" }).waitFor();
    expect(await ports.recipients.isRecipientDisabled("0123456789abcdef")).toBe(true);
    expect(await axeEverywhere(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
    await new Promise((resolve) => server.close(resolve));
  }, 180_000);
});
