import {
  type Account,
  type AccountId,
  accountId,
  addDays,
  amountDocument,
  instant,
  minor,
  type PlainDate,
  type Severity,
  ZERO,
} from "@saldovakt/domain";
import type { Summary, WatchedAccount } from "@saldovakt/service";
import { chance } from "./chance.ts";
import { DAY } from "./clock.ts";

/** How an account stands on the day of the pass, the most urgent first. */
export const CLASSES = ["unread", "act today", "act within a week", "missing later", "due within ten days", "calm"] as const;
export type AccountClass = (typeof CLASSES)[number];

/**
 * How many of 100 000 accounts stand so, on the hardest day of the month: the last day to pay for the 14th of December. Nobody publishes such
 * figures; these are assumptions, on the high side for what is urgent.
 */
const OF_100_000: Readonly<Record<AccountClass, number>> = {
  unread: 500,
  "act today": 4_000,
  "act within a week": 3_000,
  "missing later": 5_000,
  "due within ten days": 62_500,
  calm: 25_000,
};

/** Of the accounts never read, those that the authority refuses for want of a right: one call, every day, until somebody grants it. */
const REFUSED_SHARE = 0.6;
/**
 * Of the others, those for which the payout account and the blocks are read on this day: one in three has a surplus beside undue tax, and what was read
 * stands for a week.
 */
const PAYOUT_SHARE = 0.05;

export interface SimulatedAccount {
  readonly watched: WatchedAccount;
  readonly class: AccountClass;
  /** Calls of the authority that a reading takes. */
  readonly calls: 1 | 2 | 4;
  readonly refused: boolean;
}

export interface Accounts {
  readonly byId: ReadonlyMap<AccountId, SimulatedAccount>;
  list(): AsyncIterable<WatchedAccount>;
}

const money = (kronor: number) => amountDocument("SEK", minor(kronor * 100));

/** The summary that yesterday's pass left behind: `plan` orders by what was known then. */
function summaryOf(kind: AccountClass, today: PlainDate, random: () => number): Summary | null {
  const within = (from: number, to: number): PlainDate => addDays(today, from + Math.floor(random() * (to - from + 1)));
  const yesterday = addDays(today, -1);
  const made = (severity: Severity, payBy: PlainDate | null, nextDueDate: PlainDate | null): Summary => ({
    balance: money(payBy === null ? 40_000 : -12_000),
    nextDueDate,
    shortfall: payBy === null ? amountDocument("SEK", ZERO) : money(52_000),
    payBy,
    severity,
    asOf: instant(Date.parse(`${yesterday}T04:00:00Z`)),
    readAt: instant(Date.parse(`${yesterday}T05:00:00Z`) + Math.floor(random() * 50_000_000)),
  });
  switch (kind) {
    case "unread":
      return null;
    case "act today":
      // Four in ten stand in the red already, which was critical yesterday; for the others today is the last day to pay.
      return random() < 0.4 ? made("critical", yesterday, yesterday) : made("warning", today, addDays(today, 5));
    case "act within a week":
      return made("warning", within(1, 7), within(8, 12));
    case "missing later":
      return made("notice", within(8, 40), within(14, 45));
    case "due within ten days":
      return made("ok", null, within(0, 10));
    case "calm":
      return made("ok", null, random() < 0.5 ? null : within(11, 55));
  }
}

/** The class at that place, in [0, 1), of all accounts in a row. */
function classAt(place: number): AccountClass {
  let left = place * 100_000;
  for (const kind of CLASSES) {
    left -= OF_100_000[kind];
    if (left < 0) return kind;
  }
  return "calm";
}

/** So many accounts, invented, always the same. Their ids are in no relation to their urgency. */
export function accounts(count: number): Accounts {
  const random = chance(1);
  const byId = new Map<AccountId, SimulatedAccount>();
  for (let n = 0; n < count; n++) {
    const kind = classAt(random());
    const id = accountId(Uint8Array.from({ length: 20 }, () => Math.floor(random() * 32)));
    const identity = `16${5_560_000_000 + n}`;
    const account: Account = { id, source: "skatteverket", identity, name: "", origin: "command", addedAt: instant(0) };
    const refused = kind === "unread" && random() < REFUSED_SHARE;
    const calls = refused ? 1 : random() < PAYOUT_SHARE ? 4 : 2;
    byId.set(id, { watched: { account, summary: summaryOf(kind, DAY, random) }, class: kind, calls, refused });
  }
  return {
    byId,
    async *list() {
      for (const { watched } of byId.values()) yield watched;
    },
  };
}
