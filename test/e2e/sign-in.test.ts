import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { openDoor } from "../../packages/cli/test/door.ts";
import { install } from "../../packages/cli/test/installation.ts";
import { axe, CHROMIUM, fits, launch, PHONE, person, type Served, servedDemo, serving } from "./browser.ts";

// Somebody signs in at the demo's Skatteverket, in a real browser. Needs Chromium (`bash .ci/tools`); says so and is left out without it.

if (!CHROMIUM) console.warn("Chromium is not on this machine: nobody signs in (bash .ci/tools installs it)");

// A browser shares two processors with every other test.
vi.setConfig({ testTimeout: 60_000 });

describe.skipIf(!CHROMIUM)("signing in at Skatteverket in a browser", () => {
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

  /** The page of the company that lets nobody read it. */
  async function unread(): Promise<Page> {
    const context = await person(browser, demo.address, complaints, { ignoreHTTPSErrors: true });
    const page = await context.newPage();
    await page.goto("/?q=Vattenkl");
    await page.getByRole("link", { name: "Vattenklöverns Bygg AB" }).click();
    await page.waitForURL(/\/accounts\/acc_/);
    return page;
  }

  async function sign(page: Page, who: RegExp, button = "Skriv under med BankID"): Promise<void> {
    await page.getByRole("link", { name: /med BankID/ }).click();
    await page.waitForURL(/^https:\/\/localhost:\d+\//);
    await page.getByRole("radio", { name: who }).check();
    await page.getByRole("button", { name: button }).click();
  }

  it("is offered, and reachable on a telephone", async () => {
    const page = await unread();
    await page.setViewportSize(PHONE);
    expect(await page.getByRole("heading", { name: "Läs kontot med BankID" }).isVisible()).toBe(true);
    expect(await fits(page)).toBe(true);
    // What says that nothing has been read yet stands clear of it.
    const edge = (selector: string, side: string) => page.evaluate(`document.querySelector("${selector}").getBoundingClientRect().${side}`);
    expect(await edge(".sheet.empty", "top")).toBeGreaterThan(Number(await edge("section[aria-labelledby=connect]", "bottom")) + 16);
    expect(await axe(page)).toEqual([]);
  });

  it("that is broken off, or of somebody who may not, reads nothing", async () => {
    const page = await unread();
    await sign(page, /Astrid/, "Avbryt");
    await page.getByRole("heading", { name: "Inloggningen avbröts" }).waitFor();
    await page.getByRole("link", { name: "Till kontot" }).click();
    await page.waitForURL(/\/accounts\/acc_[0-9a-z]{20}$/);
    const other = await unread();
    await sign(other, /Nils/);
    await other.getByRole("heading", { name: "Du får inte läsa det här kontot" }).waitFor();
    expect(await axe(other)).toEqual([]);
    await other.getByRole("link", { name: "Till kontot" }).click();
    expect(await other.getByText("Läs nu med BankID").isVisible()).toBe(true);
  });

  it("makes the figures appear, with their age, and ends when somebody disconnects", async () => {
    const page = await unread();
    expect(await page.locator(".figures-list").count()).toBe(0);
    await sign(page, /Astrid/);
    await page.waitForURL(/\/accounts\/acc_[0-9a-z]{20}$/);
    expect(page.url().startsWith(demo.address)).toBe(true);
    expect(await page.locator(".figures-list").isVisible()).toBe(true);
    expect(await page.getByText(/Kontot läses bara när någon loggar in hos Skatteverket, senast/).isVisible()).toBe(true);
    expect(await page.getByText(/Inloggad hos Skatteverket till/).isVisible()).toBe(true);
    expect(await axe(page)).toEqual([]);

    await page.getByRole("button", { name: "Läs nu" }).click();
    await page.getByText(/Inloggad hos Skatteverket till/).waitFor();
    await page.getByRole("button", { name: "Koppla från" }).click();
    await page.waitForURL(/\/accounts\/acc_[0-9a-z]{20}$/);
    expect(await page.getByText(/Inloggad hos Skatteverket till/).count()).toBe(0);
    expect(await page.locator(".figures-list").isVisible()).toBe(true);
    expect(await page.getByRole("link", { name: "Läs nu med BankID" }).isVisible()).toBe(true);
  });

  it("goes to the authority and nowhere else, and complains of nothing but what was refused", () => {
    const elsewhere = complaints.filter((line) => line.startsWith("asked elsewhere: "));
    expect(elsewhere).toHaveLength(6);
    for (const line of elsewhere) expect(line).toMatch(/^asked elsewhere: https:\/\/localhost:\d+\/oauth2\/v1\/per\/(authorize\?|sign$)/);
    const others = complaints.filter((line) => !elsewhere.includes(line)).map((line) => /status of (\d+)/.exec(line)?.[1]);
    expect(others).toEqual(["400", "403"]);
  });
});

describe.skipIf(!CHROMIUM)("signing in at Skatteverket, where people sign in here too", () => {
  it("finds whoever is signed in here again, though the authority sends them back", async () => {
    const door = await openDoor();
    const redirectUri = `${door.address}/connect/skatteverket/callback`;
    const here = await install({ companies: 1, signIn: { redirectUris: [redirectUri] } });
    const { signIn } = here.authority;
    here.authority.setOmbud(here.identities[0] ?? "", false);
    await here.write("sign-in.secret.json", signIn?.secret);
    const { skatteverket } = JSON.parse(await here.read("saldovakt.json"));
    const { authorizeUrl, tokenUrl } = signIn?.per ?? {};
    const section = { kind: "per", redirectUri, secret: "file:sign-in.secret.json", authorizeUrl, tokenUrl };
    await here.configure({ skatteverket: { ...skatteverket, signIn: section } });
    const { key } = JSON.parse((await here.run(["keys", "add", "--scope", "read:fresh", "--json"])).stdout);
    const [served, browser] = await Promise.all([serving(here.dir, "serve", "--sign-in", "--port", "0"), launch()]);
    door.leadsTo(Number(new URL(served.address).port));
    try {
      const context = await person(browser, door.address, [], { ignoreHTTPSErrors: true });
      const page = await context.newPage();
      await page.goto("/");
      await page.locator("input[name=key]").fill(key);
      await page.locator("main button[type=submit]").click();
      await page.locator("a[href^='/accounts/acc_']").first().click();
      await page.getByRole("link", { name: /BankID/ }).click();
      await page.getByRole("button", { name: "Skriv under med BankID" }).click();
      await page.waitForURL(/\/accounts\/acc_[0-9a-z]{20}$/);
      expect(await page.locator(".figures-list").isVisible()).toBe(true);
      const session = (await context.cookies()).find(({ name }) => name === "saldovakt-session");
      expect(session?.sameSite).toBe("Strict");
    } finally {
      await browser.close();
      await served.stop();
      await door.close();
      await here.close();
    }
  });
});
