import type { Alert, AlertType } from "./alert.ts";
import type { Instant } from "./dates.ts";
import { closed, type Episode, type EpisodeBook, type EpisodeKind, episodeKey, opened } from "./episode.ts";
import type { Forecast } from "./forecast.ts";
import { type Minor, ZERO } from "./money.ts";
import type { Policy } from "./policy.ts";
import type { Severity } from "./severity.ts";

/** What one judgement works on: the facts, the episodes, and the alerts so far. */
export interface Case {
  readonly forecast: Forecast;
  readonly policy: Policy;
  readonly now: Instant;
  readonly book: EpisodeBook;
  readonly alerts: Alert[];
}

/** Tells an alert of an episode and returns the episode one alert older. */
export function tell(matter: Case, type: AlertType, episode: Episode, severity: Severity, more: Partial<Alert> = {}): Episode {
  const { forecast, now } = matter;
  const key = episodeKey(episode.kind, episode.dueDate);
  const told = episode.told + 1;
  matter.alerts.push({
    id: `${key}:${told}`,
    type,
    at: now,
    today: forecast.today,
    episode: key,
    severity,
    dueDate: episode.dueDate,
    currency: forecast.currency,
    shortfall: ZERO,
    payments: [],
    missing: ZERO,
    balance: forecast.balance,
    asOf: forecast.asOf,
    ...more,
  });
  return matter.book.put({ ...episode, told });
}

/** A matter without reminders: told when it opens or grows, ended silently. */
export function standing(
  matter: Case,
  kind: EpisodeKind,
  type: AlertType,
  amount: Minor | null,
  severity: Severity,
  more: Partial<Alert>,
): void {
  const before = matter.book.get(kind, null);
  if (amount === null) {
    if (before?.state === "open") matter.book.put(closed(before, "ended"));
  } else if (before?.state !== "open" || amount > before.amount) {
    tell(matter, type, opened(before, kind, null, amount, matter.now), severity, more);
  } else if (amount !== before.amount) {
    matter.book.put({ ...before, amount });
  }
}
