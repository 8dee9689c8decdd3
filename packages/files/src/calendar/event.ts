import {
  type AdvisedPayment,
  type Currency,
  type DueDate,
  type ForecastCharge,
  formatAmount,
  formatMoment,
  type Instant,
  type Language,
  longDay,
  type Minor,
  minor,
  negate,
  oneLine,
  type PlainDate,
  payeeDoubtful,
  printedNumber,
  sum,
  underWayText,
  type Zone,
} from "@saldovakt/domain";
import { CALENDAR_WORDS, type CalendarWords } from "./words.ts";

/** One all-day entry of a calendar, its words chosen. */
export interface CalendarEvent {
  readonly uid: string;
  readonly on: PlainDate;
  /** Something is to be paid on that day: worth an alarm. */
  readonly toPay: boolean;
  /** All of it is a guess of ours. */
  readonly estimated: boolean;
  readonly summary: string;
  readonly description: string;
  readonly url: string | null;
  /** What is told stands as of this moment; a later one replaces it. */
  readonly asOf: Instant;
}

/** What an event is made of, from a forecast or from an alert. */
export interface EventFacts {
  readonly account: { readonly id: string; readonly name: string };
  readonly currency: Currency;
  readonly zone: Zone;
  readonly dueDate: PlainDate;
  /** The money is needed already: such a due date is always today's. */
  readonly overdue: boolean;
  readonly payments: readonly AdvisedPayment[];
  readonly entry: DueDate | null;
  /** Known by a statement alone: no balance to come is. */
  readonly byStatement: boolean;
  /** The source's own stamp. */
  readonly stamp: Instant | null;
  readonly asOf: Instant;
}

export interface EventOptions {
  readonly language: Language;
  /** Without figures, references and names where false. */
  readonly withDetails: boolean;
  readonly url: string | null;
}

/**
 * The same for an account's due date however often it is made, and wherever: a calendar that has it already replaces it. What is overdue
 * has one for the account, for it stands under a new day every day.
 */
const uidOf = ({ account, overdue, dueDate }: EventFacts): string => `${account.id}.${overdue ? "overdue" : dueDate}@saldovakt`;

/**
 * One due date as a calendar entry: on the day to pay where something is to be paid, otherwise on the due date, for information. Null where
 * there is nothing to tell: what was overdue is covered, or nothing falls due.
 */
export function eventOf(facts: EventFacts, options: EventOptions): CalendarEvent | null {
  const [first] = facts.payments;
  const charges = facts.entry?.charges ?? [];
  if (!first && (facts.overdue || charges.every((charge) => charge.underWay))) return null;
  const estimated = !first && !charges.some((charge) => !charge.estimated && !charge.underWay);
  const words = CALENDAR_WORDS[options.language];
  const text = options.withDetails ? detailed(facts, words, options.language) : discreet(first !== undefined, estimated, words);
  return {
    uid: uidOf(facts),
    on: first ? first.payBy : facts.dueDate,
    toPay: first !== undefined,
    estimated,
    ...text,
    url: options.url,
    asOf: facts.asOf,
  };
}

interface EventText {
  readonly summary: string;
  readonly description: string;
}

const discreet = (toPay: boolean, estimated: boolean, words: CalendarWords): EventText => ({
  summary: toPay ? words.discreetPay : estimated ? words.discreetExpected : words.discreetDue,
  description: words.discreetNote,
});

function detailed(facts: EventFacts, words: CalendarWords, language: Language): EventText {
  const { currency, entry, payments } = facts;
  const name = oneLine(facts.account.name) || words.unnamed;
  const authority = currency === "SEK" ? "Skatteverket" : "Skatteetaten";
  const money = (amount: Minor): string => formatAmount(amount, currency, language);
  const [first] = payments;
  const paying = first
    ? [
        facts.overdue ? words.now : words.payBy(longDay(first.payBy, language)),
        ...payments.map((payment) =>
          oneLine(words.payment(money(payment.amount), { ...payment.payTo, number: printedNumber(payment.payTo) }, authority)),
        ),
        ...(payments.some(({ payTo }) => payeeDoubtful(payTo)) ? [words.doubtful(authority)] : []),
      ]
    : [];
  const blocks = [
    paying,
    [
      ...(facts.overdue ? [] : [words.due(longDay(facts.dueDate, language))]),
      ...(entry?.charges ?? []).map((charge) => chargeLine(charge, words, language, money)),
    ],
    // Only an account with one balance has one to speak of.
    entry && currency === "SEK" && !facts.byStatement ? outcome(entry, words, money) : [],
    facts.stamp === null ? [] : [words.asOf(authority, formatMoment(facts.stamp, facts.zone, language))],
  ];
  return {
    summary: first ? words.pay(money(sum(payments.map((payment) => payment.amount))), name) : information(entry, words, name, money),
    description: blocks
      .filter((block) => block.length > 0)
      .map((block) => block.join("\n"))
      .join("\n\n"),
  };
}

function chargeLine(charge: ForecastCharge, words: CalendarWords, language: Language, money: (amount: Minor) => string): string {
  const text = charge.underWay ? underWayText(language) : oneLine(charge.text);
  const { low, high } = charge;
  const estimate = low === undefined || high === undefined ? words.estimate : words.range(money(low), money(high));
  return `- ${text}: ${money(charge.amount)}${charge.estimated ? ` (${estimate})` : ""}`;
}

function outcome(entry: DueDate, words: CalendarWords, money: (amount: Minor) => string): string[] {
  const guessed = entry.withEstimates;
  const balance = money(entry.balanceAfter);
  const lines = [entry.shortfall > 0 ? words.balanceUnpaid(balance) : words.balanceAfter(balance)];
  if (guessed) lines.push(words.withEstimates(money(guessed.balanceAfter), guessed.shortfall > 0 ? money(guessed.shortfall) : null));
  return lines;
}

/** A due date on which nothing is asked for. */
function information(entry: DueDate | null, words: CalendarWords, name: string, money: (amount: Minor) => string): string {
  const charges = (entry?.charges ?? []).filter((charge) => !charge.underWay);
  const decided = charges.filter((charge) => !charge.estimated);
  const counted = decided.length > 0 ? decided : charges;
  const owed = sum(counted.filter((charge) => charge.amount < 0).map((charge) => negate(charge.amount)));
  if (decided.length === 0) return words.expected(money(minor(Math.abs(sum(counted.map((charge) => charge.amount))))), name);
  if (owed === 0) return words.credited(money(sum(counted.map((charge) => charge.amount))), name);
  return (entry?.shortfall ?? 0) > 0 ? words.nothingMore(money(owed), name) : words.covered(money(owed), name);
}
