import { addDays, type ChargeKind, type PlainDate } from "@saldovakt/domain";
import { shortDate } from "./entry.ts";
import { between, pick, type Random, stream } from "./random.ts";
import { dayIn, type Month, monthAfter, monthAndYear, monthBefore, monthName, monthWith } from "./statutory.ts";

/**
 * Years of taxes of companies as uneven as real ones: noise, seasons, salary rounds, sudden new levels, late and missed declarations, decisions out of the
 * ordinary, refunds, companies that start, stop or pay once in a while. For judging estimates; the companies of the demo are tamer.
 */

/** One row, from its decision to its booking. Whole kronor, negative = to pay. */
export interface LifeRow {
  readonly kind: Extract<ChargeKind, "preliminary-tax" | "employer-tax" | "vat"> | "other";
  readonly text: string;
  readonly amount: number;
  /** The day it counts, on which it is booked, too. */
  readonly dueDate: PlainDate;
  /** From when on it is listed as upcoming. */
  readonly listedFrom: PlainDate;
}

export type Employer = "none" | "steady" | "summery" | "bonus" | "annual" | "seasonal" | "irregular";
export type Vat = "none" | "month" | "late" | "quarter" | "year" | "irregular";

export interface TaxLife {
  readonly employer: Employer;
  readonly vat: Vat;
  readonly preliminary: boolean;
  /** Ascending by due date. */
  readonly rows: readonly LifeRow[];
}

/** A number of a bell curve around 0. */
function bell(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  return radius * Math.cos(2 * Math.PI * random());
}

/** A factor around 1: half of them within two thirds of `spread`. */
const around = (random: Random, spread: number): number => Math.exp(spread * bell(random));

/** The level of a tax, month by month. */
interface Level {
  readonly noise: number;
  /** Factors per calendar month, January first. */
  readonly season: readonly number[];
  value: number;
}

const EVEN: readonly number[] = Array.from({ length: 12 }, () => 1);

const seasonWith = (factors: Readonly<Record<number, number>>): readonly number[] => EVEN.map((even, i) => factors[i + 1] ?? even);

/** A month older: a salary round in April, and now and then a new level altogether. */
function age(level: Level, month: number, random: Random): void {
  if (month === 4) level.value *= 1.03;
  if (random() < 0.012) level.value *= random() < 0.5 ? 0.5 + 0.35 * random() : 1.2 + 0.9 * random();
}

const amountOf = (level: Level, month: number, random: Random): number =>
  Math.round(level.value * (level.season[month - 1] as number) * around(random, level.noise));

interface Maker {
  readonly random: Random;
  readonly rows: LifeRow[];
}

/** A declaration's rows: on time, or late with a row some days after the due date, or never. */
function declare({ random, rows }: Maker, row: LifeRow): void {
  const luck = random();
  if (luck < 0.006) return;
  if (luck < 0.02) {
    const late = addDays(row.dueDate, between(random, 5, 9));
    rows.push({ ...row, dueDate: late, listedFrom: addDays(late, -2) });
  } else {
    rows.push(row);
  }
  if (random() < 0.012) {
    const on = addDays(row.dueDate, between(random, 15, 40));
    const amount = Math.round(row.amount * (random() - 0.6));
    const named = random() < 0.5;
    rows.push({
      kind: named ? "other" : row.kind, // A correction carries the tax's own name, or a decision's.
      text: named ? `Beslut ${shortDate(on)} omprövning` : row.text,
      amount,
      dueDate: on,
      listedFrom: addDays(on, -12),
    });
  }
}

const WAGES = (random: Random): number => Math.round(8_000 * Math.exp(random() * 4.5));

function employerOf(random: Random, kind: Employer): Level {
  const season = kind === "summery" ? seasonWith({ 6: 1.25, 7: 1.5, 8: 0.8 }) : kind === "bonus" ? seasonWith({ 12: 1.7, 1: 0.95 }) : EVEN;
  return { value: WAGES(random), noise: kind === "irregular" ? 0.7 : pick(random, [0.01, 0.04, 0.04, 0.1, 0.2]), season };
}

const paysWages = (kind: Employer, month: number, random: Random): boolean => {
  if (kind === "none") return false;
  if (kind === "annual") return month === 12;
  if (kind === "seasonal") return month >= 5 && month <= 9;
  return kind !== "irregular" || random() < 0.5;
};

function vatOf(random: Random, kind: Vat): Level {
  const season = random() < 0.3 ? seasonWith({ 7: 0.5, 11: 1.3, 12: 1.4 }) : EVEN;
  return {
    value: WAGES(random) * (kind === "late" ? 10 : 0.6),
    noise: kind === "irregular" ? 0.9 : pick(random, [0.08, 0.15, 0.25, 0.4]),
    season,
  };
}

