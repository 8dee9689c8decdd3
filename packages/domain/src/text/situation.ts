import type { Alert } from "../alert.ts";
import { bankDaysBetween } from "../bankdays.ts";
import { addDays, daysBetween, type PlainDate } from "../dates.ts";
import { COLLECTION_LIMITS, type CollectionStep } from "../deficit.ts";
import type { AdvisedPayment } from "../forecast.ts";
import type { Country } from "../holidays.ts";
import { NORWEGIAN_LATE_RATE, projectInterest, rateOn, swedishRates } from "../interest.ts";
import { add, type Minor, negate, sum, ZERO } from "../money.ts";
import { COUNTRY_OF, type Payee, ZONE_OF } from "../observation.ts";
import { payeeDoubtful, printedNumber } from "../payee.ts";
import type { Language } from "../policy.ts";
import { formatAmount, formatMoment, longDay, shortDay, writtenAmount } from "./format.ts";
import type { Situation, WrittenDay, WrittenOutlook, WrittenPayment } from "./words.ts";

/** Alerts that ask for money. */
export const asksForMoney = (alert: Alert): boolean =>
  alert.type === "shortfall.detected" ||
  alert.type === "shortfall.changed" ||
  alert.type === "shortfall.reminder" ||
  alert.type === "deficit.open";

/** Everything the texts of an alert speak of, written out in the language. */
export function situationOf(alert: Alert, language: Language): Situation {
  const source = alert.currency === "SEK" ? "skatteverket" : "skatteetaten";
  const zone = ZONE_OF[source];
  const money = (amount: Minor): string => formatAmount(amount, alert.currency, language);
  const day = (date: PlainDate): WrittenDay => ({ short: shortDay(date, language), long: longDay(date, language) });
  const payment = (advised: AdvisedPayment): WrittenPayment => ({
    value: advised.amount,
    amount: money(advised.amount),
    by: day(advised.payBy),
    today: advised.payBy <= alert.today,
    bankDays: bankDaysTo(COUNTRY_OF[source], alert, advised.payBy),
    payee: { ...advised.payTo, number: printedNumber(advised.payTo) },
    doubtful: payeeDoubtful(advised.payTo),
  });
  const { entry } = alert;
  const deficit = alert.type === "deficit.open" || alert.episode.startsWith("deficit");
  return {
    type: alert.type,
    country: COUNTRY_OF[source],
    authority: source === "skatteverket" ? "Skatteverket" : "Skatteetaten",
    amount: money(amountOf(alert)),
    before: alert.missingBefore ? money(alert.missingBefore) : null,
    due: alert.dueDate === null ? null : day(alert.dueDate),
    payments: asksForMoney(alert) ? merged(alert.payments).map(payment) : [],
    deficit,
    overdue: deficit || entry?.overdue === true,
    reserveOnly: source === "skatteverket" && !deficit && entry !== undefined && entry.shortfall > 0 && entry.balanceAfter >= 0,
    inAll: alert.shortfall > alert.missing ? money(alert.shortfall) : null,
    outlook: outlookOf(alert, money, day),
    limits: {
      reminder: formatAmount(COLLECTION_LIMITS.reminder, "SEK", language),
      demand: formatAmount(COLLECTION_LIMITS.demand, "SEK", language),
    },
    balance: source === "skatteverket" ? writtenAmount(alert.balance, alert.currency, language) : null,
    asOf: formatMoment(alert.asOf ?? alert.at, zone, language),
    stamped: alert.asOf !== undefined,
    fault: alert.fault ?? null,
    validTo: alert.validTo === undefined ? null : formatMoment(alert.validTo, zone, language),
    expired: alert.validTo !== undefined && alert.validTo <= alert.at,
  };
}

/** How many bank days the pay-by day lies before the due date, which may be no bank day itself; of today, how many are left after it. */
function bankDaysTo(country: Country, { dueDate, today }: Alert, payBy: PlainDate): number {
  if (dueDate === null) return 0;
  return payBy <= today ? bankDaysBetween(country, payBy, dueDate) : bankDaysBetween(country, addDays(payBy, -1), addDays(dueDate, -1));
}

/** Payments of the same day to the same account with the same reference are one payment to whoever makes it. */
function merged(payments: readonly AdvisedPayment[]): AdvisedPayment[] {
  const together: AdvisedPayment[] = [];
  for (const payment of payments) {
    const { payBy, payTo } = payment;
    const index = together.findIndex((other) => other.payBy === payBy && sameReference(other.payTo, payTo));
    const other = together[index];
    if (other) together[index] = { ...other, amount: add(other.amount, payment.amount) };
    else together.push(payment);
  }
  return together;
}

const sameReference = (a: Payee, b: Payee): boolean =>
  a.number !== null && a.number === b.number && a.reference !== null && a.reference === b.reference;

function amountOf(alert: Alert): Minor {
  switch (alert.type) {
    case "shortfall.covered":
      return alert.missingBefore ?? ZERO;
    case "enforcement.debt":
      return negate(alert.enforcementBalance ?? ZERO);
    case "payout.risk":
      return alert.payoutRisk?.amount ?? ZERO;
    case "due.reminder":
      return negate(alert.entry?.change ?? ZERO);
    default:
      return alert.missing;
  }
}

/** The step a deficit of this size leads to, seen before it has arisen: never enforcement, which takes a second reconciliation. */
const firstStep = (deficit: Minor): CollectionStep =>
  deficit >= COLLECTION_LIMITS.demand ? "demand" : deficit >= COLLECTION_LIMITS.reminder ? "reminder" : "none";

/** What has fallen due, as the rows say, without the payments under way. */
const fallenDue = ({ entry }: Alert): Minor =>
  entry?.overdue ? negate(sum(entry.charges.filter((charge) => !charge.underWay).map((charge) => charge.amount))) : ZERO;

function outlookOf(alert: Alert, money: (amount: Minor) => string, day: (date: PlainDate) => WrittenDay): WrittenOutlook | null {
  if (!asksForMoney(alert)) return null;
  const shown = (amount: Minor): string | null => (amount > 0 ? money(amount) : null);
  const known = alert.deficit;
  if (known) {
    return {
      deficit: money(known.amount),
      overdue: alert.balance < 0 ? null : shown(fallenDue(alert)),
      since: day(known.since),
      interestSoFar: shown(negate(known.interestSoFar)),
      interestPerDay: shown(known.interestPerDay),
      step: known.nextStep,
      on: known.nextStepOn === null ? null : day(known.nextStepOn),
    };
  }
  const pooled = alert.currency === "SEK";
  const after = alert.entry?.balanceAfter;
  const deficit = pooled && after !== undefined ? negate(after) : alert.missing;
  if (deficit <= 0) return null;
  const from = alert.dueDate !== null && daysBetween(alert.today, alert.dueDate) > 0 ? alert.dueDate : alert.today;
  const rate = (date: PlainDate): number => (pooled ? swedishRates(date).high : rateOn(NORWEGIAN_LATE_RATE, date).percent);
  return {
    deficit: money(deficit),
    overdue: null,
    since: null,
    interestSoFar: null,
    interestPerDay: shown(projectInterest(deficit, from, addDays(from, 1), rate)),
    step: pooled ? firstStep(deficit) : "none",
    on: null,
  };
}
