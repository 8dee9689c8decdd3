import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, instant, monthOf, type PlainDate, plainDate, yearOf, ymd } from "./dates.ts";
import { swedishDueDates } from "./duedates.ts";
import { estimateCharges } from "./estimate.ts";
import { charge, kronor, observed } from "./observation.fixture.ts";
import type { BookedRow, Charge, ChargeKind, Observation } from "./observation.ts";

const TODAY = plainDate("2026-11-23");

/** The due date of a month: the 12th or 17th, or late the 26th or 27th, moved to a weekday. */
function due(year: number, month: number, late = false): PlainDate {
  const days = swedishDueDates(year).filter((day) => monthOf(day) === month);
  return (late ? days.at(-1) : days.at(-2)) as PlainDate;
}

const row = (kind: ChargeKind, date: PlainDate, whole: number): BookedRow => ({ date, text: kind, kind, amount: kronor(-whole) });

/** A row for each of the `count` months up to and with November 2026, oldest first; `whole(i)` of 0 or null leaves it out. */
function months(kind: ChargeKind, count: number, whole: (i: number, month: number) => number | null, late = false): BookedRow[] {
  const rows: BookedRow[] = [];
  for (let i = count - 1; i >= 0; i--) {
    const first = ymd(2026, 11 - i, 1);
    const amount = whole(count - 1 - i, monthOf(first));
    if (amount) rows.push(row(kind, due(yearOf(first), monthOf(first), late), amount));
  }
  return rows.filter((each) => each.date < TODAY);
}

const account = (history: readonly BookedRow[], charges: readonly Charge[] = [], more: Partial<Observation> = {}): Observation =>
  observed(0, charges, { history, ...more }, TODAY);

/** The same known by a statement, which lists nothing that is to come. */
const brought = (history: readonly BookedRow[], more: Partial<Observation> = {}): Observation =>
  account(history, [], { warnings: [{ code: "STATEMENT_ONLY" }], ...more });

const said = (observation: Observation, days = 60, today = TODAY): [PlainDate, number][] =>
  estimateCharges(observation, today, addDays(today, days)).map((each) => [each.dueDate, each.amount / 100]);

