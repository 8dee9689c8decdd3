import type { Language } from "@saldovakt/domain";

/** In place of due dates, on an account that is known by statements alone. */
export const DUE_DATES_UNKNOWN: Readonly<Record<Language, string>> = {
  sv: "Kommande förfallodagar är inte kända: ett kontoutdrag visar bara det som är bokfört.",
  nb: "Kommende forfall er ikke kjent: en kontoutskrift viser bare det som er bokført.",
  en: "Due dates ahead are not known: a statement shows only what is booked.",
};
