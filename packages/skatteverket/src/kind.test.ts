import { expect, test } from "vitest";
import { kindOf } from "./kind.ts";

test.each([
  ["Debiterad preliminärskatt", "preliminary-tax"],
  ["DEBITERAD PRELIMINÄRSKATT", "preliminary-tax"],
  ["Debiterad preliminärskatt".normalize("NFD"), "preliminary-tax"],
  ["Preliminär skatt", "preliminary-tax"],
  ["F-skatt november 2026", "preliminary-tax"],
  ["Avdragen skatt oktober 2026", "employer-tax"],
  ["Arbetsgivaravgift oktober 2026", "employer-tax"],
  ["Arbetsgivardeklaration 202610", "employer-tax"],
  ["Moms sep 2026", "vat"],
  ["Momsdeklaration kvartal 3", "vat"],
  ["Slutlig skatt", "final-tax"],
  ["Intäktsränta", "interest"],
  ["Kostnadsränta", "interest"],
  ["Kostnadsränta moms", "interest"],
  ["Förseningsavgift moms", "other"],
  ["Inbetalning bokförd 261112", "other"],
  ["Utbetalning", "other"],
  ["Beslut 261001 Anstånd", "other"],
  ["Beslut 261001 omprövning moms", "other"],
  ["Beslut 261001 omprövning arbetsgivaravgift", "other"],
  ["Beslut 261001 debiterad preliminärskatt", "preliminary-tax"],
  ["Moms juli 2025 - sept 2025", "vat"],
  ["Korrigerad intäktsränta", "interest"],
  ["Överlämnad till Kronofogden", "other"],
  ["", "other"],
])("%j is %s", (text, kind) => {
  expect(kindOf(text)).toBe(kind);
});
