import { daysBetween } from "./dates.ts";
import type { Forecast } from "./forecast.ts";
import type { Warning } from "./observation.ts";

/** What is unpaid, or may be, and stands in no figure. */
const BESIDE_THE_FIGURES: readonly string[] = ["CHARGE_WITHOUT_DUE_DATE", "CHARGE_WITHOUT_AMOUNT", "TOTALS_MISMATCH", "DATA_WITHHELD"];

/** Whether the authority has told of claims that the figures leave out: then nothing to pay by them is no promise. */
export const knowsOfMore = ({ warnings }: Pick<Forecast, "warnings">): boolean =>
  warnings.some(({ code }) => BESIDE_THE_FIGURES.includes(code));

/** Whether all that is known of an account is a statement that somebody brought: what is decided for the days ahead is not. */
export const knownByStatement = ({ warnings }: { readonly warnings: readonly Warning[] }): boolean =>
  warnings.some(({ code }) => code === "STATEMENT_ONLY");

export type Severity = "ok" | "notice" | "warning" | "critical";

/** Days within which a pay-by day makes a shortfall pressing. */
const PRESSING_DAYS = 7;

/** How pressing an account is, for sorting and colour. */
export function severityOf(forecast: Forecast): Severity {
  if (forecast.position < 0 || forecast.enforcementBalance < 0) return "critical";
  if (forecast.payBy !== null) {
    const left = daysBetween(forecast.today, forecast.payBy);
    return left <= 0 ? "critical" : left <= PRESSING_DAYS ? "warning" : "notice";
  }
  if (forecast.stale || forecast.payoutRisk || knowsOfMore(forecast) || knownByStatement(forecast)) return "notice";
  // What only estimates show is worth a look when it is near, and never more than that.
  const guessed = forecast.withEstimates?.payBy ?? null;
  return guessed !== null && daysBetween(forecast.today, guessed) <= PRESSING_DAYS ? "notice" : "ok";
}
