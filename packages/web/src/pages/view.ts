import {
  type Currency,
  formatDecimal,
  formatMoment,
  type Instant,
  type Language,
  longDay,
  type Minor,
  type PlainDate,
  type SourceName,
  shortDay,
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
  day(date: PlainDate): string;
  fullDay(date: PlainDate): string;
  moment(at: Instant, source: SourceName): string;
}

export const AUTHORITY: Readonly<Record<SourceName, string>> = { skatteverket: "Skatteverket", skatteetaten: "Skatteetaten" };

export function viewIn(language: Language): View {
  return {
    language,
    texts: PAGE_TEXTS[language],
    money: (amount, currency) => printedAmount(amount, currency, language),
    plain: (amount) => (language === "en" ? formatDecimal(amount) : formatDecimal(amount).replace(".", ",")),
    day: (date) => unbroken(shortDay(date, language)),
    fullDay: (date) => longDay(date, language),
    moment: (at, source) => formatMoment(at, ZONE_OF[source], language),
  };
}
