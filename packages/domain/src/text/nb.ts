import { NOT_AUTHORISED, OMBUD_SERVICE_URL } from "../ombud.ts";
import { norwegianRefusal, swedishRefusal } from "./denied.ts";
import type { Form, Situation, Words, WrittenPayment } from "./words.ts";

/** Norwegian bokmål, in Skatteetaten's own terms. */

const by = (payment: WrittenPayment, form: Form): string => (payment.today ? `i dag ${payment.by[form]}` : `senest ${payment.by[form]}`);

function to({ payee }: WrittenPayment, { authority }: Situation): string {
  if (payee.number === null && payee.reference === null) return `(betalingsinformasjon finnes hos ${authority})`;
  if (payee.number === null) return `(kontonummeret finnes hos ${authority}), ${payee.referenceType} ${payee.reference}`;
  const account = `til ${payee.scheme === "bankgiro" ? "bankgiro" : "konto"} ${payee.number}`;
  return payee.reference === null
    ? `${account} (${payee.referenceType} finnes hos ${authority})`
    : `${account}, ${payee.referenceType} ${payee.reference}`;
}

function needed(s: Situation, form: Form): string {
  if (s.country === "NO") {
    const claims = `${s.payments.length > 1 ? "krav på til sammen" : "et krav på"} ${s.amount}`;
    if (s.overdue) return `${claims} er forfalt og ikke betalt`;
    return `${claims} forfaller${s.due ? ` ${s.due[form]}` : ""}`;
  }
  if (s.reserveOnly) return `${s.amount} mangler til reserven din på skattekontoen${s.due && !s.overdue ? ` ${s.due[form]}` : ""}`;
  if (s.deficit) return `${s.amount} mangler på skattekontoen${s.due ? ` siden ${s.due[form]}` : ""}`;
  if (s.overdue || !s.due) return `${s.amount} mangler på skattekontoen allerede nå`;
  return `${s.amount} mangler på skattekontoen ${form === "long" ? "innen forfall" : "til"} ${s.due[form]}`;
}

/** What sets one asking alert apart from another. */
const LEAD: Partial<Record<Situation["type"], string>> = {
  "shortfall.changed": "nytt beløp, ",
  "shortfall.reminder": "påminnelse, ",
  "deficit.open": "forfalt, ",
};

const lead = (s: Situation): string => LEAD[s.type] ?? "";

const lack = (s: Situation): string => (s.country === "NO" ? `krav på ${s.amount}` : `${s.amount} mangler`);

function headline(s: Situation, form: Form): string {
  switch (s.type) {
    case "shortfall.detected":
    case "shortfall.reminder":
      return `${lead(s)}${needed(s, form)}`;
    case "deficit.open":
      return s.country === "NO" ? needed(s, form) : `${lead(s)}${needed(s, form)}`;
    case "shortfall.changed":
      return `${lead(s)}${needed(s, form)}${s.before ? ` (tidligere ${s.before})` : ""}`;
    case "shortfall.covered": {
      const before = s.before ? ` (${s.before} manglet)` : "";
      if (s.country === "NO" && s.deficit) return "ingenting er lenger forfalt og ubetalt";
      if (s.country === "NO") return `ingenting er lenger ubetalt${s.due ? ` med forfall ${s.due[form]}` : ""}`;
      return `ingenting mangler lenger på skattekontoen${s.due && !s.deficit ? ` til ${s.due[form]}` : ""}${before}`;
    }
    case "enforcement.debt":
      return `gjeld hos Kronofogden: ${s.amount}`;
    case "payout.risk":
      return `${s.amount} på skattekontoen kan bli utbetalt selv om pengene trengs til skatt${s.due ? ` fra ${s.due[form]}` : ""}`;
    case "due.reminder":
      return `${s.amount} i skatt forfaller${s.due ? ` ${s.due[form]}` : ""}; saldoen er stor nok`;
    case "source.stale":
      return `opplysningene fra ${s.authority} er ikke oppdatert siden ${s.asOf}`;
    case "source.denied":
      return swedishRefusal(s.fault, "nb") === null
        ? `Saldovakt får ikke lese kontoen hos ${s.authority}`
        : `kontoen kan ikke leses hos ${s.authority}`;
    case "certificate.expiring":
      return `${s.country === "NO" ? "nøkkelen eller sertifikatet for Maskinporten" : `sertifikatet for tilkoblingen til ${s.authority}`} ${s.expired ? "har utløpt" : "utløper"}${s.validTo ? ` ${s.validTo}` : ""}`;
    case "sign-in.needed":
      return `logg inn hos ${s.authority} på nytt${s.due ? ` før ${s.due[form]}` : ""}`;
    case "test":
      return "dette er en test, varsler kommer fram hit";
  }
}

