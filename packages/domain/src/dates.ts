import { inputError, SaldovaktError } from "./errors.ts";

declare const plainDateBrand: unique symbol;
/** A calendar day `YYYY-MM-DD`, in the authority's time zone. Compares in order as a string. */
export type PlainDate = string & { readonly [plainDateBrand]: true };

declare const instantBrand: unique symbol;
/** A moment in UTC, `YYYY-MM-DDTHH:MM:SS.sssZ`. Compares in order as a string. */
export type Instant = string & { readonly [instantBrand]: true };

export type Zone = "Europe/Stockholm" | "Europe/Oslo";

const DAY_MS = 86_400_000;
const PLAIN = /^(\d{4})-(\d{2})-(\d{2})$/;

const existing = (text: string): text is PlainDate => {
  const match = PLAIN.exec(text);
  const year = Number(match?.[1]);
  if (!match || year < 1900 || year >= 2200) return false;
  return new Date(Date.UTC(year, Number(match[2]) - 1, Number(match[3]))).toISOString().slice(0, 10) === text;
};

/** Reads a day. Throws `DATE_INVALID` for anything but an existing day of the years 1900–2199 written `YYYY-MM-DD`. */
export function plainDate(text: string): PlainDate {
  if (existing(text)) return text;
  throw inputError("DATE_INVALID", "a date is not an existing day", "write it as YYYY-MM-DD, for example 2026-12-14");
}

/** The day as a count of days, for arithmetic; 1970-01-01 is 0. */
export const dayNumber = (date: PlainDate): number => Date.parse(date) / DAY_MS;

// Years of other than four digits would break both the form and the order of the strings.
const FIRST_DAY = Date.UTC(-1, 12) / DAY_MS;
const LAST_DAY = Date.UTC(9999, 11, 31) / DAY_MS;

/** The day of a count of days. Throws `DATE_RANGE` (a fault in the program) outside the years 0000–9999 and for fractions. */
export function fromDayNumber(day: number): PlainDate {
  if (!Number.isInteger(day) || day < FIRST_DAY || day > LAST_DAY) {
    throw new SaldovaktError("a date was reckoned beyond the calendar", { code: "DATE_RANGE", scope: "internal" });
  }
  return new Date(day * DAY_MS).toISOString().slice(0, 10) as PlainDate;
}

export const addDays = (date: PlainDate, days: number): PlainDate => fromDayNumber(dayNumber(date) + days);

/** Days from `from` to `to`: positive when `to` is later. */
export const daysBetween = (from: PlainDate, to: PlainDate): number => dayNumber(to) - dayNumber(from);

/** 1 = Monday … 7 = Sunday (ISO 8601). */
export const weekday = (date: PlainDate): number => ((((dayNumber(date) + 3) % 7) + 7) % 7) + 1;

export const yearOf = (date: PlainDate): number => Number(date.slice(0, 4));
export const monthOf = (date: PlainDate): number => Number(date.slice(5, 7));
export const dayOf = (date: PlainDate): number => Number(date.slice(8, 10));

/** The day of a year, month (1–12) and day; days beyond the month's end carry over. */
export const ymd = (year: number, month: number, day: number): PlainDate => fromDayNumber(Date.UTC(year, month - 1, day) / DAY_MS);

export const earlier = (a: PlainDate, b: PlainDate): PlainDate => (a < b ? a : b);
export const later = (a: PlainDate, b: PlainDate): PlainDate => (a > b ? a : b);

/** The latest moment written: a server at work asks for the same millisecond many times over, and writing and reading it takes a microsecond each. */
let latest = { ms: Number.NaN, moment: "" as Instant };

/** The moment of so many milliseconds since 1970. Throws `INSTANT_RANGE` (a fault in the program) outside the years 0000–9999. */
export function instant(epochMs: number): Instant {
  if (epochMs === latest.ms) return latest.moment;
  if (!(epochMs >= FIRST_DAY * DAY_MS && epochMs < (LAST_DAY + 1) * DAY_MS)) {
    throw new SaldovaktError("a moment was reckoned beyond the calendar", { code: "INSTANT_RANGE", scope: "internal" });
  }
  const date = new Date(epochMs);
  latest = { ms: date.getTime(), moment: date.toISOString() as Instant };
  return latest.moment;
}

