import { type Alert, alertLetter, type Language, minor } from "@saldovakt/domain";
import * as fc from "fast-check";
import { simpleParser } from "mailparser";
import { describe, expect, test } from "vitest";
import { FAMILIES } from "../../test/alerts.ts";
import { anyAlert, anyText, plainly } from "../../test/any-alert.ts";
import { NOW } from "../../test/message.ts";
import { barOf, scaleOf } from "./chart.ts";
import { compose } from "./compose.ts";
import { mimeOf } from "./mime.ts";

const LINK = "https://saldovakt.example/link/dGVzdA";
const UNSUBSCRIBE = "https://saldovakt.example/unsubscribe/dGVzdA";
const language = fc.constantFrom<Language>("sv", "nb", "en");

const written = (alert: Alert, name: string, lang: Language, discreet = false) =>
  compose(alertLetter(alert, { name }, lang, { discreet, forecastUrl: LINK, shown: 20 }), UNSUBSCRIBE);

const tagsOf = (html: string): readonly string[] => html.match(/<[^>]*>/g) ?? [];

describe("the HTML of any letter", () => {
  test("has the same marks whatever texts stand in it", () => {
    fc.assert(
      fc.property(anyAlert, anyText, language, (alert, name, lang) => {
        const { html } = written(alert, name, lang);
        // Figures of a reference stand in another face: the face is all that may differ.
        const faceless = (tag: string): string => tag.replace(/font:bold 15px\/21px [^;"]*/, "");
        expect(tagsOf(html).map(faceless)).toEqual(tagsOf(written(plainly(alert), "x", lang).html).map(faceless));
        expect(html).not.toMatch(/&(?!#?\w+;)/);
        expect(html).not.toMatch(/undefined|NaN|\[object/);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be left.
        expect(html).not.toMatch(/[\0-\x08\x0b-\x1f\x7f]/);
      }),
      { numRuns: 150 },
    );
  });

  test("stays below what Gmail shows whole, and loads nothing", () => {
    fc.assert(
      fc.property(anyAlert, anyText, language, fc.boolean(), (alert, name, lang, discreet) => {
        const { html } = written(alert, name, lang, discreet);
        expect(Buffer.byteLength(html)).toBeLessThan(100_000);
        expect(html).not.toMatch(/<(img|script|svg|link|iframe|object|video|form|input)\b|url\(|@import|@font-face|\ssrc=/i);
        expect(new Set([...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href))).toEqual(
          // What is the installation's leads to no account.
          new Set(["certificate.expiring", "test"].includes(alert.type) ? [UNSUBSCRIBE] : [LINK, UNSUBSCRIBE]),
        );
      }),
      { numRuns: 150 },
    );
  });

  test.each(Object.entries(FAMILIES))("of %s is in order for screen readers", (_, alert) => {
    const { html } = written(alert, "Exempel AB", "nb");
    expect(html).toMatch(/^<!doctype html>\n<html lang="nb">/);
    expect(html).toMatch(/<meta name="color-scheme" content="light dark">/);
    expect(html.match(/<h1/g)).toHaveLength(1);
    for (const table of html.match(/<table[^>]*>/g) ?? []) expect(table).toMatch(/role="presentation"|aria-label="[^"]+"/);
    for (const row of html.match(/<th [^>]*>/g) ?? []) expect(row).toContain('scope="row"');
  });
});

describe("a mail of any letter", () => {
  test("has its own headers and no other, whatever the name", async () => {
    await fc.assert(
      fc.asyncProperty(anyAlert, anyText, anyText, language, async (alert, name, id, lang) => {
        const composed = written(alert, name, lang);
        const raw = await mimeOf(composed, {
          id,
          at: NOW,
          from: { name: "Saldovakt", address: "alarm@example.se" },
          to: "ekonomi@example.se",
          unsubscribeUrl: UNSUBSCRIBE,
        });
        expect(Buffer.from(raw).toString("latin1")).not.toMatch(/(?<!\r)\n|\r(?!\n)/);
        const head = Buffer.from(raw).toString("latin1").split("\r\n\r\n", 1)[0] ?? "";
        const names = [...head.replace(/\r\n[ \t]+/g, " ").matchAll(/^([^:\r\n]+):/gm)].map(([, header]) => header);
        expect(names).toEqual([
          "Auto-Submitted",
          "X-Auto-Response-Suppress",
          "X-Entity-Ref-ID",
          "List-Unsubscribe",
          "List-Unsubscribe-Post",
          "From",
          "To",
          "Subject",
          "Message-ID",
          "Date",
          "MIME-Version",
          "Content-Type",
        ]);
        expect(head).toMatch(/^[\x20-\x7e\r\n\t]*$/);
        for (const line of head.split("\r\n")) expect(line.length).toBeLessThan(998);
        const parsed = await simpleParser(Buffer.from(raw));
        expect(parsed.subject).toBe(composed.subject);
        expect(parsed.to).toMatchObject({ value: [{ address: "ekonomi@example.se" }] });
        expect(parsed.text?.trim()).toBe(composed.text.trim());
      }),
      { numRuns: 60 },
    );
  });
});

describe("a bar", () => {
  test("is of whole percents that add up, on its side of zero, and longer for more", () => {
    const value = fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 22 }), (values) => {
        const scale = scaleOf(values.map((each) => ({ text: "", amount: "", value: minor(each) })));
        for (const each of values) {
          const [left, length, right] = barOf(each, scale);
          expect(left + length + right).toBe(100);
          for (const part of [left, length, right]) expect(Number.isInteger(part) && part >= 0).toBe(true);
          expect(length > 0).toBe(each !== 0);
          if (each < 0) expect(left + length).toBe(scale.zero);
          if (each > 0) expect(left).toBe(scale.zero);
        }
        const sorted = [...values].sort((a, b) => Math.abs(a) - Math.abs(b)).filter((each) => each < 0);
        const lengths = sorted.map((each) => barOf(each, scale)[1]);
        expect(lengths).toEqual([...lengths].sort((a, b) => a - b));
      }),
    );
  });

  test("shows proportions", () => {
    const scale = scaleOf([-750, 250].map((each) => ({ text: "", amount: "", value: minor(each) })));
    expect(scale.zero).toBe(75);
    expect(barOf(-750, scale)).toEqual([0, 75, 25]);
    expect(barOf(-375, scale)).toEqual([37, 38, 25]);
    expect(barOf(250, scale)).toEqual([75, 25, 0]);
    expect(barOf(0, scale)).toEqual([100, 0, 0]);
  });
});
