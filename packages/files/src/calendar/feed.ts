import {
  type AccountReference,
  type Forecast,
  type Instant,
  knownByStatement,
  type Language,
  later,
  oneLine,
  ZONE_OF,
  zoned,
} from "@saldovakt/domain";
import { eventOf } from "./event.ts";
import { CALENDAR_WORDS } from "./words.ts";
import { writtenCalendar } from "./written.ts";

export interface CalendarItem {
  readonly account: AccountReference;
  readonly forecast: Forecast;
  /** When something other than a reading last changed the forecast: a registered payment, the account's policy. Never earlier than it once was. */
  readonly revisedAt?: Instant;
  /** Overrides the feed's `withDetails` for this account. */
  readonly withDetails?: boolean;
}

export interface CalendarOptions {
  readonly language: Language;
  /** Figures, references and names; false for calendars that others see. */
  readonly withDetails: boolean;
  /** Where an account's forecast is shown, for the entries to lead to; null where nowhere. */
  readonly pageUrl?: (account: AccountReference) => string | null;
}

const latest = (moments: readonly Instant[]): Instant => moments.reduce((a, b) => (a > b ? a : b));

/** A forecast moves with the day too: what is to be paid at once stands under today. */
const asOf = ({ forecast, revisedAt }: CalendarItem): Instant =>
  latest([forecast.readAt, zoned(forecast.today, 0, ZONE_OF[forecast.source]), ...(revisedAt === undefined ? [] : [revisedAt])]);

/**
 * The accounts' due dates as a calendar to subscribe to (RFC 5545). One event for each: on the day to pay and with an alarm that morning where
 * something is missing, otherwise on the due date and transparent. The same data gives the same bytes. Holds reference numbers unless
 * `withDetails` is false: never log it.
 */
export function calendarFeed(items: readonly CalendarItem[], options: CalendarOptions): string {
  const { language } = options;
  const events = items.flatMap((item) => {
    const { account, forecast } = item;
    const withDetails = item.withDetails ?? options.withDetails;
    const url = options.pageUrl?.(account) ?? null;
    return forecast.dueDates.flatMap((entry) => {
      const facts = {
        account,
        currency: forecast.currency,
        zone: ZONE_OF[forecast.source],
        dueDate: entry.dueDate,
        overdue: entry.overdue,
        payments: entry.payments.map((payment) => ({ ...payment, payBy: later(forecast.today, payment.payBy) })),
        entry,
        byStatement: knownByStatement(forecast),
        // The statement's end is not the authority's stamp.
        stamp: knownByStatement(forecast) ? null : forecast.asOf,
        asOf: asOf(item),
      };
      return eventOf(facts, { language, withDetails, url }) ?? [];
    });
  });
  const [only, ...others] = items;
  const named = only && others.length === 0 && (only.withDetails ?? options.withDetails) ? oneLine(only.account.name) : "";
  const name = [named === "" ? "Saldovakt" : named, CALENDAR_WORDS[language].calendar].join(": ");
  return writtenCalendar(events, name, language);
}
