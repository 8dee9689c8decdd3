import { type AccountId, type PlainDate, ZONE_OF } from "@saldovakt/domain";
import type { AccountList, Clock, Summary, WatchMessage, WatchQueue } from "./ports.ts";

/** How soon an account wants reading; smaller is sooner. Never read comes first, then what is pressing, then by the day to act or the due date. */
export function urgency(summary: Summary | null): string {
  if (!summary) return "0";
  if (summary.severity === "critical") return `1${summary.payBy ?? ""}`;
  return `2${summary.payBy ?? summary.nextDueDate ?? "9999-12-31"}`;
}

/** The ids of all accounts, the most urgent first. Holds one short string and one id an account. */
export async function accountsByUrgency(list: AccountList): Promise<readonly AccountId[]> {
  const keyed: { id: AccountId; key: string }[] = [];
  for await (const { account, summary } of list.accounts()) keyed.push({ id: account.id, key: urgency(summary) + account.id });
  keyed.sort((a, b) => (a.key < b.key ? -1 : 1));
  return keyed.map(({ id }) => id);
}

export interface PlanPorts {
  readonly accounts: AccountList;
  readonly queue: WatchQueue;
  readonly clock: Clock;
}

/** Queues one message for every account to be read today. Planning twice reads twice and tells once. Resolves to the number queued. */
export async function plan(ports: PlanPorts): Promise<{ planned: number; day: PlainDate }> {
  const day = ports.clock.today(ZONE_OF.skatteverket);
  const ids = await accountsByUrgency(ports.accounts);
  const messages = ids.map((accountId): WatchMessage => ({ accountId, day }));
  await ports.queue.send(messages);
  return { planned: messages.length, day };
}
