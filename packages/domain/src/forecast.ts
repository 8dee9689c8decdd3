import { bankDaysAfter, bankDaysBefore, bankDaysBetween } from "./bankdays.ts";
import { addDays, dateIn, daysBetween, type Instant, later, type PlainDate } from "./dates.ts";
import { type DeficitOutlook, deficitOutlook } from "./deficit.ts";
import { estimateCharges } from "./estimate.ts";
import { type EstimatedFigures, type EstimatedOutlook, withEstimates } from "./forecast-estimates.ts";
import { add, type Currency, larger, type Minor, negate, subtract, sum, ZERO } from "./money.ts";
import {
  type Charge,
  COUNTRY_OF,
  type EstimateBasis,
  type Observation,
  type Payee,
  type SourceName,
  type Warning,
  ZONE_OF,
} from "./observation.ts";
import type { RegisteredPayment } from "./payment.ts";
import { type PayoutRisk, payoutRisk } from "./payout.ts";
import type { Policy } from "./policy.ts";
import { knownByStatement } from "./severity.ts";
import { READ_BY_SIGN_IN } from "./sign-in.ts";

/** One row of a due date. A registered payment under way stands among the charges, with `underWay` set. */
export interface ForecastCharge {
  readonly text: string;
  readonly amount: Minor;
  readonly decidedOn?: PlainDate;
  /** Of what is overdue: the day it was due, where that is another than the one it stands under. */
  readonly dueDate?: PlainDate;
  /** Ours and no decision of the authority's: it counts in `withEstimates` only. */
  readonly estimated: boolean;
  /** Of an estimate: its range (`low` ≤ `amount` ≤ `high`, signed), and what it was made from. */
  readonly low?: Minor;
  readonly high?: Minor;
  readonly basis?: EstimateBasis;
  readonly underWay?: true;
}

/** What to add, by when, where to. */
export interface AdvisedPayment {
  readonly amount: Minor;
  readonly payBy: PlainDate;
  readonly payTo: Payee;
}

export interface DueDate {
  readonly dueDate: PlainDate;
  /** What was due before today, and what is missing already today. At most one, and the first. */
  readonly overdue: boolean;
  /** The decided ones first. `change` and every figure below count those only. */
  readonly charges: readonly ForecastCharge[];
  readonly change: Minor;
  readonly balanceAfter: Minor;
  /** What is missing by then in all, if nothing is paid. */
  readonly shortfall: Minor;
  readonly payments: readonly AdvisedPayment[];
  /** The sum of `payments`: what this date adds to what was missing before. */
  readonly missing: Minor;
  /** From the first estimated charge on: the same figures with all estimates so far counted. */
  readonly withEstimates?: EstimatedFigures;
}

export interface Forecast {
  readonly source: SourceName;
  readonly currency: Currency;
  readonly today: PlainDate;
  readonly readAt: Instant;
  readonly asOf: Instant;
  /** The source's stamp is older than the policy allows. */
  readonly stale: boolean;
  readonly balance: Minor;
  readonly enforcementBalance: Minor;
  readonly accruedInterest: Minor;
  readonly reserve: Minor;
  readonly nextReconciliation: PlainDate | null;
  readonly dueDates: readonly DueDate[];
  readonly lowest: { readonly date: PlainDate; readonly balance: Minor };
  readonly shortfall: Minor;
  readonly payBy: PlainDate | null;
  /** The horizon with estimates counted; absent where there are none. */
  readonly withEstimates?: EstimatedOutlook;
  readonly warnings: readonly Warning[];
  /** Where the account stands today: balance, overdue rows and payments about to arrive. */
  readonly position: Minor;
  /**
   * The position as far as the source's data can judge it: without what fell due on the stamp's own day or later, for payments of those days do
   * not show yet.
   */
  readonly settled: Minor;
  /** Set while `position` is below zero. */
  readonly deficit: DeficitOutlook | null;
  readonly payoutRisk: PayoutRisk | null;
}

interface Row extends ForecastCharge {
  readonly on: PlainDate;
  readonly payTo?: Payee;
}

/** A fixed order, so that the order in which a source lists its rows never shows. */
function byContent(a: Row, b: Row): number {
  const key = (row: Row): string => `${row.on}|${row.underWay ? 1 : 0}|${row.text}|${row.decidedOn ?? ""}|${row.payTo?.reference ?? ""}`;
  return key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a.amount - b.amount;
}

const rowOf = (charge: Charge): Row => ({
  on: charge.dueDate,
  text: charge.text,
  amount: charge.amount,
  ...(charge.decidedOn ? { decidedOn: charge.decidedOn } : {}),
  estimated: false,
  ...(charge.payTo ? { payTo: charge.payTo } : {}),
});

