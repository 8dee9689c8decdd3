import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, plainDate } from "./dates.ts";
import { type Forecast, forecast } from "./forecast.ts";
import { projectInterest } from "./interest.ts";
import { costOfPayingLate, lateTerms } from "./late.ts";
import { fromWhole, minor, negate } from "./money.ts";
import { NOWHERE } from "./observation.fixture.ts";
import type { Observation } from "./observation.ts";
import { DEFAULT_POLICY } from "./policy.ts";

const TODAY = plainDate("2026-11-23");

const observed = (balance: number, charges: readonly (readonly [string, number])[], more: Partial<Observation> = {}): Observation => ({
  source: "skatteverket",
  currency: "SEK",
  settlement: "account",
  balance: fromWhole(balance),
  enforcementBalance: minor(0),
  accruedInterest: minor(0),
  nextReconciliation: null,
  asOf: "2026-11-23T05:00:00.000Z" as Observation["asOf"],
  readAt: "2026-11-23T05:00:00.000Z" as Observation["readAt"],
  charges: charges.map(([dueDate, kronor]) => ({
    dueDate: plainDate(dueDate),
    amount: fromWhole(kronor),
    text: "Moms",
    kind: "vat",
    estimated: false,
  })),
  payTo: NOWHERE,
  history: [],
  historyFrom: plainDate("2025-01-01"),
  warnings: [],
  ...more,
});

const made = (observation: Observation, reserve = 0): Forecast =>
  forecast(observation, { ...DEFAULT_POLICY, estimates: false, reserve: fromWhole(reserve) }, TODAY);

describe("paying late", () => {
  it("costs a Norwegian claim at least the interest it bears already", () => {
    const norwegian = { source: "skatteetaten", currency: "NOK", settlement: "charge", accruedInterest: minor(-12_50) } as const;
    const forecasted = made(observed(0, [["2026-11-16", -8_400]], norwegian));
    const terms = lateTerms(forecasted);
    if (!terms) throw new Error("nothing is missing");
    expect(costOfPayingLate(forecasted, terms, 0)).toBe(12_50);
    expect(costOfPayingLate(forecasted, terms, 7)).toBeGreaterThan(12_50 + 18_00);
  });

  it("costs interest on what each due date leaves uncovered", () => {
    const forecasted = made(
      observed(10_000, [
        ["2026-12-14", -30_000],
        ["2027-01-18", -5_000],
      ]),
    );
    const terms = lateTerms(forecasted);
    expect(terms).toMatchObject({ amount: fromWhole(25_000), percent: 17.5, confirmed: false });
    expect(terms?.sums).toEqual([
      { dueDate: "2026-12-14", amount: fromWhole(20_000) },
      { dueDate: "2027-01-18", amount: fromWhole(5_000) },
    ]);
    if (!terms) throw new Error("nothing is missing");
    expect(costOfPayingLate(forecasted, terms, 0)).toBe(0);
    // 20 000 and 5 000 kronor for a week at 17.5 %: 67.12 and 16.78
    expect(costOfPayingLate(forecasted, terms, 7)).toBe(8_390);
    expect(costOfPayingLate(forecasted, terms, 30)).toBe(28_767 + 7_192);
  });

  it("costs nothing where all is covered, or only the reserve is not", () => {
    expect(lateTerms(made(observed(40_000, [["2026-12-14", -30_000]])))).toBeNull();
    expect(lateTerms(made(observed(40_000, [["2026-12-14", -30_000]]), 20_000))).toBeNull();
    expect(lateTerms(made(observed(40_000, [])))).toBeNull();
  });

  it("of a Norwegian claim costs forsinkelsesrente from its own due date", () => {
    const claims = observed(
      0,
      [
        ["2026-12-10", -18_420],
        ["2027-01-15", -42_310],
      ],
      { source: "skatteetaten", currency: "NOK", settlement: "charge" },
    );
    const forecasted = made(claims);
    const terms = lateTerms(forecasted);
    expect(terms).toMatchObject({ amount: fromWhole(60_730), percent: 12.25, confirmed: true });
    if (!terms) throw new Error("nothing is missing");
    // 18 420 kroner for a week at 12.25 %: 43.27; 42 310: 99.40
    expect(costOfPayingLate(forecasted, terms, 7)).toBe(4_327 + 9_940);
  });

  it("never counts a krone twice, and costs more with every day", () => {
    const charge = fc.tuple(fc.integer({ min: 0, max: 59 }), fc.integer({ min: -90_000, max: 60_000 }));
    fc.assert(
      fc.property(fc.integer({ min: -50_000, max: 90_000 }), fc.array(charge, { maxLength: 8 }), (balance, rows) => {
        const forecasted = made(
          observed(
            balance,
            rows.map(([days, kronor]) => [addDays(TODAY, days), kronor] as const),
          ),
        );
        const terms = lateTerms(forecasted);
        const deepest = Math.max(0, negate(forecasted.lowest.balance));
        expect(terms?.amount ?? 0).toBe(deepest);
        if (!terms) return;
        const costs = [0, 1, 7, 30, 90].map((days) => costOfPayingLate(forecasted, terms, days));
        expect(costs).toEqual([...costs].sort((a, b) => a - b));
        const whole = projectInterest(terms.amount, TODAY, addDays(TODAY, 30), () => terms.percent);
        expect(Math.abs((costs[3] ?? 0) - whole)).toBeLessThanOrEqual(terms.sums.length);
      }),
    );
  });
});
