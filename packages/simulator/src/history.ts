import { daysBetween, type PlainDate, swedishRates } from "@saldovakt/domain";
import { byDay, type Entry, isUpcoming, paymentEntry, type Standing } from "./entry.ts";
import { arrivalBefore, type Month, monthAfter, monthWith } from "./statutory.ts";
import { monthlyId, type Origin, SLOT } from "./taxes.ts";

/** How a company pays. */
export interface Habit {
  /** What it keeps on the account: it pays each due date's charges, and what is missing of this. */
  readonly kept: number;
  /** The last due date it pays for; null: it goes on. */
  readonly until: PlainDate | null;
  /** Due dates it did not pay for. */
  readonly missed: readonly PlainDate[];
  /** Bank days before the due date on which its money arrives. */
  readonly daysBefore: number;
}

/** A company's rows before payments and interest, and what moves them. */
export interface Story {
  readonly origin: Origin;
  readonly openedOn: PlainDate;
  readonly opening: number;
  readonly charges: readonly Entry[];
  /** Rows it does not make good by paying more or less: refunds, what goes to Kronofogden. */
  readonly events: readonly Entry[];
  readonly habit: Habit;
}

type Step =
  | { readonly on: PlainDate; readonly kind: "reconcile"; readonly month: Month }
  | { readonly on: PlainDate; readonly kind: "pay"; readonly dueDate: PlainDate; readonly charged: number }
  | { readonly on: PlainDate; readonly kind: "book"; readonly entry: Entry; readonly madeGood: boolean };

/** On one day interest comes first, then money in, then charges. */
const RANK = { reconcile: 0, pay: 1, book: 2 } as const;

function payments({ charges, habit, openedOn }: Story): Step[] {
  const dueDates = new Map<PlainDate, number>();
  for (const { dueDate, amount = 0 } of charges) if (dueDate) dueDates.set(dueDate, (dueDates.get(dueDate) ?? 0) + amount);
  const steps: Step[] = [];
  for (const [dueDate, charged] of dueDates) {
    if ((habit.until !== null && dueDate > habit.until) || habit.missed.includes(dueDate)) continue;
    const on = arrivalBefore(dueDate, habit.daysBefore);
    if (on > openedOn) steps.push({ on, kind: "pay", dueDate, charged });
  }
  return steps;
}

function reconciliations(from: PlainDate, to: PlainDate): Step[] {
  const steps: Step[] = [];
  for (let month = monthWith(from); month.first <= to; month = monthAfter(month)) {
    if (month.reconciliation > from && month.reconciliation <= to) steps.push({ on: month.reconciliation, kind: "reconcile", month });
  }
  return steps;
}

/** Interest of a balance over some days, in kronor with fractions: 45 % of the base rate on a surplus, the high rate on a deficit. */
function interestOf(balance: number, from: PlainDate, to: PlainDate): number {
  if (balance === 0 || from >= to) return 0;
  const { credit, high } = swedishRates(from);
  return (balance * daysBetween(from, to) * (balance > 0 ? credit : high)) / 36_500;
}

/**
 * Plays a company's account from its opening to the end of a day: charges are booked when due, the company pays as is its habit, interest accrues and
 * is booked at each reconciliation. `extra` are payments beyond the habit.
 */
export function play(story: Story, extra: readonly Entry[], today: PlainDate): Standing {
  const { charges, events, habit, origin, openedOn, opening } = story;
  const missed = new Set(habit.missed);
  const steps: Step[] = [...reconciliations(openedOn, today), ...payments(story)];
  for (const entry of charges)
    steps.push({ on: entry.bookedOn, kind: "book", entry, madeGood: !missed.has(entry.dueDate ?? entry.bookedOn) });
  for (const entry of [...events, ...extra]) steps.push({ on: entry.bookedOn, kind: "book", entry, madeGood: false });
  steps.sort((a, b) => (a.on === b.on ? RANK[a.kind] - RANK[b.kind] : a.on < b.on ? -1 : 1));

  let balance = opening;
  let enforcementBalance = 0;
  let expected = habit.kept;
  let interest = 0;
  let since = openedOn;
  const booked: Entry[] = [];
  const book = (entry: Entry): void => {
    booked.push(entry);
    balance += entry.amount ?? 0;
    enforcementBalance += entry.enforcement ?? 0;
  };
  for (const step of steps) {
    if (step.on > today) break;
    interest += interestOf(balance, since, step.on);
    since = step.on;
    if (step.kind === "reconcile") {
      const amount = Math.trunc(interest);
      interest = 0;
      const id = monthlyId(origin, step.month, SLOT.interest);
      if (amount !== 0) book({ id, text: amount < 0 ? "Kostnadsränta" : "Intäktsränta", amount, bookedOn: step.on });
    } else if (step.kind === "pay") {
      const amount = expected - balance - step.charged;
      const slot = step.dueDate.slice(8) < "24" ? SLOT.ordinaryPayment : SLOT.latePayment;
      if (amount > 0) book(paymentEntry(monthlyId(origin, monthWith(step.dueDate), slot), amount, step.on));
    } else {
      book(step.entry);
      if (!step.madeGood) expected += step.entry.amount ?? 0;
    }
  }
  interest += interestOf(balance, since, today);
  return {
    balance,
    enforcementBalance,
    interest: Math.trunc(interest) + 0,
    enforcementInterest: 0,
    booked,
    upcoming: [...charges, ...events].filter((entry) => isUpcoming(entry, today)).sort(byDay((entry) => entry.dueDate ?? entry.bookedOn)),
  };
}
