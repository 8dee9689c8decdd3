import type { AlertType } from "../alert.ts";
import type { CollectionStep } from "../deficit.ts";
import type { Country } from "../holidays.ts";
import type { Minor } from "../money.ts";
import type { Payee } from "../observation.ts";

/** A day, written for a short message and for a letter. */
export interface WrittenDay {
  readonly short: string;
  readonly long: string;
}

export type Form = keyof WrittenDay;

export interface WrittenPayment {
  readonly value: Minor;
  readonly amount: string;
  readonly by: WrittenDay;
  /** The pay-by day is the day of the alert. */
  readonly today: boolean;
  /** How many bank days the pay-by day lies before the due date; of today, how many are left after it. */
  readonly bankDays: number;
  readonly payee: Payee;
  /** There can be no account of this number: its check digit is wrong. */
  readonly doubtful: boolean;
}

/** What comes of paying nothing. */
export interface WrittenOutlook {
  readonly deficit: string;
  /** What has fallen due and is not booked yet, where the balance itself is not below zero. */
  readonly overdue: string | null;
  /** Null before the due date. */
  readonly since: WrittenDay | null;
  /** The authority's own figure. */
  readonly interestSoFar: string | null;
  /** An estimate of ours. */
  readonly interestPerDay: string | null;
  readonly step: CollectionStep;
  /** The reconciliation of `step`; null = the first after the due date. */
  readonly on: WrittenDay | null;
}

/** What an alert says, with every figure written out in the reader's language; only the sentences are missing. */
export interface Situation {
  readonly type: AlertType;
  readonly country: Country;
  readonly authority: "Skatteverket" | "Skatteetaten";
  /** What the alert is about: what is missing, owed, at risk or due. */
  readonly amount: string;
  /** The amount last told, where there was one. */
  readonly before: string | null;
  readonly due: WrittenDay | null;
  readonly payments: readonly WrittenPayment[];
  /** The matter is a deficit: a due date has passed uncovered. */
  readonly deficit: boolean;
  /** The money is needed already. */
  readonly overdue: boolean;
  /** Taxes are covered; only the reserve the account's owner has chosen is not. */
  readonly reserveOnly: boolean;
  /** What is missing by the due date in all, where earlier due dates have a part in it. */
  readonly inAll: string | null;
  readonly outlook: WrittenOutlook | null;
  /** The deficits from which on the authority sends a betalningsuppmaning and a betalningskrav. */
  readonly limits: { readonly reminder: string; readonly demand: string };
  readonly balance: string | null;
  /** The moment of the figures, and whether it is the source's own stamp or that of our reckoning. */
  readonly asOf: string;
  readonly stamped: boolean;
  readonly fault: string | null;
  readonly validTo: string | null;
  readonly expired: boolean;
}

/**
 * One language. Short forms carry no full stop at their end. Whatever stands in them must be in the phone's alphabet (`toGsm7`); `discreet`
 * texts hold no figure and no name.
 */
export interface Words {
  /** Stands for a name with no readable character. */
  readonly unnamed: string;
  /** Sets one asking alert apart from another (`reminder, `); empty for the first. */
  lead(situation: Situation): string;
  /** What has happened. */
  headline(situation: Situation, form: Form): string;
  /** The same in few words; of an alert that asks for money, the amount and the first pay-by day. */
  terse(situation: Situation): string;
  /** How to pay the first payment (and how many there are), a whole sentence. */
  howToPay(situation: Situation): string;
  /** `terse` and `howToPay` in the fewest words. */
  terseToPay(situation: Situation): string;
  discreet(situation: Situation): { readonly subject: string; readonly sentence: string };
  /** Where to read on; `url` null = no address is configured. */
  readMore(url: string | null): string;
  readonly discreetNote: string;
  readonly payHeading: string;
  /** One payment, fact by fact: what it is, with its colon where it takes one, and the value. */
  paymentFacts(payment: WrittenPayment, situation: Situation): [label: string, value: string][];
  /** Why the pay-by day is the day it is. */
  why(situation: Situation): string;
  inAll(situation: Situation): string;
  chargesHeading(situation: Situation): string;
  /** Beside an estimated row, which counts in no balance and no payment. */
  readonly estimated: string;
  more(count: number, amount: string): string;
  balanceAfter(amount: string): string;
  readonly consequencesHeading: string;
  consequences(situation: Situation): string[];
  readonly underWayHeading: string;
  underWay(situation: Situation): string;
  /** What to know and do where nothing is to be paid in. */
  advice(situation: Situation): string[];
  asOf(situation: Situation): string;
}
