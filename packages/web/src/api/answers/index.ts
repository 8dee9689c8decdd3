import type { RouteName } from "../route.ts";
import { accessAnswers } from "./access.ts";
import { accountAnswers } from "./accounts.ts";
import { alertAnswers } from "./alerts.ts";
import { appointmentAnswers } from "./appointments.ts";
import type { Answer, Asking } from "./asking.ts";
import { auditAnswers } from "./audit.ts";
import { calendarAnswers } from "./calendars.ts";
import { fileAnswers } from "./files.ts";
import { forecastAnswers } from "./forecasts.ts";
import { groupAnswers } from "./groups.ts";
import { healthAnswers } from "./health.ts";
import { operationAnswers } from "./operations.ts";
import { paymentAnswers } from "./payments.ts";
import { statementAnswers } from "./statements.ts";

const RECIPIENTS = [
  "listRecipients",
  "addRecipient",
  "recipient",
  "changeRecipient",
  "removeRecipient",
  "rotateSecret",
  "enableRecipient",
] as const;

const DELIVERIES = ["deliveries", "testRecipient", "replay"] as const;

/** Answers that are loaded with the first request for one of them. */
function later<Name extends string>(
  names: readonly Name[],
  load: () => Promise<Readonly<Record<Name, Answer>>>,
): Readonly<Record<Name, Answer>> {
  let made: ReturnType<typeof load> | undefined;
  const answer =
    (name: Name): Answer =>
    async (c) => {
      made ??= load();
      return (await made)[name](c);
    };
  return Object.fromEntries(names.map((name) => [name, answer(name)])) as Record<Name, Answer>;
}

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
    ...later(RECIPIENTS, async () => (await import("./recipients.ts")).recipientAnswers(asking)),
    ...later(DELIVERIES, async () => (await import("./deliveries.ts")).deliveryAnswers(asking)),
    ...accessAnswers(asking),
    ...groupAnswers(asking),
    ...auditAnswers(asking),
  };
}
