import { accountId, addDays, type BookedRow, minor, type Observation, type PlainDate, plainDate, sum, ZERO } from "@saldovakt/domain";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Statement } from "./ports.ts";
import { joined, type Stretch, stretchOf, withOlderHistory, withStatement } from "./statement-history.ts";
import { observed } from "./world.fixture.ts";

const FIRST = plainDate("2026-01-01");
const DAYS = 60;
const day = (number: number): PlainDate => addDays(FIRST, number);
const ID = accountId(new Uint8Array(20));

/** A history of that many days; few texts and amounts, so that identical rows are common. */
const anyHistory = fc
  .array(
    fc.record({
      date: fc.integer({ min: 0, max: DAYS - 1 }).map(day),
      text: fc.constantFrom("Moms", "Inbetalning bokförd"),
      amount: fc.constantFrom(-100, 100, 250).map((amount) => minor(amount)),
    }),
    { maxLength: 40 },
  )
  .map((rows) => rows.toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0)));

/** What the authority's export says of the days from one to another. */
function statement(history: readonly BookedRow[], from: number, to: number): Statement {
  const balanceAt = (rows: readonly BookedRow[]) => sum(rows.map((row) => row.amount));
  const rows = history.filter((row) => row.date >= day(from) && row.date <= day(to));
  const before = history.filter((row) => row.date < day(from));
  return {
    name: "Alfa AB",
    identity: null,
    opening: { date: day(from), balance: balanceAt(before) },
    closing: { date: day(to), balance: balanceAt([...before, ...rows]) },
    rows,
    payTo: { scheme: "bankgiro", number: "5050-1055", name: "Skatteverket", reference: null, referenceType: "OCR" },
  };
}

/** Stretches of days that cover all of them, each meeting or overlapping the one before, in the order of their beginnings. */
const anySplit = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 25 }), fc.integer({ min: 0, max: 10 })), { minLength: 1, maxLength: 8 })
  .map((pieces) => {
    const split: [number, number][] = [];
    let next = 0;
    for (const [length, overlap] of pieces) {
      const from = Math.max(0, next - overlap);
      const to = Math.min(DAYS - 1, from + overlap + length);
      split.push([from, to]);
      next = Math.max(next, to + 1);
      if (next >= DAYS) break;
    }
    return next >= DAYS ? split : [...split, [Math.max(0, next - 3), DAYS - 1] as [number, number]];
  });

describe("statements of one account", () => {
  it("give the same rows however the time is split among them, from the first on or from the last back", () => {
    fc.assert(
      fc.property(anyHistory, anySplit, fc.boolean(), (history, split, backwards) => {
        const whole = stretchOf(statement(history, 0, DAYS - 1));
        const pieces = split.map(([from, to]) => stretchOf(statement(history, from, to)));
        const [first, ...others] = (backwards ? pieces.toReversed() : pieces) as [Stretch, ...Stretch[]];
        expect(others.reduce(joined, first)).toEqual(whole);
        // Brought once more, in whatever order, they change nothing.
        for (const piece of pieces) expect(joined(whole, piece)).toEqual(whole);
      }),
      { numRuns: 300 },
    );
  });

  it("may come in any order, as long as no day between them is unknown", () => {
    fc.assert(
      fc.property(anyHistory, anySplit, fc.infiniteStream(fc.nat()), (history, split, order) => {
        const whole = stretchOf(statement(history, 0, DAYS - 1));
        const left = split.map(([from, to]) => stretchOf(statement(history, from, to)));
        let known = left.splice((order.next().value as number) % left.length, 1)[0] as Stretch;
        for (let tries = 0; left.length > 0 && tries < 1_000; tries++) {
          const [piece] = left.splice((order.next().value as number) % left.length, 1) as [Stretch];
          if (addDays(piece.to, 1) < known.from || addDays(known.to, 1) < piece.from) {
            expect(() => joined(known, piece)).toThrow(expect.objectContaining({ code: "STATEMENT_GAP" }));
            left.push(piece);
          } else known = joined(known, piece);
        }
        expect(known).toEqual(whole);
      }),
      { numRuns: 100 },
    );
  });

  it("that were taken out before their last day was over give way on it to those that go further", () => {
    const row = { date: day(9), text: "Moms", amount: minor(-500) };
    const noon: Statement = { ...statement([], 0, 9) };
    const later = statement([row], 5, 20);
    for (const known of [joined(stretchOf(noon), stretchOf(later)), joined(stretchOf(later), stretchOf(noon))]) {
      expect(known).toEqual(stretchOf(statement([row], 0, 20)));
    }
    // Of two that end alike the one brought last is the newer one.
    expect(joined(stretchOf(noon), stretchOf(statement([row], 0, 9))).rows).toEqual([row]);
  });

  it("that do not agree on the balance where they meet are refused", () => {
    const [first, second] = [stretchOf(statement([], 0, 9)), stretchOf(statement([], 10, 19))];
    const off = { ...second, balance: minor(1) };
    for (const [standing, newer] of [
      [first, off],
      [off, first],
    ] as const) {
      expect(() => joined(standing, newer)).toThrow(expect.objectContaining({ code: "STATEMENT_CONTRADICTS", scope: "input" }));
    }
  });
});

