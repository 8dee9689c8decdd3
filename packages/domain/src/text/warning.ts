import type { Currency } from "../money.ts";
import type { Warning } from "../observation.ts";
import type { Language } from "../policy.ts";

/** The warning in words. */
export function warningText(warning: Warning, _currency: Currency, _language: Language): string {
  return warning.text ?? warning.code;
}

/** How a registered payment is named among the charges. */
export const underWayText = (language: Language): string =>
  ({ sv: "Betalning under väg", nb: "Betaling underveis", en: "Payment under way" })[language];
