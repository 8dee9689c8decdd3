import { type PlainDate, ZONE_OF } from "@saldovakt/domain";
import { urgency } from "./plan.ts";
import type { Clock, PolicyFor, Records, Summary, WatchedAccount } from "./ports.ts";
import { summaryOf } from "./summary.ts";
import { renewSummary } from "./watch.ts";

export interface SummaryPorts {
  readonly records: Records;
  readonly policyFor: PolicyFor;
  readonly clock: Clock;
}

/** Summaries made anew for one list. Where there are more accounts the day's pass does it, and whoever asks meanwhile does some each time. */
const MOST = 300;
const AT_ONCE = 10;

/**
 * The accounts as they stand today: a summary of another day is made anew from the last observation and kept, the most urgent first. What there is too much of, or what cannot be
 * made just now, says at least nothing of days that are over.
 */
export async function asOfToday(watched: readonly WatchedAccount[], ports: SummaryPorts): Promise<readonly WatchedAccount[]> {
  const day = ({ account }: WatchedAccount): PlainDate => ports.clock.today(ZONE_OF[account.source]);
  const stands = (each: WatchedAccount): boolean => each.summary === null || each.summary.day === day(each);
  if (watched.every(stands)) return watched;
  const old = watched.filter((each) => !stands(each)).sort((a, b) => (urgency(a.summary) < urgency(b.summary) ? -1 : 1));
  const waiting = old.slice(0, MOST);
  const renewed = new Map<WatchedAccount, Summary>();
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const summary = await anew(next, ports).catch(() => null);
      if (summary) renewed.set(next, summary);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const told = (each: WatchedAccount): Summary | null => renewed.get(each) ?? (each.summary && withoutPast(each.summary, day(each)));
  return watched.map((each) => (stands(each) ? each : { account: each.account, summary: told(each) }));
}

async function anew({ account }: WatchedAccount, ports: SummaryPorts): Promise<Summary | null> {
  const observation = await ports.records.observation(account.id);
  return observation && summaryOf(await renewSummary(account, observation, ports));
}

/** What was to be paid by a day that is over is to be paid today. */
function withoutPast(summary: Summary, today: PlainDate): Summary {
  const { nextDueDate, payBy, severity } = summary;
  const late = payBy !== null && payBy <= today;
  return {
    ...summary,
    nextDueDate: nextDueDate !== null && nextDueDate < today ? null : nextDueDate,
    payBy: late ? today : payBy,
    severity: late ? "critical" : severity,
  };
}
