import { type Account, type Forecast, forecastDocument, type Language } from "@saldovakt/domain";
import { referenceOf } from "@saldovakt/service";
import { strongTag, type WrittenJson } from "./conditional.ts";

interface Written extends WrittenJson {
  readonly account: Account;
  readonly language: Language;
}

const written = new WeakMap<Forecast, Written>();

/**
 * The forecast's document as JSON with its tag: written once for one and the same forecast, account and language. Forecasts are kept while nothing
 * they are made from changes (`lastForecast`), so most are asked for more than once.
 */
export function writtenForecast(forecast: Forecast, account: Account, language: Language): WrittenJson {
  const found = written.get(forecast);
  if (found && found.account === account && found.language === language) return found;
  const body = JSON.stringify(forecastDocument(forecast, referenceOf(account), language));
  const made: Written = { body, etag: strongTag(body), account, language };
  written.set(forecast, made);
  return made;
}