/** The months that a VAT declaration due in `month` is for, or null when none is. */
function vatPeriod(kind: Vat, month: Month): readonly Month[] | null {
  const one = monthBefore(month);
  const two = monthBefore(one);
  if (kind === "late") return [one];
  if (kind === "month" || kind === "irregular") return [two];
  if (kind === "quarter" && two.month % 3 === 0) return [monthBefore(monthBefore(two)), monthBefore(two), two];
  if (kind !== "year" || two.month !== 12) return null;
  const year: Month[] = [two];
  while (year.length < 12) year.unshift(monthBefore(year[0] as Month));
  return year;
}

const LISTED_DAYS = 70;

/** A company's taxes due from one day to another. The same seed, index and days give the same rows. */
export function taxLife(seed: number, index: number, from: PlainDate, to: PlainDate): TaxLife {
  const random = stream(seed, index, 77);
  const employer = pick<Employer>(random, ["none", "steady", "steady", "steady", "summery", "bonus", "annual", "seasonal", "irregular"]);
  const vat = pick<Vat>(random, ["none", "month", "month", "late", "quarter", "quarter", "quarter", "year", "irregular"]);
  const preliminary = random() < 0.75;
  const fate = random();
  const begins = fate < 0.1 ? addDays(from, between(random, 200, 1_200)) : from;
  const ends = fate > 0.92 ? addDays(from, between(random, 500, 1_500)) : to;
  const refunds = random() < 0.15;
  const [wages, turnover] = [employerOf(random, employer), vatOf(random, vat)];
  const tax = { value: WAGES(random) * 0.5, decided: 0 };

  const rows: LifeRow[] = [];
  const maker: Maker = { random, rows };
  const sales = new Map<Month, number>();
  for (let month = monthWith(from); month.first <= to; month = monthAfter(month)) {
    age(wages, month.month, random);
    age(turnover, month.month, random);
    sales.set(month, amountOf(turnover, month.month, random) * (refunds && random() < 0.25 ? -0.6 : 1));
    if (month.month === 2) tax.value *= around(random, 0.12);
    if (random() < 0.008) tax.value *= 0.4 + random();
    if (month.month === 2 || tax.decided === 0 || random() < 0.02) tax.decided = Math.max(100, Math.round(tax.value));
    const alive = month.first > begins && month.first < ends;
    const { ordinaryDueDate, lateDueDate } = month;
    if (preliminary && alive) {
      const listedFrom = addDays(ordinaryDueDate, -LISTED_DAYS);
      rows.push({ kind: "preliminary-tax", text: "Debiterad preliminärskatt", amount: -tax.decided, dueDate: ordinaryDueDate, listedFrom });
    }
    const worked = monthBefore(month);
    const alike = worked.first > begins && worked.first < ends;
    if (alike && paysWages(employer, worked.month, random)) {
      const amount = -amountOf({ ...wages, value: wages.value * (employer === "annual" ? 8 : 1) }, worked.month, random);
      const listedFrom = dayIn(month, between(random, 2, 10));
      declare(maker, {
        kind: "employer-tax",
        text: `Arbetsgivardeklaration ${monthAndYear(worked)}`,
        amount,
        dueDate: ordinaryDueDate,
        listedFrom,
      });
    }
    const period = vatPeriod(vat, month);
    if (period && (period[0] as Month).first > begins && (period[0] as Month).first < ends && (vat !== "irregular" || random() < 0.45)) {
      const amount = -Math.round(period.reduce((sum, each) => sum + (sales.get(each) ?? turnover.value), 0));
      const text = `Moms ${period.length > 1 ? `${monthName(period[0] as Month)}-` : ""}${monthAndYear(period.at(-1) as Month)}`;
      const dueDate = vat === "late" ? lateDueDate : ordinaryDueDate;
      // Money back comes when it is decided, some days before or after.
      const back = amount > 0 ? addDays(dueDate, between(random, -9, 6)) : dueDate;
      declare(maker, { kind: "vat", text, amount, dueDate: back, listedFrom: addDays(back, -between(random, 2, 25)) });
    }
  }
  rows.sort((a, b) => (a.dueDate < b.dueDate ? -1 : a.dueDate > b.dueDate ? 1 : 0));
  return { employer, vat, preliminary, rows: rows.filter((row) => row.amount !== 0 && row.dueDate >= from && row.dueDate <= to) };
}
