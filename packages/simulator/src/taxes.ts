import { later, type PlainDate } from "@saldovakt/domain";
import type { Entry } from "./entry.ts";
import { between, stream } from "./random.ts";
import { dayIn, type Month, monthAfter, monthAndYear, monthBefore, monthName, monthWith } from "./statutory.ts";

/** What a company is charged, in positive whole kronor a month. */
export interface Taxes {
  /** Debited preliminary tax (F-skatt); 0 for none. */
  readonly preliminary: number;
  /** Wages on which tax is withheld and employer contributions are due; 0 for none. */
  readonly wages: number;
  /** One row `Arbetsgivardeklaration YYYYMM`, as the test environment writes it, instead of two. */
  readonly merged: boolean;
  /** VAT per month, and how often it is declared. `late`: over 40 MSEK turnover, due on the 26th. */
  readonly vat: number;
  readonly vatPeriod: "none" | "month" | "quarter" | "late";
  /** Preliminary tax is decided once a year; a company registered within the year, on this day. */
  readonly registered: PlainDate;
}

/** Tells one company's rows and amounts from every other's. */
export interface Origin {
  readonly seed: number;
  readonly index: number;
  /** Rows are numbered from here; 20 000 numbers belong to the company. */
  readonly firstId: number;
}

/** Rows a month can have; its numbers are `firstId + 16 × months since 2000 + slot`. */
export const SLOT = { preliminary: 0, withheld: 1, contributions: 2, vat: 3, ordinaryPayment: 8, latePayment: 9, interest: 10 } as const;

export const monthlyId = (origin: Origin, { year, month }: Month, slot: number): number =>
  origin.firstId + ((year - 2000) * 12 + month) * 16 + slot;

/** Withheld tax and employer contributions per krona of wages. */
const WITHHELD = 0.26;
const CONTRIBUTIONS = 0.3142;

function charge(origin: Origin, month: Month, slot: number, text: string, kronor: number, when: When): Entry {
  const { dueDate, decidedOn, visibleFrom = decidedOn } = when;
  return { id: monthlyId(origin, month, slot), text, amount: -Math.round(kronor), bookedOn: dueDate, dueDate, decidedOn, visibleFrom };
}

interface When {
  readonly dueDate: PlainDate;
  readonly decidedOn: PlainDate;
  readonly visibleFrom?: PlainDate;
}

function preliminaryRow(origin: Origin, taxes: Taxes, month: Month): Entry {
  const taxYear = month.month === 1 ? month.year - 1 : month.year; // January's is the last of the year before
  const decidedOn = later(`${taxYear - 1}-12-01` as PlainDate, taxes.registered);
  const when = { dueDate: month.ordinaryDueDate, decidedOn, visibleFrom: later(decidedOn, month.listedFrom) };
  return charge(origin, month, SLOT.preliminary, "Debiterad preliminärskatt", taxes.preliminary, when);
}

function employerRows(origin: Origin, taxes: Taxes, vary: number, month: Month, declared: PlainDate): Entry[] {
  const period = monthBefore(month);
  const when = { dueDate: month.ordinaryDueDate, decidedOn: declared };
  const [withheld, contributions] = [taxes.wages * WITHHELD * vary, taxes.wages * CONTRIBUTIONS * vary];
  if (taxes.merged) {
    const text = `Arbetsgivardeklaration ${period.first.slice(0, 7).replace("-", "")}`;
    return [charge(origin, month, SLOT.withheld, text, withheld + contributions, when)];
  }
  return [
    charge(origin, month, SLOT.withheld, `Avdragen skatt ${monthAndYear(period)}`, withheld, when),
    charge(origin, month, SLOT.contributions, `Arbetsgivaravgift ${monthAndYear(period)}`, contributions, when),
  ];
}

function vatRows(origin: Origin, taxes: Taxes, vary: number, month: Month): Entry[] {
  const before = monthBefore(month);
  if (taxes.vatPeriod === "late") {
    if (month.first <= taxes.registered) return [];
    const when = { dueDate: month.lateDueDate, decidedOn: dayIn(month, 9) };
    return [charge(origin, month, SLOT.vat, `Moms ${monthAndYear(before)}`, taxes.vat * vary, when)];
  }
  if (before.first <= taxes.registered) return [];
  const last = monthBefore(before);
  const when = { dueDate: month.ordinaryDueDate, decidedOn: dayIn(before, 21) };
  if (taxes.vatPeriod === "month") return [charge(origin, month, SLOT.vat, `Moms ${monthAndYear(last)}`, taxes.vat * vary, when)];
  if (last.month % 3 !== 0) return [];
  const text = `Moms ${monthName(monthBefore(monthBefore(last)))}-${monthAndYear(last)}`;
  return [charge(origin, month, SLOT.vat, text, 3 * taxes.vat * vary, when)];
}

/** What falls due in a month. The same month gives the same rows, whatever else is asked for. */
function monthOfCharges(origin: Origin, taxes: Taxes, month: Month): Entry[] {
  const random = stream(origin.seed, origin.index, month.year, month.month);
  const vary = (): number => 0.92 + random() * 0.16;
  const [wagesVary, vatVary] = [vary(), vary()];
  const declared = dayIn(month, between(random, 2, 6));
  return [
    ...(taxes.preliminary > 0 ? [preliminaryRow(origin, taxes, month)] : []),
    ...(taxes.wages > 0 && month.first > taxes.registered ? employerRows(origin, taxes, wagesVary, month, declared) : []),
    ...(taxes.vatPeriod === "none" ? [] : vatRows(origin, taxes, vatVary, month)),
  ];
}

/** Every charge due from one day to another, both included, month by month. */
export function charges(origin: Origin, taxes: Taxes, from: PlainDate, to: PlainDate): Entry[] {
  const rows: Entry[] = [];
  for (let month = monthWith(from); month.first <= to; month = monthAfter(month)) {
    for (const row of monthOfCharges(origin, taxes, month)) if (row.bookedOn >= from && row.bookedOn <= to) rows.push(row);
  }
  return rows;
}
