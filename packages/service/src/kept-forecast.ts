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
  readonly last: LastForecast | null;
}

/** Everything that was made while the records stood at one mark. */
interface Shelf {
  readonly mark: number;
  readonly made: Map<AccountId, Kept>;
}

/** Some 30 kB each, of an account with a year and a half of history. */
const MOST = 1_000;

const shelves = new WeakMap<Records, Shelf>();

/** The shelf of that mark; one of another goes, and with it what was kept of accounts that may have been erased since. */
function shelfOf(records: Records, mark: number): Shelf {
  const standing = shelves.get(records);
  if (standing?.mark === mark) return standing;
  const shelf: Shelf = { mark, made: new Map() };
  shelves.set(records, shelf);
  return shelf;
}

/**
 * What `make` gave before on the same terms, if the records say by their mark that nothing has changed since; else what it gives now. The mark is
 * taken before `make` reads: a change in between moves it, so what was read on either side of the change is never kept for longer than that.
 */
export async function keptForecast(records: Records, terms: Terms, make: () => Promise<LastForecast | null>): Promise<LastForecast | null> {
  const mark = (await records.mark?.()) ?? null;
  if (mark === null) return make();
  const { made } = shelfOf(records, mark);
  const found = made.get(terms.account.id);
  if (found && sameTerms(found, terms)) return found.last;
  const last = await make();
  made.delete(terms.account.id);
  made.set(terms.account.id, { ...terms, last });
  if (made.size > MOST) made.delete(made.keys().next().value as AccountId);
  return last;
}

/** An account is the same if it is the same object: records that have a mark give that as long as the mark stands. */
const sameTerms = (a: Terms, b: Terms): boolean =>
  a.account === b.account && a.today === b.today && (a.policy === b.policy || JSON.stringify(a.policy) === JSON.stringify(b.policy));
