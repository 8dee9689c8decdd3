import type { Language, Payee } from "@saldovakt/domain";

/** One language of the calendar. Amounts and days come written out. */
export interface CalendarWords {
  readonly calendar: string;
  readonly unnamed: string;
  pay(amount: string, name: string): string;
  /** Money is needed already. */
  readonly now: string;
  payBy(day: string): string;
  payment(amount: string, payTo: Payee, authority: string): string;
  doubtful(authority: string): string;
  due(day: string): string;
  /** Decided, and covered by what stands on the account. */
  covered(amount: string, name: string): string;
  /** Decided, and covered once what is asked for earlier is paid. */
  nothingMore(amount: string, name: string): string;
  /** All of it is a guess of ours. */
  expected(amount: string, name: string): string;
  credited(amount: string, name: string): string;
  readonly estimate: string;
  range(low: string, high: string): string;
  balanceAfter(amount: string): string;
  /** Something is missing then. */
  balanceUnpaid(amount: string): string;
  withEstimates(balance: string, missing: string | null): string;
  asOf(authority: string, moment: string): string;
  readonly discreetPay: string;
  readonly discreetDue: string;
  readonly discreetExpected: string;
  readonly discreetNote: string;
}

const scheme = (payTo: Payee, account: string): string => (payTo.scheme === "bankgiro" ? "bankgiro" : account);

/** The reference of a payment whose account is not known. */
const known = ({ referenceType, reference }: Payee): string => (reference === null ? "" : `, ${referenceType} ${reference}`);

export const CALENDAR_WORDS: Readonly<Record<Language, CalendarWords>> = {
  sv: {
    calendar: "Skatt att betala",
    unnamed: "Ett konto",
    pay: (amount, name) => `Betala ${amount} skatt: ${name}`,
    now: "Pengarna behövs redan nu.",
    payBy: (day) => `Betala senast ${day}.`,
    payment: (amount, payTo, authority) =>
      payTo.number === null
        ? `${amount} (betalningsuppgifter finns hos ${authority})${known(payTo)}`
        : `${amount} till ${scheme(payTo, "konto")} ${payTo.number}, ${payTo.reference === null ? `${payTo.referenceType} finns hos ${authority}` : `${payTo.referenceType} ${payTo.reference}`}`,
    doubtful: (authority) => `Kontonumrets kontrollsiffra stämmer inte: jämför hos ${authority} innan du betalar.`,
    due: (day) => `Förfaller ${day}.`,
    covered: (amount, name) => `${name}: ${amount} skatt förfaller, saldot räcker`,
    nothingMore: (amount, name) => `${name}: ${amount} skatt förfaller, inget mer att betala`,
    expected: (amount, name) => `${name}: omkring ${amount} skatt väntas (uppskattning)`,
    credited: (amount, name) => `${name}: ${amount} tillgodoförs`,
    estimate: "uppskattning",
    range: (low, high) => `uppskattning, ${low} till ${high}`,
    balanceAfter: (amount) => `Saldo efter: ${amount}.`,
    balanceUnpaid: (amount) => `Saldo efter, om inget betalas: ${amount}.`,
    withEstimates: (balance, missing) =>
      `Med uppskattade poster: saldo omkring ${balance}${missing === null ? "" : `, omkring ${missing} saknas`}.`,
    asOf: (authority, moment) => `Uppgifter från ${authority} ${moment}.`,
    discreetPay: "Saldovakt: betalning behövs",
    discreetDue: "Saldovakt: förfallodag",
    discreetExpected: "Saldovakt: förfallodag (uppskattning)",
    discreetNote: "Belopp och konto står i Saldovakt.",
  },
  nb: {
    calendar: "Skatt å betale",
    unnamed: "En konto",
    pay: (amount, name) => `Betal ${amount} skatt: ${name}`,
    now: "Pengene trengs allerede nå.",
    payBy: (day) => `Betal senest ${day}.`,
    payment: (amount, payTo, authority) =>
      payTo.number === null
        ? `${amount} (betalingsinformasjon finnes hos ${authority})${known(payTo)}`
        : `${amount} til ${scheme(payTo, "konto")} ${payTo.number}, ${payTo.reference === null ? `${payTo.referenceType} finnes hos ${authority}` : `${payTo.referenceType} ${payTo.reference}`}`,
    doubtful: (authority) => `Kontrollsifferet i kontonummeret stemmer ikke: sammenlign hos ${authority} før du betaler.`,
    due: (day) => `Forfaller ${day}.`,
    covered: (amount, name) => `${name}: ${amount} skatt forfaller, saldoen er stor nok`,
    nothingMore: (amount, name) => `${name}: ${amount} skatt forfaller, ikke mer å betale`,
    expected: (amount, name) => `${name}: omkring ${amount} skatt ventes (anslag)`,
    credited: (amount, name) => `${name}: ${amount} godskrives`,
    estimate: "anslag",
    range: (low, high) => `anslag, ${low} til ${high}`,
    balanceAfter: (amount) => `Saldo etter: ${amount}.`,
    balanceUnpaid: (amount) => `Saldo etter, hvis ingenting betales: ${amount}.`,
    withEstimates: (balance, missing) =>
      `Med anslåtte poster: saldo omkring ${balance}${missing === null ? "" : `, omkring ${missing} mangler`}.`,
    asOf: (authority, moment) => `Opplysninger fra ${authority} ${moment}.`,
    discreetPay: "Saldovakt: betaling trengs",
    discreetDue: "Saldovakt: forfallsdato",
    discreetExpected: "Saldovakt: forfallsdato (anslag)",
    discreetNote: "Beløp og konto står i Saldovakt.",
  },
  en: {
    calendar: "Tax to pay",
    unnamed: "An account",
    pay: (amount, name) => `Pay ${amount} tax: ${name}`,
    now: "The money is needed already.",
    payBy: (day) => `Pay by ${day}.`,
    payment: (amount, payTo, authority) =>
      payTo.number === null
        ? `${amount} (see ${authority} for the payment details)${known(payTo)}`
        : `${amount} to ${scheme(payTo, "account")} ${payTo.number}, ${payTo.reference === null ? `see ${authority} for the ${payTo.referenceType}` : `${payTo.referenceType} ${payTo.reference}`}`,
    doubtful: (authority) => `The check digit of the account number is wrong: compare it with ${authority} before you pay.`,
    due: (day) => `Due ${day}.`,
    covered: (amount, name) => `${name}: ${amount} tax due, covered by the balance`,
    nothingMore: (amount, name) => `${name}: ${amount} tax due, nothing more to pay`,
    expected: (amount, name) => `${name}: about ${amount} tax expected (estimate)`,
    credited: (amount, name) => `${name}: ${amount} to be credited`,
    estimate: "estimate",
    range: (low, high) => `estimate, ${low} to ${high}`,
    balanceAfter: (amount) => `Balance after: ${amount}.`,
    balanceUnpaid: (amount) => `Balance after, if nothing is paid: ${amount}.`,
    withEstimates: (balance, missing) =>
      `With estimated items: balance about ${balance}${missing === null ? "" : `, about ${missing} short`}.`,
    asOf: (authority, moment) => `Data from ${authority}, ${moment}.`,
    discreetPay: "Saldovakt: a payment is needed",
    discreetDue: "Saldovakt: due date",
    discreetExpected: "Saldovakt: due date (estimate)",
    discreetNote: "Amounts and accounts are in Saldovakt.",
  },
};
