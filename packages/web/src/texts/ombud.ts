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
  /** Of a link that Skatteverket makes for this client. */
  readonly makeLink: string;
  readonly linkRefused: { readonly heading: string; readonly text: string };
  /** Of our page for the client. */
  readonly page: string;
  readonly pageHint: string;
  opened(day: string): string;
  waiting(count: number): string;
  showWaiting(count: number): string;
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
    makeLink: "Hämta en länk för den här kunden hos Skatteverket",
    linkRefused: {
      heading: "Skatteverket gjorde ingen länk",
      text: "E-tjänstens adress i brevet går lika bra: kunden väljer då rollen själv. Koden säger varför ingen länk gick att få.",
    },
    page: "Sida för kunden",
    pageHint: "Sidan visar kunden samma steg, utan belopp. Den som har adressen kan öppna den i 30 dagar.",
    opened: (day) => `Sidan öppnades första gången ${day}, av kunden eller av ett program som granskar länkar i e-post.`,
    waiting: (count) => (count === 1 ? "1 konto väntar på kundens behörighet" : `${count} konton väntar på kundens behörighet`),
    showWaiting: (count) => (count === 1 ? "Visa det" : "Visa dem"),
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
    makeLink: "Hent en lenke til denne kunden hos Skatteverket",
    linkRefused: {
      heading: "Skatteverket laget ingen lenke",
      text: "E-tjenestens adresse i brevet går like godt: da velger kunden rollen selv. Koden sier hvorfor ingen lenke var å få.",
    },
    page: "Side for kunden",
    pageHint: "Siden viser kunden de samme trinnene, uten beløp. Den som har adressen, kan åpne den i 30 dager.",
    opened: (day) => `Siden ble åpnet første gang ${day}, av kunden eller av et program som ser gjennom lenker i e-post.`,
    waiting: (count) => (count === 1 ? "1 konto venter på kundens tillatelse" : `${count} kontoer venter på kundens tillatelse`),
    showWaiting: (count) => (count === 1 ? "Vis den" : "Vis dem"),
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
    makeLink: "Get a link for this client from Skatteverket",
    linkRefused: {
      heading: "Skatteverket made no link",
      text: "The e-service's own address in the letter serves as well: the client then chooses the role. The code says why no link was to be had.",
    },
    page: "Page for the client",
    pageHint: "Shows the client the same steps, without amounts. Whoever has the address can open it for 30 days.",
    opened: (day) => `The page was first opened on ${day}, by the client or by a program that looks at the links in mail.`,
    waiting: (count) =>
      count === 1 ? "1 account waits for the client's permission" : `${count} accounts wait for the client's permission`,
    showWaiting: (count) => (count === 1 ? "Show it" : "Show them"),
    showAll: "Show all accounts",
  },
};
