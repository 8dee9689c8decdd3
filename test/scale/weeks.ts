import { type AccountId, addDays, daysBetween, instant, type PlainDate } from "@saldovakt/domain";
import { plan, readingsADay, type WatchMessage } from "@saldovakt/service";
import { type AccountClass, accounts, CLASSES } from "./accounts.ts";
import { DAY } from "./clock.ts";

export interface Waits {
  readonly perSecond: number;
  /** Accounts of 100 000 that are read in a day. */
  readonly read: number;
  /** The most days between two readings of an account, by how it stands. */
  readonly longest: Readonly<Record<AccountClass, number>>;
}

/** A hundredth of the accounts tells the same. */
const SAMPLE = 1_000;
const DAYS = 21;

/**
 * Three weeks of plans for 100 000 accounts that stand every day as they do on the hardest: who is read how often when the rate does not suffice. The
 * real `plan` and its limit; whatever is planned is read.
 */
export async function waits(perSecond: number): Promise<Waits> {
  const list = [...accounts(SAMPLE).byId.values()];
  const most = Math.floor((readingsADay(perSecond) * SAMPLE) / 100_000);
  const lastRead = new Map<AccountId, PlainDate>(list.map(({ watched }) => [watched.account.id, DAY]));
  const longest = Object.fromEntries(CLASSES.map((kind) => [kind, 0])) as Record<AccountClass, number>;
  let read = 0;
  for (let n = 1; n <= DAYS; n++) {
    const today = addDays(DAY, n);
    const planned: AccountId[] = [];
    await plan(
      {
        accounts: {
          async *accounts() {
            for (const { watched } of list) {
              const { account, summary } = watched;
              const readAt = instant(Date.parse(`${lastRead.get(account.id)}T06:00:00Z`));
              const later = (date: PlainDate | null): PlainDate | null => date && addDays(date, n);
              const moved = summary && { ...summary, readAt, nextDueDate: later(summary.nextDueDate), payBy: later(summary.payBy) };
              yield { account, summary: moved };
            }
          },
        },
        queue: { send: async (messages: readonly WatchMessage[]) => void planned.push(...messages.map(({ accountId }) => accountId)) },
        clock: { now: () => instant(0), today: () => today },
      },
      most,
    );
    read = planned.length;
    for (const id of planned) lastRead.set(id, today);
    for (const { watched, class: kind } of list) {
      const waited = daysBetween(lastRead.get(watched.account.id) as PlainDate, today) + 1;
      longest[kind] = Math.max(longest[kind], waited);
    }
  }
  return { perSecond, read: read * (100_000 / SAMPLE), longest };
}
