import type { AppointmentState, OwnerKind } from "../ombud.ts";

type Said = AppointmentState | "own-refused";

/** One language. `firm` is whom to appoint, written out; days come written out too. */
export interface OmbudWords {
  readonly headline: Readonly<Record<Said, string>>;
  /** Stands for the firm where nobody has said who it is. */
  readonly us: string;
  /** What Skatteverket answers; before `whose`. */
  readonly denied: string;
  /** Who gives the permission that is missing. */
  readonly whose: Readonly<Record<OwnerKind, (firm: string) => string>>;
  /** What else must be wrong where one's own account is refused. */
  readonly ownRefused: string;
  /** In the e-service: where, as whom, what. On paper: where, what, who signs, where to. The link follows what ends with a colon. */
  readonly online: {
    readonly open: string;
    readonly signIn: Readonly<Record<Exclude<OwnerKind, "estate">, string>>;
    appoint(firm: string): string;
    readonly orPaper: string;
    /** In place of the last two where the link was made for the client: the role is chosen already, and the link ends. */
    confirm(firm: string): string;
    until(day: string): string;
  };
  readonly paper: { readonly get: string; state(firm: string): string; readonly sign: string; readonly send: string };
  /** What the role gives; after `appoint` and `state`. */
  readonly role: string;
  asked(day: string): string;
  refused(day: string, readBefore: boolean): string;
  granted(day: string): string;
}

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
  denied: "Skatteverket svarar att behörighet saknas (felkod 6).",
  whose: {
    company: (firm) => `Företaget ger den: den som företräder företaget utser ${firm} till juridiskt läsombud.`,
    "sole-trader": (firm) => `Näringsidkaren ger den själv, genom att utse ${firm} till juridiskt läsombud.`,
    estate: (firm) => `Dödsboet ger den, genom att utse ${firm} till juridiskt läsombud, och det går bara på blankett.`,
  },
  ownRefused:
    "Kontot är den egna organisationens, och för det behövs inget ombud. Nekas det ändå görs anropen med en annan organisations certifikat: kontrollera det med saldovakt doctor.",
  online: {
    open: `Öppna Skatteverkets e-tjänst Ombud och behörigheter:`,
    signIn: {
      company: "Logga in med e-legitimation som den som får företräda företaget, och välj företaget.",
      "sole-trader": "Logga in med din egen e-legitimation.",
    },
    appoint: (firm) => `Utse ${firm} till juridiskt läsombud.`,
    orPaper: "Går det inte i e-tjänsten finns en blankett på samma sida. Den tar omkring två veckor.",
    confirm: (firm) => `Rollen juridiskt läsombud är redan vald. Kontrollera att det är ${firm} som utses, och godkänn.`,
    until: (day) => `Länken är gjord för er och gäller till ${day}. Därefter ber ni oss om en ny.`,
  },
  paper: {
    get: `Hämta blanketten för ombud på Skatteverkets sida Ombud och behörigheter:`,
    state: (firm) => `Fyll i att ${firm} ska vara juridiskt läsombud.`,
    sign: "Alla dödsbodelägare skriver under, eller den som de har gett fullmakt. E-tjänsten tar inte emot dödsbon.",
    send: "Skicka in blanketten till Skatteverket. Det tar omkring två veckor.",
  },
  role: "Rollen ger rätt att läsa, inte att ändra något.",
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
  denied: "Skatteverket svarer at tillatelse mangler (felkod 6).",
  whose: {
    company: (firm) => `Foretaket gir den: den som representerer foretaket, utpeker ${firm} som juridiskt läsombud.`,
    "sole-trader": (firm) => `Den næringsdrivende gir den selv, ved å utpeke ${firm} som juridiskt läsombud.`,
    estate: (firm) => `Dødsboet gir den, ved å utpeke ${firm} som juridiskt läsombud, og det går bare på papir.`,
  },
  ownRefused:
    "Kontoen er egen organisasjons, og for den trengs ingen fullmektig. Avvises den likevel, brukes en annen organisasjons sertifikat: kontroller det med saldovakt doctor.",
  online: {
    open: `Åpne Skatteverkets e-tjeneste Ombud och behörigheter:`,
    signIn: {
      company: "Logg inn med svensk e-legitimasjon som den som kan representere foretaket, og velg foretaket.",
      "sole-trader": "Logg inn med din egen svenske e-legitimasjon.",
    },
    appoint: (firm) => `Utpek ${firm} som juridiskt läsombud.`,
    orPaper: "Går det ikke i e-tjenesten, ligger et skjema på samme side. Det tar omtrent to uker.",
    confirm: (firm) => `Rollen juridiskt läsombud er allerede valgt. Kontroller at det er ${firm} som utpekes, og godkjenn.`,
    until: (day) => `Lenken er laget for dere og gjelder til ${day}. Deretter ber dere oss om en ny.`,
  },
  paper: {
    get: `Hent skjemaet for ombud på Skatteverkets side Ombud och behörigheter:`,
    state: (firm) => `Fyll ut at ${firm} skal være juridiskt läsombud.`,
    sign: "Alle dødsboets deltakere skriver under, eller den de har gitt fullmakt. E-tjenesten tar ikke imot dødsboer.",
    send: "Send skjemaet til Skatteverket. Det tar omtrent to uker.",
  },
  role: "Rollen gir rett til å lese, ikke til å endre noe.",
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
  denied: "Skatteverket answers that permission is missing (felkod 6).",
  whose: {
    company: (firm) => `The company gives it: whoever represents the company appoints ${firm} as juridiskt läsombud.`,
    "sole-trader": (firm) => `The sole trader gives it in person, by appointing ${firm} as juridiskt läsombud.`,
    estate: (firm) => `The estate gives it, by appointing ${firm} as juridiskt läsombud, and only on paper.`,
  },
  ownRefused:
    "The account is our own organisation's, for which no ombud is needed. Refused all the same, the calls are made with another organisation's certificate: check it with saldovakt doctor.",
  online: {
    open: `Open Skatteverket's e-service Ombud och behörigheter:`,
    signIn: {
      company: "Sign in with e-legitimation as somebody who may represent the company, and choose the company.",
      "sole-trader": "Sign in with your own e-legitimation.",
    },
    appoint: (firm) => `Appoint ${firm} as juridiskt läsombud.`,
    orPaper: "If the e-service does not let you, there is a form on the same page. It takes about two weeks.",
    confirm: (firm) => `The role juridiskt läsombud is chosen already. Check that it is ${firm} that is appointed, and approve.`,
    until: (day) => `The link was made for you and holds until ${day}. After that, ask us for a new one.`,
  },
  paper: {
    get: `Get the form for ombud from Skatteverket's page Ombud och behörigheter:`,
    state: (firm) => `State that ${firm} is to be juridiskt läsombud.`,
    sign: "Everybody with a share in the estate signs, or whoever they have authorised. The e-service does not take estates.",
    send: "Send the form to Skatteverket. It takes about two weeks.",
  },
  role: "The role gives the right to read, not to change anything.",
  asked: (day) => `The client was asked on ${day}.`,
  refused: (day, before) =>
    `Refused since ${day}${before ? "; it could be read before. The permission may have been withdrawn, or have run out" : ""}.`,
  granted: (day) => `The account can be read since ${day}.`,
};
