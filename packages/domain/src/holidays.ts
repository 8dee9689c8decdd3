import type { PlainDate } from "./dates.ts";
import { addDays, dayNumber, fromDayNumber, weekday, yearOf, ymd } from "./dates.ts";

export type Country = "SE" | "NO";

export interface Holiday {
  readonly date: PlainDate;
  /** In the country's own language. */
  readonly name: string;
}

/** Easter Sunday of a Gregorian year, by the anonymous computus (Meeus, Jones and Butcher). */
function easterSunday(year: number): PlainDate {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const inCentury = year % 100;
  const moonShift = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - Math.floor(century / 4) - moonShift + 15) % 30;
  const sundayShift = (32 + 2 * (century % 4) + 2 * Math.floor(inCentury / 4) - epact - (inCentury % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * sundayShift) / 451);
  const march = epact + sundayShift - 7 * late + 22;
  return ymd(year, 3, march);
}

/** The first Saturday on or after the day. */
const saturdayFrom = (date: PlainDate): PlainDate => fromDayNumber(dayNumber(date) + ((6 - weekday(date) + 7) % 7));

/** Lag (1989:253) om allmänna helgdagar, as it stands since 2005 (6 June instead of annandag pingst); earlier years are reckoned by it too. */
function swedish(year: number): Holiday[] {
  const easter = easterSunday(year);
  return [
    { date: ymd(year, 1, 1), name: "nyårsdagen" },
    { date: ymd(year, 1, 6), name: "trettondedag jul" },
    { date: addDays(easter, -2), name: "långfredagen" },
    { date: easter, name: "påskdagen" },
    { date: addDays(easter, 1), name: "annandag påsk" },
    { date: ymd(year, 5, 1), name: "första maj" },
    { date: addDays(easter, 39), name: "Kristi himmelsfärdsdag" },
    { date: addDays(easter, 49), name: "pingstdagen" },
    { date: ymd(year, 6, 6), name: "nationaldagen" },
    { date: saturdayFrom(ymd(year, 6, 20)), name: "midsommardagen" },
    { date: saturdayFrom(ymd(year, 10, 31)), name: "alla helgons dag" },
    { date: ymd(year, 12, 25), name: "juldagen" },
    { date: ymd(year, 12, 26), name: "annandag jul" },
  ];
}

/** Lov 24. februar 1995 nr. 12 om helligdager, and lov 26. april 1947 nr. 1 om 1 og 17 mai. */
function norwegian(year: number): Holiday[] {
  const easter = easterSunday(year);
  return [
    { date: ymd(year, 1, 1), name: "1. nyttårsdag" },
    { date: addDays(easter, -3), name: "skjærtorsdag" },
    { date: addDays(easter, -2), name: "langfredag" },
    { date: easter, name: "1. påskedag" },
    { date: addDays(easter, 1), name: "2. påskedag" },
    { date: ymd(year, 5, 1), name: "1. mai" },
    { date: ymd(year, 5, 17), name: "17. mai" },
    { date: addDays(easter, 39), name: "Kristi himmelfartsdag" },
    { date: addDays(easter, 49), name: "1. pinsedag" },
    { date: addDays(easter, 50), name: "2. pinsedag" },
    { date: ymd(year, 12, 25), name: "1. juledag" },
    { date: ymd(year, 12, 26), name: "2. juledag" },
  ];
}

interface HolidayYear {
  readonly list: readonly Holiday[];
  readonly dates: ReadonlySet<PlainDate>;
}

const years = { SE: new Map<number, HolidayYear>(), NO: new Map<number, HolidayYear>() };

function holidayYear(country: Country, year: number): HolidayYear {
  let known = years[country].get(year);
  if (!known) {
    const list = (country === "SE" ? swedish(year) : norwegian(year)).sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
    known = { list: Object.freeze(list), dates: new Set(list.map((holiday) => holiday.date)) };
    years[country].set(year, known);
  }
  return known;
}

/** The country's public holidays of a year, by date; ordinary Sundays are left out, and where two holidays meet both stand. */
export const publicHolidays = (country: Country, year: number): readonly Holiday[] => holidayYear(country, year).list;

/** Whether the day is a public holiday; an ordinary Sunday is none. */
export const isPublicHoliday = (country: Country, date: PlainDate): boolean => holidayYear(country, yearOf(date)).dates.has(date);
