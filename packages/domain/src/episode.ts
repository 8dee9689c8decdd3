import { addDays, type Instant, type PlainDate } from "./dates.ts";
import { type Minor, ZERO } from "./money.ts";
import type { PayoutSettings } from "./observation.ts";

export type EpisodeKind = "shortfall" | "deficit" | "enforcement" | "payout" | "due" | "stale" | "denied" | "certificate" | "sign-in";

/**
 * One matter of one account: a kind and the due date it concerns (none for a matter without one). It is told once when it opens, again when
 * its amount moves, and once when it is over.
 */
export interface Episode {
  readonly kind: EpisodeKind;
  readonly dueDate: PlainDate | null;
  /** `missed`: the due date passed uncovered. `ended`: over, with nothing to tell. */
  readonly state: "open" | "covered" | "missed" | "ended";
  /** The amount last told. */
  readonly amount: Minor;
  /** The reminder days (days before the due date) that are used up. */
  readonly reminded: readonly number[];
  readonly openedAt: Instant;
  /** How many alerts it has given; numbers the next one. */
  readonly told: number;
  /** Somebody has it in hand: its reminders are silent until its pay-by day, or until its amount changes. */
  readonly acknowledgedAt?: Instant;
  /** Who said so, opaque. */
  readonly acknowledgedBy?: string;
}

/** What is remembered of one account between two readings. */
export interface Remembered {
  readonly episodes: readonly Episode[];
  /** Payout account and blocks as last read, where they were ever worth asking for. */
  readonly payout?: PayoutSettings;
  /** How far back an imported statement goes where the source's own answers do not: readings carry its rows over. */
  readonly historyFrom?: PlainDate;
  /** A refusal of which it is not known whether it is this account's or everyone's, and since when, with nothing read in between. */
  readonly doubted?: { readonly fault: string; readonly since: PlainDate };
}

export const NOTHING_REMEMBERED: Remembered = { episodes: [] };

export const episodeKey = (kind: EpisodeKind, dueDate: PlainDate | null): string => (dueDate === null ? kind : `${kind}:${dueDate}`);

/**
 * Days after its due date for which a closed episode is kept. Longer than the longest history a source gives (915 days), so that a number
 * once used is never given again. Episodes without a due date are few and kept for good.
 */
const KEPT_DAYS = 1_000;

/** The episodes of one judgement: reads what is remembered, collects what becomes of it. */
export interface EpisodeBook {
  get(kind: EpisodeKind, dueDate: PlainDate | null): Episode | undefined;
  open(kind: EpisodeKind): Episode[];
  put(episode: Episode): Episode;
  remembered(today: PlainDate): Remembered;
}

export function episodeBook(remembered: Remembered): EpisodeBook {
  const episodes = new Map(remembered.episodes.map((episode) => [episodeKey(episode.kind, episode.dueDate), episode]));
  return {
    get: (kind, dueDate) => episodes.get(episodeKey(kind, dueDate)),
    open: (kind) =>
      [...episodes.values()]
        .filter((episode) => episode.kind === kind && episode.state === "open")
        .sort((a, b) => ((a.dueDate ?? "") < (b.dueDate ?? "") ? -1 : 1)),
    put: (episode) => {
      episodes.set(episodeKey(episode.kind, episode.dueDate), episode);
      return episode;
    },
    remembered: (today) => {
      const oldest = addDays(today, -KEPT_DAYS);
      const kept = [...episodes.values()].filter((episode) => episode.state === "open" || !episode.dueDate || episode.dueDate >= oldest);
      return { ...remembered, episodes: kept.sort((a, b) => (episodeKey(a.kind, a.dueDate) < episodeKey(b.kind, b.dueDate) ? -1 : 1)) };
    },
  };
}

/** A new episode, or a closed one opened again under its old number series. */
export function opened(before: Episode | undefined, kind: EpisodeKind, dueDate: PlainDate | null, amount: Minor, now: Instant): Episode {
  if (before) return { ...unacknowledged(before), state: "open", amount };
  return { kind, dueDate, state: "open", amount, reminded: [], openedAt: now, told: 0 };
}

export const closed = (episode: Episode, state: "covered" | "missed" | "ended"): Episode => ({
  ...unacknowledged(episode),
  state,
  amount: ZERO,
});

/** What was taken in hand is a matter of its amount: whatever changes or ends it is new to everybody. */
export function unacknowledged({ acknowledgedAt: _at, acknowledgedBy: _by, ...episode }: Episode): Episode {
  return episode;
}

/** Whether a reminder stays unsaid: before the pay-by day, while somebody has the matter in hand. From that day on nothing is silenced. */
export const reminderSilenced = (episode: Episode, today: PlainDate, payBy: PlainDate | undefined): boolean =>
  episode.acknowledgedAt !== undefined && payBy !== undefined && today < payBy;

/** Marks every reminder day that is past or here as used up, so that one alert a day is enough. */
export function remindersUsed(episode: Episode, daysLeft: number, remindDaysBefore: readonly number[]): Episode {
  const used = remindDaysBefore.filter((days) => days >= daysLeft && !episode.reminded.includes(days));
  return used.length === 0 ? episode : { ...episode, reminded: [...episode.reminded, ...used] };
}

/** Whether a reminder day has come since the last one; a day on which nothing ran is made up for on the next. */
export function reminderDue(episode: Episode, daysLeft: number, remindDaysBefore: readonly number[]): boolean {
  return daysLeft >= 0 && remindDaysBefore.some((days) => days >= daysLeft && !episode.reminded.includes(days));
}
