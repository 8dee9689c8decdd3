import type { Language } from "@saldovakt/domain";

/** Why an account that its authority refuses shows nothing, or nothing new, by the fault's code, and what to do; the alert tells more. */
export interface RefusalTexts {
  /** Of an account never read: in the place of how pressing it is. */
  readonly pill: string;
  readonly byCode: Readonly<Record<string, string>>;
  other(authority: string): string;
  /** When the first reading of those that fail was, and its code. */
  since(moment: string): string;
}

export const REFUSAL_TEXTS: Readonly<Record<Language, RefusalTexts>> = {
  sv: {
    pill: "Kan inte läsas",
    byCode: {
      SKV_ACCOUNT_UNKNOWN:
        "Skatteverket känner inte till numret. Kontrollera det; kontot kan också vara avslutat eller inte registrerat än.",
      SKV_IDENTITY_REFUSED: "Skatteverket godtar inte numret. Kontrollera det.",
      SKV_NOT_AUTHORISED: "Behörighet saknas hos Skatteverket.",
      SKV_ANSWER_UNEXPECTED: "Skatteverkets svar går inte att tolka säkert. Anmäl felet till den som driver Saldovakt.",
      SKE_WITHHELD: "Skatteetaten har skyddat uppgifterna (skjermet). Det kan finnas krav att betala: se dem hos Skatteetaten.",
      SKE_ACCOUNT_UNKNOWN: "Skatteetaten känner inte till organisationsnumret. Kontrollera det.",
      SKE_NOT_AUTHORISED: "Systemanvändaren (systembruker) är inte godkänd i Altinn.",
    },
    other: (authority) => `Vad som är att betala är okänt: se kontot hos ${authority}.`,
    since: (moment) => `Läsningen nekas sedan ${moment}. Felkod:`,
  },
  nb: {
    pill: "Kan ikke leses",
    byCode: {
      SKV_ACCOUNT_UNKNOWN:
        "Skatteverket kjenner ikke nummeret. Kontroller det; kontoen kan også være avsluttet eller ikke registrert ennå.",
      SKV_IDENTITY_REFUSED: "Skatteverket godtar ikke nummeret. Kontroller det.",
      SKV_NOT_AUTHORISED: "Tillatelse mangler hos Skatteverket.",
      SKV_ANSWER_UNEXPECTED: "Svaret fra Skatteverket kan ikke tolkes sikkert. Meld feilen til den som drifter Saldovakt.",
      SKE_WITHHELD: "Skatteetaten har skjermet opplysningene. Det kan finnes krav å betale: se dem hos Skatteetaten.",
      SKE_ACCOUNT_UNKNOWN: "Skatteetaten kjenner ikke organisasjonsnummeret. Kontroller det.",
      SKE_NOT_AUTHORISED: "Systembrukeren er ikke godkjent i Altinn.",
    },
    other: (authority) => `Hva som skal betales, er ukjent: se kontoen hos ${authority}.`,
    since: (moment) => `Lesingen er avvist siden ${moment}. Feilkode:`,
  },
  en: {
    pill: "Cannot be read",
    byCode: {
      SKV_ACCOUNT_UNKNOWN: "Skatteverket does not know the number. Check it; the account may also be closed, or not registered yet.",
      SKV_IDENTITY_REFUSED: "Skatteverket does not take the number. Check it.",
      SKV_NOT_AUTHORISED: "The permission is missing at Skatteverket.",
      SKV_ANSWER_UNEXPECTED: "Skatteverket's answer cannot be interpreted safely. Report the fault to whoever runs Saldovakt.",
      SKE_WITHHELD: "Skatteetaten shields the data (skjermet). There may be claims to pay: see them at Skatteetaten.",
      SKE_ACCOUNT_UNKNOWN: "Skatteetaten does not know the organisation number. Check it.",
      SKE_NOT_AUTHORISED: "The system user (systembruker) is not approved in Altinn.",
    },
    other: (authority) => `What is to be paid is unknown: see the account at ${authority}.`,
    since: (moment) => `Readings have been refused since ${moment}. Error code:`,
  },
};
