import type { SystemUserKind } from "@saldovakt/maskinporten";

/** The languages a customer is written to in. */
export type LetterLanguage = "nb" | "en";

export interface Letter {
  readonly subject: string;
  readonly body: string;
}

const STANDARD: Readonly<Record<LetterLanguage, (link: string) => Letter>> = {
  nb: (link) => ({
    subject: "Godkjenn tilgang til krav og betalinger hos Skatteetaten",
    body: `Hei,

for at vi skal kunne varsle dere før krav hos Skatteetaten forfaller, må noen som kan gi tilganger på vegne av virksomheten (for eksempel daglig leder eller tilgangsstyrer) godkjenne en systembruker i Altinn:

${link}

1. Åpne lenken og logg inn med ID-porten.
2. Se hva systemet ber om: «Krav og betalinger» hos Skatteetaten. Det leser krav og betalinger, og kan ikke betale eller endre noe.
3. Velg Godkjenn.

Lenken er gyldig i ti dager. Tilgangen kan når som helst tas tilbake i Altinn, under systemtilganger.

Vennlig hilsen`,
  }),
  en: (link) => ({
    subject: "Please approve access to claims and payments at Skatteetaten",
    body: `Hello,

So that we can warn you before claims at Skatteetaten (the Norwegian Tax Administration) fall due, somebody who may give access on behalf of your organisation (the general manager or an access manager, for example) must approve a system user in Altinn:

${link}

1. Open the link and log in with ID-porten.
2. See what the system asks for: "Krav og betalinger" (claims and payments) at Skatteetaten. It reads claims and payments, and can neither pay nor change anything.
3. Choose Approve.

The link is valid for ten days. Access can be taken back at any time in Altinn, under system accesses.

Kind regards`,
  }),
};

const AGENT: Readonly<Record<LetterLanguage, (link: string) => Letter>> = {
  nb: (link) => ({
    subject: "Godkjenn systembruker for klientene deres",
    body: `Hei,

for at vi skal kunne varsle om klientenes krav hos Skatteetaten før de forfaller, må noen som kan gi tilganger på vegne av deres virksomhet godkjenne en systembruker for klientforhold i Altinn:

${link}

1. Åpne lenken og logg inn med ID-porten.
2. Se hvilken tilgangspakke systemet ber om, og velg Godkjenn.
3. Legg deretter til klientene i Altinn, på systembrukeren under systemtilganger. Systemet ser bare de klientene dere legger til.

Lenken er gyldig i ti dager. Tilgangen kan når som helst tas tilbake i Altinn, for én klient eller for alle.

Vennlig hilsen`,
  }),
  en: (link) => ({
    subject: "Please approve a system user for your clients",
    body: `Hello,

So that we can warn of your clients' claims at Skatteetaten (the Norwegian Tax Administration) before they fall due, somebody who may give access on behalf of your organisation must approve a system user for client relations in Altinn:

${link}

1. Open the link and log in with ID-porten.
2. See which access package the system asks for, and choose Approve.
3. Then add the clients in Altinn, to the system user under system accesses. The system sees only the clients you add.

The link is valid for ten days. Access can be taken back at any time in Altinn, for one client or for all.

Kind regards`,
  }),
};

/** A mail to paste and send: it holds the link and no number. A link is good for ten days (Altinn, "Opprette systembruker"). */
export const letterTo = (kind: SystemUserKind, language: LetterLanguage, link: string): Letter =>
  (kind === "agent" ? AGENT : STANDARD)[language](link);
