import type { PlainDate } from "@saldovakt/domain";

/** One row of an account, from its decision to its place in history. Amounts are whole kronor, negative for what is owed. */
export interface Entry {
  /** `transaktionsidentitet` once booked; null for a row that gets none. */
  readonly id: number | null;
  readonly text: string;
  readonly amount?: number;
  readonly enforcement?: number;
  /** The day it becomes history. */
  readonly bookedOn: PlainDate;
  /** The first day it is listed as upcoming; absent for rows that are never announced, such as payments. */
  readonly visibleFrom?: PlainDate;
  readonly dueDate?: PlainDate;
  readonly decidedOn?: PlainDate;
  /** `transaktionsdatum` while upcoming; default the due date, else the day of booking. */
  readonly date?: PlainDate;
  readonly interestDate?: PlainDate;
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** How an account stands on a day. */
export interface Standing {
  readonly balance: number;
  readonly enforcementBalance: number;
  /** So far and not yet booked. */
  readonly interest: number;
  readonly enforcementInterest: number;
  /** Every booked row, oldest first. Before the first of them the balance was `balance` less the sum of all. */
  readonly booked: readonly Entry[];
  readonly upcoming: readonly Entry[];
}

/** `YYMMDD`, as the authority's texts write a day. */
export const shortDate = (date: PlainDate): string => date.slice(2).replaceAll("-", "");

/** A payment as the account shows it. */
export const paymentEntry = (id: number, amount: number, bookedOn: PlainDate): Entry => ({
  id,
  text: `Inbetalning bokförd ${shortDate(bookedOn)}`,
  amount,
  bookedOn,
});

export const isUpcoming = (entry: Entry, today: PlainDate): boolean =>
  entry.visibleFrom !== undefined && entry.visibleFrom <= today && entry.bookedOn > today;

/** The day an upcoming row counts. */
export const countsOn = (entry: Entry): PlainDate => entry.dueDate ?? entry.date ?? entry.bookedOn;

/** Orders rows by a day, keeping the order of equals. */
export function byDay(day: (entry: Entry) => PlainDate): (a: Entry, b: Entry) => number {
  return (a, b) => (day(a) < day(b) ? -1 : day(a) > day(b) ? 1 : 0);
}
