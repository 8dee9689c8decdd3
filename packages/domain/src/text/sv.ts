import { NOT_AUTHORISED, OMBUD_SERVICE_URL } from "../ombud.ts";
import { norwegianRefusal, swedishRefusal } from "./denied.ts";
import type { Form, Situation, Words, WrittenPayment } from "./words.ts";

/** Swedish, in Skatteverket's own terms. */

const by = (payment: WrittenPayment, form: Form): string => (payment.today ? `i dag ${payment.by[form]}` : `senast ${payment.by[form]}`);

function to({ payee }: WrittenPayment, { authority }: Situation): string {
  if (payee.number === null && payee.reference === null) return `(betalningsuppgifter finns hos ${authority})`;
  if (payee.number === null) return `(kontonumret finns hos ${authority}), ${payee.referenceType} ${payee.reference}`;
  const account = `till ${payee.scheme === "bankgiro" ? "bankgiro" : "konto"} ${payee.number}`;
  return payee.reference === null
    ? `${account} (${payee.referenceType} finns hos ${authority})`
    : `${account}, ${payee.referenceType} ${payee.reference}`;
}

function needed(s: Situation, form: Form): string {
  if (s.country === "NO") {
    const several = s.payments.length > 1;
    const claims = `${several ? "krav på tillsammans" : "ett krav på"} ${s.amount}`;
    if (s.overdue) return `${claims} har förfallit och är ${several ? "obetalda" : "obetalt"}`;
    return `${claims} förfaller${s.due ? ` ${s.due[form]}` : ""}`;
  }
  if (s.reserveOnly) return `${s.amount} saknas till din reserv på skattekontot${s.due && !s.overdue ? ` ${s.due[form]}` : ""}`;
  if (s.deficit) return `${s.amount} saknas på skattekontot${s.due ? ` sedan ${s.due[form]}` : ""}`;
  if (s.overdue || !s.due) return `${s.amount} saknas på skattekontot redan nu`;
  return `${s.amount} saknas på skattekontot till ${form === "long" ? "förfallodagen " : ""}${s.due[form]}`;
}

/** What sets one asking alert apart from another. */
const LEAD: Partial<Record<Situation["type"], string>> = {
  "shortfall.changed": "nytt belopp, ",
  "shortfall.reminder": "påminnelse, ",
  "deficit.open": "förfallet, ",
};

const lead = (s: Situation): string => LEAD[s.type] ?? "";

const lack = (s: Situation): string => (s.country === "NO" ? `krav på ${s.amount}` : `${s.amount} saknas`);

function headline(s: Situation, form: Form): string {
  switch (s.type) {
    case "shortfall.detected":
    case "shortfall.reminder":
      return `${lead(s)}${needed(s, form)}`;
    case "deficit.open":
      return s.country === "NO" ? needed(s, form) : `${lead(s)}${needed(s, form)}`;
    case "shortfall.changed":
      return `${lead(s)}${needed(s, form)}${s.before ? ` (tidigare ${s.before})` : ""}`;
    case "shortfall.covered": {
      const before = s.before ? ` (${s.before} saknades)` : "";
      if (s.country === "NO" && s.deficit) return "inget förfallet är längre obetalt";
      if (s.country === "NO") return `inget är längre obetalt${s.due ? ` till förfallodagen ${s.due[form]}` : ""}`;
      return `inget saknas längre på skattekontot${s.due && !s.deficit ? ` till ${s.due[form]}` : ""}${before}`;
    }
    case "enforcement.debt":
      return `skuld hos Kronofogden: ${s.amount}`;
    case "payout.risk":
      return `${s.amount} på skattekontot kan betalas ut fast pengarna behövs till skatt${s.due ? ` från ${s.due[form]}` : ""}`;
    case "due.reminder":
      return `${s.amount} i skatt förfaller${s.due ? ` ${s.due[form]}` : ""}; saldot räcker`;
    case "source.stale":
      return `uppgifterna från ${s.authority} har inte uppdaterats sedan ${s.asOf}`;
    case "source.denied":
      return swedishRefusal(s.fault, "sv") === null
        ? `Saldovakt får inte läsa kontot hos ${s.authority}`
        : `kontot kan inte läsas hos ${s.authority}`;
    case "certificate.expiring":
      return `${s.country === "NO" ? "nyckeln eller certifikatet för Maskinporten" : `certifikatet för anslutningen till ${s.authority}`} ${s.expired ? "har gått ut" : "går ut"}${s.validTo ? ` ${s.validTo}` : ""}`;
    case "sign-in.needed":
      return `logga in hos ${s.authority} igen${s.due ? ` före ${s.due[form]}` : ""}`;
    case "test":
      return "det här är ett test, larm kommer fram hit";
  }
}