function ladder(s: Situation): string[] {
  const { outlook } = s;
  if (!outlook || s.country === "NO") return [];
  const when = outlook.on ? `avstemmingen ${outlook.on.long}` : "første avstemming etter forfall";
  switch (outlook.step) {
    case "none":
      return [
        `Ved ${when} sendes ingen betalingspåminnelse (betalningsuppmaning) for et underskudd under ${s.limits.reminder}, men rentene løper.`,
      ];
    case "reminder":
      return [
        `Er det fortsatt et underskudd på minst ${s.limits.reminder} ved ${when}, sender Skatteverket en betalingspåminnelse (betalningsuppmaning).`,
      ];
    case "demand":
      return [
        `Er det fortsatt et underskudd på minst ${s.limits.demand} ved ${when}, sender Skatteverket et betalingskrav (betalningskrav), og er det minst ${s.limits.demand} også ved neste avstemming, overføres gjelden til Kronofogden.`,
      ];
    case "enforcement":
      return [`Er det fortsatt et underskudd på minst ${s.limits.demand} ved ${when}, overføres gjelden til Kronofogden.`];
  }
}

const DISCREET: Readonly<Record<Situation["type"], readonly [string, string]>> = {
  "shortfall.detected": ["betaling trengs", "Det mangler penger på en av kontoene du overvåker før en forfallsdato."],
  "shortfall.changed": ["endret beløp", "Beløpet som mangler på en av kontoene du overvåker, er endret."],
  "shortfall.reminder": ["påminnelse om betaling", "Det mangler fortsatt penger på en av kontoene du overvåker før en forfallsdato."],
  "shortfall.covered": ["dekket", "Det som manglet på en av kontoene du overvåker, er nå dekket."],
  "deficit.open": ["ubetalt etter forfall", "En av kontoene du overvåker, har et ubetalt beløp som har forfalt."],
  "enforcement.debt": ["gjeld hos Kronofogden", "En av kontoene du overvåker, har gjeld hos Kronofogden."],
  "payout.risk": ["risiko for utbetaling", "Penger på en av kontoene du overvåker, kan bli utbetalt selv om de trengs til kommende skatt."],
  "due.reminder": ["forfallsdato", "En forfallsdato nærmer seg for en av kontoene du overvåker. Saldoen er stor nok."],
  "source.stale": ["gamle opplysninger", "Opplysningene om en av kontoene du overvåker, er ikke oppdatert på flere dager."],
  "source.denied": ["konto kan ikke leses", "Saldovakt får ikke lese en av kontoene du overvåker."],
  "certificate.expiring": ["sertifikat", "Saldovakts sertifikat hos myndigheten må byttes."],
  "sign-in.needed": ["ny innlogging trengs", "En av kontoene du overvåker, må leses med en ny innlogging før neste forfall."],
  test: ["test", "Dette er en test, varsler kommer fram hit."],
};

