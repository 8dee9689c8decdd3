import { dayOf, monthOf, type PlainDate, yearOf } from "./dates.ts";
import { swedishDueDates } from "./duedates.ts";
import type { BookedRow, Charge, ChargeKind } from "./observation.ts";

/** The taxes that come back: debited preliminary tax, what an employer declares, and VAT. */
export type EstimatedKind = Extract<ChargeKind, "preliminary-tax" | "employer-tax" | "vat">;

export const ESTIMATED_KINDS: readonly EstimatedKind[] = ["preliminary-tax", "employer-tax", "vat"];

/** A month as a number that counts on: year × 12 + month, January being 0. */
export type MonthNumber = number;

export const monthNumber = (date: PlainDate): MonthNumber => yearOf(date) * 12 + monthOf(date) - 1;

/** `2026-08`. */
export const writtenMonth = (month: MonthNumber): string => `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}`;

const AUGUST = 7;

/** On which of a month's due dates a kind of charge falls: the 12th or 17th, or the 26th or 27th; and whether August's is the 12th. */
export interface Place {
  readonly late: boolean;
  readonly earlyAugust: boolean;
}

/** The month's statutory due date of that place, moved to a weekday. */
export function dueDateIn(month: MonthNumber, { late, earlyAugust }: Place): PlainDate {
  const dueDates = swedishDueDates(Math.floor(month / 12));
  const inYear = month % 12;
  const first = inYear <= AUGUST ? 2 * inYear : 2 * inYear + 1; // August has three
  const second = inYear === AUGUST ? first + 2 : first + 1;
  const ordinary = inYear === AUGUST && !earlyAugust ? first + 1 : first;
  return dueDates[late ? second : ordinary] as PlainDate;
}

/** What a month was charged, in positive minor units to pay; negative where it brought money. */
interface MonthSum {
  /** Its due dates' days: looked up once, for rows are many and months few. */
  readonly ordinaryDay: number;
  readonly earlyDay: number;
  readonly lateDay: number;
  ordinary: number | undefined;
  late: number | undefined;
  /** Rows of other days than due dates: filed late, refunded, decided again. */
  other: number | undefined;
  /** The latest charge at the ordinary place stood on the early day of August. */
  early: boolean;
}

/** What history and decisions know of one kind of charge. */
export interface Series {
  readonly kind: EstimatedKind;
  readonly place: Place;
  /** Months with a charge at its place (or the place it had before), or at no due date at all; positive = to pay. */
  readonly paid: ReadonlyMap<MonthNumber, number>;
  /** Months whose charge stood on a due date. */
  readonly onTime: ReadonlySet<MonthNumber>;
}

type Sums = Map<MonthNumber, MonthSum>;

/** Days by which a row may stand before or after the due date it belongs to. */
const BEFORE = 1;
const AFTER = 4;
/** Between the 20th, the last day the 17th is moved to, and the 26th. */
const LATE_FROM_DAY = 23;

const near = (day: number, dueDay: number): boolean => day - dueDay >= -BEFORE && day - dueDay <= AFTER;

function sumFor(sums: Sums, month: MonthNumber): MonthSum {
  let sum = sums.get(month);
  if (!sum) {
    const dayAt = (late: boolean, earlyAugust: boolean): number => dayOf(dueDateIn(month, { late, earlyAugust }));
    const days = { ordinaryDay: dayAt(false, false), earlyDay: dayAt(false, true), lateDay: dayAt(true, false) };
    sum = { ...days, ordinary: undefined, late: undefined, other: undefined, early: false };
    sums.set(month, sum);
  }
  return sum;
}

function put(sums: Sums, date: PlainDate, amount: number): void {
  const sum = sumFor(sums, monthNumber(date));
  const day = dayOf(date);
  if (day >= LATE_FROM_DAY && near(day, sum.lateDay)) {
    sum.late = (sum.late ?? 0) - amount;
  } else if (day < LATE_FROM_DAY && (near(day, sum.ordinaryDay) || near(day, sum.earlyDay))) {
    sum.ordinary = (sum.ordinary ?? 0) - amount;
    sum.early = day < sum.ordinaryDay - BEFORE;
  } else {
    sum.other = (sum.other ?? 0) - amount;
  }
}

function seriesOf(kind: EstimatedKind, sums: Sums): Series {
  const months = [...sums.keys()].sort((a, b) => a - b);
  const onDueDates = months.filter((month) => sums.get(month)?.ordinary !== undefined || sums.get(month)?.late !== undefined);
  const latest = onDueDates.slice(-3).map((month) => sums.get(month)?.ordinary === undefined);
  const late = latest.filter(Boolean).length * 2 > latest.length;
  const august = onDueDates.findLast((month) => month % 12 === AUGUST && sums.get(month)?.ordinary !== undefined);
  const earlyAugust = august !== undefined && sums.get(august)?.early === true;
  const paid = new Map<MonthNumber, number>();
  for (const month of months) {
    const sum = sums.get(month) as MonthSum;
    // Beside a charge at its place, rows of other days are matters of their own.
    const amount = late ? (sum.late ?? sum.ordinary ?? sum.other) : (sum.ordinary ?? sum.late ?? sum.other);
    if (amount !== undefined) paid.set(month, amount);
  }
  return { kind, place: { late, earlyAugust }, paid, onTime: new Set(onDueDates) };
}

/** One pass over what is booked and what is decided. Rows whose kind is not known say nothing. */
export function seriesByKind(history: readonly BookedRow[], charges: readonly Charge[]): readonly Series[] {
  const sums = new Map<ChargeKind, Sums>(ESTIMATED_KINDS.map((kind) => [kind, new Map()]));
  for (const { kind, date, amount } of history) {
    const into = kind && sums.get(kind);
    if (into && amount !== 0) put(into, date, amount);
  }
  for (const { kind, dueDate, amount, estimated } of charges) {
    const into = sums.get(kind);
    if (into && !estimated) put(into, dueDate, amount);
  }
  return ESTIMATED_KINDS.map((kind) => seriesOf(kind, sums.get(kind) as Sums));
}