describe("estimates", () => {
  it("carry a monthly charge on to its due dates, moved to weekdays", () => {
    expect(said(account(months("employer-tax", 18, () => 40_000)))).toEqual([
      ["2026-12-14", -40_000],
      ["2027-01-18", -40_000],
    ]);
    expect(said(account(months("vat", 18, () => 9_950, true)), 40)).toEqual([
      ["2026-11-26", -10_000],
      ["2026-12-28", -10_000],
    ]);
  });

  it("name what they are, their range, and the months they were made from", () => {
    const [first] = estimateCharges(account(months("employer-tax", 5, (i) => 40_000 + 1_000 * (i % 3))), TODAY, plainDate("2026-12-31"));
    expect(first).toEqual({
      dueDate: "2026-12-14",
      amount: kronor(-41_000),
      low: kronor(-43_100),
      high: kronor(-38_900),
      text: "Arbetsgivaravgift och avdragen skatt",
      kind: "employer-tax",
      estimated: true,
      basis: { every: "month", months: ["2026-07", "2026-08", "2026-09", "2026-10", "2026-11"], seasonal: false },
    });
  });

  it("add up the rows of one declaration", () => {
    const twoRows = months("employer-tax", 6, () => 10_000).flatMap((each) => [each, { ...each, amount: kronor(-20_000) }]);
    expect(said(account(twoRows), 25)).toEqual([["2026-12-14", -30_000]]);
  });

  it("are none where the charge is decided, or booked already", () => {
    const history = months("employer-tax", 18, () => 40_000);
    const decided = charge("2026-12-14", -39_000, { kind: "employer-tax" });
    expect(said(account(history, [decided]))).toEqual([["2027-01-18", -40_000]]);
    const booked = account([...history, row("employer-tax", plainDate("2026-12-14"), 39_000)]);
    expect(said(booked, 50, plainDate("2026-12-14"))).toEqual([["2027-01-18", -40_000]]);
    const ours = charge("2026-12-14", -39_000, { kind: "employer-tax", estimated: true });
    expect(said(account(history, [ours]), 25)).toEqual([["2026-12-14", -40_000]]);
  });

  it("stand for the due date itself until it is booked, whatever else the month brought", () => {
    const refund = row("vat", plainDate("2026-12-03"), -8_000);
    expect(said(account([...months("vat", 12, () => 5_000), refund]), 0, plainDate("2026-12-14"))).toEqual([["2026-12-14", -5_000]]);
  });

  it("find quarters and years", () => {
    const quarterly = months("vat", 18, (i, month) => (month % 3 === 2 ? 30_000 + 100 * i : null));
    expect(said(account(quarterly), 120)).toEqual([["2027-02-12", -31_400]]);
    const yearly = months("employer-tax", 34, (_, month) => (month === 1 ? 250_000 : null));
    expect(said(account(yearly, [], { historyFrom: plainDate("2024-02-01") }), 120)).toEqual([["2027-01-18", -250_000]]);
    const [year] = estimateCharges(account(yearly, [], { historyFrom: plainDate("2024-02-01") }), TODAY, addDays(TODAY, 120));
    expect(year?.basis).toEqual({ every: "year", months: ["2025-01", "2026-01"], seasonal: false });
  });

  it.each<[string, BookedRow[]]>([
    ["nothing is known", []],
    ["two months are all there is", months("employer-tax", 2, () => 40_000)],
    ["two quarters are all there is", months("vat", 6, (_, month) => (month % 3 === 2 ? 30_000 : null))],
    ["one year is all there is", months("vat", 18, (_, month) => (month === 2 ? 30_000 : null))],
    ["it ended two months ago", months("employer-tax", 18, (i) => (i > 15 ? null : 40_000))],
    ["preliminary tax ended last month", months("preliminary-tax", 18, (i) => (i > 16 ? null : 4_000))],
    [
      "a quarter was left out at the end",
      months("vat", 18, (_, month) => (month === 11 ? null : month % 3 === 2 ? 30_000 : null)).filter((each) => each.date < "2026-11"),
    ],
    ["it comes now and then", months("employer-tax", 18, (i) => ([1, 4, 5, 9, 12].includes(i) ? 40_000 : null))],
    ["amounts are all over the place", months("vat", 18, (i) => [1_000, 90_000, 7_000, 300_000, 20_000][(i * 7) % 5] ?? 0)],
    ["money comes back", months("vat", 18, () => -12_000)],
    ["it is too little to round", months("vat", 18, () => 40)],
    ["it is another kind of charge", months("final-tax", 18, () => 12_000)],
    ["nobody has said which kind the rows are", months("vat", 18, () => 12_000).map(({ kind: _, ...rest }) => rest)],
  ])("say nothing where %s", (_, history) => {
    expect(said(brought(history))).toEqual([]);
  });

  it("outlive one missed month, with nothing at all in their range", () => {
    const history = months("employer-tax", 18, (i) => (i === 17 ? null : 40_000));
    const [first] = estimateCharges(account(history), TODAY, plainDate("2026-12-31"));
    expect([first?.amount, first?.high]).toEqual([kronor(-40_000), 0]);
    expect(said(account(months("employer-tax", 18, (i) => (i === 12 ? null : 40_000))), 25)).toEqual([["2026-12-14", -40_000]]);
  });

  it("are not moved by one freak, nor by decisions on other days", () => {
    const freak = months("employer-tax", 18, (i) => (i === 16 ? 400_000 : 40_000));
    expect(said(account(freak), 25)).toEqual([["2026-12-14", -40_000]]);
    const apart = [
      ...months("vat", 18, () => 5_000),
      row("vat", plainDate("2026-11-20"), 90_000),
      row("vat", plainDate("2026-10-02"), -70_000),
    ];
    expect(said(account(apart), 25)).toEqual([["2026-12-14", -5_000]]);
  });

  it("follow a new level after two charges, and preliminary tax after one, decided or booked", () => {
    expect(said(account(months("employer-tax", 18, (i) => (i > 15 ? 80_000 : 40_000))), 25)).toEqual([["2026-12-14", -80_000]]);
    expect(said(brought(months("preliminary-tax", 18, (i) => (i > 16 ? 7_000 : 4_000))), 25)).toEqual([["2026-12-14", -7_000]]);
    const decided = charge("2026-12-14", -9_000, { kind: "preliminary-tax" });
    expect(
      said(
        account(
          months("preliminary-tax", 18, () => 4_000),
          [decided],
        ),
      ),
    ).toEqual([["2027-01-18", -9_000]]);
  });

  it("widen the range of preliminary tax into a new tax year", () => {
    const all = estimateCharges(brought(months("preliminary-tax", 18, () => 10_000)), TODAY, addDays(TODAY, 90));
    expect(all.map((each) => [each.dueDate, Number(each.low) / 100, Number(each.high) / 100])).toEqual([
      ["2026-12-14", -10_500, -9_500],
      ["2027-01-18", -10_500, -9_500],
      ["2027-02-12", -12_000, -8_000],
    ]);
  });

  it("say nothing of preliminary tax where the authority lists what is decided and it is not there", () => {
    const history = months("preliminary-tax", 18, () => 4_000);
    expect(said(account(history))).toEqual([]);
    expect(said(account(history, [charge("2026-12-14", -500, { kind: "vat" })]))).toEqual([]);
    expect(said(brought(history), 25)).toEqual([["2026-12-14", -4_000]]);
  });

  it("follow the season of the year before when it stood out", () => {
    const history = months("employer-tax", 18, (_, month) => (month === 12 ? 100_000 : 40_000));
    const [december, january] = estimateCharges(account(history), TODAY, addDays(TODAY, 60));
    expect([december?.amount, december?.basis?.seasonal]).toEqual([kronor(-100_000), true]);
    expect([january?.amount, january?.basis?.seasonal]).toEqual([kronor(-40_000), false]);
    const idle = months("vat", 18, (_, month) => (month === 12 ? null : 8_000));
    expect(said(account(idle))).toEqual([["2027-01-18", -8_000]]);
  });

  it("keep to August's early date where the kind had it before", () => {
    const early = months("employer-tax", 18, () => 900_000).map((each) =>
      each.date === "2026-08-17" || each.date === "2025-08-18" ? { ...each, date: plainDate(`${each.date.slice(0, 8)}12`) } : each,
    );
    const july = { ...account(early.filter((each) => each.date < "2026-08-01")), asOf: instant(Date.parse("2026-08-01T05:00:00Z")) };
    expect(said({ ...july, historyFrom: plainDate("2025-01-01") }, 20, plainDate("2026-08-01"))).toEqual([["2026-08-12", -900_000]]);
    const usual = { ...july, history: months("employer-tax", 18, () => 900_000).filter((each) => each.date < "2026-08-01") };
    expect(said(usual, 20, plainDate("2026-08-01"))).toEqual([["2026-08-17", -900_000]]);
  });

  it("do not take what the stamp cannot know for missing", () => {
    const history = months("preliminary-tax", 18, (i) => (i === 17 ? null : 4_000));
    const stale = brought(history, { asOf: instant(Date.parse("2026-11-12T05:00:00Z")) });
    expect(said(stale, 25)).toEqual([["2026-12-14", -4_000]]);
  });

  it("look rounded: to 100 kr, and to three digits", () => {
    expect(said(account(months("vat", 18, () => 149)), 25)).toEqual([["2026-12-14", -100]]);
    expect(said(account(months("vat", 18, () => 12_345)), 25)).toEqual([["2026-12-14", -12_300]]);
    expect(said(account(months("vat", 18, () => 1_234_567)), 25)).toEqual([["2026-12-14", -1_230_000]]);
  });

  it("never throw, whatever the rows", () => {
    const anyDate = fc.integer({ min: -30_000, max: 30_000 }).map((days) => addDays(TODAY, days));
    const anyRow = fc.record({
      date: fc.oneof(anyDate, fc.constantFrom(...[2025, 2026].flatMap(swedishDueDates))),
      text: fc.constant(""),
      kind: fc.constantFrom("vat", "employer-tax", "preliminary-tax", "other") as fc.Arbitrary<ChargeKind>,
      amount: fc.oneof(fc.maxSafeInteger(), fc.integer()) as fc.Arbitrary<number>,
    });
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 80 }), fc.array(anyRow, { maxLength: 10 }), fc.nat(400), (history, upcoming, days) => {
        const charges = upcoming.map(({ date, ...rest }) => ({ ...rest, dueDate: date, estimated: false })) as Charge[];
        const estimates = estimateCharges(account(history as BookedRow[], charges), TODAY, addDays(TODAY, days));
        for (const each of estimates) expect(each.amount).toBeLessThan(0);
      }),
    );
  });
});
