import type { AppointmentState, OwnerKind } from "../ombud.ts";

type Said = AppointmentState | "own-refused";

/** One language. `firm` is whom to appoint, written out; days come written out too. */
export interface OmbudWords {
  readonly headline: Readonly<Record<Said, string>>;
  /** Stands for the firm where nobody has said who it is. */
  readonly us: string;
  /** Whose permission is missing; of the own account's, what else must be wrong. */
  readonly whose: Readonly<Record<OwnerKind | "own-refused", (firm: string) => string>>;
  readonly steps: Readonly<Record<OwnerKind, (firm: string, link: string) => readonly string[]>>;
  asked(day: string): string;
  refused(day: string, readBefore: boolean): string;
  granted(day: string): string;
}

const SERVICE = "Ombud och behörigheter";

export const SWEDISH_OMBUD: OmbudWords = {
  headline: {
    "not-needed": "Inget ombud behövs",
    "not-asked": "Kunden är inte tillfrågad om behörighet",
    asked: "Väntar på kundens behörighet",
    granted: "Skatteverket låter oss läsa kontot",
    missing: "Kundens behörighet saknas",
    withdrawn: "Kundens behörighet har upphört",
    "own-refused": "Certifikatet är en annan organisations",
  },
  us: "oss",
  whose: {
    company: (firm) =>
      `Skatteverket svarar att behörighet saknas (felkod 6). Företaget ger den: den som företräder företaget utser ${firm} till juridiskt läsombud.`,
    "sole-trader": (firm) =>
      `Skatteverket svarar att behörighet saknas (felkod 6). Näringsidkaren ger den själv, genom att utse ${firm} till juridiskt läsombud.`,
    estate: (firm) =>
      `Skatteverket svarar att behörighet saknas (felkod 6). Dödsboet ger den, genom att utse ${firm} till juridiskt läsombud, och det går bara på blankett.`,
    "own-refused": () =>
      "Kontot är den egna organisationens, och för det behövs inget ombud. Nekas det ändå görs anropen med en annan organisations certifikat: kontrollera det med saldovakt doctor.",
  },
  steps: {
    company: (firm, link) => [
      `Öppna Skatteverkets e-tjänst ${SERVICE}: ${link}`,
      "Logga in med e-legitimation som den som får företräda företaget, och välj företaget.",
      `Utse ${firm} till juridiskt läsombud. Rollen ger rätt att läsa, inte att ändra något.`,
      "Går det inte i e-tjänsten finns en blankett på samma sida. Den tar omkring två veckor.",
    ],
    "sole-trader": (firm, link) => [
      `Öppna Skatteverkets e-tjänst ${SERVICE}: ${link}`,
      "Logga in med din egen e-legitimation.",
      `Utse ${firm} till juridiskt läsombud. Rollen ger rätt att läsa, inte att ändra något.`,
      "Går det inte i e-tjänsten finns en blankett på samma sida. Den tar omkring två veckor.",
    ],
    estate: (firm, link) => [
      `Hämta blanketten för ombud på Skatteverkets sida ${SERVICE}: ${link}`,
      `Fyll i att ${firm} ska vara juridiskt läsombud. Rollen ger rätt att läsa, inte att ändra något.`,
      "Alla dödsbodelägare skriver under, eller den som de har gett fullmakt. E-tjänsten tar inte emot dödsbon.",
      "Skicka in blanketten till Skatteverket. Det tar omkring två veckor.",
    ],
  },
  asked: (day) => `Kunden tillfrågades ${day}.`,
  refused: (day, before) =>
    `Nekad sedan ${day}${before ? "; kontot kunde läsas före det. Behörigheten kan ha återkallats eller löpt ut" : ""}.`,
  granted: (day) => `Kontot kan läsas sedan ${day}.`,
};

