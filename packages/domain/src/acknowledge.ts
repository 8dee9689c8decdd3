import type { Instant } from "./dates.ts";
import { type Episode, episodeKey, type Remembered } from "./episode.ts";

/**
 * Somebody has taken an episode in hand. Its reminders stay unsaid until its pay-by day or until its amount changes; whatever else is told of it is told as
 * before. The first to say so stands. Null when there is no such episode, or nothing left of it to remind of.
 */
export function acknowledge(
  remembered: Remembered,
  key: string,
  now: Instant,
  by?: string,
): { remembered: Remembered; episode: Episode } | null {
  const found = remembered.episodes.find((episode) => episodeKey(episode.kind, episode.dueDate) === key);
  // A covered due date's episode is never open: it has nothing but its reminders.
  if (!found || (found.state !== "open" && found.kind !== "due")) return null;
  const episode: Episode = found.acknowledgedAt
    ? found
    : { ...found, acknowledgedAt: now, ...(by === undefined ? {} : { acknowledgedBy: by }) };
  return { episode, remembered: { ...remembered, episodes: remembered.episodes.map((each) => (each === found ? episode : each)) } };
}
