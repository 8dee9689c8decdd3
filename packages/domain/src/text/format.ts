import { dateIn, dayOf, type Instant, monthOf, type PlainDate, secondOfDay, weekday, yearOf, type Zone } from "../dates.ts";
import type { Currency, Minor } from "../money.ts";
import type { Language } from "../policy.ts";

const HOME: Readonly<Record<Language, Currency | null>> = { sv: "SEK", nb: "NOK", en: null };

/**
 * The amount for people: `12 500 kr`, `-12 500,50 kr`, in English `SEK 12,500`. Öre stand only where there are some. `kr` is the reader's own
 * krone; a foreign one is named (`12 500 NOK`). Plain spaces only, so that a text message carries it too.
 */
export function formatAmount(amount: Minor, currency: Currency, language: Language): string {
  const digits = Math.abs(amount).toString().padStart(3, "0");
  const [group, point] = language === "en" ? [",", "."] : [" ", ","];
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, group);
  const fraction = digits.endsWith("00") ? "" : point + digits.slice(-2);
  const number = `${amount < 0 ? "-" : ""}${whole}${fraction}`;
  return language === "en" ? `${currency} ${number}` : `${number} ${HOME[language] === currency ? "kr" : currency}`;
}

/** The same with a true minus, where the medium carries one: text messages do not. */
export const writtenAmount = (amount: Minor, currency: Currency, language: Language): string =>
  formatAmount(amount, currency, language).replace("-", "\u2212");

interface CalendarWords {
  readonly days: readonly string[];
  readonly months: readonly string[];
  readonly shortMonths: readonly string[];
  readonly dot: "" | ".";
  readonly at: string;
  readonly colon: "." | ":";
}

const words = (days: string, months: string, shortMonths: string, dot: "" | ".", at: string, colon: "." | ":"): CalendarWords => ({
  days: days.split(" "),
  months: months.split(" "),
  shortMonths: shortMonths.split(" "),
  dot,
  at,
  colon,
});

const CALENDAR: Readonly<Record<Language, CalendarWords>> = {
  sv: words(
    "måndag tisdag onsdag torsdag fredag lördag söndag",
    "januari februari mars april maj juni juli augusti september oktober november december",
    "jan feb mars april maj juni juli aug sep okt nov dec",
    "",
    "kl.",
    ".",
  ),
  nb: words(
    "mandag tirsdag onsdag torsdag fredag lørdag søndag",
    "januar februar mars april mai juni juli august september oktober november desember",
    "jan feb mars april mai juni juli aug sep okt nov des",
    ".",
    "kl.",
    ".",
  ),
  en: words(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "January February March April May June July August September October November December",
    "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "",
    "at",
    ":",
  ),
};

/** A day in a short message: `mån 14 dec`, `man 14. des`, `Mon 14 Dec`. */
export function shortDay(date: PlainDate, language: Language): string {
  const { days, shortMonths, dot } = CALENDAR[language];
  return `${days[weekday(date) - 1]?.slice(0, 3)} ${dayOf(date)}${dot} ${shortMonths[monthOf(date) - 1]}`;
}

/** A day in a letter: `måndag 14 december 2026`. */
export function longDay(date: PlainDate, language: Language): string {
  return `${CALENDAR[language].days[weekday(date) - 1]} ${dateInWords(date, language)}`;
}

function dateInWords(date: PlainDate, language: Language): string {
  const { months, dot } = CALENDAR[language];
  return `${dayOf(date)}${dot} ${months[monthOf(date) - 1]} ${yearOf(date)}`;
}

/** A moment by the zone's clock: `20 november 2026 kl. 06.02`. */
export function formatMoment(moment: Instant, zone: Zone, language: Language): string {
  const { at, colon } = CALENDAR[language];
  const second = secondOfDay(moment, zone);
  const two = (value: number): string => Math.floor(value).toString().padStart(2, "0");
  return `${dateInWords(dateIn(moment, zone), language)} ${at} ${two(second / 3600)}${colon}${two((second % 3600) / 60)}`;
}
