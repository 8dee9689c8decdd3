import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, plainDate } from "./dates.ts";
import { swedishDueDates } from "./duedates.ts";
import { NOTHING_REMEMBERED } from "./episode.ts";
import { estimateCharges } from "./estimate.ts";
import { forecast } from "./forecast.ts";
import { decidedOnly, withEstimates } from "./forecast-estimates.ts";
import { judge } from "./judge.ts";
import { add, larger, type Minor, minor, subtract, ZERO } from "./money.ts";
import { anyObservation, anyPolicy, charge, kronor, observed, policy, TODAY } from "./observation.fixture.ts";
import type { BookedRow, Charge, ChargeKind, Observation } from "./observation.ts";
import { severityOf } from "./severity.ts";

const NOW = "2026-11-23T06:15:00.000Z" as Observation["readAt"];

/** A year and a half of due dates, each with what the kinds were charged. */
const dueDates = [2025, 2026].flatMap(swedishDueDates).filter((day) => day >= "2025-06-01" && day < TODAY);

const monthly = (kind: ChargeKind, whole: number): BookedRow[] =>
  dueDates
    .filter((day) => Number(day.slice(8)) < 23 && !day.startsWith("2025-08-12") && !day.startsWith("2026-08-12"))
    .map((date) => ({ date, text: kind, kind, amount: kronor(-whole) }));

const anyHistory: fc.Arbitrary<BookedRow[]> = fc.array(
  fc.record({
    date: fc.constantFrom(...dueDates, addDays(TODAY, -3), addDays(TODAY, -400)),
    text: fc.constantFrom("Moms", "Avdragen skatt"),
    kind: fc.constantFrom("vat", "employer-tax", "preliminary-tax", "other") as fc.Arbitrary<ChargeKind>,
    amount: fc.integer({ min: -9_000_000, max: 1_000_000 }) as fc.Arbitrary<Minor>,
  }),
  { minLength: 20, maxLength: 150 },
);

const regular = fc.record({
  vat: fc.integer({ min: 1, max: 200_000 }),
  employer: fc.integer({ min: 1, max: 900_000 }),
  f: fc.integer({ min: 0, max: 50_000 }),
});

const withHistory: fc.Arbitrary<Observation> = fc
  .tuple(
    anyObservation,
    fc.oneof(
      anyHistory,
      regular.map(({ vat, employer, f }) => [
        ...monthly("vat", vat),
        ...monthly("employer-tax", employer),
        ...monthly("preliminary-tax", f),
      ]),
    ),
  )
  .map(([observation, history]) => ({ ...observation, history }));

