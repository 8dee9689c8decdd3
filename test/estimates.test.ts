import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { backtest, documented, type Figures, percent, reading, statement } from "../bench/backtest.ts";

// A small seeded part of what `npm run bench -- estimates` measures, kept within bounds: figures move a little when the reckoning is changed, and must not move far.
describe("estimates held against what came", () => {
  const figures = (made: readonly Figures[]): ReadonlyMap<Figures["group"], Figures> => new Map(made.map((each) => [each.group, each]));

  it("are seldom of charges that do not come, near in amount, and honest about their range, on a read account", () => {
    const { figures: made, foreseen } = backtest(7, 60, false);
    const all = figures(made).get("all") as Figures;
    expect(all.estimates).toBeGreaterThan(3_000);
    expect(all.falseRate).toBeLessThan(0.06);
    expect(all.dayHit).toBeGreaterThan(0.9);
    expect(all.medianError).toBeLessThan(0.12);
    expect(all.medianError).toBeLessThanOrEqual(all.naiveMedian);
    expect(all.p90Error).toBeLessThan(all.naiveP90);
    expect(all.coverage).toBeGreaterThan(0.78);
    expect(foreseen).toBeGreaterThan(0.7);
    for (const each of made.filter(({ estimates }) => estimates > 300)) expect(each.coverage, each.group).toBeGreaterThan(0.72);
  });

  it("do as well from a statement, which knows of no decision", () => {
    const { figures: made, foreseen } = backtest(7, 60, true);
    const tax = figures(made).get("F-skatt") as Figures;
    expect([tax.dayHit > 0.98, tax.falseRate < 0.02, tax.medianError < 0.01, tax.coverage > 0.9]).toEqual([true, true, true, true]);
    const all = figures(made).get("all") as Figures;
    expect(all.falseRate).toBeLessThan(0.05);
    expect(all.coverage).toBeGreaterThan(0.8);
    expect(foreseen).toBeGreaterThan(0.8);
  });

  it("are as good as docs/estimates.md says", () => {
    const page = readFileSync(join(import.meta.dirname, "../docs/estimates.md"), "utf8");
    for (const made of [reading(), statement()]) {
      expect(page).toContain(documented(made).join("\n"));
      expect(page).toContain(`**${percent(made.foreseen)}** of`);
    }
  });
});
