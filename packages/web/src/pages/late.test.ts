import { DEFAULT_POLICY, forecast, fromWhole } from "@saldovakt/domain";
import { expect, it } from "vitest";
import { row, swedish, swedishNumber, TODAY } from "../companies.fixture.ts";
import { parseMarkup, textOf } from "../markup.fixture.ts";
import { lateSection } from "./late.ts";
import { viewIn } from "./view.ts";

const shown = (accrued: number): string => {
  const observation = { ...swedish(swedishNumber(2), -4_000, [row("2026-12-14", -62_400, "Moms")]), accruedInterest: fromWhole(accrued) };
  return textOf(parseMarkup(String(lateSection(forecast(observation, DEFAULT_POLICY, TODAY), viewIn("sv", TODAY)))));
};

it("does not promise that paying in time costs nothing where interest runs already", () => {
  expect(shown(0)).toContain("0 kr En vecka");
  expect(shown(-12)).not.toMatch(/I tid|I dag|\b0 kr En vecka/);
  expect(shown(-12)).toContain("En vecka efter");
});