export const NORWEGIAN: Words = {
  unnamed: "En konto",
  lead,
  headline,
  terse(s) {
    if (s.type === "shortfall.covered") return `ingenting mangler lenger${s.due && !s.deficit ? ` til ${s.due.short}` : ""}`;
    if (s.type === "payout.risk") return `${s.amount} kan bli utbetalt selv om skatten trenger pengene`;
    if (s.type === "source.stale") return `gamle opplysninger fra ${s.authority}, sist ${s.asOf}`;
    if (s.type === "sign-in.needed") return `ny innlogging hos ${s.authority} trengs${s.due ? ` før ${s.due.short}` : ""}`;
    const [first] = s.payments;
    return first ? `${lead(s)}${lack(s)}, betal ${by(first, "short")}` : headline(s, "short");
  },
  howToPay(s) {
    const [first] = s.payments;
    if (!first) return "";
    if (s.payments.length === 1) return `Betal ${by(first, "short")} ${to(first, s)}`;
    return `${s.payments.length} betalinger, den første ${first.amount} ${by(first, "short")} ${to(first, s)}`;
  },
  terseToPay(s) {
    const [first] = s.payments;
    if (!first) return lack(s);
    if (s.payments.length === 1) return `${lack(s)}, betal ${by(first, "short")} ${to(first, s)}`;
    return `${s.amount} i ${s.payments.length} betalinger, først ${first.amount} ${by(first, "short")} ${to(first, s)}`;
  },
  discreet(s) {
    const [subject, sentence] = DISCREET[s.type];
    return { subject, sentence };
  },
  readMore: (url) => (url === null ? "Åpne Saldovakt for å se mer." : `Se mer: ${url}`),
  discreetNote: "Beløp og betalingsinformasjon vises ikke i denne meldingen.",
  payHeading: "Slik betaler du",
  paymentFacts(payment, s) {
    const { payee } = payment;
    const facts: [string, string][] = [
      ["Beløp:", payment.amount],
      ["Betal", by(payment, "long")],
    ];
    if (payee.number === null && payee.reference === null) return [...facts, ["Betalingsinformasjon:", `finnes hos ${s.authority}`]];
    facts.push([
      `Til ${payee.scheme === "bankgiro" ? "bankgiro" : "kontonummer"}:`,
      payee.number === null ? `finnes hos ${s.authority}` : `${payee.number} (${payee.name})`,
    ]);
    if (payment.doubtful) facts.push(["Obs:", `kontonummerets kontrollsiffer stemmer ikke, sammenlign hos ${s.authority} før du betaler`]);
    facts.push([`${payee.referenceType}-nummer:`, payee.reference ?? `finnes hos ${s.authority}`]);
    if (payee.iban) facts.push(["Fra utlandet:", `IBAN ${payee.iban}${payee.bic ? `, BIC ${payee.bic}` : ""}`]);
    return facts;
  },
  why(s) {
    const first = s.payments[0];
    if (s.overdue || !first || !s.due) return "Pengene trengs allerede nå: betal så snart som mulig.";
    const counted = `En betaling regnes først når den er kommet inn på ${s.authority}s konto`;
    if (first.bankDays === 0 && first.today) return `${counted}, og forfall er ${s.due.long}. Betal med en gang.`;
    if (first.bankDays === 0) return `${counted}. Betal derfor senest på forfallsdagen ${s.due.long}.`;
    const days = `${first.bankDays} ${first.bankDays === 1 ? "bankdag" : "bankdager"}`;
    if (first.today) return `${counted}. Det er ${days} til forfall ${s.due.long}, så ikke vent.`;
    return `${counted}. Betal derfor senest ${days} før forfall ${s.due.long}.`;
  },
  inAll: (s) => (s.inAll ? `Innen da mangler totalt ${s.inAll}; resten gjelder tidligere forfall og har egne varsler.` : ""),
  chargesHeading: (s) => (s.overdue || !s.due ? "Allerede forfalt" : `Poster med forfall ${s.due.long}`),
  estimated: "anslått, ikke regnet med",
  more: (count, amount) => `og ${count} til, til sammen ${amount}`,
  balanceAfter: (amount) => `Saldo etter det, hvis ikke mer betales inn: ${amount}`,
  consequencesHeading: "Hvis ingenting gjøres",
  consequences(s) {
    if (s.reserveOnly)
      return ["Skattene er dekket likevel. Saldoen blir lavere enn reserven du har valgt, og det gir verken renter eller gebyr."];
    const { outlook } = s;
    if (!outlook) return [];
    const lines: string[] = [];
    if (outlook.overdue) lines.push(`${outlook.overdue} har forfalt; saldoen strekker ikke til, ${outlook.deficit} mangler.`);
    else if (outlook.since) lines.push(`Underskuddet er ${outlook.deficit} og oppsto ${outlook.since.long}.`);
    if (outlook.interestSoFar) lines.push(`Renter hittil ifølge Skatteverket: ${outlook.interestSoFar}.`);
    const rate = s.country === "NO" ? "Forsinkelsesrenter" : "Renter (kostnadsränta)";
    const perDay = outlook.interestPerDay ? `, omtrent ${outlook.interestPerDay} per dag (Saldovakts anslag)` : "";
    lines.push(`${rate} løper ${s.overdue ? "hver dag" : "fra dagen etter forfall"}${perDay}.`);
    lines.push(...ladder(s));
    if (s.country === "NO") lines.push("Skatteetaten kan deretter sette i gang tvangsinnkreving.");
    return lines;
  },
  underWayHeading: "Hvis du allerede har betalt",
  underWay(s) {
    const seen = `Ikke betal det samme beløpet en gang til. Betalingen vises hos ${s.authority} først etter en eller flere dager`;
    return s.country === "NO" ? `${seen}.` : `${seen}. Den som kan logge inn i Saldovakt, kan registrere den, så regnes den med inntil da.`;
  },
  advice(s) {
    switch (s.type) {
      case "shortfall.covered":
        return ["Du trenger ikke å gjøre noe.", ...(s.balance ? [`Saldo: ${s.balance}.`] : [])];
      case "due.reminder":
        return [
          s.inAll ? "Saldoen er stor nok når det som mangler til tidligere forfall, er betalt." : "Du trenger ikke å betale inn noe.",
        ];
      case "enforcement.debt":
        return [
          "Gjelden betales til Kronofogden med opplysningene i Kronofogdens brev, ikke til skattekontoen: den er ikke med i skattekontoens saldo.",
        ];
      case "payout.risk":
        return [
          "Et overskudd kan bli utbetalt av seg selv, også når fastsatt forskuddsskatt snart forfaller. Be om utbetalingssperre (utbetalningsspärr) i Skatteverkets e-tjeneste hvis pengene skal bli stående.",
        ];
      case "source.stale":
        return [`Prognosen kan være utdatert. Kontroller kontoen hos ${s.authority} hvis et forfall nærmer seg.`];
      case "source.denied":
        return [
          "I mellomtiden kan ikke Saldovakt varsle om denne kontoen.",
          ...(s.country === "NO"
            ? [norwegianRefusal(s.fault, "nb") ?? []].flat()
            : [swedishRefusal(s.fault, "nb") ?? "Kontroller at rollen juridiskt läsombud er registrert hos Skatteverket."]),
          ...(s.fault === NOT_AUTHORISED
            ? [
                `Den som representerer foretaket, gir tillatelsen ved å utpeke organisasjonen i vårt sertifikat som juridiskt läsombud i Skatteverkets e-tjeneste Ombud och behörigheter: ${OMBUD_SERVICE_URL}`,
                "En organisasjons egen konto trenger ingen fullmektig; avvises den likevel, er sertifikatet en annen organisasjons.",
              ]
            : []),
          ...(s.fault ? [`Feilkode: ${s.fault}`] : []),
        ];
      case "certificate.expiring":
        return [
          s.country === "NO"
            ? "Når gyldigheten har utløpt, kan ingen norske kontoer leses. Registrer en ny nøkkel på klienten, eller bestill et nytt virksomhetssertifikat, og bytt hemmeligheten i Saldovakts konfigurasjon."
            : "Når sertifikatet har utløpt, kan ingen kontoer leses. Bestill et nytt og bytt det ut i Saldovakts konfigurasjon.",
        ];
      case "sign-in.needed":
        return [
          `Kontoen leses bare når noen logger inn hos ${s.authority}. Opplysningene er fra ${s.asOf}; det som er fastsatt siden, er ikke med i prognosen.`,
          "Åpne kontoens side i Saldovakt og les med BankID.",
        ];
      case "test":
        return ["Dette er et testvarsel som noen har bedt om. Det gjelder ingen konto, og du trenger ikke å gjøre noe."];
      default:
        return [];
    }
  },
  asOf: (s) => (s.stamped ? `${s.authority}s opplysninger er fra ${s.asOf}.` : `Beregnet ${s.asOf} med ${s.authority}s opplysninger da.`),
};
