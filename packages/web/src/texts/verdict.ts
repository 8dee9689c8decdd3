import type { Language } from "@saldovakt/domain";

/** The first words of an account's page where more is to be said than what is missing and that nothing is. Amounts and days come written out. */
export interface VerdictTexts {
  /** Of a debt at Kronofogden. */
  readonly enforcement: { heading(amount: string): string; readonly todo: string; readonly covered: string };
  readonly stale: { readonly heading: string; text(day: string): string };
  /** Nothing decided is missing, and estimates say that something will be. */
  readonly decidedCovered: string;
  readonly guess: {
    /** The first part that would be missing. */
    first(amount: string, dueDate: string, by: string): string;
    total(amount: string): string;
  };
  readonly ahead: {
    readonly heading: string;
    readonly text: string;
    amount(amount: string): string;
  };
}

export const VERDICT_TEXTS: Readonly<Record<Language, VerdictTexts>> = {
  sv: {
    enforcement: {
      heading: (amount) => `${amount} hos Kronofogden`,
      todo: "Betala till Kronofogden med uppgifterna i deras brev, inte till skattekontot.",
      covered: "På själva skattekontot saknas inget.",
    },
    stale: {
      heading: "Uppgifterna är gamla",
      text: (day) => `Enligt uppgifterna från ${day} saknas inget, men mer kan ha beslutats sedan dess.`,
    },
    decidedCovered: "Allt som är beslutat är täckt",
    guess: {
      first: (amount, dueDate, by) =>
        `Troligen saknas omkring ${amount} till ${dueDate}. Beloppet är uppskattat, inte beslutat, och behöver i så fall betalas ${by}.`,
      total: (amount) => `Med alla uppskattade poster saknas totalt omkring ${amount}.`,
    },
    ahead: {
      heading: "Om du vill betala i förväg",
      text: "Beloppet är inte beslutat, så det måste inte betalas än.",
      amount: (amount) => `omkring ${amount} (uppskattat)`,
    },
  },
  nb: {
    enforcement: {
      heading: (amount) => `${amount} hos Kronofogden`,
      todo: "Betal til Kronofogden med opplysningene i deres brev, ikke til skattekontoen.",
      covered: "På selve skattekontoen mangler ingenting.",
    },
    stale: {
      heading: "Opplysningene er gamle",
      text: (day) => `Ifølge opplysningene fra ${day} mangler ingenting, men mer kan være fastsatt siden.`,
    },
    decidedCovered: "Alt som er fastsatt, er dekket",
    guess: {
      first: (amount, dueDate, by) =>
        `Trolig mangler omtrent ${amount} til ${dueDate}. Beløpet er anslått, ikke fastsatt, og må i så fall betales ${by}.`,
      total: (amount) => `Med alle anslåtte poster mangler totalt omtrent ${amount}.`,
    },
    ahead: {
      heading: "Om du vil betale på forhånd",
      text: "Beløpet er ikke fastsatt, så det må ikke betales ennå.",
      amount: (amount) => `omtrent ${amount} (anslått)`,
    },
  },
  en: {
    enforcement: {
      heading: (amount) => `${amount} at Kronofogden`,
      todo: "Pay Kronofogden with the details in their letter, not into the tax account.",
      covered: "On the tax account itself nothing is missing.",
    },
    stale: {
      heading: "The data is old",
      text: (day) => `By the data of ${day} nothing is missing, but more may have been decided since.`,
    },
    decidedCovered: "Everything decided is covered",
    guess: {
      first: (amount, dueDate, by) =>
        `Probably about ${amount} will be missing by ${dueDate}. The amount is estimated, not decided, and would have to be paid ${by}.`,
      total: (amount) => `With all estimated items the total shortfall is about ${amount}.`,
    },
    ahead: {
      heading: "If you want to pay ahead",
      text: "The amount is not decided, so it does not have to be paid yet.",
      amount: (amount) => `about ${amount} (estimated)`,
    },
  },
};
