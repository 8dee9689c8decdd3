import * as z from "zod";
import { AccountReference, day, moment, name } from "./basics.ts";
import { Forecast } from "./forecast.ts";

export const Acknowledged = name("Acknowledged", z.strictObject({ acknowledgedAt: moment.describe("When somebody first said so.") }));

export const CalendarAddress = name(
  "CalendarAddress",
  z.strictObject({
    id: z.string().describe("For `saldovakt keys revoke`."),
    address: z
      .string()
      .describe("Whoever knows it reads the calendar. Shown this once; without a host where the installation has no public address."),
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
