import { dateIn, type PlainDate } from "./dates.ts";
import { type Estimate, estimateOf } from "./estimate-amount.ts";
import { comesIn, type Known, type Rhythm, rhythmOf } from "./estimate-rhythm.ts";
import { dueDateIn, type EstimatedKind, monthNumber, type Series, seriesByKind, writtenMonth } from "./estimate-series.ts";
import { fromWhole, type Minor, minor } from "./money.ts";
import { type Charge, type EstimateBasis, type Observation, ZONE_OF } from "./observation.ts";

export type { EstimatedKind } from "./estimate-series.ts";
export { ESTIMATED_KINDS } from "./estimate-series.ts";

/** What estimates are made from. */
export type EstimateInput = Pick<Observation, "source" | "settlement" | "asOf" | "charges" | "history" | "historyFrom" | "warnings">;

/** Estimates stand beside the authority's rows, so they are named in its words. */
const TEXTS: Readonly<Record<EstimatedKind, string>> = {
  "preliminary-tax": "Debiterad preliminärskatt",
  "employer-tax": "Arbetsgivaravgift och avdragen skatt",
  vat: "Moms",
};

const PERIODS = { 1: "month", 3: "quarter", 12: "year" } as const;
/** Occurrences named as the basis. */
const NAMED = 12;

/** Three digits that mean something, and never closer than 100 kr: an estimate must not look exact. */
function stepOf(amount: number): number {
  const digits = Math.floor(Math.log10(Math.max(1, amount / 100)));
  return Math.max(100, 10 ** (digits - 2)) * 100;
}

/** Beyond this an estimate would be no help, and sums would stop being exact. */
const LARGEST = fromWhole(1_000_000_000_000);

function chargeOf(series: Series, rhythm: Rhythm, dueDate: PlainDate, estimate: Estimate): Charge | null {
  const step = stepOf(estimate.amount);
  const toPay = Math.round(estimate.amount / step) * step;
  if (toPay <= 0 || estimate.most > LARGEST) return null;
  const least = Math.min(toPay, Math.floor(Math.max(0, estimate.least) / step) * step);
  const most = Math.max(toPay, Math.ceil(estimate.most / step) * step);
  const basis: EstimateBasis = {
    every: PERIODS[rhythm.period],
    months: rhythm.months.slice(-NAMED).map(writtenMonth),
    seasonal: estimate.seasonal,
  };
  const signed = (amount: number): Minor => minor(-amount);
  return {
    dueDate,
    amount: signed(toPay),
    low: signed(most),
    high: signed(least),
    text: TEXTS[series.kind],
    kind: series.kind,
    estimated: true,
    basis,
  };
}

/**
 * Preliminary tax is decided for a whole year and listed ahead: where the authority was asked and lists none, it has ended. A statement lists nothing that is
 * to come.
 */
const isOver = ({ kind }: Series, { charges, warnings }: EstimateInput): boolean =>
  kind === "preliminary-tax" &&
  !warnings.some(({ code }) => code === "STATEMENT_ONLY") &&
  !charges.some((charge) => charge.kind === kind && !charge.estimated);

/** Of which months history can tell whether a charge came: what falls due on the stamp's own day need not show yet. */
function knownMonths({ place }: Series, historyFrom: PlainDate, asOf: PlainDate): Known {
  const [from, to] = [monthNumber(historyFrom), monthNumber(asOf)];
  return {
    first: dueDateIn(from, place) >= historyFrom ? from : from + 1,
    last: dueDateIn(to, place) < asOf ? to : to - 1,
  };
}

/**
 * Charges that history says will come from `today` to `horizon`, both included, and that are neither decided nor booked yet: preliminary tax, employer tax
 * and VAT, each where its past is regular enough. Every one is `estimated`, rounded so that it does not look exact, with a range that is meant to hold four
 * of five and the months it was made from. Nothing is said of a charge that came irregularly, too seldom (less than three times; twice in a year's rhythm)
 * or no longer comes. Only Swedish due dates are known; where charges are paid one by one there are no estimates. Never throws.
 */
export function estimateCharges(observation: EstimateInput, today: PlainDate, horizon: PlainDate): readonly Charge[] {
  const { source, settlement, asOf, charges, history, historyFrom } = observation;
  if (source !== "skatteverket" || settlement !== "account" || history.length === 0) return [];
  const asOfDay = dateIn(asOf, ZONE_OF[source]);
  const estimates: Charge[] = [];
  for (const series of seriesByKind(history, charges)) {
    if (series.onTime.size === 0) continue;
    const known = knownMonths(series, historyFrom, asOfDay);
    const rhythm = rhythmOf(series, known);
    if (!rhythm || isOver(series, observation)) continue;
    for (let month = monthNumber(today); month <= monthNumber(horizon); month++) {
      const dueDate = dueDateIn(month, series.place);
      const settled = series.onTime.has(month) || (series.paid.get(month) ?? 0) > 0;
      if (dueDate < today || dueDate > horizon || settled || !comesIn(series, rhythm, month, known)) continue;
      const estimate = estimateOf(series, rhythm, month);
      const charge = estimate && chargeOf(series, rhythm, dueDate, estimate);
      if (charge) estimates.push(charge);
    }
  }
  return estimates.sort((a, b) => (a.dueDate < b.dueDate ? -1 : a.dueDate > b.dueDate ? 1 : 0));
}
