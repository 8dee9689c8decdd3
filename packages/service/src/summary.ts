import { amountDocument, type Forecast, severityOf } from "@saldovakt/domain";
import type { Summary } from "./ports.ts";

/** What the list of accounts shows of a forecast. */
export function summaryOf(forecast: Forecast): Summary {
  const next = forecast.dueDates.find((entry) => entry.change < 0 || entry.missing > 0);
  return {
    balance: amountDocument(forecast.currency, forecast.balance),
    nextDueDate: next?.dueDate ?? null,
    shortfall: amountDocument(forecast.currency, forecast.shortfall),
    payBy: forecast.payBy,
    severity: severityOf(forecast),
    day: forecast.today,
    asOf: forecast.asOf,
    readAt: forecast.readAt,
  };
}
