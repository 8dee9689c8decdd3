import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyAlert, anyName, LANGUAGES, TYPES } from "./alert.fixture.ts";
import { alertLetter, alertTexts } from "./alert.ts";
import { type Letter, letterText } from "./letter.ts";

const language = fc.constantFrom(...LANGUAGES);
const URL = "https://skatt.example.se/link/dGVzdA";

/** Every text of a letter, and where it stands. */
function texts(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(texts) : [];
}

const words = ({ language: _, severity: __, link: ___, ...letter }: Letter): string[] => texts(letter);

describe("a letter in parts", () => {
  test("says in plain text what the body says", () => {
    fc.assert(
      fc.property(
        anyAlert(TYPES),
        anyName,
        language,
        fc.boolean(),
        fc.option(fc.constant(URL)),
        (alert, name, lang, discreet, forecastUrl) => {
          const options = { discreet, forecastUrl };
          expect(letterText(alertLetter(alert, { name }, lang, options))).toBe(alertTexts(alert, { name }, lang, options).body);
        },
      ),
      { numRuns: 200 },
    );
  });

  test("is of single lines, its subject short and whole", () => {
    fc.assert(
      fc.property(anyAlert(TYPES), anyName, language, fc.boolean(), (alert, name, lang, discreet) => {
        const letter = alertLetter(alert, { name }, lang, { discreet, forecastUrl: URL });
        for (const text of words(letter)) {
          expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
          expect(text).not.toMatch(/undefined|null|NaN|\[object/);
        }
        expect(letter.subject.length).toBeLessThanOrEqual(120);
        expect(letter.subject).toMatch(/\S/);
        expect(letter.figures.length).toBeLessThanOrEqual(3);
      }),
      { numRuns: 200 },
    );
  });

  test("that is discreet has no figure, no name and no reference in any part", () => {
    fc.assert(
      fc.property(anyAlert(TYPES), anyName, language, (alert, name, lang) => {
        const options = { discreet: true, forecastUrl: URL };
        const letter = alertLetter(alert, { name }, lang, options);
        expect(letter).toEqual(alertLetter(alert, { name: "another" }, lang, options));
        expect(letter.figures).toEqual([]);
        for (const text of words(letter)) expect(text.replace(URL, "")).not.toMatch(/\p{N}/u);
      }),
      { numRuns: 200 },
    );
  });

  test("with room for fewer rows and payments sums up the others", () => {
    fc.assert(
      fc.property(anyAlert(TYPES), language, fc.nat(6), (alert, lang, shown) => {
        const { parts } = alertLetter(alert, { name: "Exempel AB" }, lang, { discreet: false, forecastUrl: null, shown });
        for (const part of parts) {
          if (part.kind === "payments") expect(part.payments.length).toBeLessThanOrEqual(shown);
          if (part.kind !== "charges") continue;
          const all = alert.entry?.charges ?? [];
          expect(part.rows).toHaveLength(Math.min(shown, all.length));
          const values = [...part.rows, ...(part.rest ? [part.rest] : [])].map((row) => row.value as number);
          expect(values.reduce((sum, value) => sum + value, 0)).toBe(all.reduce((sum, charge) => sum + charge.amount, 0));
          if (part.before && part.after) expect(part.after.value - part.before.value).toBe(alert.entry?.change);
        }
      }),
      { numRuns: 200 },
    );
  });
});