export const NORWEGIAN_OMBUD: OmbudWords = {
  headline: {
    "not-needed": "Ingen fullmektig trengs",
    "not-asked": "Kunden er ikke spurt om tillatelse",
    asked: "Venter på kundens tillatelse",
    granted: "Skatteverket lar oss lese kontoen",
    missing: "Kundens tillatelse mangler",
    withdrawn: "Kundens tillatelse har opphørt",
    "own-refused": "Sertifikatet tilhører en annen organisasjon",
  },
  us: "oss",
  whose: {
    company: (firm) =>
      `Skatteverket svarer at tillatelse mangler (felkod 6). Foretaket gir den: den som representerer foretaket, utpeker ${firm} som juridiskt läsombud.`,
    "sole-trader": (firm) =>
      `Skatteverket svarer at tillatelse mangler (felkod 6). Den næringsdrivende gir den selv, ved å utpeke ${firm} som juridiskt läsombud.`,
    estate: (firm) =>
      `Skatteverket svarer at tillatelse mangler (felkod 6). Dødsboet gir den, ved å utpeke ${firm} som juridiskt läsombud, og det går bare på papir.`,
    "own-refused": () =>
      "Kontoen er egen organisasjons, og for den trengs ingen fullmektig. Avvises den likevel, brukes en annen organisasjons sertifikat: kontroller det med saldovakt doctor.",
  },
  steps: {
    company: (firm, link) => [
      `Åpne Skatteverkets e-tjeneste ${SERVICE}: ${link}`,
      "Logg inn med svensk e-legitimasjon som den som kan representere foretaket, og velg foretaket.",
      `Utpek ${firm} som juridiskt läsombud. Rollen gir rett til å lese, ikke til å endre noe.`,
      "Går det ikke i e-tjenesten, ligger et skjema på samme side. Det tar omtrent to uker.",
    ],
    "sole-trader": (firm, link) => [
      `Åpne Skatteverkets e-tjeneste ${SERVICE}: ${link}`,
      "Logg inn med din egen svenske e-legitimasjon.",
      `Utpek ${firm} som juridiskt läsombud. Rollen gir rett til å lese, ikke til å endre noe.`,
      "Går det ikke i e-tjenesten, ligger et skjema på samme side. Det tar omtrent to uker.",
    ],
    estate: (firm, link) => [
      `Hent skjemaet for ombud på Skatteverkets side ${SERVICE}: ${link}`,
      `Fyll ut at ${firm} skal være juridiskt läsombud. Rollen gir rett til å lese, ikke til å endre noe.`,
      "Alle dødsboets deltakere skriver under, eller den de har gitt fullmakt. E-tjenesten tar ikke imot dødsboer.",
      "Send skjemaet til Skatteverket. Det tar omtrent to uker.",
    ],
  },
  asked: (day) => `Kunden ble spurt ${day}.`,
  refused: (day, before) =>
    `Avvist siden ${day}${before ? "; kontoen kunne leses før det. Tillatelsen kan være trukket tilbake eller utløpt" : ""}.`,
  granted: (day) => `Kontoen kan leses siden ${day}.`,
};

export const ENGLISH_OMBUD: OmbudWords = {
  headline: {
    "not-needed": "No ombud is needed",
    "not-asked": "The client has not been asked for permission",
    asked: "Waiting for the client's permission",
    granted: "Skatteverket lets us read the account",
    missing: "The client's permission is missing",
    withdrawn: "The client's permission has ended",
    "own-refused": "The certificate is another organisation's",
  },
  us: "us",
  whose: {
    company: (firm) =>
      `Skatteverket answers that permission is missing (felkod 6). The company gives it: whoever represents the company appoints ${firm} as juridiskt läsombud.`,
    "sole-trader": (firm) =>
      `Skatteverket answers that permission is missing (felkod 6). The sole trader gives it in person, by appointing ${firm} as juridiskt läsombud.`,
    estate: (firm) =>
      `Skatteverket answers that permission is missing (felkod 6). The estate gives it, by appointing ${firm} as juridiskt läsombud, and only on paper.`,
    "own-refused": () =>
      "The account is our own organisation's, for which no ombud is needed. Refused all the same, the calls are made with another organisation's certificate: check it with saldovakt doctor.",
  },
  steps: {
    company: (firm, link) => [
      `Open Skatteverket's e-service ${SERVICE}: ${link}`,
      "Sign in with e-legitimation as somebody who may represent the company, and choose the company.",
      `Appoint ${firm} as juridiskt läsombud. The role gives the right to read, not to change anything.`,
      "If the e-service does not let you, there is a form on the same page. It takes about two weeks.",
    ],
    "sole-trader": (firm, link) => [
      `Open Skatteverket's e-service ${SERVICE}: ${link}`,
      "Sign in with your own e-legitimation.",
      `Appoint ${firm} as juridiskt läsombud. The role gives the right to read, not to change anything.`,
      "If the e-service does not let you, there is a form on the same page. It takes about two weeks.",
    ],
    estate: (firm, link) => [
      `Get the form for ombud from Skatteverket's page ${SERVICE}: ${link}`,
      `State that ${firm} is to be juridiskt läsombud. The role gives the right to read, not to change anything.`,
      "Everybody with a share in the estate signs, or whoever they have authorised. The e-service does not take estates.",
      "Send the form to Skatteverket. It takes about two weeks.",
    ],
  },
  asked: (day) => `The client was asked on ${day}.`,
  refused: (day, before) =>
    `Refused since ${day}${before ? "; it could be read before. The permission may have been withdrawn, or have run out" : ""}.`,
  granted: (day) => `The account can be read since ${day}.`,
};
