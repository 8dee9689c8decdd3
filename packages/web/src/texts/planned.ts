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
    register: "Registrera som planerad betalning",
    hint: "Dagen kan ligga framåt i tiden; då räknas betalningen som planerad.",
    dayOutside: (first, last) => `Välj en dag från ${first} till ${last}.`,
  },
  nb: {
    planned: "planlagt",
    register: "Registrer som planlagt betaling",
    hint: "Datoen kan ligge fram i tid; da regnes betalingen som planlagt.",
    dayOutside: (first, last) => `Velg en dato fra ${first} til ${last}.`,
  },
  en: {
    planned: "planned",
    register: "Register as a planned payment",
    hint: "The date may be in the future; the payment then counts as planned.",
    dayOutside: (first, last) => `Choose a date from ${first} to ${last}.`,
  },
};
