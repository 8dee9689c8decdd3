import type { Language } from "@saldovakt/domain";

/** Beside the words of the statuses themselves. */
export interface StatusTexts {
  readonly label: string;
  readonly all: string;
  readonly pay: string;
  /** Beside the sum of balances, of accounts that are not in it. */
  without(count: number): string;
}

export const STATUS_TEXTS: Readonly<Record<Language, StatusTexts>> = {
  sv: {
    label: "Visa efter status",
    all: "Alla",
    pay: "Behöver betalning",
    without: (count) => `utan ${count} ${count === 1 ? "konto" : "konton"} från kontoutdrag`,
  },
  nb: {
    label: "Vis etter status",
    all: "Alle",
    pay: "Trenger betaling",
    without: (count) => `uten ${count} ${count === 1 ? "konto" : "kontoer"} fra kontoutskrift`,
  },
  en: {
    label: "Show by status",
    all: "All",
    pay: "Need a payment",
    without: (count) => `without ${count} ${count === 1 ? "account" : "accounts"} from a statement`,
  },
};
