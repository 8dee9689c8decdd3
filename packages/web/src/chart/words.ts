import type { Language } from "@saldovakt/domain";

export interface ChartWords {
  title(name: string): string;
  /** Where claims are paid one by one, and there is no balance. */
  titleOfClaims(name: string): string;
  today: string;
  reserve(amount: string): string;
  payBy(day: string): string;
  balanceToday(amount: string): string;
  lowest(amount: string, day: string): string;
  missing(amount: string): string;
  covered: string;
  /** In its place where only what is booked is known. */
  unknown: string;
  estimated(amount: string, day: string): string;
  /** How far the estimates go where the picture does not reach. */
  beyond(amount: string): string;
}

/** The chart's few words; `title`, `balanceToday`, `lowest` and what follows are for those who do not see it. */
export const CHART_WORDS: Readonly<Record<Language, ChartWords>> = {
  sv: {
    title: (name) => `Prognos för saldot: ${name}`,
    titleOfClaims: (name) => `Obetalt framöver: ${name}`,
    today: "I dag",
    reserve: (amount) => `Reserv ${amount}`,
    payBy: (day) => `Betala senast ${day}`,
    balanceToday: (amount) => `Saldot är ${amount} i dag`,
    lowest: (amount, day) => `som lägst ${amount}, ${day}`,
    missing: (amount) => `${amount} saknas`,
    covered: "Inget saknas",
    unknown: "Vad som förfaller är okänt",
    estimated: (amount, day) => `Med uppskattade poster är saldot som lägst ${amount}, ${day}`,
    beyond: (amount) => `uppskattat ${amount}`,
  },
  nb: {
    title: (name) => `Prognose for saldoen: ${name}`,
    titleOfClaims: (name) => `Ubetalt framover: ${name}`,
    today: "I dag",
    reserve: (amount) => `Reserve ${amount}`,
    payBy: (day) => `Betal senest ${day}`,
    balanceToday: (amount) => `Saldoen er ${amount} i dag`,
    lowest: (amount, day) => `på det laveste ${amount}, ${day}`,
    missing: (amount) => `${amount} mangler`,
    covered: "Ingenting mangler",
    unknown: "Hva som forfaller, er ukjent",
    estimated: (amount, day) => `Med anslåtte poster er saldoen på det laveste ${amount}, ${day}`,
    beyond: (amount) => `anslått ${amount}`,
  },
  en: {
    title: (name) => `Balance forecast: ${name}`,
    titleOfClaims: (name) => `Unpaid ahead: ${name}`,
    today: "Today",
    reserve: (amount) => `Reserve ${amount}`,
    payBy: (day) => `Pay by ${day}`,
    balanceToday: (amount) => `The balance is ${amount} today`,
    lowest: (amount, day) => `at its lowest ${amount}, on ${day}`,
    missing: (amount) => `${amount} short`,
    covered: "No shortfall",
    unknown: "What falls due is unknown",
    estimated: (amount, day) => `With estimated items the balance is at its lowest ${amount}, on ${day}`,
    beyond: (amount) => `estimated ${amount}`,
  },
};