describe("older history of an account that is read", () => {
  const row = (number: number): BookedRow => ({ date: day(number), text: "Moms", amount: minor(number) });
  const reading: Observation = { ...observed(0, [], day(50)), historyFrom: day(20), history: [row(20), row(21)] };

  it("is what a statement holds of the days before, and nothing of the authority's own days", () => {
    const brought = statement([row(5), row(6), row(20), row(22)], 3, 30);
    const merged = withStatement(reading, stretchOf(brought));
    expect(merged).toEqual({ ...reading, historyFrom: day(3), history: [row(5), row(6), row(20), row(21)] });
    expect(withStatement(merged, stretchOf(brought))).toBe(merged);
  });

  it("is refused where days in between are unknown, and nothing where it is not older", () => {
    expect(() => withStatement(reading, stretchOf(statement([], 0, 18)))).toThrow(expect.objectContaining({ code: "STATEMENT_GAP" }));
    expect(withStatement(reading, stretchOf(statement([], 0, 19)))).toMatchObject({ historyFrom: day(0) });
    expect(withStatement(reading, stretchOf(statement([row(25)], 20, 40)))).toBe(reading);
  });

  it("is carried along by the next readings, while there is no gap", async () => {
    const kept = { ...reading, historyFrom: day(3), history: [row(5), row(19), row(20), row(21)] };
    const next = { ...reading, historyFrom: day(21), history: [row(21)] };
    const records = (observation: Observation | null) => ({ observation: async () => observation });
    const marked = { episodes: [], historyFrom: day(3) };
    expect(await withOlderHistory(next, ID, marked, records(kept))).toEqual({
      ...next,
      historyFrom: day(3),
      history: [row(5), row(19), row(20), row(21)],
    });
    expect(await withOlderHistory(next, ID, { episodes: [] }, records(kept))).toBe(next);
    expect(await withOlderHistory(next, ID, marked, records(null))).toBe(next);
    expect(await withOlderHistory(next, ID, marked, records(reading))).toMatchObject({ historyFrom: day(20) });
    const long = { ...next, historyFrom: day(90) };
    expect(await withOlderHistory(long, ID, marked, records(kept))).toBe(long);
    const ages = { ...kept, historyFrom: addDays(FIRST, -5_000), history: [{ ...row(0), date: addDays(FIRST, -4_000) }, row(5)] };
    const carried = await withOlderHistory(next, ID, { ...marked, historyFrom: ages.historyFrom }, records(ages));
    expect(carried.history).toEqual([row(5), row(21)]);
    expect(sum(carried.history.map(({ amount }) => amount))).not.toBe(ZERO);
  });
});