export const epochMs = (moment: Instant): number => (moment === latest.moment ? latest.ms : Date.parse(moment));

interface ZoneClock {
  readonly format: Intl.DateTimeFormat;
  /** Milliseconds east of UTC by the hour since 1970: zones change their offset on the hour, and asking Intl is slow. */
  readonly offsets: Map<number, number>;
}

const HOUR_MS = 3_600_000;
const HOURS_KEPT = 1_000;
const clocks = new Map<Zone, ZoneClock>();

function clockOf(zone: Zone): ZoneClock {
  let clock = clocks.get(zone);
  if (!clock) {
    const fields = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit" } as const;
    clock = { format: new Intl.DateTimeFormat("en-GB", { ...fields, timeZone: zone, hourCycle: "h23" }), offsets: new Map() };
    clocks.set(zone, clock);
  }
  return clock;
}

/** How far the zone's clock is ahead of UTC at that moment, in milliseconds. */
function offsetAt(ms: number, zone: Zone): number {
  const { format, offsets } = clockOf(zone);
  const hour = Math.floor(ms / HOUR_MS);
  let offset = offsets.get(hour);
  if (offset === undefined) {
    const part = Object.fromEntries(format.formatToParts(hour * HOUR_MS).map((p) => [p.type, Number(p.value)])) as Record<string, number>;
    const { year = 0, month = 1, day = 1, hour: hours = 0, minute = 0, second = 0 } = part;
    offset = Date.UTC(year, month - 1, day, hours, minute, second) - hour * HOUR_MS;
    if (offsets.size >= HOURS_KEPT) offsets.clear();
    offsets.set(hour, offset);
  }
  return offset;
}

/** Wall-clock parts of a moment in a zone. */
function wallClock(ms: number, zone: Zone): { date: PlainDate; seconds: number } {
  const local = ms + offsetAt(ms, zone);
  const day = Math.floor(local / DAY_MS);
  return { date: fromDayNumber(day), seconds: Math.floor((local - day * DAY_MS) / 1000) };
}

/** The day it is at that moment in the zone. */
export const dateIn = (moment: Instant, zone: Zone): PlainDate => wallClock(epochMs(moment), zone).date;

/** Seconds since local midnight, by the wall clock. */
export const secondOfDay = (moment: Instant, zone: Zone): number => wallClock(epochMs(moment), zone).seconds;

/**
 * The moment at which the zone's clock shows that day and second. Of the two moments of an autumn hour the earlier is meant; a time
 * skipped in spring is moved forward by the skip.
 */
export function zoned(date: PlainDate, second: number, zone: Zone): Instant {
  const guess = dayNumber(date) * DAY_MS + second * 1000;
  // Summer time's offset is tried first where both fit, hence the earlier moment; where neither fits, the hour was skipped.
  const offsets = [offsetAt(guess - 3 * HOUR_MS, zone), offsetAt(guess + 3 * HOUR_MS, zone)] as const;
  const fitting = offsets.find((offset) => offsetAt(guess - offset, zone) === offset) ?? offsets[0];
  return instant(guess - fitting);
}

const STAMP = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(Z|[+-](?:[01]\d|2[0-3]):?[0-5]\d)?$/i;

/** Reads a stamp with a zone, or without one as local time in `zone`. Throws `INSTANT_INVALID`. */
export function parseStamp(text: string, zone: Zone): Instant {
  const match = STAMP.exec(text.trim());
  if (match) {
    const [, day = "", hour, minute, second = "0", fraction = "", offset] = match;
    const seconds = Number(hour) * 3600 + Number(minute) * 60 + Number(second);
    const ms = Number(fraction.padEnd(3, "0").slice(0, 3));
    if (existing(day) && seconds < 86_400 && Number(minute) < 60 && Number(second) < 60) {
      if (offset === undefined) return instant(epochMs(zoned(day, seconds, zone)) + ms);
      const sign = offset.startsWith("-") ? -1 : 1;
      const digits = offset.replace(/\D/g, "");
      const shift = sign * (Number(digits.slice(0, 2)) * 3600 + Number(digits.slice(2, 4)) * 60);
      return instant(dayNumber(day) * DAY_MS + (seconds - shift) * 1000 + ms);
    }
  }
  throw inputError("INSTANT_INVALID", "a time stamp is not in ISO 8601 form", "write it as 2026-11-20T06:00:00Z");
}
