import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { plainDate } from "../dates.ts";
import { fromWhole } from "../money.ts";
import { LANGUAGES } from "./alert.fixture.ts";
import { underWayText, warningText } from "./warning.ts";

const CODES = [
  "OCR_MISMATCH",
  "INFORMATION",
  "ENFORCEMENT_DEBT",
  "SOURCE_STALE",
  "STATEMENT_GAP",
  "PAYOUT_RISK",
  "NO_REFERENCE",
  "PAYMENT_MAY_BE_LATE",
  "UNSETTLED_STAMP",
  "CHARGE_WITHOUT_AMOUNT",
  "CREDIT_CLAIM",
  "UNPLACED_PAYMENT",
  "CHARGE_WITHOUT_DUE_DATE",
  "TOTALS_MISMATCH",
  "INTEREST_MISMATCH",
  "KID_UNUSUAL",
  "ACCOUNT_UNUSUAL",
  "ACCOUNT_MISSING",
  "UNPLACED_MISMATCH",
  "DATA_WITHHELD",
];

const date = plainDate("2026-12-14");

describe("warnings in words", () => {
  test.each(CODES)("%s is a sentence of its own in every language, with and without figures", (code) => {
    for (const currency of ["SEK", "NOK"] as const) {
      for (const warning of [{ code }, { code, amount: fromWhole(-500), date }]) {
        const texts = LANGUAGES.map((language) => warningText(warning, currency, language));
        expect(new Set(texts).size).toBe(3);
        for (const text of texts) expect(text).toMatch(/^[^_]{20,}\.$/);
        for (const text of texts) expect(text).not.toMatch(/undefined|null|-500/);
      }
    }
  });

  test("amounts stand without their sign, days in words", () => {
    expect(warningText({ code: "ENFORCEMENT_DEBT", amount: fromWhole(-12_000) }, "SEK", "sv")).toBe(
      "Det finns en skuld hos Kronofogden på 12 000 kr. Den betalas dit och ingår inte i saldot här.",
    );
    expect(warningText({ code: "PAYMENT_MAY_BE_LATE", amount: fromWhole(500), date }, "SEK", "en")).toBe(
      "The registered payment of SEK 500 may not arrive by Monday 14 December 2026.",
    );
    expect(warningText({ code: "CREDIT_CLAIM", amount: fromWhole(-500) }, "NOK", "nb")).toBe(
      "Det finnes et kreditkrav hos Skatteetaten på 500 kr. Det dekker ingen andre krav.",
    );
  });

  test("the source's own text stands as it wrote it, in one line", () => {
    for (const language of LANGUAGES) {
      expect(warningText({ code: "INFORMATION", text: "Skattekontot är\nstängt 24 dec." }, "SEK", language)).toBe(
        "Skattekontot är stängt 24 dec.",
      );
    }
  });

  test("a code without words stands itself", () => {
    for (const code of ["NEW_CODE", "toString", "__proto__"]) expect(warningText({ code }, "SEK", "sv")).toBe(code);
    fc.assert(fc.property(fc.string({ minLength: 1 }), (code) => void expect(warningText({ code }, "SEK", "en")).toBe(code)));
  });

  test("the day up to which a statement goes is set off by commas", () => {
    const told = warningText({ code: "STATEMENT_ONLY", date: plainDate("2026-11-20") }, "SEK", "en");
    expect(told).toMatch(/up to .*20 November( 2026)?, not on a reading/);
  });

  test("a payment under way has a name in every language", () => {
    expect(LANGUAGES.map(underWayText)).toEqual(["Betalning på väg", "Betaling underveis", "Pending payment"]);
  });
});
