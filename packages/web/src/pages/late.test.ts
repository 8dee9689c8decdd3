import { DEFAULT_POLICY, forecast, fromWhole } from "@saldovakt/domain";
import { expect, it } from "vitest";
import { row, swedish, swedishNumber, TODAY } from "../companies.fixture.ts";
import { parseMarkup, textOf } from "../markup.fixture.ts";
import { lateSection } from "./late.ts";
import { viewIn } from "./view.ts";

const shown = (balance: number, accrued = 0): string => {
  const observation = {
    ...swedish(swedishNumber(2), balance, [row("2026-12-14", -62_400, "Moms")]),
    accruedInterest: fromWhole(accrued),
    history: [],
  };
  return textOf(parseMarkup(String(lateSection(forecast(observation, DEFAULT_POLICY, TODAY), viewIn("sv", TODAY)))));
};

it("costs nothing in time, and more after the due date", () => {
  expect(shown(0)).toMatch(/I tid *0 kr En vecka efter förfallodagen *209,42 kr 30 dagar efter/);
});

it("costs what is overdue the interest so far and the days to come, and says of what", () => {
  const text = shown(-4_000, -12);
  expect(text).toMatch(/I dag *12 kr Om en vecka *25,42 kr Om 30 dagar *69,53 kr/);
  expect(text).toContain("på 4 000 kr som redan har förfallit");
});