/**
 * When a registered payment counts. One that arrives as soon as any payment made today could is counted from today: asking for the same
 * money again would bring nothing sooner. A later one counts on its own day.
 */
function underWayRow(payment: RegisteredPayment, today: PlainDate, soonest: PlainDate): Row {
  const on = payment.expectedOn <= soonest ? today : payment.expectedOn;
  return { on, text: "", amount: payment.amount, estimated: false, underWay: true };
}

const published = (row: Row, day: PlainDate): ForecastCharge => ({
  text: row.text,
  amount: row.amount,
  ...(row.decidedOn ? { decidedOn: row.decidedOn } : {}),
  ...(row.on < day && !row.underWay ? { dueDate: row.on } : {}),
  estimated: row.estimated,
  ...(row.underWay ? { underWay: true } : {}),
});

/** `[day, overdue, rows]` in the contract's order: what is overdue first, then every day with rows. */
function groupByDueDate(rows: readonly Row[], balance: Minor, reserve: Minor, today: PlainDate): [PlainDate, boolean, Row[]][] {
  const overdue = rows.filter((row) => row.on < today);
  const groups: [PlainDate, boolean, Row[]][] = [];
  let coming = rows.filter((row) => row.on >= today);
  if (overdue.length > 0 || balance < reserve) {
    const arriving = coming.filter((row) => row.underWay && row.on === today);
    coming = coming.filter((row) => !arriving.includes(row));
    groups.push([today, true, [...overdue, ...arriving]]);
  }
  const days = new Map<PlainDate, Row[]>();
  for (const row of coming) {
    const day = days.get(row.on);
    if (day) day.push(row);
    else days.set(row.on, [row]);
  }
  for (const day of [...days.keys()].sort()) groups.push([day, false, days.get(day) ?? []]);
  return groups;
}

/**
 * What the account will stand at on every due date from today to the policy's horizon (both included), and what to pay so that it never
 * falls below the reserve. Paying all advised payments is sufficient, and one minor unit less is not. The order of rows never matters;
 * the enforcement authority's balance is never netted. Rows already past due count from today.
 *
 * Charges that are only estimated (unless the policy switches them off) stand beside the decided ones and change no figure of theirs, no payment and
 * no alert; `withEstimates` says what they would come to. Only accounts with one balance have them.
 *
 * `payments` are registered ones still under way; they count in accounts with one balance only. Throws `MONEY_OVERFLOW`.
 * Source of the rules: SFL 62 kap. (due dates, one balance), Skatteverket's service description 4.1.3 (upcoming rows); for accounts
 * settled charge by charge, skattebetalingsloven § 10.
 */
export function forecast(
  observation: Observation,
  policy: Policy,
  today: PlainDate,
  payments: readonly RegisteredPayment[] = [],
): Forecast {
  const country = COUNTRY_OF[observation.source];
  const zone = ZONE_OF[observation.source];
  const pooled = observation.settlement === "account";
  const reserve = pooled ? policy.reserve : ZERO;
  const horizon = addDays(today, policy.horizonDays);
  const soonest = bankDaysAfter(country, today, policy.payDaysBefore);
  const underWay = pooled ? payments.filter((p) => p.status === "under-way" && p.expiresOn >= today) : [];

  const rows = [
    ...observation.charges.filter((charge) => !charge.estimated && (pooled || charge.amount < 0)).map(rowOf),
    ...underWay.map((payment) => underWayRow(payment, today, soonest)),
  ]
    .filter((row) => row.on <= horizon)
    .sort(byContent);

  let balance = observation.balance;
  let largestBefore = ZERO;
  let position = balance;
  let lowest = { date: today, balance };
  const dueDates: DueDate[] = [];
  for (const [day, overdue, group] of groupByDueDate(rows, observation.balance, reserve, today)) {
    const change = sum(group.map((row) => row.amount));
    balance = add(balance, change);
    if (overdue) position = balance;
    const shortfall = larger(ZERO, subtract(reserve, balance));
    const missing = larger(ZERO, subtract(shortfall, largestBefore));
    const payBy = overdue ? today : later(today, bankDaysBefore(country, day, policy.payDaysBefore));
    const advised = pooled
      ? missing > 0
        ? [{ amount: missing, payBy, payTo: observation.payTo }]
        : []
      : group.map((row) => ({ amount: negate(row.amount), payBy, payTo: row.payTo ?? observation.payTo }));
    dueDates.push({
      dueDate: day,
      overdue,
      charges: group.map((row) => published(row, day)),
      change,
      balanceAfter: balance,
      shortfall,
      payments: advised,
      missing,
    });
    largestBefore = larger(largestBefore, shortfall);
    if (balance < lowest.balance) lowest = { date: day, balance };
  }

  const payBys = dueDates.flatMap((entry) => entry.payments.map((payment) => payment.payBy)).sort();
  const asOfDay = dateIn(observation.asOf, zone);
  const stale = bankDaysBetween(country, asOfDay, today) > policy.staleAfterBankDays;
  const risk = payoutRisk(observation, today, horizon, position);
  const estimates = pooled && policy.estimates ? estimateCharges(observation, today, horizon) : [];
  const { payDaysBefore } = policy;
  return {
    source: observation.source,
    currency: observation.currency,
    today,
    readAt: observation.readAt,
    asOf: observation.asOf,
    stale,
    balance: observation.balance,
    enforcementBalance: observation.enforcementBalance,
    accruedInterest: observation.accruedInterest,
    reserve,
    nextReconciliation: observation.nextReconciliation,
    ...withEstimates({ today, balance: observation.balance, reserve, dueDates, payDaysBefore }, estimates),
    lowest,
    shortfall: largestBefore,
    payBy: payBys[0] ?? null,
    warnings: warningsOf(observation, dueDates, underWay, today, stale, risk),
    position,
    settled: settledPosition(observation, position, today, asOfDay, stale),
    deficit: pooled && position < 0 ? deficitOutlook(observation, position, today) : null,
    payoutRisk: risk,
  };
}

