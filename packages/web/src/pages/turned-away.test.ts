import { describe, expect, it } from "vitest";
import { all, parseMarkup, textOf } from "../markup.fixture.ts";
import { pagesWorld } from "./world.fixture.ts";

const BROWSER = { accept: "text/html,application/xhtml+xml,*/*;q=0.8", "sec-fetch-site": "same-origin" };

const send = (path: string, bytes: number, headers: Record<string, string> = BROWSER) =>
  Promise.resolve(
    pagesWorld().app.request(path, {
      method: "POST",
      headers: { ...headers, "content-type": "application/x-www-form-urlencoded", "content-length": String(bytes) },
      body: "x",
    }),
  );

describe("what is too large to be read", () => {
  it.each([
    ["sv", "Det som skickades är för stort", "Filen är för stor för att vara ett kontoutdrag"],
    ["nb", "Det som ble sendt, er for stort", "Filen er for stor til å være en kontoutskrift"],
    ["en", "What was sent is too large", "The file is too large to be a statement"],
  ])("is told of a file by a page, in %s", async (language, heading, why) => {
    const answer = await send("/import", 4 * 1024 * 1024 + 1, { ...BROWSER, "accept-language": language });
    expect([answer.status, answer.headers.get("content-type")]).toEqual([413, expect.stringContaining("text/html")]);
    expect(answer.headers.get("content-security-policy")).toContain("style-src 'self'");
    const page = parseMarkup(await answer.text());
    expect(all(page, "h1").map(textOf)).toEqual([heading]);
    expect(textOf(page)).toContain(why);
    expect(all(page, "a").some(({ attributes }) => attributes.href === "/import")).toBe(true);
  });

  it("is told of a form by a page, and of anything else to programs as before", async () => {
    const page = await send("/sign-in", 70_000);
    expect([page.status, await page.text()]).toEqual([413, expect.stringContaining("Det som skickades är för stort")]);
    for (const [path, headers] of [
      ["/sign-in", { accept: "*/*" }],
      ["/v1/accounts", BROWSER],
    ] as const) {
      const answer = await send(path, 70_000, headers);
      expect([answer.status, await answer.json()]).toEqual([413, expect.objectContaining({ code: "BODY_TOO_LARGE" })]);
    }
  });
});
