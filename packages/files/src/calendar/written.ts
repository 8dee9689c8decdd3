import { epochMs, type Language } from "@saldovakt/domain";
import ical, { escape as escapeText, ICalAlarmType, ICalCalendarMethod, ICalEventStatus, ICalEventTransparency } from "ical-generator";
import type { CalendarEvent } from "./event.ts";

/** Accounts are read a few times a day; asking oftener brings nothing new. */
const REFRESH_SECONDS = 4 * 3600;

/** By then people are at work, and banks still take payments for the same day. */
const ALARM_SECONDS = 8 * 3600;

/** Sequence numbers count from here, so that seconds stay within 31 bits until 2088. */
const SEQUENCE_ORIGIN = Date.UTC(2020, 0, 1);

/**
 * The seconds from 2020 to the moment an event's figures are of. What changes an amount comes later than what stood before, so the number
 * rises with every change and nobody has to remember the last one; the same data gives the same number.
 */
const sequenceOf = (event: CalendarEvent): number => Math.max(0, Math.floor((epochMs(event.asOf) - SEQUENCE_ORIGIN) / 1000));

/** RFC 5545 3.6 wants a component in every calendar, and strict programs refuse one without: where there is no event it is the definition of UTC, which shows nothing. */
const NO_EVENT = [
  "BEGIN:VTIMEZONE",
  "TZID:UTC",
  "BEGIN:STANDARD",
  "DTSTART:19700101T000000",
  "TZOFFSETFROM:+0000",
  "TZOFFSETTO:+0000",
  "END:STANDARD",
  "END:VTIMEZONE",
  "",
].join("\r\n");

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The events as an iCalendar object (RFC 5545), lines folded and ended as it asks. The same events give the same bytes, in whatever order. */
export function writtenCalendar(events: readonly CalendarEvent[], name: string | null, language: Language): string {
  const calendar = ical({
    prodId: { company: "Saldovakt", product: "Saldovakt", language },
    method: ICalCalendarMethod.PUBLISH,
    ttl: REFRESH_SECONDS,
    ...(name === null ? {} : { name: escapeText(name, false) }), // the library writes this one as it is given
  });
  for (const event of [...events].sort((a, b) => compare(a.on, b.on) || compare(a.uid, b.uid))) {
    const made = calendar.createEvent({
      id: event.uid,
      sequence: sequenceOf(event),
      stamp: event.asOf,
      lastModified: event.asOf,
      allDay: true,
      start: `${event.on}T00:00:00Z`,
      summary: event.summary,
      description: event.url === null ? event.description : `${event.description}\n\n${event.url}`,
      transparency: event.toPay ? ICalEventTransparency.OPAQUE : ICalEventTransparency.TRANSPARENT,
      status: event.estimated ? ICalEventStatus.TENTATIVE : ICalEventStatus.CONFIRMED,
      ...(event.url === null ? {} : { url: event.url }),
    });
    if (!event.toPay) continue;
    const alarm = made.createAlarm({ type: ICalAlarmType.display, triggerAfter: ALARM_SECONDS, description: event.summary });
    alarm.relatesTo("START"); // else it is reckoned from the end of the day
  }
  const text = `${calendar.toString()}\r\n`;
  return events.length > 0 ? text : text.replace(/(?=END:VCALENDAR\r\n$)/, NO_EVENT);
}
