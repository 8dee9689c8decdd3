import { NOT_AUTHORISED, OMBUD_SERVICE_URL } from "../ombud.ts";
import { norwegianRefusal, swedishRefusal } from "./denied.ts";
import type { Form, Situation, Words, WrittenPayment } from "./words.ts";

/** English, with the authorities' own terms in brackets where a reader will meet them. */

const by = (payment: WrittenPayment, form: Form): string => (payment.today ? `today ${payment.by[form]}` : `by ${payment.by[form]}`);

function to({ payee }: WrittenPayment, { authority }: Situation): string {
  if (payee.number === null && payee.reference === null) return `(see ${authority} for where to)`;
  if (payee.number === null) return `(see ${authority} for the account number), ${payee.referenceType} ${payee.reference}`;
  const account = `to ${payee.scheme === "bankgiro" ? "bankgiro" : "account"} ${payee.number}`;
  return payee.reference === null
    ? `${account} (see ${authority} for the ${payee.referenceType})`
    : `${account}, ${payee.referenceType} ${payee.reference}`;
}

function needed(s: Situation, form: Form): string {
  if (s.country === "NO") {
    const several = s.payments.length > 1;
    const claims = `${several ? "claims totalling" : "a claim of"} ${s.amount}`;
    if (s.overdue) return `${claims} ${several ? "are" : "is"} overdue and unpaid`;
    return `${claims} ${several ? "fall" : "falls"} due${s.due ? ` ${s.due[form]}` : ""}`;
  }
  if (s.reserveOnly) return `${s.amount} short of your reserve on the tax account${s.due && !s.overdue ? ` ${s.due[form]}` : ""}`;
  if (s.deficit) return `${s.amount} short on the tax account${s.due ? ` since ${s.due[form]}` : ""}`;
  if (s.overdue || !s.due) return `${s.amount} short on the tax account already`;
  return `${s.amount} short on the tax account for ${form === "long" ? "the due date " : ""}${s.due[form]}`;
}

/** What sets one asking alert apart from another. */
const LEAD: Partial<Record<Situation["type"], string>> = {
  "shortfall.changed": "new amount, ",
  "shortfall.reminder": "reminder, ",
  "deficit.open": "overdue, ",
};

const lead = (s: Situation): string => LEAD[s.type] ?? "";

const lack = (s: Situation): string => `${s.amount} ${s.country === "NO" ? "due" : "short"}`;

function headline(s: Situation, form: Form): string {
  switch (s.type) {
    case "shortfall.detected":
    case "shortfall.reminder":
      return `${lead(s)}${needed(s, form)}`;
    case "deficit.open":
      return s.country === "NO" ? needed(s, form) : `${lead(s)}${needed(s, form)}`;
    case "shortfall.changed":
      return `${lead(s)}${needed(s, form)}${s.before ? ` (before: ${s.before})` : ""}`;
    case "shortfall.covered": {
      const before = s.before ? ` (it was ${s.before})` : "";
      if (s.country === "NO" && s.deficit) return "nothing overdue is left unpaid";
      if (s.country === "NO") return `nothing is left unpaid${s.due ? ` for the due date ${s.due[form]}` : ""}`;
      return `the shortfall on the tax account${s.due && !s.deficit ? ` for ${s.due[form]}` : ""} is covered${before}`;
    }
    case "enforcement.debt":
      return `debt at the enforcement authority (Kronofogden): ${s.amount}`;
    case "payout.risk":
      return `${s.amount} on the tax account may be paid out although it is needed for tax${s.due ? ` due from ${s.due[form]}` : ""}`;
    case "due.reminder":
      return `${s.amount} in tax is due${s.due ? ` ${s.due[form]}` : ""}; the balance covers it`;
    case "source.stale":
      return `the data from ${s.authority} has not been updated since ${s.asOf}`;
    case "source.denied":
      return swedishRefusal(s.fault, "en") === null
        ? `Saldovakt is not permitted to read the account at ${s.authority}`
        : `the account cannot be read at ${s.authority}`;
    case "certificate.expiring":
      return `the ${s.country === "NO" ? "key or certificate for Maskinporten" : `certificate for the connection to ${s.authority}`} ${s.expired ? "expired" : "expires"}${s.validTo ? ` ${s.validTo}` : ""}`;
    case "sign-in.needed":
      return `sign in at ${s.authority} again${s.due ? ` before ${s.due[form]}` : ""}`;
    case "test":
      return "this is a test, alerts arrive here";
  }
}

