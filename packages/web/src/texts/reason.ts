import type { Language } from "@saldovakt/domain";

/** Why an account stands where it stands in the list, where no other column says so. Amounts come written out. */
export interface ReasonTexts {
  enforcement(amount: string): string;
  /** Null: how much is not known. */
  payout(amount: string | null): string;
  /** The authority has told of claims that stand in no figure. */
  readonly incomplete: string;
  estimated(amount: string): string;
}

export const REASON_TEXTS: Readonly<Record<Language, ReasonTexts>> = {
  sv: {
    enforcement: (amount) => `Hos Kronofogden ${amount}`,
    payout: (amount) => `${amount ?? "Pengar"} kan betalas ut`,
    incomplete: "Allt ingår inte i prognosen",
    estimated: (amount) => `Med uppskattade poster saknas ${amount}`,
  },
  nb: {
    enforcement: (amount) => `Hos Kronofogden ${amount}`,
    payout: (amount) => `${amount ?? "Penger"} kan bli utbetalt`,
    incomplete: "Ikke alt er med i prognosen",
    estimated: (amount) => `Med anslåtte poster mangler ${amount}`,
  },
  en: {
    enforcement: (amount) => `At Kronofogden ${amount}`,
    payout: (amount) => `${amount ?? "Money"} may be paid out`,
    incomplete: "The forecast does not include everything",
    estimated: (amount) => `With estimated items short by ${amount}`,
  },
};
