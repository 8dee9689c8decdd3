import type { Instant } from "@saldovakt/domain";
import { linkKey, signPageLink, signUnsubscribe } from "@saldovakt/service";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseMarkup } from "../markup.fixture.ts";
import { pagesWorld, SHORT } from "../pages/world.fixture.ts";

const RECIPIENT = "0123456789abcdef";

const world = async (pages: "open" | "signed-in" = "signed-in") => {
  const made = pagesWorld({}, { pages });
  const key = await linkKey(made.ports.facts, made.ports.random);
  return { ...made, key, path: `/unsubscribe/${signUnsubscribe(key, RECIPIENT)}` };
};

/** What mail programs send by themselves (RFC 8058): a form from nowhere, without cookies. */
const oneClick = {
  method: "POST",
  headers: { "content-type": "application/x-www-form-urlencoded", origin: "https://mail.example", "sec-fetch-site": "cross-site" },
  body: "List-Unsubscribe=One-Click",
};

const isDisabled = ({ ports }: Awaited<ReturnType<typeof world>>) => ports.recipients.isRecipientDisabled(RECIPIENT);

describe("the page a mail's link leads to", () => {
  test("asks first, in the reader's language, and changes nothing by being looked at", async () => {
    const here = await world();
    for (const [language, words] of [
      ["sv", "Avregistrera adressen"],
      ["nb", "Meld av adressen"],
      ["en", "Unsubscribe the address"],
    ] as const) {
      const answer = await here.get(here.path, { "accept-language": language });
      expect(answer.status).toBe(200);
      expect(answer.headers.get("content-security-policy")).toContain("form-action 'self'");
      expect(answer.headers.get("cache-control")).toMatch(/no-store|no-cache/);
      const text = await answer.text();
      expect(text).toContain(words);
      expect(text).toContain(`<form action="${here.path}" method="post"`);
      parseMarkup(text);
    }
    for (const method of ["HEAD", "OPTIONS", "PUT", "DELETE"]) await here.app.request(here.path, { method });
    expect(await isDisabled(here)).toBe(false);
  });

  test.each(["open", "signed-in"] as const)("ends the messages when its form is sent, for that recipient alone, pages %s", async (mode) => {
    const here = await world(mode);
    for (let time = 0; time < 2; time++) {
      const answer = await here.app.request(here.path, { method: "POST", headers: { "sec-fetch-site": "same-origin" } });
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain("Adressen är avregistrerad");
    }
    expect(await isDisabled(here)).toBe(true);
    expect(await here.ports.recipients.isRecipientDisabled("fedcba9876543210")).toBe(false);
  });

  test("ends them at one click in a mail program", async () => {
    const here = await world();
    expect((await here.app.request(here.path, oneClick)).status).toBe(200);
    expect(await isDisabled(here)).toBe(true);
  });
});

describe("a token that is not ours", () => {
  test("ends nothing, and looks like a page that is not there", async () => {
    const here = await world();
    const other = signUnsubscribe(Buffer.alloc(32, 7).toString("base64url"), RECIPIENT);
    const page = signPageLink(here.key, here.id(SHORT), "2099-01-01T00:00:00.000Z" as Instant, here.ports.now());
    const own = here.path.split("/").at(-1) as string;
    const changed = [...own].map((character, at) => own.slice(0, at) + (character === "A" ? "B" : "A") + own.slice(at + 1));
    for (const token of [other, page, "x", `${own}A`, own.slice(0, -1), ...changed]) {
      const answer = await here.app.request(`/unsubscribe/${token}`, oneClick);
      expect(answer.status).toBe(404);
      expect((await here.get(`/unsubscribe/${token}`)).status).toBe(404);
    }
    expect(await isDisabled(here)).toBe(false);
  });

  test("never makes a fault of ours, whatever it is", async () => {
    const here = await world();
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", minLength: 1, maxLength: 600 }), async (text) => {
        const token = encodeURIComponent(text.toWellFormed());
        expect((await here.app.request(`/unsubscribe/${token}`, oneClick)).status).toBeLessThan(500);
      }),
      { numRuns: 100 },
    );
  });
});
