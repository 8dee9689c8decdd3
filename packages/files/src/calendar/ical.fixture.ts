import ICAL from "ical.js";

/** A calendar as another's parser reads it, for tests. */

export interface ReadEvent {
  readonly uid: string;
  readonly sequence: number;
  readonly stamp: string;
  /** `YYYY-MM-DD`; anything longer has a time of day. */
  readonly start: string;
  readonly summary: string;
  readonly description: string;
  readonly transparency: string;
  readonly status: string;
  readonly url: string | null;
  /** Seconds from the beginning of the day. */
  readonly alarms: readonly number[];
}

export interface ReadCalendar {
  /** The calendar's own properties, as written. */
  readonly properties: Readonly<Record<string, string>>;
  readonly events: readonly ReadEvent[];
}

function eventOf(component: ICAL.Component): ReadEvent {
  const text = (name: string): string => String(component.getFirstPropertyValue(name) ?? "");
  return {
    uid: text("uid"),
    sequence: Number(text("sequence")),
    stamp: text("dtstamp"),
    start: text("dtstart"),
    summary: text("summary"),
    description: text("description"),
    transparency: text("transp"),
    status: text("status"),
    url: component.getFirstPropertyValue("url") === null ? null : text("url"),
    alarms: component.getAllSubcomponents("valarm").map((alarm) => {
      const trigger = alarm.getFirstProperty("trigger");
      if (trigger?.getParameter("related") !== "START") throw new Error("an alarm that is not reckoned from the start");
      return (trigger.getFirstValue() as ICAL.Duration).toSeconds();
    }),
  };
}

export function readCalendar(text: string): ReadCalendar {
  const calendar = new ICAL.Component(ICAL.parse(text));
  return {
    properties: Object.fromEntries(calendar.getAllProperties().map((property) => [property.name, String(property.getFirstValue())])),
    events: calendar.getAllSubcomponents("vevent").map(eventOf),
  };
}
