import type { Language } from "@saldovakt/domain";

/** What the pages say of payments that are yet to be made. */
export interface PlannedTexts {
  /** A payment's state. */
  readonly planned: string;
  /** The button beneath what was tried, where its day is still to come. */
  readonly register: string;
  /** Beneath the form. */
  readonly hint: string;
  /** Days come written out. */
  dayOutside(first: string, last: string): string;
}

export const PLANNED_TEXTS: Readonly<Record<Language, PlannedTexts>> = {
  sv: {
    planned: "planerad",
    register: "Räkna med betalningen: registrera den som planerad",
    hint: "En dag framåt i tiden går bra: då räknas betalningen som planerad.",
    dayOutside: (first, last) => `Dagen ska ligga mellan ${first} och ${last}.`,
  },
  nb: {
    planned: "planlagt",
    register: "Regn med betalingen: registrer den som planlagt",
    hint: "En dag fram i tid går bra: da regnes betalingen som planlagt.",
    dayOutside: (first, last) => `Dagen må ligge mellom ${first} og ${last}.`,
  },
  en: {
    planned: "planned",
    register: "Count on the payment: register it as planned",
    hint: "A day ahead is fine: the payment then counts as planned.",
    dayOutside: (first, last) => `Choose a day from ${first} to ${last}.`,
  },
};
