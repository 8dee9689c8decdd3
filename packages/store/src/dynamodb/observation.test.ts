import { minor, type Observation } from "@saldovakt/domain";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { sampleAccount, sampleObservation, sampleRows } from "../contract/samples.fixture.ts";
import { unpack } from "../remember.ts";
import { LARGEST_PACKED } from "./items.ts";
import { packObservation } from "./observation.ts";

const account = sampleAccount(1);

const read = (bytes: Uint8Array): Observation => unpack(bytes, "observation");

test("ten thousand rows that carry everything a row can carry fit whole", () => {
  const history = sampleRows(10_000).map((row, index) => ({
    ...row,
    text: `${row.text} ärende ${(index * 7_919) % 100_003}`,
    enforcementAmount: minor(row.amount % 9_973),
    interestDate: row.date,
    rowId: String(10_000_000 + ((index * 104_729) % 89_999_999)),
  }));
  const observation = sampleObservation(account, { history });
  const bytes = packObservation(observation);
  expect(bytes.length).toBeLessThanOrEqual(LARGEST_PACKED);
  expect(read(bytes)).toEqual(observation);
});

test("what is too large loses its oldest days, whole, and says from when its history is complete", () => {
  fc.assert(
    fc.property(fc.integer({ min: 900, max: 20_000 }), fc.integer({ min: 1, max: 3_000 }), (largest, rows) => {
      const observation = sampleObservation(account, { history: sampleRows(rows) });
      const bytes = packObservation(observation, largest);
      expect(bytes.length).toBeLessThanOrEqual(largest);
      const kept = read(bytes);
      expect(kept.history).toEqual(observation.history.filter((row) => row.date >= kept.historyFrom));
      expect(kept.historyFrom >= observation.historyFrom).toBe(true);
      expect({ ...kept, history: [], historyFrom: "" }).toEqual({ ...observation, history: [], historyFrom: "" });
    }),
    { numRuns: 40 },
  );
});

test("no more is cut than must be", () => {
  const observation = sampleObservation(account, { history: sampleRows(3_000) });
  const whole = packObservation(observation).length;
  const kept = read(packObservation(observation, Math.floor(whole * 0.8)));
  expect(kept.history.length).toBeGreaterThan(3_000 * 0.7);
});

test("rows in any order are cut by their date", () => {
  const history = sampleRows(500).toReversed();
  const kept = read(packObservation(sampleObservation(account, { history }), 2_500));
  expect(kept.history.length).toBeGreaterThan(0);
  expect(kept.history.every((row) => row.date >= kept.historyFrom)).toBe(true);
});

test("nothing but history is ever cut", () => {
  const charges = sampleRows(2_000).map(({ date, ...row }) => ({ ...row, dueDate: date, kind: "other" as const, estimated: false }));
  const observation = sampleObservation(account, { charges, history: sampleRows(10) });
  expect(() => packObservation(observation, 3_000)).toThrow(expect.objectContaining({ code: "STORE_ITEM_TOO_LARGE", scope: "account" }));
});
