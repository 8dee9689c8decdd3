import type { Language } from "@saldovakt/domain";

/** The page that tells an account's owner how to appoint the firm. `firm` and `client` are names. */
export interface AppointTexts {
  heading(firm: string): string;
  lead(firm: string, client: string): string;
  /** Where nothing is asked of the reader but to sign in elsewhere. */
  readonly noSignIn: string;
  readonly whom: string;
  readonly role: string;
  readonly number: string;
  readonly name: string;
  readonly steps: string;
  readonly open: { readonly online: string; readonly paper: string };
  readonly qr: string;
  readonly qrAlt: string;
  readonly gives: string;
  reads(client: string): string;
  onlyAccount(firm: string): string;
  readonly changesNothing: string;
  readonly endsWhen: string;
  readonly unexpected: string;
  ask(firm: string): string;
  readonly leadsThere: string;
  until(moment: string): string;
  readonly given: { readonly heading: string; text(firm: string): string };
  readonly gone: { readonly heading: string; readonly text: string };
}

export const APPOINT_TEXTS: Readonly<Record<Language, AppointTexts>> = {
  sv: {
    heading: (firm) => `Låt ${firm} läsa skattekontot`,
    lead: (firm, client) =>
      `${firm} bevakar skattekontot för ${client} och säger till i tid när pengar behöver sättas in. För det behöver ni utse ${firm} till juridiskt läsombud hos Skatteverket.`,
    noSignIn: "Ni loggar in hos Skatteverket, inte här, och lämnar inga uppgifter på den här sidan.",
    whom: "Det här ska stå hos Skatteverket",
    role: "Roll",
    number: "Organisationsnummer",
    name: "Namn",
    steps: "Så här gör ni",
    open: { online: "Öppna Ombud och behörigheter", paper: "Öppna sidan med blanketten" },
    qr: "Öppna på telefonen i stället",
    qrAlt: "QR-kod med länken till Skatteverket",
    gives: "Vad rollen ger",
    reads: (client) =>
      `Rätt att läsa uppgifter om ${client} hos Skatteverket: skattekontot, och annat som Skatteverket lämnar till läsombud, till exempel vad som ska rapporteras och när.`,
    onlyAccount: (firm) => `Det program som ${firm} använder här läser skattekontot och inget annat.`,
    changesNothing: "Ingen rätt att ändra, deklarera, betala eller ta emot pengar.",
    endsWhen: "Ni tar bort rollen när ni vill, i samma e-tjänst eller på blankett.",
    unexpected: "Kommer det här oväntat?",
    ask: (firm) => `Fråga ${firm} på ett telefonnummer som ni redan har, innan ni gör något.`,
    leadsThere: "Länken härifrån leder till en adress som slutar på skatteverket.se.",
    until: (moment) => `Sidan är öppen till ${moment}.`,
    given: { heading: "Behörigheten är redan given", text: (firm) => `${firm} kan läsa skattekontot. Ni behöver inte göra något mer.` },
    gone: { heading: "Länken gäller inte längre", text: "Be den som skickade länken om en ny." },
  },
  nb: {
    heading: (firm) => `La ${firm} lese skattekontoen`,
    lead: (firm, client) =>
      `${firm} overvåker den svenske skattekontoen til ${client} og sier fra i tide når penger må settes inn. For det må dere utpeke ${firm} som juridiskt läsombud hos Skatteverket.`,
    noSignIn: "Dere logger inn hos Skatteverket, ikke her, og oppgir ingenting på denne siden.",
    whom: "Dette skal stå hos Skatteverket",
    role: "Rolle",
    number: "Organisasjonsnummer",
    name: "Navn",
    steps: "Slik gjør dere",
    open: { online: "Åpne Ombud och behörigheter", paper: "Åpne siden med skjemaet" },
    qr: "Åpne på telefonen i stedet",
    qrAlt: "QR-kode med lenken til Skatteverket",
    gives: "Hva rollen gir",
    reads: (client) =>
      `Rett til å lese opplysninger om ${client} hos Skatteverket: skattekontoen, og annet som Skatteverket gir til läsombud, for eksempel hva som skal rapporteres og når.`,
    onlyAccount: (firm) => `Programmet som ${firm} bruker her, leser skattekontoen og ikke noe annet.`,
    changesNothing: "Ingen rett til å endre, levere, betale eller ta imot penger.",
    endsWhen: "Dere tar bort rollen når dere vil, i samme e-tjeneste eller på papir.",
    unexpected: "Kommer dette uventet?",
    ask: (firm) => `Spør ${firm} på et telefonnummer dere allerede har, før dere gjør noe.`,
    leadsThere: "Lenken herfra fører til en adresse som slutter på skatteverket.se.",
    until: (moment) => `Siden er åpen til ${moment}.`,
    given: { heading: "Tillatelsen er allerede gitt", text: (firm) => `${firm} kan lese skattekontoen. Dere trenger ikke gjøre noe mer.` },
    gone: { heading: "Lenken gjelder ikke lenger", text: "Be den som sendte lenken, om en ny." },
  },
  en: {
    heading: (firm) => `Let ${firm} read the tax account`,
    lead: (firm, client) =>
      `${firm} watches the tax account of ${client}, and tells you in time when money has to be paid in. For that you need to appoint ${firm} as juridiskt läsombud at Skatteverket.`,
    noSignIn: "You sign in at Skatteverket, not here, and give no information on this page.",
    whom: "What is to stand at Skatteverket",
    role: "Role",
    number: "Organisation number",
    name: "Name",
    steps: "What to do",
    open: { online: "Open Ombud och behörigheter", paper: "Open the page with the form" },
    qr: "Open on the phone instead",
    qrAlt: "QR code with the link to Skatteverket",
    gives: "What the role gives",
    reads: (client) =>
      `The right to read what Skatteverket has on ${client}: the tax account, and other things that Skatteverket gives to a läsombud, such as what is to be reported and when.`,
    onlyAccount: (firm) => `The program that ${firm} uses here reads the tax account and nothing else.`,
    changesNothing: "No right to change, declare, pay or receive anything.",
    endsWhen: "You take the role away whenever you want, in the same e-service or on paper.",
    unexpected: "Did you not expect this?",
    ask: (firm) => `Ask ${firm}, on a telephone number that you have already, before you do anything.`,
    leadsThere: "The link from here leads to an address that ends with skatteverket.se.",
    until: (moment) => `The page is open until ${moment}.`,
    given: {
      heading: "The permission is given already",
      text: (firm) => `${firm} can read the tax account. There is nothing more for you to do.`,
    },
    gone: { heading: "The link no longer works", text: "Ask whoever sent it for a new one." },
  },
};