function ladder(s: Situation): string[] {
  const { outlook } = s;
  if (!outlook || s.country === "NO") return [];
  const when = outlook.on ? `avstämningen ${outlook.on.long}` : "första avstämningen efter förfallodagen";
  switch (outlook.step) {
    case "none":
      return [`Vid ${when} skickas ingen betalningsuppmaning för ett underskott under ${s.limits.reminder}, men räntan fortsätter.`];
    case "reminder":
      return [`Finns ett underskott på minst ${s.limits.reminder} kvar vid ${when} skickar Skatteverket en betalningsuppmaning.`];
    case "demand":
      return [
        `Finns ett underskott på minst ${s.limits.demand} kvar vid ${when} skickar Skatteverket ett betalningskrav, och är det minst ${s.limits.demand} även vid avstämningen därefter lämnas skulden till Kronofogden.`,
      ];
    case "enforcement":
      return [`Finns ett underskott på minst ${s.limits.demand} kvar vid ${when} lämnas skulden till Kronofogden.`];
  }
}

const DISCREET: Readonly<Record<Situation["type"], readonly [string, string]>> = {
  "shortfall.detected": ["betalning behövs", "Det saknas pengar på ett av dina bevakade konton inför en förfallodag."],
  "shortfall.changed": ["ändrat belopp", "Beloppet som saknas på ett av dina bevakade konton har ändrats."],
  "shortfall.reminder": ["påminnelse om betalning", "Det saknas fortfarande pengar på ett av dina bevakade konton inför en förfallodag."],
  "shortfall.covered": ["täckt", "Det som saknades på ett av dina bevakade konton är nu täckt."],
  "deficit.open": ["obetalt efter förfallodagen", "Ett av dina bevakade konton har ett obetalt belopp som har förfallit."],
  "enforcement.debt": ["skuld hos Kronofogden", "Ett av dina bevakade konton har en skuld hos Kronofogden."],
  "payout.risk": ["risk för utbetalning", "Pengar på ett av dina bevakade konton kan betalas ut fast de behövs till kommande skatt."],
  "due.reminder": ["förfallodag", "En förfallodag närmar sig för ett av dina bevakade konton. Saldot räcker."],
  "source.stale": ["gamla uppgifter", "Uppgifterna om ett av dina bevakade konton har inte uppdaterats på flera dagar."],
  "source.denied": ["konto kan inte läsas", "Saldovakt får inte läsa ett av dina bevakade konton."],
  "certificate.expiring": ["certifikat", "Saldovakts certifikat hos myndigheten måste bytas."],
  "sign-in.needed": ["ny inloggning behövs", "Ett av dina bevakade konton behöver läsas med en ny inloggning före nästa förfallodag."],
  test: ["test", "Det här är ett test, larm kommer fram hit."],
};

