import type { DueDate, Forecast } from "@saldovakt/domain";

/** Whether all that is known of an account is a statement: what is decided for the days ahead is not, and nothing may look as if it were. */
export const isByStatement = (forecast: Forecast): boolean => forecast.warnings.some((warning) => warning.code === "STATEMENT_ONLY");

/** Whether nothing is decided for that day. */
export const isGuess = (entry: DueDate): boolean => entry.charges.length > 0 && entry.charges.every((charge) => charge.estimated);
