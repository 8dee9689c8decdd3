import { type Currency, formatAmount, type Language, type Minor } from "@saldovakt/domain";

/** The amount as it is set in print: a true minus, and no break within. */
export const printedAmount = (amount: Minor, currency: Currency, language: Language): string =>
  formatAmount(amount, currency, language).replaceAll(" ", "\u00a0").replace("-", "\u2212");

/** A day or another few words that shall stand on one line. */
export const unbroken = (text: string): string => text.replaceAll(" ", "\u00a0");
