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
  ["Överlämnad till Kronofogden", "other"],
  ["", "other"],
])("%j is %s", (text, kind) => {
  expect(kindOf(text)).toBe(kind);
});