export const SWEDISH: Words = {
  unnamed: "Ett konto",
  lead,
  headline,
  terse(s) {
    if (s.type === "shortfall.covered") return `inget saknas längre${s.due && !s.deficit ? ` till ${s.due.short}` : ""}`;
    if (s.type === "payout.risk") return `${s.amount} kan betalas ut fast skatten behöver pengarna`;
    if (s.type === "source.stale") return `gamla uppgifter från ${s.authority}, senast ${s.asOf}`;
    if (s.type === "sign-in.needed") return `ny inloggning hos ${s.authority} behövs${s.due ? ` före ${s.due.short}` : ""}`;
    const [first] = s.payments;
    return first ? `${lead(s)}${lack(s)}, betala ${by(first, "short")}` : headline(s, "short");
  },
  howToPay(s) {
    const [first] = s.payments;
    if (!first) return "";
    if (s.payments.length === 1) return `Betala ${by(first, "short")} ${to(first, s)}`;
    return `${s.payments.length} betalningar, den första ${first.amount} ${by(first, "short")} ${to(first, s)}`;
  },
  terseToPay(s) {
    const [first] = s.payments;
    if (!first) return lack(s);
    if (s.payments.length === 1) return `${lack(s)}, betala ${by(first, "short")} ${to(first, s)}`;
    return `${s.amount} i ${s.payments.length} betalningar, först ${first.amount} ${by(first, "short")} ${to(first, s)}`;
  },
  discreet(s) {
    const [subject, sentence] = DISCREET[s.type];
    return { subject, sentence };
  },
  readMore: (url) => (url === null ? "Öppna Saldovakt för att se mer." : `Se mer: ${url}`),
  discreetNote: "Belopp och betalningsuppgifter visas inte i det här meddelandet.",
  payHeading: "Betala så här",
  paymentFacts(payment, s) {
    const { payee } = payment;
    const facts: [string, string][] = [
      ["Belopp:", payment.amount],
      ["Betala", by(payment, "long")],
    ];
    if (payee.number === null && payee.reference === null) return [...facts, ["Betalningsuppgifter:", `finns i ${s.authority}s e-tjänst`]];
    facts.push([
      `Till ${payee.scheme === "bankgiro" ? "bankgiro" : "kontonummer"}:`,
      payee.number === null ? `finns i ${s.authority}s e-tjänst` : `${payee.number} (${payee.name})`,
    ]);
    if (payment.doubtful) facts.push(["Obs:", `kontonumrets kontrollsiffra stämmer inte, jämför hos ${s.authority} innan du betalar`]);
    facts.push([`${payee.referenceType}-nummer:`, payee.reference ?? `finns i ${s.authority}s e-tjänst`]);
    if (payee.iban) facts.push(["Från utlandet:", `IBAN ${payee.iban}${payee.bic ? `, BIC ${payee.bic}` : ""}`]);
    return facts;
  },
  why(s) {
    const first = s.payments[0];
    if (s.overdue || !first || !s.due) return "Pengarna behövs redan nu: betala så snart som möjligt.";
    const counted = `En betalning räknas först den dag den är bokförd på ${s.authority}s konto`;
    if (first.bankDays === 0 && first.today) return `${counted}, och förfallodagen är ${s.due.long}. Betala genast.`;
    if (first.bankDays === 0) return `${counted}. Betala därför senast på förfallodagen ${s.due.long}.`;
    const days = `${first.bankDays} ${first.bankDays === 1 ? "bankdag" : "bankdagar"}`;
    if (first.today) return `${counted}. Det är ${days} till förfallodagen ${s.due.long}, så vänta inte.`;
    return `${counted}. Betala därför senast ${days} före förfallodagen ${s.due.long}.`;
  },
  inAll: (s) => (s.inAll ? `Till dess saknas totalt ${s.inAll}; resten gäller tidigare förfallodagar och har egna larm.` : ""),
  chargesHeading: (s) => (s.overdue || !s.due ? "Redan förfallet" : `Poster till förfallodagen ${s.due.long}`),
  estimated: "uppskattat, inte inräknat",
  more: (count, amount) => `och ${count} till, tillsammans ${amount}`,
  balanceAfter: (amount) => `Saldo efter det, om inget mer betalas in: ${amount}`,
  consequencesHeading: "Om inget görs",
  consequences(s) {
    if (s.reserveOnly)
      return ["Skatterna är täckta ändå. Saldot blir lägre än den reserv du har valt, och ingen ränta eller avgift följer av det."];
    const { outlook } = s;
    if (!outlook) return [];
    const lines: string[] = [];
    if (outlook.overdue) lines.push(`${outlook.overdue} har förfallit; saldot räcker inte, ${outlook.deficit} saknas.`);
    else if (outlook.since) lines.push(`Underskottet är ${outlook.deficit} och uppstod ${outlook.since.long}.`);
    if (outlook.interestSoFar) lines.push(`Kostnadsränta hittills enligt Skatteverket: ${outlook.interestSoFar}.`);
    const rate = s.country === "NO" ? "Förseningsränta (forsinkelsesrente)" : "Kostnadsränta";
    const perDay = outlook.interestPerDay ? `, omkring ${outlook.interestPerDay} per dag (Saldovakts uppskattning)` : "";
    lines.push(`${rate} räknas ${s.overdue ? "varje dag" : "från dagen efter förfallodagen"}${perDay}.`);
    lines.push(...ladder(s));
    if (s.country === "NO") lines.push("Skatteetaten kan därefter driva in beloppet (tvangsinnkreving).");
    return lines;
  },
  underWayHeading: "Om du redan har betalat",
  underWay(s) {
    const seen = `Betala inte samma belopp en gång till. Betalningen syns hos ${s.authority} först efter en eller flera dagar`;
    return s.country === "NO" ? `${seen}.` : `${seen}. Den som kan logga in i Saldovakt kan registrera den, så räknas den in tills dess.`;
  },
  advice(s) {
    switch (s.type) {
      case "shortfall.covered":
        return ["Du behöver inte göra något.", ...(s.balance ? [`Saldo: ${s.balance}.`] : [])];
      case "due.reminder":
        return [s.inAll ? "Saldot räcker när det som saknas till tidigare förfallodagar är betalt." : "Du behöver inte betala in något."];
      case "enforcement.debt":
        return [
          "Skulden betalas till Kronofogden med de uppgifter som står i Kronofogdens brev, inte till skattekontot: den ingår inte i skattekontots saldo.",
        ];
      case "payout.risk":
        return [
          "Ett överskott kan betalas ut av sig självt, också när beslutad preliminärskatt snart förfaller. Begär en utbetalningsspärr i Skatteverkets e-tjänst om pengarna ska vara kvar.",
        ];
      case "source.stale":
        return [`Prognosen kan vara inaktuell. Kontrollera kontot i ${s.authority}s e-tjänst om en förfallodag är nära.`];
      case "source.denied":
        return [
          "Under tiden kan Saldovakt inte larma om det här kontot.",
          ...(s.country === "NO"
            ? [norwegianRefusal(s.fault, "sv") ?? []].flat()
            : [swedishRefusal(s.fault, "sv") ?? "Kontrollera att rollen juridiskt läsombud är registrerad hos Skatteverket."]),
          ...(s.fault === NOT_AUTHORISED
            ? [
                `Den som företräder företaget ger behörigheten, genom att utse organisationen i vårt certifikat till juridiskt läsombud i Skatteverkets e-tjänst Ombud och behörigheter: ${OMBUD_SERVICE_URL}`,
                "En organisations eget konto behöver inget ombud; nekas det ändå är certifikatet en annan organisations.",
              ]
            : []),
          ...(s.fault ? [`Felkod: ${s.fault}`] : []),
        ];
      case "certificate.expiring":
        return [
          s.country === "NO"
            ? "När giltigheten har gått ut kan inga norska konton läsas. Registrera en ny nyckel på klienten, eller beställ ett nytt virksomhetssertifikat, och byt hemligheten i Saldovakts konfiguration."
            : "När certifikatet har gått ut kan inga konton läsas. Beställ ett nytt och byt ut det i Saldovakts konfiguration.",
        ];
      case "sign-in.needed":
        return [
          `Kontot läses bara när någon loggar in hos ${s.authority}. Uppgifterna är från ${s.asOf}; det som har beslutats sedan dess är inte med i prognosen.`,
          "Öppna kontots sida i Saldovakt och läs med BankID.",
        ];
      case "test":
        return ["Det här är ett testlarm som någon har begärt. Det gäller inget konto, och du behöver inte göra något."];
      default:
        return [];
    }
  },
  asOf: (s) => (s.stamped ? `${s.authority}s uppgifter är från ${s.asOf}.` : `Beräknat ${s.asOf} med ${s.authority}s uppgifter då.`),
};
