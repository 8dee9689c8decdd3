import type { Language } from "@saldovakt/domain";

/** What has fallen due is told apart from a reserve that is short. Days come written out. */
export interface OverdueTexts {
  since(day: string): string;
  /** In the list, beneath the day; `ago` as "11 days ago". */
  was(ago: string): string;
  /** Of a payment, and of a day, that only the reserve asks for. */
  readonly toReserve: string;
  readonly belowReserve: string;
  reserveMissing(amount: string): string;
  /** Of a deficit that is more than the balance says. */
  notBooked(amount: string): string;
}

export const OVERDUE_TEXTS: Readonly<Record<Language, OverdueTexts>> = {
  sv: {
    since: (day) => `förfallet sedan ${day}`,
    was: (ago) => `förföll ${ago}`,
    toReserve: "till reserven",
    belowReserve: "Saldot är lägre än reserven redan i dag. Inget har förfallit.",
    reserveMissing: (amount) => `${amount} saknas till reserven`,
    notBooked: (amount) => `Av det har ${amount} förfallit men är inte bokfört på saldot än.`,
  },
  nb: {
    since: (day) => `forfalt siden ${day}`,
    was: (ago) => `forfalt ${ago}`,
    toReserve: "til reserven",
    belowReserve: "Saldoen er lavere enn reserven allerede i dag. Ingenting er forfalt.",
    reserveMissing: (amount) => `${amount} mangler på reserven`,
    notBooked: (amount) => `Av det har ${amount} forfalt, men er ikke bokført på saldoen ennå.`,
  },
  en: {
    since: (day) => `overdue since ${day}`,
    was: (ago) => `was due ${ago}`,
    toReserve: "for the reserve",
    belowReserve: "The balance is below the reserve already today. Nothing is overdue.",
    reserveMissing: (amount) => `${amount} short of the reserve`,
    notBooked: (amount) => `Of that ${amount} has fallen due and is not booked on the balance yet.`,
  },
};