/**
 * Charges overdue since the stamp's day, and those booked on it, are set aside. Of a stale source what is booked stands: nothing newer will tell
 * that it was paid.
 */
function settledPosition(observation: Observation, position: Minor, today: PlainDate, asOfDay: PlainDate, stale: boolean): Minor {
  const unknown = (date: PlainDate, amount: Minor): boolean => amount < 0 && date >= asOfDay;
  const overdue = observation.charges.filter((charge) => charge.dueDate < today && unknown(charge.dueDate, charge.amount));
  const booked = stale ? [] : observation.history.filter((row) => unknown(row.date, row.amount));
  return subtract(position, sum([...overdue, ...booked].map((row) => row.amount)));
}

/** A month and a half: beyond it at least one round of due dates has passed that the statement knows nothing of. */
const STATEMENT_FRESH_DAYS = 45;

/** What the figures alone would not tell, in a fixed order. */
function warningsOf(
  observation: Observation,
  dueDates: readonly DueDate[],
  underWay: readonly RegisteredPayment[],
  today: PlainDate,
  stale: boolean,
  risk: PayoutRisk | null,
): Warning[] {
  const warnings: Warning[] = [...observation.warnings];
  if (observation.enforcementBalance < 0) warnings.push({ code: "ENFORCEMENT_DEBT", amount: observation.enforcementBalance });
  // What came from a statement, or by somebody's sign-in, says of itself how old it is.
  const dated = knownByStatement(observation) || observation.warnings.some(({ code }) => code === READ_BY_SIGN_IN);
  const asOf = dateIn(observation.asOf, ZONE_OF[observation.source]);
  if (knownByStatement(observation)) {
    // What history says has fallen due in between stands neither in the balance nor among what is to come.
    const between = estimateCharges(observation, addDays(asOf, 1), addDays(today, -1));
    const [first] = between;
    if (first) warnings.push({ code: "STATEMENT_GAP", date: first.dueDate, amount: sum(between.map(({ amount }) => amount)) });
    if (daysBetween(asOf, today) > STATEMENT_FRESH_DAYS) warnings.push({ code: "STATEMENT_OLD", date: asOf });
  }
  if (stale && !dated) warnings.push({ code: "SOURCE_STALE", date: asOf });
  if (risk) warnings.push({ code: "PAYOUT_RISK", amount: risk.amount, date: risk.dueDate });
  // A payment to nowhere has been warned of where its account is missing: nothing is known of its reference.
  const unreferenced = ({ number, reference }: Payee): boolean => number !== null && reference === null;
  if (dueDates.some((entry) => entry.payments.some(({ payTo }) => unreferenced(payTo)))) warnings.push({ code: "NO_REFERENCE" });
  for (const payment of underWay) {
    const late = dueDates.find((entry) => entry.dueDate >= today && entry.dueDate < payment.expectedOn && entry.change < 0);
    if (late) warnings.push({ code: "PAYMENT_MAY_BE_LATE", amount: payment.amount, date: late.dueDate });
  }
  return warnings;
}
