import { type AccountId, addDays, dateIn, dayNumber, type PlainDate, ZONE_OF } from "@saldovakt/domain";
import type { WatchedAccount } from "./ports.ts";

/** An account as far as it decides whether it is read today. */
export interface Candidate {
  readonly id: AccountId;
  /** Its place in the line of all accounts by urgency. */
  readonly place: string;
  /** The day it wants reading; null where something is known to be wrong, which cannot wait, and for one that was never read. */
  readonly wantedOn: PlainDate | null;
  readonly unread: boolean;
}

/** Days before a due date from which on a covered account wants reading every day: a week to act in, and the bank's three days. */
const SOON_DAYS = 10;
/** Days after which any other account with nothing missing wants reading again. */
const CALM_DAYS = 3;

export function candidate({ account, summary }: WatchedAccount, place: string, today: PlainDate): Candidate {
  if (summary?.severity !== "ok") return { id: account.id, place, wantedOn: null, unread: summary === null };
  const soon = summary.nextDueDate !== null && summary.nextDueDate <= addDays(today, SOON_DAYS);
  const wantedOn = addDays(dateIn(summary.readAt, ZONE_OF[account.source]), soon ? 1 : CALM_DAYS);
  return { id: account.id, place, wantedOn, unread: false };
}

const by = (keyOf: (candidate: Candidate) => string) => (a: Candidate, b: Candidate) => (keyOf(a) < keyOf(b) ? -1 : 1);

/**
 * The `most` accounts to read today when there are more. First those of which something is known to be wrong, the most urgent first. What calls are left
 * are for those with nothing missing, by the day they want reading: tomorrow while a due date is near, else in three days. Whatever is read gets a
 * later day, so what is left out comes nearer the front: all wait alike, and none for ever. Half of it at most goes to those that were never read:
 * some of them nobody may read, and would be tried first every day. They take turns, by the day.
 */
export function chosen(candidates: readonly Candidate[], most: number, today: PlainDate): readonly Candidate[] {
  const wrong = candidates.filter(({ wantedOn, unread }) => wantedOn === null && !unread).sort(by(({ place }) => place));
  const unread = candidates.filter((each) => each.unread).sort(by(({ id }) => id));
  const well = candidates.filter(({ wantedOn }) => wantedOn !== null).sort(by(({ wantedOn, place }) => wantedOn + place));
  const room = Math.max(0, most - wrong.length);
  const turns = Math.min(unread.length, Math.max(Math.ceil(room / 2), room - well.length));
  const from = turns === 0 ? 0 : (dayNumber(today) * turns) % unread.length;
  const trying = [...unread.slice(from, from + turns), ...unread.slice(0, Math.max(0, from + turns - unread.length))];
  return [...wrong.slice(0, most), ...trying, ...well.slice(0, room - turns)];
}

/** Calls that a reading takes on average, at most: two, and two more once a week where payout settings matter. */
const CALLS_A_READING = 2.2;
/** A pass's share of the day: the authority is closed for two hours every night, and may be for two and a half by day. */
const PASS_SECONDS = (24 - 2 - 2.5) * 3600;

/**
 * How many accounts a pass may hold at that many calls a second and be over before the next begins. Any more would stand in the queue before the
 * next day's most urgent.
 */
export const readingsADay = (callsPerSecond: number): number => Math.floor((callsPerSecond * PASS_SECONDS) / CALLS_A_READING);