describe("estimates in a forecast", () => {
  const account = observed(5_000, [charge("2026-12-14", -3_000, { kind: "preliminary-tax" })], {
    history: [...monthly("employer-tax", 40_000), ...monthly("preliminary-tax", 3_000)],
  });

  it("stand beside what is decided, and count in figures of their own", () => {
    const made = forecast(account, policy(), TODAY);
    expect(made.dueDates.map((entry) => [entry.dueDate, entry.change / 100, entry.balanceAfter / 100, entry.shortfall / 100])).toEqual([
      ["2026-12-14", -3_000, 2_000, 0],
      ["2027-01-18", 0, 2_000, 0],
    ]);
    expect(made.dueDates[0]?.charges.map(({ text, estimated, amount }) => [text, estimated, amount / 100])).toEqual([
      ["Moms", false, -3_000],
      ["Arbetsgivaravgift och avdragen skatt", true, -40_000],
    ]);
    expect(made.dueDates.map((entry) => entry.withEstimates)).toEqual([
      { change: kronor(-43_000), balanceAfter: kronor(-38_000), shortfall: kronor(38_000) },
      { change: kronor(-43_000), balanceAfter: kronor(-81_000), shortfall: kronor(81_000) },
    ]);
    expect(made.withEstimates).toEqual({
      lowest: { date: "2027-01-18", balance: kronor(-81_000) },
      shortfall: kronor(81_000),
      payBy: "2026-12-09",
    });
    expect([made.shortfall, made.payBy, made.lowest.balance, made.dueDates.flatMap((entry) => entry.payments)]).toEqual([
      ZERO,
      null,
      kronor(2_000),
      [],
    ]);
  });

  it("are left out where the policy says so, where charges are paid one by one, and of charges a source marked so itself", () => {
    const off = forecast(account, policy({ estimates: false }), TODAY);
    expect(off.withEstimates).toBeUndefined();
    expect(off.dueDates.map((entry) => entry.charges.length)).toEqual([1]);
    const norwegian = { ...account, source: "skatteetaten", currency: "NOK", settlement: "charge" } as const;
    expect(forecast(norwegian, policy(), TODAY).withEstimates).toBeUndefined();
    const guess = charge("2026-12-14", -9_000, { estimated: true });
    expect(forecast(observed(0, [guess]), policy(), TODAY)).toEqual(forecast(observed(0, []), policy(), TODAY));
  });

  it("make an account worth a notice at most, and only when the day is near", () => {
    expect(severityOf(forecast(account, policy(), TODAY))).toBe("ok");
    const near = plainDate("2026-12-03");
    const later = { ...account, asOf: "2026-12-03T05:00:00.000Z" as Observation["asOf"] };
    expect(severityOf(forecast(later, policy(), near))).toBe("notice");
    expect(severityOf(forecast({ ...later, balance: kronor(500_000) }, policy(), near))).toBe("ok");
  });

  it("are left out rather than make sums inexact", () => {
    const rich = { ...account, balance: minor(Number.MAX_SAFE_INTEGER - 1_000_000) };
    expect(forecast(rich, policy(), TODAY).withEstimates).toBeUndefined();
  });

  it("never change a decided figure, a payment or an alert", () => {
    let estimated = 0;
    fc.assert(
      fc.property(withHistory, anyPolicy, (observation, rule) => {
        const on = forecast(observation, rule, TODAY);
        const off = forecast(observation, { ...rule, estimates: false }, TODAY);
        if (on.withEstimates) estimated++;
        expect(decidedOnly(on)).toEqual(off);
        for (const field of ["shortfall", "payBy", "lowest", "warnings", "position", "settled", "deficit"] as const) {
          expect(on[field]).toEqual(off[field]);
        }
        for (const entry of off.dueDates) {
          const same = on.dueDates.find((other) => other.dueDate === entry.dueDate && other.overdue === entry.overdue);
          const { withEstimates: _, charges, ...figures } = same ?? entry;
          expect({ ...figures, charges: charges.filter((row) => !row.estimated) }).toEqual(entry);
        }
        expect(judge(on, NOTHING_REMEMBERED, rule, NOW)).toEqual(judge(off, NOTHING_REMEMBERED, rule, NOW));
        expect(JSON.stringify(judge(on, NOTHING_REMEMBERED, { ...rule, remindCovered: true }, NOW))).not.toContain('"estimated":true');
      }),
    );
    expect(estimated).toBeGreaterThan(20);
  });

  it("add up, from the first of them on", () => {
    fc.assert(
      fc.property(withHistory, anyPolicy, (observation, rule) => {
        const made = forecast(observation, rule, TODAY);
        const sorted = made.dueDates.map((entry) => `${entry.dueDate} ${entry.overdue ? 0 : 1}`);
        expect(sorted).toEqual([...sorted].sort());
        let sofar: Minor = ZERO;
        let reached = false;
        let worst: Minor = ZERO;
        let lowest: Minor = observation.balance;
        for (const entry of made.dueDates) {
          const own = entry.charges.filter((row) => row.estimated).reduce((all, row) => add(all, row.amount), ZERO);
          reached ||= entry.charges.some((row) => row.estimated);
          sofar = add(sofar, own);
          const balanceAfter = add(entry.balanceAfter, sofar);
          const shortfall = larger(ZERO, subtract(rule.reserve, balanceAfter));
          expect(entry.withEstimates).toEqual(reached ? { change: add(entry.change, own), balanceAfter, shortfall } : undefined);
          expect(shortfall).toBeGreaterThanOrEqual(entry.shortfall);
          worst = larger(worst, shortfall);
          if (balanceAfter < lowest) lowest = balanceAfter;
        }
        expect(made.withEstimates === undefined).toBe(!reached);
        if (!made.withEstimates) return;
        expect(made.withEstimates.shortfall).toBe(worst);
        expect(made.withEstimates.lowest.balance).toBe(lowest);
        expect(made.withEstimates.payBy === null).toBe(worst === 0);
        if (made.payBy !== null) expect((made.withEstimates.payBy ?? "") <= made.payBy).toBe(true);
      }),
    );
  });

  it("fall within the horizon, look rounded, and lie within their range", () => {
    fc.assert(
      fc.property(withHistory, fc.integer({ min: 1, max: 200 }), (observation, days) => {
        const horizon = addDays(TODAY, days);
        const estimates = estimateCharges(observation, TODAY, horizon);
        const keys = estimates.map((each) => `${each.kind} ${each.dueDate}`);
        expect(new Set(keys).size).toBe(keys.length);
        for (const each of estimates as readonly Required<Charge>[]) {
          expect(each.estimated).toBe(true);
          expect(each.dueDate >= TODAY && each.dueDate <= horizon).toBe(true);
          expect(each.amount).toBeLessThan(0);
          expect(Math.abs(each.amount % 10_000)).toBe(0);
          expect(each.low <= each.amount && each.amount <= each.high && each.high <= 0).toBe(true);
          expect(each.low).toBeLessThan(each.high);
          expect(each.basis.months.length).toBeGreaterThanOrEqual(2);
        }
      }),
    );
  });

  it("leaves decided due dates alone when there are none", () => {
    const decided = { today: TODAY, balance: ZERO, reserve: ZERO, dueDates: [], payDaysBefore: 3 };
    expect(withEstimates(decided, [])).toEqual({ dueDates: [] });
  });
});
