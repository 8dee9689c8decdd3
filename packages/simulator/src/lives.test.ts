import { plainDate, swedishDueDates, yearOf } from "@saldovakt/domain";
import { expect, test } from "vitest";
import { taxLife } from "./lives.ts";

const [FROM, TO] = [plainDate("2020-01-01"), plainDate("2026-03-31")];
const lives = Array.from({ length: 120 }, (_, index) => taxLife(3, index, FROM, TO));

test("the same seed, place and days give the same years, others other ones", () => {
  expect(taxLife(3, 7, FROM, TO)).toEqual(lives[7]);
  expect(taxLife(4, 7, FROM, TO)).not.toEqual(lives[7]);
});

test("rows ascend within the days asked for, and each was listed before it counted", () => {
  for (const { rows } of lives) {
    expect(rows.map((row) => row.dueDate)).toEqual(rows.map((row) => row.dueDate).sort());
    for (const row of rows) {
      expect(row.dueDate >= FROM && row.dueDate <= TO && row.listedFrom <= row.dueDate).toBe(true);
      expect(Number.isInteger(row.amount) && row.amount !== 0).toBe(true);
      if (row.kind === "preliminary-tax") expect(swedishDueDates(yearOf(row.dueDate))).toContain(row.dueDate);
    }
  }
});

test("there are companies of every kind, with charges off the due dates and money back among them", () => {
  expect(new Set(lives.map((life) => life.employer)).size).toBe(7);
  expect(new Set(lives.map((life) => life.vat)).size).toBe(6);
  const rows = lives.flatMap((life) => life.rows);
  const off = rows.filter((row) => !swedishDueDates(yearOf(row.dueDate)).includes(row.dueDate));
  expect(off.length).toBeGreaterThan(50);
  expect(rows.filter((row) => row.kind === "vat" && row.amount > 0).length).toBeGreaterThan(20);
  expect(lives.filter((life) => (life.rows.at(-1)?.dueDate ?? FROM) < "2025-06-01").length).toBeGreaterThan(3);
});
