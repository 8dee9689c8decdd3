import type { Language } from "../policy.ts";

type Sentence = Readonly<Record<Language, string>>;

const SYSTEM_USER: Sentence = {
  sv: "Kontrollera att systemanvändaren (systembruker) är godkänd i Altinn.",
  nb: "Kontroller at systembrukeren er godkjent i Altinn.",
  en: "Check that the system user (systembruker) is approved in Altinn.",
};

const NUMBER: Sentence = {
  sv: "Skatteetaten känner inte till organisationsnumret. Jämför det siffra för siffra med Brønnøysundregistrene.",
  nb: "Skatteetaten kjenner ikke organisasjonsnummeret. Sammenlign det siffer for siffer med Brønnøysundregistrene.",
  en: "Skatteetaten does not know the organisation number. Compare it with Brønnøysundregistrene, digit by digit.",
};

/** It may be about this account or about every one, and says nothing against the company. */
const DECLINED: Sentence = {
  sv: "Skatteetaten tar inte emot Saldovakts förfrågan om kontot. Be den som driver Saldovakt kontrollera inställningarna och kontots uppgifter.",
  nb: "Skatteetaten tar ikke imot Saldovakts forespørsel om kontoen. Be den som drifter Saldovakt, kontrollere innstillingene og kontoens opplysninger.",
  en: "Skatteetaten does not take Saldovakt's request for the account. Ask whoever runs Saldovakt to check its settings and the account's details.",
};

const NOT_UNDERSTOOD: Sentence = {
  sv: "Skatteetatens svar går inte att tolka säkert, så inga belopp visas. Se kraven hos Skatteetaten, och be den som driver Saldovakt anmäla felet.",
  nb: "Svaret fra Skatteetaten kan ikke tolkes sikkert, så ingen beløp vises. Se kravene hos Skatteetaten, og be den som drifter Saldovakt, melde feilen.",
  en: "Skatteetaten's answer cannot be interpreted safely, so no amounts are shown. See the claims at Skatteetaten, and ask whoever runs Saldovakt to report the fault.",
};

/** What helps against each refusal. Those of Maskinporten's that are about one account are all about its system user or delegation. */
const NORWEGIAN: Readonly<Record<string, Sentence>> = {
  SKE_NOT_AUTHORISED: SYSTEM_USER,
  SKE_WITHHELD: {
    sv: "Skatteetaten har skyddat uppgifterna (skjermet), så de kan inte läsas maskinellt. Det kan finnas krav att betala: se dem hos Skatteetaten.",
    nb: "Skatteetaten har skjermet opplysningene, så de kan ikke leses maskinelt. Det kan finnes krav å betale: se dem hos Skatteetaten.",
    en: "Skatteetaten shields the data (skjermet), so it cannot be read by machine. There may be claims to pay: see them at Skatteetaten.",
  },
  SKE_REQUEST_REFUSED: {
    sv: "Skatteetaten tar inte emot förfrågan. Kontrollera organisationsnumret; är det rätt, be den som driver Saldovakt anmäla felet.",
    nb: "Skatteetaten tar ikke imot forespørselen. Kontroller organisasjonsnummeret; er det riktig, be den som drifter Saldovakt, melde feilen.",
    en: "Skatteetaten does not take the request. Check the organisation number; if it is right, ask whoever runs Saldovakt to report the fault.",
  },
  SKE_ACCOUNT_UNKNOWN: NUMBER,
  SKE_ANSWER_UNEXPECTED: NOT_UNDERSTOOD,
  MONEY_OVERFLOW: NOT_UNDERSTOOD,
  SKE_TOKEN_REFUSED: DECLINED,
  SKE_ADDRESS_UNKNOWN: DECLINED,
  SKE_FORMAT_REFUSED: DECLINED,
  SKE_REFUSED: DECLINED,
};

/** What to do about a Norwegian account that cannot be read, by the fault's code; null where the code tells no more. */
export function norwegianRefusal(fault: string | null, language: Language): string | null {
  if (fault === null) return null;
  const sentence = Object.hasOwn(NORWEGIAN, fault) ? NORWEGIAN[fault] : fault.startsWith("MP_") ? SYSTEM_USER : undefined;
  return sentence?.[language] ?? null;
}

const SWEDISH: Readonly<Record<string, Sentence>> = {
  SKV_ACCOUNT_UNKNOWN: {
    sv: "Skatteverket känner inte till något skattekonto med det numret. Jämför numret siffra för siffra; kontot kan också vara avslutat eller inte registrerat än.",
    nb: "Skatteverket kjenner ingen skattekonto med det nummeret. Sammenlign nummeret siffer for siffer; kontoen kan også være avsluttet eller ikke registrert ennå.",
    en: "Skatteverket knows no tax account with that number. Compare the number, digit by digit; the account may also be closed, or not registered yet.",
  },
  SKV_IDENTITY_REFUSED: {
    sv: "Skatteverket godtar inte numret. Jämför det siffra för siffra med registreringsbeviset.",
    nb: "Skatteverket godtar ikke nummeret. Sammenlign det siffer for siffer med registreringsbeviset.",
    en: "Skatteverket does not take the number. Compare it with the certificate of registration, digit by digit.",
  },
  SKV_ANSWER_UNEXPECTED: {
    sv: "Skatteverkets svar går inte att tolka säkert, så inga belopp visas. Se kontot i Skatteverkets e-tjänst, och be den som driver Saldovakt anmäla felet.",
    nb: "Svaret fra Skatteverket kan ikke tolkes sikkert, så ingen beløp vises. Se kontoen i Skatteverkets e-tjeneste, og be den som drifter Saldovakt, melde feilen.",
    en: "Skatteverket's answer cannot be interpreted safely, so no amounts are shown. See the account in Skatteverket's e-service, and ask whoever runs Saldovakt to report the fault.",
  },
  SKV_REFUSED: {
    sv: "Skatteverket tar inte emot förfrågan och säger inte varför. Be den som driver Saldovakt kontrollera inställningarna.",
    nb: "Skatteverket tar ikke imot forespørselen og sier ikke hvorfor. Be den som drifter Saldovakt, kontrollere innstillingene.",
    en: "Skatteverket does not take the request and does not say why. Ask whoever runs Saldovakt to check its settings.",
  },
};

/** What helps where Skatteverket refuses an account for another reason than a missing permission, by the fault's code; null where the code tells no more. */
export function swedishRefusal(fault: string | null, language: Language): string | null {
  return fault !== null && Object.hasOwn(SWEDISH, fault) ? (SWEDISH[fault]?.[language] ?? null) : null;
}
