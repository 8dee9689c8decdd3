import { type AccountId, type PlainDate, type SourceName, ZONE_OF } from "@saldovakt/domain";
import type { AccountList, Clock, Summary, WatchedAccount, WatchMessage, WatchQueue } from "./ports.ts";
import { type Candidate, candidate, chosen } from "./postpone.ts";

/** How soon an account wants reading; smaller is sooner. Never read comes first, then what is pressing, then by the day to act or the due date. */
export function urgency(summary: Summary | null): string {
  if (!summary) return "0";
  if (summary.severity === "critical") return `1${summary.payBy ?? ""}`;
  return `2${summary.payBy ?? summary.nextDueDate ?? "9999-12-31"}`;
}

/** Where an account stands in the line; no two stand at the same place. */
const place = ({ account, summary }: WatchedAccount): string => urgency(summary) + account.id;

const inLine = (a: { readonly place: string }, b: { readonly place: string }): number => (a.place < b.place ? -1 : 1);

/** The ids of all accounts, the most urgent first. Holds one short string and one id an account. */
export async function accountsByUrgency(list: AccountList): Promise<readonly AccountId[]> {
  const all: { readonly id: AccountId; readonly place: string }[] = [];
  for await (const watched of list.accounts()) all.push({ id: watched.account.id, place: place(watched) });
  return all.sort(inLine).map(({ id }) => id);
}

/** The accounts of one authority: each has a pass of its own. */
export const accountsOf = (source: SourceName, list: AccountList): AccountList => ({
  async *accounts() {
    for await (const watched of list.accounts()) if (watched.account.source === source) yield watched;
  },
});

export interface PlanPorts {
  readonly accounts: AccountList;
  readonly queue: WatchQueue;
  readonly clock: Clock;
}

/**
 * Queues one message for every account to be read today, the most urgent first. Planning twice reads twice and tells once. Of more accounts than `most`
 * (as `readingsADay` gives it) some are postponed, by the rule of `chosen`; a limit that suffices changes nothing. Those known by statements alone, or read by sign-in alone, take no
 * call: they come last, and no limit is theirs.
 */
export async function plan(
  ports: PlanPorts,
  most = Number.POSITIVE_INFINITY,
): Promise<{ planned: number; postponed: number; day: PlainDate }> {
  const day = ports.clock.today(ZONE_OF.skatteverket);
  const all: Candidate[] = [];
  const brought: AccountId[] = [];
  for await (const watched of ports.accounts.accounts()) {
    if (watched.account.reading !== undefined) brought.push(watched.account.id);
    else all.push(candidate(watched, place(watched), day));
  }
  const taken = all.length <= most ? all : [...chosen(all, most, day)];
  const ids = [...taken.sort(inLine).map(({ id }) => id), ...brought];
  await ports.queue.send(ids.map((accountId): WatchMessage => ({ accountId, day })));
  return { planned: ids.length, postponed: all.length - taken.length, day };
}
