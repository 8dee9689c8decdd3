import {
  type Account,
  type AccountId,
  type AmountDocument,
  dateIn,
  type Forecast,
  forecast,
  inputError,
  type PlainDate,
  SaldovaktError,
  type Severity,
  type SourceName,
  ZONE_OF,
} from "@saldovakt/domain";
import { keptForecast, type LastForecast } from "./kept-forecast.ts";
import type { AccountList, Clock, PolicyFor, Records, Sources, WatchedAccount } from "./ports.ts";
import { asOfToday, type SummaryPorts } from "./todays-summary.ts";
import { type WatchPorts, watchAccount } from "./watch.ts";

export interface AnswerPorts {
  readonly records: Records;
  readonly accounts: AccountList;
  readonly sources: Sources;
  readonly policyFor: PolicyFor;
  readonly clock: Clock;
}

/** One line of `GET /v1/accounts`. */
export interface AccountLine {
  readonly id: AccountId;
  readonly name: string;
  readonly source: SourceName;
  readonly balance: AmountDocument | null;
  readonly nextDueDate: PlainDate | null;
  readonly shortfall: AmountDocument | null;
  readonly payBy: PlainDate | null;
  readonly severity: Severity | "unread";
  readonly asOf: string | null;
}

/** What was never read may hide anything: it stands before what is only to be looked at. */
const RANK: Readonly<Record<AccountLine["severity"], number>> = { critical: 0, warning: 1, unread: 2, notice: 3, ok: 4 };

const lineOf = ({ account, summary }: WatchedAccount): AccountLine => ({
  id: account.id,
  name: account.name,
  source: account.source,
  balance: summary?.balance ?? null,
  nextDueDate: summary?.nextDueDate ?? null,
  shortfall: summary?.shortfall ?? null,
  payBy: summary?.payBy ?? null,
  severity: summary?.severity ?? "unread",
  asOf: summary?.asOf ?? null,
});

type Pressing = Pick<AccountLine, "severity" | "payBy" | "shortfall" | "name">;

const missing = ({ shortfall }: Pressing): number => Number(shortfall?.amount ?? 0);

/** The most urgent first: by severity, day to act, size of the shortfall, name. */
export const byUrgency = (a: Pressing, b: Pressing): number =>
  RANK[a.severity] - RANK[b.severity] ||
  (a.payBy ?? "9").localeCompare(b.payBy ?? "9") ||
  missing(b) - missing(a) ||
  a.name.localeCompare(b.name, "sv");

/**
 * The accounts `visible` lets through, the most urgent first. As they stand today: what was noted on another
 * day is made anew.
 */
export async function listAccounts(
  list: AccountList,
  visible: (id: AccountId) => boolean,
  ports: SummaryPorts,
): Promise<readonly AccountLine[]> {
  const found: WatchedAccount[] = [];
  for await (const watched of list.accounts()) if (visible(watched.account.id)) found.push(watched);
  const lines = (await asOfToday(found, ports)).map(lineOf);
  return lines.sort(byUrgency);
}

/** The last observation, forecast against today; null before the first reading. Kept while nothing it is made from changes: change nothing in it. */
export async function lastForecast(account: Account, ports: AnswerPorts): Promise<LastForecast | null> {
  const { records } = ports;
  const terms = { account, policy: ports.policyFor(account), today: ports.clock.today(ZONE_OF[account.source]) };
  return keptForecast(records, terms, async () => {
    const [observation, payments] = await Promise.all([records.observation(account.id), records.payments(account.id)]);
    return observation && { forecast: forecast(observation, terms.policy, terms.today, payments), observation };
  });
}

const readings = new WeakMap<Records, Map<AccountId, Promise<Forecast>>>();

/**
 * A fresh reading through the whole job, so that what it finds is also told. Where the source is closed, out of reach or too busy, the answer is
 * the last reading's with the warning `SOURCE_CLOSED`, dated by that reading. Throws any other fault of the source, and `NOT_READ_FROM_AUTHORITY` (input) for an
 * account that is known by statements alone. Those who ask for the same account while it is being read get that reading.
 */
export async function freshForecast(account: Account, ports: WatchPorts): Promise<Forecast> {
  if (account.reading === "statement") throw notRead();
  const underWay = readings.get(ports.records) ?? new Map<AccountId, Promise<Forecast>>();
  readings.set(ports.records, underWay);
  const standing = underWay.get(account.id);
  if (standing) return standing;
  const reading = readNow(account, ports).finally(() => underWay.delete(account.id));
  underWay.set(account.id, reading);
  return reading;
}

async function readNow(account: Account, ports: WatchPorts): Promise<Forecast> {
  const outcome = await watchAccount(account.id, { ...ports, fresh: true });
  if (outcome.kind === "read") return outcome.forecast;
  if (outcome.kind === "statement" || outcome.kind === "waiting") throw notRead();
  if (outcome.kind === "failed" && outcome.fault.scope === "transient" && outcome.forecast) {
    const { warnings, readAt } = outcome.forecast;
    return { ...outcome.forecast, warnings: [...warnings, { code: "SOURCE_CLOSED", date: dateIn(readAt, ZONE_OF[account.source]) }] };
  }
  if (outcome.kind === "failed") throw outcome.fault;
  throw new SaldovaktError("the account is not watched", { code: "ACCOUNT_UNKNOWN", scope: "input" });
}

const notRead = (): SaldovaktError =>
  inputError(
    "NOT_READ_FROM_AUTHORITY",
    "the account is known by statements alone and is not read",
    "bring a newer statement of the account",
  );