function ladder(s: Situation): string[] {
  const { outlook } = s;
  if (!outlook || s.country === "NO") return [];
  const when = outlook.on
    ? `the reconciliation (avstämning) on ${outlook.on.long}`
    : "the first reconciliation (avstämning) after the due date";
  switch (outlook.step) {
    case "none":
      return [
        `At ${when} no payment reminder (betalningsuppmaning) is sent for a deficit below ${s.limits.reminder}, but interest continues to accrue.`,
      ];
    case "reminder":
      return [
        `If a deficit of ${s.limits.reminder} or more remains at ${when}, Skatteverket sends a payment reminder (betalningsuppmaning).`,
      ];
    case "demand":
      return [
        `If a deficit of ${s.limits.demand} or more remains at ${when}, Skatteverket sends a payment demand (betalningskrav), and if it is still ${s.limits.demand} or more at the next one, the debt is handed to the enforcement authority (Kronofogden).`,
      ];
    case "enforcement":
      return [
        `If a deficit of ${s.limits.demand} or more remains at ${when}, the debt is handed to the enforcement authority (Kronofogden).`,
      ];
  }
}

const DISCREET: Readonly<Record<Situation["type"], readonly [string, string]>> = {
  "shortfall.detected": ["payment needed", "An account you monitor is short before a due date."],
  "shortfall.changed": ["amount changed", "The shortfall on an account you monitor has changed."],
  "shortfall.reminder": ["payment reminder", "An account you monitor is still short before a due date."],
  "shortfall.covered": ["covered", "The shortfall on an account you monitor is now covered."],
  "deficit.open": ["unpaid after the due date", "An account you monitor has an unpaid amount that is overdue."],
  "enforcement.debt": ["debt at Kronofogden", "An account you monitor has a debt at the enforcement authority (Kronofogden)."],
  "payout.risk": ["money may be paid out", "Money on an account you monitor may be paid out although it is needed for upcoming tax."],
  "due.reminder": ["due date", "A due date is approaching for an account you monitor. The balance covers it."],
  "source.stale": ["old data", "The data for an account you monitor has not been updated for several days."],
  "source.denied": ["account cannot be read", "Saldovakt is not permitted to read an account you monitor."],
  "certificate.expiring": ["certificate", "Saldovakt's certificate with the authority must be replaced."],
  "sign-in.needed": ["sign-in needed", "An account you monitor needs to be read with a new sign-in before the next due date."],
  test: ["test", "This is a test, alerts arrive here."],
};

