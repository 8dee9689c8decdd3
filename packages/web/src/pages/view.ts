import {
  type Currency,
  formatDecimal,
  formatMoment,
  type Instant,
  type Language,
  longDay,
  type Minor,
  oneLine,
  type PlainDate,
  type SourceName,
  shortDay,
  yearOf,
  ZONE_OF,
} from "@saldovakt/domain";
import { PAGE_TEXTS, type PageTexts } from "../texts/texts.ts";
import { printedAmount, unbroken } from "../written.ts";

/** How the pages write figures and days in one language. */
export interface View {
  readonly language: Language;
  readonly texts: PageTexts;
  money(amount: Minor, currency: Currency): string;
  /** For pasting into a bank's form: no spaces, the language's decimal sign. */
  plain(amount: Minor): string;
  /** Short; with the year where it is not this one. */
  day(date: PlainDate): string;
  fullDay(date: PlainDate): string;
  moment(at: Instant, source: SourceName): string;
}

export const AUTHORITY: Readonly<Record<SourceName, string>> = { skatteverket: "Skatteverket", skatteetaten: "Skatteetaten" };

/** With its name on one line, and without marks that are never seen but turn what follows: a name comes from others. */
export const withShownName = <Named extends { readonly name: string }>(named: Named): Named => ({ ...named, name: oneLine(named.name) });

export function viewIn(language: Language, today: PlainDate): View {
  return {
    language,
    texts: PAGE_TEXTS[language],
    money: (amount, currency) => printedAmount(amount, currency, language),
    plain: (amount) => (language === "en" ? formatDecimal(amount) : formatDecimal(amount).replace(".", ",")),
    day: (date) => `${unbroken(shortDay(date, language))}${yearOf(date) === yearOf(today) ? "" : ` ${yearOf(date)}`}`,
    fullDay: (date) => longDay(date, language),
    moment: (at, source) => formatMoment(at, ZONE_OF[source], language),
  };
}

/** As the beginning of a sentence. */
export const capitalised = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
