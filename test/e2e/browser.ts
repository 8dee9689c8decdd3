import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";

/** A real browser for tests; null where the machine has none (`bash .ci/tools` installs it). */
export const CHROMIUM =
  ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) => existsSync(path)) ?? null;

/** What a browser of a machine without network must leave be. */
const QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic", "--no-first-run"];

/** `textSize`: what the reader has set the browser's text to, in pixels; 16 unless given. */
export const launch = (textSize = 16): Promise<Browser> =>
  chromium.launch({
    executablePath: CHROMIUM as string,
    args: ["--no-sandbox", "--disable-gpu", `--blink-settings=defaultFontSize=${textSize}`, ...QUIET],
  });

export const ROOT = join(import.meta.dirname, "..", "..");
const LAUNCHER = join(ROOT, "packages", "cli", "bin", "saldovakt.mjs");

export const DESKTOP = { width: 1280, height: 900 };
export const PHONE = { width: 390, height: 844 };

export interface Served {
  readonly address: string;
  /** Ctrl-C; resolves to the exit status. */
  stop(): Promise<number | null>;
}

/** The command as a newcomer starts it, once it has printed where its pages are. */
export async function serving(cwd: string, ...args: readonly string[]): Promise<Served> {
  const process_ = spawn(process.execPath, [LAUNCHER, ...args], { cwd });
  const ended = new Promise<number | null>((resolve) => process_.once("exit", resolve));
  const stop = (): Promise<number | null> => {
    process_.kill("SIGINT");
    return ended;
  };
  return { address: await printedAddress(process_), stop };
}

/** The demo on the day of which its pictures are. */
export const servedDemo = (): Promise<Served> => serving(ROOT, "demo", "--port", "0", "--today", "2026-11-23");

function printedAddress(started: ChildProcess): Promise<string> {
  let printed = "";
  return new Promise((resolve, reject) => {
    const heard = (chunk: unknown): void => {
      printed += chunk;
      const found = /^Pages\s+(http:\/\/localhost:\d+)\b/m.exec(printed)?.[1];
      if (found) resolve(found);
    };
    started.stdout?.on("data", heard);
    started.stderr?.on("data", heard);
    started.once("exit", (status) => reject(new Error(`it ended with ${status}: ${printed}`)));
  });
}

/** The command's answer on standard output. Throws where it fails. */
export function answered(cwd: string, ...args: readonly string[]): Promise<string> {
  const asked = spawn(process.execPath, [LAUNCHER, ...args], { cwd });
  const [out, told]: [string[], string[]] = [[], []];
  asked.stdout.on("data", (chunk) => out.push(String(chunk)));
  asked.stderr.on("data", (chunk) => told.push(String(chunk)));
  return new Promise((resolve, reject) =>
    asked.once("exit", (status) => (status === 0 ? resolve(out.join("")) : reject(new Error(told.join(""))))),
  );
}

/**
 * A person's browser, in Swedish. What its console complains of, and whatever it asks of anybody but `address`, is written into `complaints`.
 */
export async function person(
  browser: Browser,
  address: string,
  complaints: string[],
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({ locale: "sv-SE", viewport: DESKTOP, baseURL: address, ...options });
  context.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  // What the browser itself breaks off, when a page is left, is no failure.
  context.on("requestfailed", (request) => {
    const how = request.failure()?.errorText;
    if (how !== "net::ERR_ABORTED") complaints.push(`failed: ${request.url()} ${how}`);
  });
  context.on("request", (request) => request.url().startsWith(address) || complaints.push(`asked elsewhere: ${request.url()}`));
  return context;
}

export const fits = (page: Page): Promise<boolean> =>
  page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth");

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
/** What beyond the rules helps readers find their way on a page: landmarks, headings. A letter has none. */
export const PRACTICE = ["best-practice"];

/** What axe finds wrong with the page as it stands, by rule and place. The pages forbid scripts of others, so the browser's own debugger brings axe in. */
export async function axe(page: Page, more: readonly string[] = []): Promise<string[]> {
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(AXE);
  const run = `axe.run({ runOnly: { type: "tag", values: ${JSON.stringify([...TAGS, ...more])} }, resultTypes: ["violations"] })`;
  return page.evaluate(`${run}.then((r) => r.violations.map((v) => v.id + ": " + v.nodes.map((n) => n.target).join(" ")))`);
}

/** The same in each size and theme. */
export async function axeEverywhere(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const size of [DESKTOP, PHONE]) {
    await page.setViewportSize(size);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      for (const fault of await axe(page, PRACTICE)) found.push(`${size.width} ${colorScheme} ${fault}`);
    }
  }
  return found;
}
