import type { Language } from "@saldovakt/domain";

/** What the pages say of the days ahead on an account that is known by statements alone. */
export interface UnknownTexts {
  /** A day, written out. */
  known(day: string): string;
  /** Nothing is even estimated. */
  readonly ahead: string;
  readonly estimated: string;
  readonly dueDates: string;
}

export const UNKNOWN_TEXTS: Readonly<Record<Language, UnknownTexts>> = {
  sv: {
    known: (day) => `Kontoutdraget visar vad som är bokfört till och med ${day}.`,
    ahead: "Vad som kommer sedan är inte känt.",
    estimated: "Det som kommer sedan är uppskattat; vad som är beslutat är inte känt.",
    dueDates: "Kommande förfallodagar är inte kända: ett kontoutdrag visar bara det som är bokfört.",
  },
  nb: {
    known: (day) => `Kontoutskriften viser hva som er bokført til og med ${day}.`,
    ahead: "Hva som kommer etter det, er ikke kjent.",
    estimated: "Det som kommer etter det, er anslått; hva som er fastsatt, er ikke kjent.",
    dueDates: "Kommende forfall er ikke kjent: en kontoutskrift viser bare det som er bokført.",
  },
  en: {
    known: (day) => `The statement shows what was booked up to ${day}.`,
    ahead: "What comes after that is not known.",
    estimated: "What comes after that is estimated; what is decided is not known.",
    dueDates: "Due dates ahead are not known: a statement shows only what is booked.",
  },
};
