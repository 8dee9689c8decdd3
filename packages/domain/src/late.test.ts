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

  it("costs what has fallen due interest since its own day, and what is yet to fall due nothing", () => {
    const claims = { source: "skatteetaten", currency: "NOK", settlement: "charge" } as const;
    const rows = [
      ["2026-10-15", -10_000],
      ["2026-11-16", -20_000],
      ["2027-01-15", -50_000],
    ] as const;
    const forecasted = made(observed(0, rows, claims));
    const terms = lateTerms(forecasted);
    expect(terms).toMatchObject({
      overdue: true,
      amount: fromWhole(30_000),
      sums: [
        { dueDate: "2026-10-15", amount: fromWhole(10_000) },
        { dueDate: "2026-11-16", amount: fromWhole(20_000) },
      ],
    });
    if (!terms) throw new Error("nothing is missing");
    // 12.25 %: 10 000 for 39 days and 20 000 for 7; a week later for 46 and 14.
    expect(costOfPayingLate(forecasted, terms, 0)).toBe(13_089 + 4_699);
    expect(costOfPayingLate(forecasted, terms, 7)).toBe(15_438 + 9_397);
    // The authority's own figure so far takes the place of ours.
    const reckoned = made(observed(0, rows, { ...claims, accruedInterest: minor(-200_00) }));
    expect(costOfPayingLate(reckoned, terms, 0)).toBe(200_00);
    expect(costOfPayingLate(reckoned, terms, 7)).toBe(200_00 + 2_349 + 4_699);
  });

  it("costs a Swedish deficit interest since it arose", () => {
    const forecasted = made(observed(7_100, [["2026-11-12", -20_200]]));
    const terms = lateTerms(forecasted);
    expect(terms).toMatchObject({ overdue: true, sums: [{ dueDate: "2026-11-12", amount: fromWhole(13_100) }] });
    if (!terms) throw new Error("nothing is missing");
    // 13 100 kronor for eleven days at 17.5 %
    expect(costOfPayingLate(forecasted, terms, 0)).toBe(6_909);
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
        expect(terms?.amount ?? 0).toBe(terms?.overdue ? negate(forecasted.position) : deepest);
        if (!terms) return;
        const costs = [0, 1, 7, 30, 90].map((days) => costOfPayingLate(forecasted, terms, days));
        expect(costs).toEqual([...costs].sort((a, b) => a - b));
        const whole = projectInterest(terms.amount, TODAY, addDays(TODAY, 30), () => terms.percent);
        const sooner = terms.overdue ? (costs[0] ?? 0) : 0;
        expect(Math.abs((costs[3] ?? 0) - sooner - whole)).toBeLessThanOrEqual(terms.sums.length + 1);
      }),
    );
  });
});
