import type { RouteName } from "../../route.ts";
import * as examples from "../examples.ts";
import { Accounts, CalendarAddress, Calendars, Forecast } from "../schemas.ts";
import { cursor, type Described, DUE_DATE, json, KEYED, OF_ACCOUNT, ok, PAYMENT, pageOf } from "./described.ts";

export const FORECASTS = {
  listAccounts: {
    tag: "Accounts",
    summary: "The accounts the key opens",
    description:
      "From the record of the last readings, the most urgent first. An account that has not been read yet has `severity` `unread` and no figures.",
    query: [pageOf(1_000, 1_000), cursor("after")],
    scope: "read",
    answers: ok("The accounts.", json(Accounts, examples.accounts)),
    problems: [...KEYED, 409],
  },
  forecast: {
    tag: "Forecast",
    summary: "What will be on the account at every coming due date, and what to pay",
    description:
      "From the last reading, forecast against today; with `fresh=true` from a new one, whose findings are also told to the recipients of alerts. When the authority is closed or out of reach for the moment, a fresh reading is answered from the record, with the warning `SOURCE_CLOSED`.",
    query: [
      { name: "fresh", description: "Read the authority now. Needs the scope `read:fresh`.", schema: { type: "boolean", default: false } },
    ],
    scope: "read",
    answers: ok("The forecast.", json(Forecast, examples.forecast)),
    problems: OF_ACCOUNT,
  },
  forecastCsv: {
    tag: "Forecast",
    summary: "The forecast as a table",
    description: "CSV: in English by RFC 4180 with fixed column names, for programs; in Swedish and Norwegian as Excel there opens it.",
    query: [
      {
        name: "language",
        description: "The account's own language where it is left out.",
        schema: { type: "string", enum: ["sv", "nb", "en"] },
      },
    ],
    scope: "read",
    answers: ok("The table.", { type: "text/csv" }),
    problems: OF_ACCOUNT,
  },
  chart: {
    tag: "Forecast",
    summary: "The forecast as a picture",
    description: "A step chart of the balance over the horizon, light or dark as the reader's system asks.",
    scope: "read",
    answers: ok("The picture.", { type: "image/svg+xml" }),
    problems: OF_ACCOUNT,
  },
  paymentFile: {
    tag: "Forecast",
    summary: "What to pay, as a file for the bank",
    description:
      "ISO 20022 pain.001.001.03, of one due date, of one of its payments, or of all. The same payments have the same ids whenever the file is asked for, so that the bank can refuse what it got twice. Answers 409 with `PAY_FROM_MISSING` until the account to pay from is known, and with `PAYEE_UNKNOWN` where the authority has not said to which account one of the payments goes, the account number's check digit is wrong, or the reference holds what no file can hold: a file without it would look complete.",
    query: [DUE_DATE, PAYMENT],
    scope: "read",
    answers: ok("The file.", { type: "application/xml" }),
    problems: OF_ACCOUNT,
  },
  paymentCode: {
    tag: "Forecast",
    summary: "What to pay, as a code for the bank's app",
    description: "UsingQR, as Swedish banks read it, of the due date's first payment; without `dueDate` of the first there is.",
    query: [DUE_DATE],
    scope: "read",
    answers: ok("The code, as a picture.", { type: "image/svg+xml" }),
    problems: OF_ACCOUNT,
  },
  calendar: {
    tag: "Forecast",
    summary: "The due dates as a calendar",
    description: "iCalendar (RFC 5545). For calendars to subscribe to, `POST …/calendar` makes an address that needs no header.",
    scope: "read",
    answers: ok("The calendar.", { type: "text/calendar" }),
    problems: OF_ACCOUNT,
  },
  addCalendar: {
    tag: "Forecast",
    summary: "A secret address for calendars to subscribe to",
    description:
      "Opens the account's calendar to whoever knows it, and nothing else. It ends when it, or the key that made it, is revoked or loses the account.",
    scope: "write",
    answers: { 201: { description: "The address, shown this once.", content: json(CalendarAddress, examples.calendarAddress) } },
    problems: OF_ACCOUNT,
  },
  listCalendars: {
    tag: "Forecast",
    summary: "The secret addresses that show the account's calendar",
    description: "Without the addresses themselves. Those that have been revoked are left out.",
    scope: "read",
    answers: ok("The addresses, by their ids.", json(Calendars, examples.calendars)),
    problems: OF_ACCOUNT,
  },
  removeCalendar: {
    tag: "Forecast",
    summary: "Revoke a calendar's secret address",
    scope: "write",
    answers: { 204: { description: "It opens nothing any more." } },
    problems: OF_ACCOUNT,
  },
  subscribedCalendar: {
    tag: "Forecast",
    summary: "The calendar of a secret address",
    description:
      "For calendars that subscribe: the address is the key. It opens nothing else, and nothing any more when it, or the key that made it, is revoked.",
    scope: null,
    answers: ok("The calendar.", { type: "text/calendar" }),
    problems: [400, 404, 414, 429, 500, 503],
  },
} as const satisfies Partial<Record<RouteName, Described>>;
