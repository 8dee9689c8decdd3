import type { RouteName } from "../route.ts";
import { accessAnswers } from "./access.ts";
import { accountAnswers } from "./accounts.ts";
import { alertAnswers } from "./alerts.ts";
import { appointmentAnswers } from "./appointments.ts";
import type { Answer, Asking } from "./asking.ts";
import { auditAnswers } from "./audit.ts";
import { calendarAnswers } from "./calendars.ts";
import { deliveryAnswers } from "./deliveries.ts";
import { fileAnswers } from "./files.ts";
import { forecastAnswers } from "./forecasts.ts";
import { groupAnswers } from "./groups.ts";
import { healthAnswers } from "./health.ts";
import { operationAnswers } from "./operations.ts";
import { paymentAnswers } from "./payments.ts";
import { recipientAnswers } from "./recipients.ts";
import { statementAnswers } from "./statements.ts";

/** The answers of every route but the documentation's. */
export function answers(asking: Asking): Readonly<Record<Exclude<RouteName, "openapi" | "docs">, Answer>> {
  return {
    ...healthAnswers(asking),
    ...accountAnswers(asking),
    ...forecastAnswers(asking),
    ...fileAnswers(asking),
    ...operationAnswers(asking),
    ...paymentAnswers(asking),
    ...alertAnswers(asking),
    ...calendarAnswers(asking),
    ...statementAnswers(asking),
    ...appointmentAnswers(asking),
    ...recipientAnswers(asking),
    ...deliveryAnswers(asking),
    ...accessAnswers(asking),
    ...groupAnswers(asking),
    ...auditAnswers(asking),
  };
}
