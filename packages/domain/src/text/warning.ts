import type { Currency, Minor } from "../money.ts";
import { minor } from "../money.ts";
import type { Warning } from "../observation.ts";
import type { Language } from "../policy.ts";
import { formatAmount, longDay } from "./format.ts";
import { oneLine } from "./plain.ts";

interface Said {
  readonly authority: string;
  /** The amount without its sign, written out. */
  readonly amount: string | null;
  readonly day: string | null;
}

type Sentence = (said: Said) => string;

const SENTENCES: Readonly<Record<string, Readonly<Record<Language, Sentence>>>> = {
  /** The reference number given is not the one that follows from the identity. */
  OCR_MISMATCH: {
    sv: ({ authority }) =>
      `OCR-numret från ${authority} stämmer inte med kontots nummer. Kontrollera det i ${authority}s e-tjänst innan du betalar.`,
    nb: ({ authority }) => `OCR-nummeret fra ${authority} stemmer ikke med kontoens nummer. Kontroller det før du betaler.`,
    en: ({ authority }) => `The OCR number from ${authority} does not match the account's number. Check it before you pay.`,
  },
  INFORMATION: {
    sv: ({ authority }) => `${authority} har lämnat information om kontot. Läs den i e-tjänsten.`,
    nb: ({ authority }) => `${authority} har gitt informasjon om kontoen. Les den i e-tjenesten.`,
    en: ({ authority }) => `${authority} has given information about the account. Read it in the e-service.`,
  },
  ENFORCEMENT_DEBT: {
    sv: ({ amount }) => `Det finns en skuld hos Kronofogden${amount ? ` på ${amount}` : ""}. Den betalas dit och ingår inte i saldot här.`,
    nb: ({ amount }) => `Det finnes gjeld hos Kronofogden${amount ? ` på ${amount}` : ""}. Den betales dit og er ikke med i saldoen her.`,
    en: ({ amount }) =>
      `There is a debt${amount ? ` of ${amount}` : ""} at Kronofogden. It is paid there and is not part of the balance here.`,
  },
  SOURCE_STALE: {
    sv: ({ authority, day }) =>
      `Uppgifterna hos ${authority} har inte uppdaterats${day ? ` sedan ${day}` : " på flera dagar"}; prognosen kan vara inaktuell.`,
    nb: ({ authority, day }) =>
      `Opplysningene hos ${authority} er ikke oppdatert${day ? ` siden ${day}` : " på flere dager"}; prognosen kan være utdatert.`,
    en: ({ authority, day }) =>
      `The data at ${authority} has not been updated${day ? ` since ${day}` : " for several days"}; the forecast may be out of date.`,
  },
  /** A fresh reading was asked for and could not be had. */
  SOURCE_CLOSED: {
    sv: ({ authority, day }) =>
      `${authority} kan inte läsas just nu. Uppgifterna är de som lästes senast${day ? `, ${day}` : ""}; försök igen om en stund.`,
    nb: ({ authority, day }) =>
      `${authority} kan ikke leses akkurat nå. Opplysningene er de som ble lest sist${day ? `, ${day}` : ""}; prøv igjen om litt.`,
    en: ({ authority, day }) =>
      `${authority} cannot be read just now. The data shown is from the last reading${day ? `, on ${day}` : ""}; try again in a while.`,
  },
  /** The account is not read: all that is known is a statement that somebody brought. */
  STATEMENT_ONLY: {
    sv: ({ authority, day }) =>
      `Prognosen bygger på ett kontoutdrag${day ? ` till och med ${day}` : ""}, inte på en läsning hos ${authority}. Det som har hänt sedan dess är inte med, och inga larm skickas.`,
    nb: ({ authority, day }) =>
      `Prognosen bygger på en kontoutskrift${day ? ` til og med ${day}` : ""}, ikke på en lesing hos ${authority}. Det som har skjedd siden, er ikke med, og ingen varsler sendes.`,
    en: ({ authority, day }) =>
      `The forecast is based on a statement${day ? ` up to ${day}` : ""}, not on a reading at ${authority}. What has happened since is not included, and no alerts are sent.`,
  },
  /** The account is read only while somebody is signed in at the authority. */
  READ_BY_SIGN_IN: {
    sv: ({ authority, day }) =>
      `Kontot läses bara när någon loggar in hos ${authority}${day ? `, senast ${day}` : ""}. Det som har hänt sedan dess är inte med.`,
    nb: ({ authority, day }) =>
      `Kontoen leses bare når noen logger inn hos ${authority}${day ? `, sist ${day}` : ""}. Det som har skjedd siden, er ikke med.`,
    en: ({ authority, day }) =>
      `The account is read only when somebody signs in at ${authority}${day ? `, last on ${day}` : ""}. What has happened since is not included.`,
  },
  /** Taxes that history says fell due after the statement ended, of which it knows nothing. */
  STATEMENT_GAP: {
    sv: ({ day, amount }) =>
      `Sedan kontoutdraget slutade har skatt${amount ? ` på omkring ${amount}` : ""} troligen förfallit${day ? `, den första ${day}` : ""}. Om den är betald vet Saldovakt inte, så den står inte i någon siffra: läs in ett nyare kontoutdrag.`,
    nb: ({ day, amount }) =>
      `Etter at kontoutskriften sluttet, har skatt${amount ? ` på omtrent ${amount}` : ""} trolig forfalt${day ? `, den første ${day}` : ""}. Om den er betalt, vet Saldovakt ikke, så den står ikke i noe tall: les inn en nyere kontoutskrift.`,
    en: ({ day, amount }) =>
      `Since the statement ended, tax${amount ? ` of about ${amount}` : ""} has probably fallen due${day ? `, the first on ${day}` : ""}. Whether it was paid Saldovakt does not know, so it stands in no figure: import a newer statement.`,
  },
  /** What a forecast says of the days after its statement is worth less with every month. */
  STATEMENT_OLD: {
    sv: ({ day }) =>
      `Kontoutdraget är gammalt${day ? `: det slutar ${day}` : ""}. Skatter och betalningar har säkert tillkommit sedan dess, så saldo och uppskattningar kan ligga långt från verkligheten.`,
    nb: ({ day }) =>
      `Kontoutskriften er gammel${day ? `: den slutter ${day}` : ""}. Skatter og betalinger har sikkert kommet til siden, så saldo og anslag kan ligge langt fra virkeligheten.`,
    en: ({ day }) =>
      `The statement is old${day ? `: it ends on ${day}` : ""}. Taxes and payments have surely been added since, so the balance and the estimates may be far from the truth.`,
  },
  PAYOUT_RISK: {
    sv: ({ amount, day }) =>
      `${amount ?? "Pengar"} kan betalas ut från kontot fast de behövs till skatt${day ? ` från ${day}` : ""}. En utbetalningsspärr skulle hålla dem kvar.`,
    nb: ({ amount, day }) =>
      `${amount ?? "Penger"} kan bli utbetalt fra kontoen selv om de trengs til skatt${day ? ` fra ${day}` : ""}. En utbetalingssperre (utbetalningsspärr) ville holde dem igjen.`,
    en: ({ amount, day }) =>
      `${amount ?? "Money"} may be paid out from the account although it is needed for tax${day ? ` due from ${day}` : ""}. A payout block (utbetalningsspärr) would keep it there.`,
  },
  NO_REFERENCE: {
    sv: ({ authority }) => `${authority} har inte lämnat betalningens referensnummer. Hämta det i ${authority}s e-tjänst innan du betalar.`,
    nb: ({ authority }) => `${authority} har ikke gitt referansenummer (KID) for betalingen. Hent det hos ${authority} før du betaler.`,
    en: ({ authority }) => `${authority} has given no reference number for the payment. Get it from ${authority} before you pay.`,
  },
  PAYMENT_MAY_BE_LATE: {
    sv: ({ amount, day }) =>
      `Den registrerade betalningen${amount ? ` på ${amount}` : ""} hinner kanske inte fram till ${day ?? "förfallodagen"}.`,
    nb: ({ amount, day }) =>
      `Den registrerte betalingen${amount ? ` på ${amount}` : ""} kommer kanskje ikke fram innen ${day ?? "forfall"}.`,
    en: ({ amount, day }) => `The registered payment${amount ? ` of ${amount}` : ""} may not arrive by ${day ?? "the due date"}.`,
  },
  /** The source's answers carry different stamps: it was updating while it was read. */
  UNSETTLED_STAMP: {
    sv: ({ authority }) =>
      `${authority} uppdaterade uppgifterna medan de lästes, så saldo och transaktioner stämmer kanske inte överens. Nästa läsning rättar det.`,
    nb: ({ authority }) =>
      `${authority} oppdaterte opplysningene mens de ble lest, så saldo og transaksjoner stemmer kanskje ikke overens. Neste lesing retter det.`,
    en: ({ authority }) =>
      `${authority} was updating the data while it was read, so balance and transactions may disagree. The next reading puts it right.`,
  },
  CHARGE_WITHOUT_AMOUNT: {
    sv: ({ authority, day }) =>
      `${authority} har beslutat en skatt${day ? ` som förfaller ${day}` : ""} utan att ange beloppet. Den ingår inte i prognosen: se ${authority}s e-tjänst.`,
    nb: ({ authority, day }) =>
      `${authority} har fastsatt en skatt${day ? ` med forfall ${day}` : ""} uten å oppgi beløpet. Den er ikke med i prognosen: se hos ${authority}.`,
    en: ({ authority, day }) =>
      `${authority} has decided a tax${day ? ` due ${day}` : ""} without giving its amount. The forecast does not include it: look it up at ${authority}.`,
  },
  CREDIT_CLAIM: {
    sv: ({ authority, amount }) => `Det finns ett kreditkrav hos ${authority}${amount ? ` på ${amount}` : ""}. Det täcker inga andra krav.`,
    nb: ({ authority, amount }) =>
      `Det finnes et kreditkrav hos ${authority}${amount ? ` på ${amount}` : ""}. Det dekker ingen andre krav.`,
    en: ({ authority, amount }) => `There is a credit claim${amount ? ` of ${amount}` : ""} at ${authority}. It covers no other claim.`,
  },
  UNPLACED_PAYMENT: {
    sv: ({ authority, amount }) =>
      `En inbetalning${amount ? ` på ${amount}` : ""} har inte placerats på något krav och täcker därför inget. Kontakta ${authority}.`,
    nb: ({ authority, amount }) =>
      `En innbetaling${amount ? ` på ${amount}` : ""} er ikke plassert på noe krav og dekker derfor ingenting. Kontakt ${authority}.`,
    en: ({ authority, amount }) =>
      `A payment${amount ? ` of ${amount}` : ""} has not been allocated to any claim and so covers nothing. Contact ${authority}.`,
  },
  CHARGE_WITHOUT_DUE_DATE: {
    sv: ({ authority, amount }) =>
      `${authority} har ett obetalt krav${amount ? ` på ${amount}` : ""} utan förfallodag. Det ingår inte i prognosen: se hos ${authority} när det ska betalas.`,
    nb: ({ authority, amount }) =>
      `${authority} har et ubetalt krav${amount ? ` på ${amount}` : ""} uten forfallsdato. Det er ikke med i prognosen: se hos ${authority} når det skal betales.`,
    en: ({ authority, amount }) =>
      `${authority} has an unpaid claim${amount ? ` of ${amount}` : ""} without a due date. The forecast does not include it: see ${authority} for when it is to be paid.`,
  },
  TOTALS_MISMATCH: {
    sv: ({ authority, amount }) =>
      `Kraven som ${authority} räknar upp stämmer inte med summan de själva anger${amount ? `; det skiljer ${amount}` : ""}. Något kan saknas: jämför hos ${authority}.`,
    nb: ({ authority, amount }) =>
      `Kravene som ${authority} lister opp, stemmer ikke med summen de selv oppgir${amount ? `; det skiller ${amount}` : ""}. Noe kan mangle: sammenlign hos ${authority}.`,
    en: ({ authority, amount }) =>
      `The claims that ${authority} lists do not add up to the total it states${amount ? `; they differ by ${amount}` : ""}. Something may be missing: compare at ${authority}.`,
  },
  INTEREST_MISMATCH: {
    sv: ({ authority, amount }) =>
      `Räntan på de enskilda kraven stämmer inte med summan som ${authority} anger${amount ? `; det skiljer ${amount}` : ""}.`,
    nb: ({ authority, amount }) =>
      `Rentene på de enkelte kravene stemmer ikke med summen som ${authority} oppgir${amount ? `; det skiller ${amount}` : ""}.`,
    en: ({ authority, amount }) =>
      `The interest on the individual claims does not add up to the total that ${authority} states${amount ? `; they differ by ${amount}` : ""}.`,
  },
  KID_UNUSUAL: {
    sv: ({ authority, amount, day }) =>
      `KID-numret för kravet${amount ? ` på ${amount}` : ""}${day ? ` som förfaller ${day}` : ""} har en kontrollsiffra som inte stämmer. Jämför det med ${authority}s uppgift innan du betalar.`,
    nb: ({ authority, amount, day }) =>
      `KID-nummeret for kravet${amount ? ` på ${amount}` : ""}${day ? ` som forfaller ${day}` : ""} har et kontrollsiffer som ikke stemmer. Sammenlign det hos ${authority} før du betaler.`,
    en: ({ authority, amount, day }) =>
      `The KID of the claim${amount ? ` of ${amount}` : ""}${day ? ` due ${day}` : ""} has a check digit that is not right. Compare it at ${authority} before you pay.`,
  },
  ACCOUNT_UNUSUAL: {
    sv: ({ authority, amount, day }) =>
      `Kontonumret för kravet${amount ? ` på ${amount}` : ""}${day ? ` som förfaller ${day}` : ""} har en kontrollsiffra som inte stämmer. Jämför det med ${authority}s uppgift innan du betalar.`,
    nb: ({ authority, amount, day }) =>
      `Kontonummeret for kravet${amount ? ` på ${amount}` : ""}${day ? ` som forfaller ${day}` : ""} har et kontrollsiffer som ikke stemmer. Sammenlign det hos ${authority} før du betaler.`,
    en: ({ authority, amount, day }) =>
      `The account number for the claim${amount ? ` of ${amount}` : ""}${day ? ` due ${day}` : ""} has a check digit that is not right. Compare it at ${authority} before you pay.`,
  },
  ACCOUNT_MISSING: {
    sv: ({ authority, amount, day }) =>
      `${authority} har inte lämnat kontonumret för kravet${amount ? ` på ${amount}` : ""}${day ? ` som förfaller ${day}` : ""}. Hämta kontonummer och KID hos ${authority} innan du betalar.`,
    nb: ({ authority, amount, day }) =>
      `${authority} har ikke oppgitt kontonummeret for kravet${amount ? ` på ${amount}` : ""}${day ? ` som forfaller ${day}` : ""}. Hent kontonummer og KID hos ${authority} før du betaler.`,
    en: ({ authority, amount, day }) =>
      `${authority} has given no account number for the claim${amount ? ` of ${amount}` : ""}${day ? ` due ${day}` : ""}. Get account number and KID from ${authority} before you pay.`,
  },
  UNPLACED_MISMATCH: {
    sv: ({ authority, amount }) =>
      `Oplacerade inbetalningar som ${authority} räknar upp stämmer inte med summan de själva anger${amount ? `; det skiljer ${amount}` : ""}. De täcker inga krav: jämför hos ${authority}.`,
    nb: ({ authority, amount }) =>
      `Uplasserte innbetalinger som ${authority} lister opp, stemmer ikke med summen de selv oppgir${amount ? `; det skiller ${amount}` : ""}. De dekker ingen krav: sammenlign hos ${authority}.`,
    en: ({ authority, amount }) =>
      `The unallocated payments that ${authority} lists do not add up to the total it states${amount ? `; they differ by ${amount}` : ""}. They cover no claim: compare at ${authority}.`,
  },
  DATA_WITHHELD: {
    sv: ({ authority }) => `${authority} har skyddat delar av uppgifterna (skjermet). Det kan finnas krav som inte visas här.`,
    nb: ({ authority }) => `${authority} har skjermet deler av opplysningene. Det kan finnes krav som ikke vises her.`,
    en: ({ authority }) => `${authority} withholds part of the data (skjermet). There may be claims that are not shown here.`,
  },
};

const unsigned = (amount: Minor): Minor => minor(Math.abs(amount));

/** The warning in one or two sentences. What the source wrote itself stands as it wrote it, in its own language. */
export function warningText(warning: Warning, currency: Currency, language: Language): string {
  const own = warning.text === undefined ? "" : oneLine(warning.text);
  const sentence = Object.hasOwn(SENTENCES, warning.code) ? SENTENCES[warning.code]?.[language] : undefined;
  if (own !== "" || !sentence) return own || warning.code;
  return sentence({
    authority: currency === "SEK" ? "Skatteverket" : "Skatteetaten",
    amount: warning.amount === undefined ? null : formatAmount(unsigned(warning.amount), currency, language),
    day: warning.date === undefined ? null : longDay(warning.date, language),
  });
}

/** How a registered payment is named among the charges. */
export const underWayText = (language: Language): string =>
  ({ sv: "Betalning på väg", nb: "Betaling underveis", en: "Pending payment" })[language];
