import { expect, test } from "vitest";
import type { Instant } from "./dates.ts";
import { plainDate } from "./dates.ts";
import { alertDocument } from "./document.ts";
import { testAlert } from "./test-alert.ts";
import { alertLetter, alertTexts } from "./text/alert.ts";

const NOW = "2026-11-23T06:00:00.000Z" as Instant;
const alert = testAlert(plainDate("2026-11-23"), NOW);
const INSTALLATION = { name: "Saldovakt" };

test.each([
  ["sv", "det här är ett test"],
  ["nb", "dette er en test"],
  ["en", "this is a test"],
] as const)("a test says in %s that it is one, and holds no figure", (language, said) => {
  for (const discreet of [false, true]) {
    const { subject, sms, body } = alertTexts(alert, INSTALLATION, language, { discreet, forecastUrl: null });
    expect([sms, body].map((text) => text.toLowerCase().includes(said))).toEqual([true, true]);
    expect(subject.toLowerCase()).toContain("test");
    expect(`${subject}${sms}${body}`).not.toMatch(/\d|undefined|null/);
    expect(subject.startsWith("Saldovakt: ")).toBe(true);
    expect(alertLetter(alert, INSTALLATION, language, { discreet, forecastUrl: null })).toMatchObject({ figures: [], asOf: null });
  }
});

test("programs are told its type and nothing that could be taken for a debt", () => {
  const account = { id: "installation" as never, source: "skatteverket", name: "Saldovakt" } as const;
  expect(alertDocument(alert, account, null)).toEqual({
    type: "test",
    timestamp: NOW,
    data: expect.objectContaining({ dueDate: null, payments: [], severity: "ok", shortfall: { currency: "SEK", amount: "0.00" } }),
  });
});
