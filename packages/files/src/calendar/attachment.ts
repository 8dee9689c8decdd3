import { type AccountReference, type Alert, type Language, ZONE_OF } from "@saldovakt/domain";
import { eventOf } from "./event.ts";
import { writtenCalendar } from "./written.ts";

export interface CalendarAttachmentOptions {
  readonly language: Language;
  readonly withDetails: boolean;
}

/**
 * What an alert asks to pay as a calendar file to add, with the event that the feed has for the same due date; null where it asks for no
 * payment. Without a link, which would open the page to whoever the calendar is shared with. Holds reference numbers unless `withDetails` is false: never log it.
 */
export function calendarAttachment(alert: Alert, account: AccountReference, options: CalendarAttachmentOptions): string | null {
  const { language, withDetails } = options;
  if (alert.dueDate === null || alert.payments.length === 0) return null;
  const facts = {
    account,
    currency: alert.currency,
    zone: ZONE_OF[account.source],
    dueDate: alert.dueDate,
    overdue: alert.entry?.overdue ?? alert.dueDate < alert.today,
    payments: alert.payments,
    entry: alert.entry ?? null,
    byStatement: false,
    stamp: alert.asOf ?? null,
    asOf: alert.at,
  };
  const event = eventOf(facts, { language, withDetails, url: null });
  return event && writtenCalendar([event], null, language);
}
