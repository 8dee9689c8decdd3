import type { Alert } from "../alert.ts";
import type { Language } from "../policy.ts";
import type { Situation } from "./words.ts";

export interface LetterFigure {
  readonly label: string;
  readonly value: string;
}

interface Labels {
  readonly balance: string;
  readonly missing: string;
  readonly toPay: string;
  readonly payBy: string;
  readonly due: string;
  readonly debt: string;
  readonly atRisk: string;
  readonly before: string;
  readonly after: string;
}

/** What stands beside figures where a letter is laid out. */
export const LABELS: Readonly<Record<Language, Labels>> = {
  sv: {
    balance: "Saldo",
    missing: "Saknas",
    toPay: "Att betala",
    payBy: "Betala senast",
    due: "Förfaller",
    debt: "Skuld hos Kronofogden",
    atRisk: "Kan betalas ut",
    before: "Saldo före",
    after: "Saldo efter",
  },
  nb: {
    balance: "Saldo",
    missing: "Mangler",
    toPay: "Å betale",
    payBy: "Betal senest",
    due: "Forfall",
    debt: "Gjeld hos Kronofogden",
    atRisk: "Kan bli utbetalt",
    before: "Saldo før",
    after: "Saldo etter",
  },
  en: {
    balance: "Balance",
    missing: "Shortfall",
    toPay: "To pay",
    payBy: "Pay by",
    due: "Due",
    debt: "Debt at Kronofogden",
    atRisk: "May be paid out",
    before: "Balance before",
    after: "Balance after",
  },
};

/** The figures one looks for first, at most three. None where nothing was read, or what was read is not to be trusted. */
export function figuresOf(alert: Alert, situation: Situation, language: Language): readonly LetterFigure[] {
  const labels = LABELS[language];
  const balance = situation.balance === null ? [] : [{ label: labels.balance, value: situation.balance }];
  const due = situation.due === null ? [] : [{ label: labels.due, value: situation.due.short }];
  switch (alert.type) {
    case "shortfall.detected":
    case "shortfall.changed":
    case "shortfall.reminder":
    case "deficit.open": {
      const [first] = situation.payments;
      const asked = { label: situation.country === "NO" ? labels.toPay : labels.missing, value: situation.amount };
      return [asked, ...(first ? [{ label: labels.payBy, value: first.by.short }] : []), ...balance];
    }
    case "shortfall.covered":
      return [...balance, ...due];
    case "enforcement.debt":
      return [{ label: labels.debt, value: situation.amount }, ...balance];
    case "payout.risk":
      return [{ label: labels.atRisk, value: situation.amount }, ...due, ...balance];
    case "due.reminder":
      return [{ label: labels.toPay, value: situation.amount }, ...due, ...balance];
    default:
      return [];
  }
}
