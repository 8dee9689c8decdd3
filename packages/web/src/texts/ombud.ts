import type { Language } from "@saldovakt/domain";

/** What the pages say of a client's permission, beside what the domain says of it in words. */
export interface OmbudTexts {
  readonly steps: string;
  readonly open: string;
  readonly letter: string;
  readonly letterIn: { readonly sv: string; readonly en: string };
  readonly ask: string;
  readonly askAgain: string;
  /** Nobody has said whom to appoint. */
  readonly nobody: string;
  waiting(count: number): string;
  readonly showWaiting: string;
  readonly showAll: string;
}

export const OMBUD_TEXTS: Readonly<Record<Language, OmbudTexts>> = {
  sv: {
    steps: "Så här gör kunden",
    open: "Öppna e-tjänsten hos Skatteverket",
    letter: "Brev till kunden",
    letterIn: { sv: "på svenska", en: "på engelska" },
    ask: "Kunden är tillfrågad",
    askAgain: "Kunden är tillfrågad igen",
    nobody:
      "Skriv företagets organisationsnummer i konfigurationen (skatteverket.ombud.organisation), så står det i brevet vem kunden ska utse. Är kontot ert eget behövs inget ombud: då är certifikatet en annan organisations.",
    waiting: (count) => (count === 1 ? "1 konto väntar på kundens behörighet" : `${count} konton väntar på kundens behörighet`),
    showWaiting: "Visa dem",
    showAll: "Visa alla konton",
  },
  nb: {
    steps: "Slik gjør kunden",
    open: "Åpne e-tjenesten hos Skatteverket",
    letter: "Brev til kunden",
    letterIn: { sv: "på svensk", en: "på engelsk" },
    ask: "Kunden er spurt",
    askAgain: "Kunden er spurt igjen",
    nobody:
      "Skriv foretakets organisasjonsnummer i konfigurasjonen (skatteverket.ombud.organisation), så står det i brevet hvem kunden skal utpeke. Er kontoen deres egen, trengs ingen fullmektig: da er sertifikatet en annen organisasjons.",
    waiting: (count) => (count === 1 ? "1 konto venter på kundens tillatelse" : `${count} kontoer venter på kundens tillatelse`),
    showWaiting: "Vis dem",
    showAll: "Vis alle kontoer",
  },
  en: {
    steps: "What the client does",
    open: "Open the e-service at Skatteverket",
    letter: "Letter to the client",
    letterIn: { sv: "in Swedish", en: "in English" },
    ask: "The client has been asked",
    askAgain: "The client has been asked again",
    nobody:
      "Write your firm's organisation number in the configuration (skatteverket.ombud.organisation), and the letter will say whom the client is to appoint. If the account is your own, no ombud is needed: then the certificate is another organisation's.",
    waiting: (count) =>
      count === 1 ? "1 account waits for the client's permission" : `${count} accounts wait for the client's permission`,
    showWaiting: "Show them",
    showAll: "Show all accounts",
  },
};
