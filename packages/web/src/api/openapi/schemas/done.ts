import * as z from "zod";
import { AccountReference, accountId, day, moment, name } from "./basics.ts";
import { Forecast } from "./forecast.ts";

export const Acknowledged = name("Acknowledged", z.strictObject({ acknowledgedAt: moment.describe("When somebody first said so.") }));

export const CalendarAddress = name(
  "CalendarAddress",
  z.strictObject({
    id: z.string().describe("For `DELETE …/calendars/{calendarId}` and `saldovakt keys revoke`."),
    address: z
      .string()
      .describe("Whoever knows it reads the calendar. Shown this once; without a host where the installation has no public address."),
  }),
);

export const Calendars = name(
  "Calendars",
  z.strictObject({
    calendars: z.array(
      z.strictObject({
        id: z.string(),
        accounts: z.array(accountId).describe("The accounts whose due dates it shows."),
        createdAt: moment,
        lastUsedAt: moment.nullable().describe("To the hour; null until it is first read."),
      }),
    ),
  }),
);

export const ImportedStatement = name(
  "ImportedStatement",
  z.strictObject({
    account: AccountReference,
    rows: z.int().describe("Rows that were not known before."),
    from: day.describe("The first day now known without gaps."),
    to: day.describe("The last."),
    forecast: Forecast,
  }),
);
