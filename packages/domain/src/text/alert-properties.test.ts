import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { printedNumber } from "../payee.ts";
import { ASKING, anyAlert, anyName, LANGUAGES, TYPES } from "./alert.fixture.ts";
import { alertTexts } from "./alert.ts";
import { formatAmount, shortDay } from "./format.ts";
import { septets } from "./gsm7.ts";

const language = fc.constantFrom(...LANGUAGES);
const url = fc.option(
  fc.constantFrom(
    "https://skatt.example.se/a/acc_0123456789abcdefghjk",
    `https://x.example/${"å".repeat(30)}`,
    `https://x.example/${"a".repeat(200)}`,
  ),
);

describe("texts of any alert to anybody", () => {
  test("keep to the channels' limits", () => {
    fc.assert(
      fc.property(anyAlert(TYPES), anyName, language, url, fc.boolean(), (alert, name, lang, forecastUrl, discreet) => {
        const texts = alertTexts(alert, { name }, lang, { discreet, forecastUrl });
        expect(texts.subject).toMatch(/^[\x20-\x7e]{1,99}$/);
        expect(texts.subject).toMatch(/^[!-~]/);
        const count = septets(texts.sms);
        expect(count).not.toBeNull();
        expect(count).toBeLessThanOrEqual(160);
        expect(texts.sms).toMatch(/^[^\r\n]+$/);
        // Line breaks, marks that turn or hide text and broken characters come from outside only, and get no further.
        expect(texts.body).not.toMatch(/[\p{Cf}\p{Cs}]|(?!\n)\p{Cc}/u);
        expect(texts.body).not.toMatch(/undefined|null|NaN|\[object/);
        expect(texts.body.length).toBeLessThan(16_000);
      }),
      { numRuns: 400 },
    );
  });

  test("a text message that asks for money holds the figures whole, whatever the name", () => {
    fc.assert(
      fc.property(anyAlert(ASKING), anyName, language, (alert, name, lang) => {
        const { sms, subject } = alertTexts(alert, { name }, lang, { discreet: false, forecastUrl: null });
        const first = alert.payments[0];
        if (!first) throw new Error("drawn without a payment");
        const whole = (figure: string): void => expect(sms).toMatch(new RegExp(`(?<![\\d,.])${figure.replace(/[.]/g, "\\.")}(?!\\d)`));
        const total = formatAmount(alert.missing, alert.currency, lang);
        whole(total);
        whole(shortDay(first.payBy, lang));
        const printed = printedNumber(first.payTo);
        if (printed) whole(printed);
        if (first.payTo.reference) whole(first.payTo.reference);
        if (alert.currency === "NOK" && new Set(alert.payments.map((payment) => JSON.stringify(payment))).size > 1) {
          whole(`${alert.payments.length}`);
          whole(formatAmount(first.amount, alert.currency, lang));
        }
        expect(subject).toContain(total);
      }),
      { numRuns: 400 },
    );
  });

  test("a discreet text holds no figure, no name and no reference", () => {
    fc.assert(
      fc.property(anyAlert(TYPES), anyName, language, url, (alert, name, lang, forecastUrl) => {
        const discreet = alertTexts(alert, { name }, lang, { discreet: true, forecastUrl });
        expect(discreet).toEqual(alertTexts(alert, { name: "another" }, lang, { discreet: true, forecastUrl }));
        for (const text of Object.values(discreet)) expect(text.replaceAll(forecastUrl ?? "-", "")).not.toMatch(/\p{N}/u);
        // What is the installation's leads to no account.
        const ofAccount = alert.type !== "certificate.expiring" && alert.type !== "test";
        if (forecastUrl !== null) expect(discreet.body.includes(forecastUrl)).toBe(ofAccount);
      }),
      { numRuns: 200 },
    );
  });
});