export const ENGLISH: Words = {
  unnamed: "An account",
  lead,
  headline,
  terse(s) {
    if (s.type === "shortfall.covered") return `the shortfall${s.due && !s.deficit ? ` for ${s.due.short}` : ""} is covered`;
    if (s.type === "payout.risk") return `${s.amount} may be paid out although it is needed for tax`;
    if (s.type === "source.stale") return `old data from ${s.authority}, last updated ${s.asOf}`;
    if (s.type === "sign-in.needed") return `new sign-in at ${s.authority} needed${s.due ? ` before ${s.due.short}` : ""}`;
    const [first] = s.payments;
    return first ? `${lead(s)}${lack(s)}, pay ${by(first, "short")}` : headline(s, "short");
  },
  howToPay(s) {
    const [first] = s.payments;
    if (!first) return "";
    if (s.payments.length === 1) return `Pay ${by(first, "short")} ${to(first, s)}`;
    return `${s.payments.length} payments, the first ${first.amount} ${by(first, "short")} ${to(first, s)}`;
  },
  terseToPay(s) {
    const [first] = s.payments;
    if (!first) return lack(s);
    if (s.payments.length === 1) return `${lack(s)}, pay ${by(first, "short")} ${to(first, s)}`;
    return `${s.amount} in ${s.payments.length} payments, first ${first.amount} ${by(first, "short")} ${to(first, s)}`;
  },
  discreet(s) {
    const [subject, sentence] = DISCREET[s.type];
    return { subject, sentence };
  },
  readMore: (url) => (url === null ? "Open Saldovakt to see more." : `See more: ${url}`),
  discreetNote: "Amounts and payment details are not shown in this message.",
  payHeading: "How to pay",
  paymentFacts(payment, s) {
    const { payee } = payment;
    const facts: [string, string][] = [
      ["Amount:", payment.amount],
      ["Pay", by(payment, "long")],
    ];
    if (payee.number === null && payee.reference === null) return [...facts, ["Where to:", `see ${s.authority}'s e-service`]];
    facts.push([
      `To ${payee.scheme === "bankgiro" ? "bankgiro" : "account number"}:`,
      payee.number === null ? `see ${s.authority}'s e-service` : `${payee.number} (${payee.name})`,
    ]);
    if (payment.doubtful) facts.push(["Note:", `the account number's check digit is wrong, compare it at ${s.authority} before you pay`]);
    facts.push([`${payee.referenceType} number:`, payee.reference ?? `see ${s.authority}'s e-service`]);
    if (payee.iban) facts.push(["From abroad:", `IBAN ${payee.iban}${payee.bic ? `, BIC ${payee.bic}` : ""}`]);
    return facts;
  },
  why(s) {
    const first = s.payments[0];
    if (s.overdue || !first || !s.due) return "The money is needed already: pay as soon as possible.";
    const counted = `A payment counts only from the day it is booked on ${s.authority}'s account`;
    if (first.bankDays === 0 && first.today) return `${counted}, and the due date is ${s.due.long}. Pay immediately.`;
    if (first.bankDays === 0) return `${counted}. Pay on the due date ${s.due.long} at the latest.`;
    const days = `${first.bankDays} bank ${first.bankDays === 1 ? "day" : "days"}`;
    if (first.today) return `${counted}. The due date ${s.due.long} is ${days} away, so do not wait.`;
    return `${counted}. Pay at least ${days} before the due date ${s.due.long}.`;
  },
  inAll: (s) => (s.inAll ? `The total shortfall by then is ${s.inAll}; the rest belongs to earlier due dates and has its own alerts.` : ""),
  chargesHeading: (s) => (s.overdue || !s.due ? "Already overdue" : `Items for the due date ${s.due.long}`),
  estimated: "estimated, not counted",
  more: (count, amount) => `and ${count} more, totalling ${amount}`,
  balanceAfter: (amount) => `Balance after that, if nothing more is paid in: ${amount}`,
  consequencesHeading: "If nothing is done",
  consequences(s) {
    if (s.reserveOnly) return ["The taxes are still covered. The balance falls below the reserve you chose, with no interest or fee."];
    const { outlook } = s;
    if (!outlook) return [];
    const lines: string[] = [];
    if (outlook.overdue) lines.push(`${outlook.overdue} is overdue and the balance does not cover it: ${outlook.deficit} short.`);
    else if (outlook.since) lines.push(`The deficit is ${outlook.deficit} and arose on ${outlook.since.long}.`);
    if (outlook.interestSoFar) lines.push(`Interest so far according to Skatteverket: ${outlook.interestSoFar}.`);
    const rate = s.country === "NO" ? "Late interest (forsinkelsesrente)" : "Interest (kostnadsränta)";
    const perDay = outlook.interestPerDay ? `, about ${outlook.interestPerDay} a day (Saldovakt's estimate)` : "";
    lines.push(`${rate} accrues ${s.overdue ? "every day" : "from the day after the due date"}${perDay}.`);
    lines.push(...ladder(s));
    if (s.country === "NO") lines.push("Skatteetaten may then collect the amount by force (tvangsinnkreving).");
    return lines;
  },
  underWayHeading: "If you have already paid",
  underWay(s) {
    const seen = `Do not pay the same amount again. The payment shows at ${s.authority} only after one or more days`;
    return s.country === "NO" ? `${seen}.` : `${seen}. Whoever can sign in to Saldovakt can register it, and it counts until then.`;
  },
  advice(s) {
    switch (s.type) {
      case "shortfall.covered":
        return ["You do not need to do anything.", ...(s.balance ? [`Balance: ${s.balance}.`] : [])];
      case "due.reminder":
        return [
          s.inAll ? "The balance covers it once the shortfall for earlier due dates is paid." : "You do not need to pay anything in.",
        ];
      case "enforcement.debt":
        return [
          "The debt is paid to Kronofogden with the details in Kronofogden's letter, not to the tax account: it is not part of the tax account's balance.",
        ];
      case "payout.risk":
        return [
          "A surplus may be paid out automatically even when decided preliminary tax is soon due. To keep the money on the tax account, request a payout block (utbetalningsspärr) in Skatteverket's e-service.",
        ];
      case "source.stale":
        return [`The forecast may be out of date. Check the account at ${s.authority} if a due date is near.`];
      case "source.denied":
        return [
          "Meanwhile Saldovakt cannot send alerts about this account.",
          ...(s.country === "NO"
            ? [norwegianRefusal(s.fault, "en") ?? []].flat()
            : [swedishRefusal(s.fault, "en") ?? "Check that the role juridiskt läsombud is registered at Skatteverket."]),
          ...(s.fault === NOT_AUTHORISED
            ? [
                `Whoever represents the company gives the permission, by appointing the organisation in our certificate as juridiskt läsombud in Skatteverket's e-service Ombud och behörigheter: ${OMBUD_SERVICE_URL}`,
                "An organisation's own account needs no ombud; refused all the same, the certificate is another organisation's.",
              ]
            : []),
          ...(s.fault ? [`Error code: ${s.fault}`] : []),
        ];
      case "certificate.expiring":
        return [
          s.country === "NO"
            ? "Once it has expired, no Norwegian accounts can be read. Register a new key on the client, or order a new enterprise certificate, and replace the secret in Saldovakt's configuration."
            : "Once the certificate has expired, no accounts can be read. Order a new one and replace it in Saldovakt's configuration.",
        ];
      case "sign-in.needed":
        return [
          `The account is read only when somebody signs in at ${s.authority}. The data is from ${s.asOf}; what has been decided since is not in the forecast.`,
          "Open the account's page in Saldovakt and read it with BankID.",
        ];
      case "test":
        return ["This is a test alert that somebody requested. It concerns no account, and you do not need to do anything."];
      default:
        return [];
    }
  },
  asOf: (s) => (s.stamped ? `${s.authority}'s data is from ${s.asOf}.` : `Calculated ${s.asOf} from ${s.authority}'s data at that time.`),
};
