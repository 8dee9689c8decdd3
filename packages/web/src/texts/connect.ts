import type { Language } from "@saldovakt/domain";

/** What the pages say of people who sign in at the authority. Moments come written out. */
export interface ConnectTexts {
  readonly heading: Readonly<Record<"per" | "org", string>>;
  readonly lead: Readonly<Record<"per" | "org", string>>;
  readonly begin: Readonly<Record<"per" | "org", string>>;
  readonly again: Readonly<Record<"per" | "org", string>>;
  until(moment: string): string;
  readonly over: string;
  readonly read: string;
  readonly disconnect: string;
  /** Where we could read the account by ourselves before. */
  readonly disconnectHint: string;
  /** Where we never could. */
  readonly disconnectHintAlone: string;
  readonly onTheWay: { readonly heading: string; readonly text: string; readonly go: string };
  readonly faults: {
    readonly again: { readonly heading: string; readonly text: string };
    readonly over: { readonly heading: string; readonly text: string };
    readonly denied: { readonly heading: string; readonly text: string };
    readonly notTheirs: { readonly heading: string; readonly text: string };
    readonly later: { readonly heading: string; readonly text: string };
    readonly unfinished: { readonly heading: string; readonly text: string };
  };
  readonly toAccount: string;
}

export const CONNECT_TEXTS: Readonly<Record<Language, ConnectTexts>> = {
  sv: {
    heading: { per: "Läs kontot med BankID", org: "Läs kontot med organisationscertifikat" },
    lead: {
      per: "Den som får se företagets skattekonto kan logga in hos Skatteverket med sin e-legitimation, så läses kontot nu. Det ersätter inte den dagliga läsningen: prognosen är så gammal som den senaste inloggningen.",
      org: "Med organisationens certifikat kan kontot läsas nu. Det ersätter inte den dagliga läsningen: prognosen är så gammal som den senaste inloggningen.",
    },
    begin: { per: "Läs nu med BankID", org: "Läs nu med certifikat" },
    again: { per: "Logga in med BankID igen", org: "Logga in med certifikat igen" },
    until: (moment) => `Inloggad hos Skatteverket till ${moment}.`,
    over: "Ingen är inloggad hos Skatteverket för kontot nu.",
    read: "Läs nu",
    disconnect: "Koppla från",
    disconnectHint: "Då raderas inloggningen här, och kontot läses varje dag som ombud igen.",
    disconnectHintAlone:
      "Då raderas inloggningen här. Uppgifterna står kvar, och blir nya först när någon loggar in igen eller företaget utser ett ombud.",
    onTheWay: { heading: "Inloggningen är klar", text: "Kontot läses.", go: "Fortsätt" },
    faults: {
      again: {
        heading: "Inloggningen måste göras om",
        text: "Den tog för lång tid, hade redan använts eller började i en annan webbläsare.",
      },
      over: { heading: "Inloggningen måste göras om", text: "Den hos Skatteverket har gått ut eller avslutats." },
      denied: { heading: "Inloggningen avbröts", text: "Inget har lästs. Börja om när du vill." },
      notTheirs: {
        heading: "Du får inte läsa det här kontot",
        text: "Skatteverket säger att den som loggade in inte får se företagets skattekonto. Logga in som någon som företräder företaget eller är ombud för det.",
      },
      later: {
        heading: "Kontot kunde inte läsas nu",
        text: "Skatteverket svarar inte. Försök igen om en stund; inloggningen gäller så länge.",
      },
      unfinished: { heading: "Inloggningen gick inte att slutföra nu", text: "Inget har lästs. Logga in igen om en stund." },
    },
    toAccount: "Till kontot",
  },
  nb: {
    heading: { per: "Les kontoen med BankID", org: "Les kontoen med organisasjonssertifikat" },
    lead: {
      per: "Den som får se foretakets skattekonto, kan logge inn hos Skatteverket med sin e-legitimasjon, og da leses kontoen nå. Det erstatter ikke den daglige lesingen: prognosen er så gammel som den siste innloggingen.",
      org: "Med organisasjonens sertifikat kan kontoen leses nå. Det erstatter ikke den daglige lesingen: prognosen er så gammel som den siste innloggingen.",
    },
    begin: { per: "Les nå med BankID", org: "Les nå med sertifikat" },
    again: { per: "Logg inn med BankID på nytt", org: "Logg inn med sertifikat på nytt" },
    until: (moment) => `Innlogget hos Skatteverket til ${moment}.`,
    over: "Ingen er innlogget hos Skatteverket for kontoen nå.",
    read: "Les nå",
    disconnect: "Koble fra",
    disconnectHint: "Da slettes innloggingen her, og kontoen leses hver dag som ombud igjen.",
    disconnectHintAlone:
      "Da slettes innloggingen her. Opplysningene blir stående, og blir nye først når noen logger inn igjen eller foretaket utpeker et ombud.",
    onTheWay: { heading: "Innloggingen er ferdig", text: "Kontoen leses.", go: "Fortsett" },
    faults: {
      again: {
        heading: "Innloggingen må gjøres på nytt",
        text: "Den tok for lang tid, var allerede brukt eller begynte i en annen nettleser.",
      },
      over: { heading: "Innloggingen må gjøres på nytt", text: "Den hos Skatteverket er utløpt eller avsluttet." },
      denied: { heading: "Innloggingen ble avbrutt", text: "Ingenting er lest. Begynn på nytt når du vil." },
      notTheirs: {
        heading: "Du får ikke lese denne kontoen",
        text: "Skatteverket sier at den som logget inn, ikke får se foretakets skattekonto. Logg inn som noen som representerer foretaket eller er ombud for det.",
      },
      later: {
        heading: "Kontoen kunne ikke leses nå",
        text: "Skatteverket svarer ikke. Prøv igjen om litt; innloggingen gjelder så lenge.",
      },
      unfinished: { heading: "Innloggingen kunne ikke fullføres nå", text: "Ingenting er lest. Logg inn igjen om litt." },
    },
    toAccount: "Til kontoen",
  },
  en: {
    heading: { per: "Read the account with BankID", org: "Read the account with an organisation's certificate" },
    lead: {
      per: "Whoever may see the company's tax account can sign in at Skatteverket with their e-identification, and the account is read now. It does not replace the daily reading: the forecast is as old as the last sign-in.",
      org: "With the organisation's certificate the account can be read now. It does not replace the daily reading: the forecast is as old as the last sign-in.",
    },
    begin: { per: "Read now with BankID", org: "Read now with certificate" },
    again: { per: "Sign in with BankID again", org: "Sign in with certificate again" },
    until: (moment) => `Signed in at Skatteverket until ${moment}.`,
    over: "Nobody is signed in at Skatteverket for the account now.",
    read: "Read now",
    disconnect: "Disconnect",
    disconnectHint: "The sign-in is then deleted here, and the account is read every day as ombud again.",
    disconnectHintAlone:
      "The sign-in is then deleted here. The figures stay, and become new only when somebody signs in again or the company appoints an ombud.",
    onTheWay: { heading: "The sign-in is done", text: "The account is being read.", go: "Continue" },
    faults: {
      again: { heading: "The sign-in has to be done again", text: "It took too long, had been used already, or began in another browser." },
      over: { heading: "The sign-in has to be done again", text: "The one at Skatteverket has run out, or was ended." },
      denied: { heading: "The sign-in was broken off", text: "Nothing has been read. Begin again whenever you like." },
      notTheirs: {
        heading: "You may not read this account",
        text: "Skatteverket says that the person who signed in may not see the company's tax account. Sign in as somebody who represents the company or is its ombud.",
      },
      later: {
        heading: "The account could not be read now",
        text: "Skatteverket does not answer. Try again in a while; the sign-in stands until then.",
      },
      unfinished: { heading: "The sign-in could not be finished now", text: "Nothing has been read. Sign in again in a while." },
    },
    toAccount: "To the account",
  },
};
