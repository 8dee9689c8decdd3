import type { Language } from "@saldovakt/domain";

/** Why an account that Skatteetaten refuses shows nothing, by the fault's code; the alert tells more. */
export interface RefusalTexts {
  readonly byCode: Readonly<Record<string, string>>;
  other(code: string): string;
}

export const REFUSAL_TEXTS: Readonly<Record<Language, RefusalTexts>> = {
  sv: {
    byCode: {
      SKE_WITHHELD: "Skatteetaten har skyddat uppgifterna (skjermet). Det kan finnas krav att betala: se dem hos Skatteetaten.",
      SKE_ACCOUNT_UNKNOWN: "Skatteetaten känner inte till organisationsnumret. Kontrollera det.",
      SKE_NOT_AUTHORISED: "Systemanvändaren (systembruker) är inte godkänd i Altinn.",
    },
    other: (code) => `Vad som är att betala är okänt: se kraven hos Skatteetaten. Felkod: ${code}`,
  },
  nb: {
    byCode: {
      SKE_WITHHELD: "Skatteetaten har skjermet opplysningene. Det kan finnes krav å betale: se dem hos Skatteetaten.",
      SKE_ACCOUNT_UNKNOWN: "Skatteetaten kjenner ikke organisasjonsnummeret. Kontroller det.",
      SKE_NOT_AUTHORISED: "Systembrukeren er ikke godkjent i Altinn.",
    },
    other: (code) => `Hva som skal betales, er ukjent: se kravene hos Skatteetaten. Feilkode: ${code}`,
  },
  en: {
    byCode: {
      SKE_WITHHELD: "Skatteetaten shields the data (skjermet). There may be claims to pay: see them at Skatteetaten.",
      SKE_ACCOUNT_UNKNOWN: "Skatteetaten does not know the organisation number. Check it.",
      SKE_NOT_AUTHORISED: "The system user (systembruker) is not approved in Altinn.",
    },
    other: (code) => `What is to be paid is unknown: see the claims at Skatteetaten. Error code: ${code}`,
  },
};
