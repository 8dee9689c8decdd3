import type { Account, AccountId, Forecast, Observation, PlainDate, Policy } from "@saldovakt/domain";
import type { Records } from "./ports.ts";

export interface LastForecast {
  readonly forecast: Forecast;
  readonly observation: Observation;
}

/** What a forecast is made from, beside the records. */
export interface Terms {
  readonly account: Account;
  readonly policy: Policy;
  readonly today: PlainDate;
}

interface Kept extends Terms {
  readonly mark: number;
  readonly last: LastForecast | null;
}

/** Some 30 kB each, of an account with a year and a half of history. */
const MOST = 1_000;

const keptOf = new WeakMap<Records, Map<AccountId, Kept>>();

/**
 * What `make` gave before on the same terms, if the records say by their mark that nothing has changed since; else what it gives now. The mark is
 * taken before `make` reads: a change in between moves it, so what was read on either side of the change is never kept for longer than that.
 */
export async function keptForecast(records: Records, terms: Terms, make: () => Promise<LastForecast | null>): Promise<LastForecast | null> {
  const mark = (await records.mark?.()) ?? null;
  if (mark === null) return make();
  const kept = keptOf.get(records) ?? new Map<AccountId, Kept>();
  keptOf.set(records, kept);
  const found = kept.get(terms.account.id);
  if (found && found.mark === mark && sameTerms(found, terms)) return found.last;
  const last = await make();
  kept.delete(terms.account.id);
  kept.set(terms.account.id, { ...terms, mark, last });
  if (kept.size > MOST) kept.delete(kept.keys().next().value as AccountId);
  return last;
}

/** An account is the same if it is the same object: records that have a mark give that as long as the mark stands. */
const sameTerms = (a: Terms, b: Terms): boolean =>
  a.account === b.account && a.today === b.today && (a.policy === b.policy || JSON.stringify(a.policy) === JSON.stringify(b.policy));
