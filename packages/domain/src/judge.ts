import type { Alert } from "./alert.ts";
import { bankDaysBefore } from "./bankdays.ts";
import { addDays, dateIn, daysBetween, type Instant, type PlainDate } from "./dates.ts";
import {
  closed,
  type Episode,
  type EpisodeBook,
  episodeBook,
  opened,
  type Remembered,
  reminderDue,
  reminderSilenced,
  remindersUsed,
} from "./episode.ts";
import type { DueDate, Forecast } from "./forecast.ts";
import { decidedOnly } from "./forecast-estimates.ts";
import { type Case, standing, tell } from "./judge-case.ts";
import { add, type Minor, negate, sum, ZERO } from "./money.ts";
import { COUNTRY_OF, ZONE_OF } from "./observation.ts";
import { countsPayments } from "./payment.ts";
import type { Policy } from "./policy.ts";
import { knowsOfMore, type Severity } from "./severity.ts";
import { signedInOn, signInNeededBefore } from "./sign-in.ts";

export interface Judgement {
  readonly alerts: readonly Alert[];
  readonly remembered: Remembered;
}

/**
 * Which alerts a forecast gives beyond what was told before, and what to remember. The same forecast judged again gives none. One episode
 * per kind and due date: told when detected, on the policy's reminder days, when its amount moves, and when it is covered or missed.
 *
 * A due date counts as missed only on data that is younger than it: a payment booked on the day itself shows a day or more later, and an
 * alarm before that would be false. While the source is stale only a deficit it has booked itself is told. Estimates are no ground for an alert and stand
 * in none.
 */
export function judge(forecast: Forecast, remembered: Remembered, policy: Policy, now: Instant): Judgement {
  const matter: Case = { forecast: decidedOnly(forecast), policy, now, book: episodeBook(remembered), alerts: [] };
  judgeDueDates(matter, judgeToday(matter));
  judgeEnforcement(matter);
  judgePayout(matter);
  judgeStale(matter);
  return { alerts: matter.alerts, remembered: matter.book.remembered(forecast.today) };
}

const figures = (entry: DueDate): Partial<Alert> => ({
  shortfall: entry.shortfall,
  payments: entry.payments,
  missing: entry.missing,
  entry,
});

/** Pay-by today or tomorrow is critical: there is no later moment to act. */
function pressing(matter: Case, entry: DueDate): Severity {
  const payBy = entry.payments[0]?.payBy;
  if (payBy === undefined) return "notice";
  const left = daysBetween(matter.forecast.today, payBy);
  return left <= 1 ? "critical" : left <= 7 ? "warning" : "notice";
}

/** Opens, changes, reminds or leaves alone the episode of what is missing for `dueDate`. */
function shortfallOf(matter: Case, entry: DueDate, dueDate: PlainDate): void {
  const { book, forecast, policy, now } = matter;
  const before = book.get("shortfall", dueDate);
  const daysLeft = daysBetween(forecast.today, dueDate);
  const severity = pressing(matter, entry);
  if (before === undefined) {
    const episode = remindersUsed(opened(before, "shortfall", dueDate, entry.missing, now), daysLeft, policy.remindDaysBefore);
    tell(matter, "shortfall.detected", episode, severity, figures(entry));
  } else if (before.state !== "open" || before.amount !== entry.missing) {
    const episode = remindersUsed(opened(before, "shortfall", dueDate, entry.missing, now), daysLeft, policy.remindDaysBefore);
    tell(matter, "shortfall.changed", episode, severity, { ...figures(entry), missingBefore: before.amount });
  } else {
    remind(matter, before, entry);
  }
}

function remind(matter: Case, episode: Episode, entry: DueDate): void {
  const { forecast, policy } = matter;
  const daysLeft = daysBetween(forecast.today, episode.dueDate ?? forecast.today);
  if (!reminderDue(episode, daysLeft, policy.remindDaysBefore)) return;
  if (reminderSilenced(episode, forecast.today, entry.payments[0]?.payBy)) return;
  tell(matter, "shortfall.reminder", remindersUsed(episode, daysLeft, policy.remindDaysBefore), pressing(matter, entry), figures(entry));
}

/**
 * Opens or changes the episode of a deficit. `waiting`: what due dates passed, but not yet judged, have added to it; their own episodes tell
 * of that, so it is no change here.
 */
function deficitOf(matter: Case, entry: DueDate, dueDate: PlainDate, waiting: Minor): void {
  const { book, forecast, now } = matter;
  const before = book.get("deficit", dueDate);
  const more = { ...figures(entry), ...(forecast.deficit ? { deficit: forecast.deficit } : {}) };
  if (before?.state === "open") {
    if (before.amount === entry.missing || add(before.amount, waiting) === entry.missing) return;
    tell(matter, "shortfall.changed", opened(before, "deficit", dueDate, entry.missing, now), "critical", {
      ...more,
      missingBefore: before.amount,
    });
  } else if (before?.state === "covered") {
    tell(matter, "shortfall.changed", opened(before, "deficit", dueDate, entry.missing, now), "critical", more);
  } else {
    tell(matter, "deficit.open", opened(before, "deficit", dueDate, entry.missing, now), "critical", more);
  }
}

/** Not while the authority tells of claims that the figures leave out: what is gone from the list may be among them. */
function covered(matter: Case, episode: Episode): void {
  if (!countsPayments(matter.forecast.source) && knowsOfMore(matter.forecast)) return;
  tell(matter, "shortfall.covered", closed(episode, "covered"), "ok", { missingBefore: episode.amount });
}

/**
 * What is missing already today: a due date's own last day, one that passed, or the reserve. Returned when it belongs to an episode that has
 * a line of its own today as well: the two are one matter then, told together.
 */
function judgeToday(matter: Case): DueDate | null {
  const { forecast, book } = matter;
  const { today } = forecast;
  const entry = forecast.dueDates.find((candidate) => candidate.overdue && candidate.missing > 0);
  const live = new Set(forecast.dueDates.filter((e) => !e.overdue && e.missing > 0).map((e) => e.dueDate));
  const lingering = book.open("shortfall").filter((e) => e.dueDate !== null && e.dueDate <= today && !live.has(e.dueDate));
  const deficits = book.open("deficit");
  if (!entry) {
    for (const episode of lingering) covered(matter, episode);
    // A deficit that went to the enforcement authority is not covered: its own alarm tells of it.
    const moved = handedOver(matter);
    for (const episode of deficits) {
      if (moved) book.put(closed(episode, "ended"));
      else covered(matter, episode);
    }
    return null;
  }
  const shortfallSince = (dueDate: PlainDate): DueDate | null => {
    if (live.has(dueDate)) return entry;
    shortfallOf(matter, entry, dueDate);
    return null;
  };
  const asOfDay = dateIn(forecast.asOf, ZONE_OF[forecast.source]);
  const known = (dueDate: PlainDate): boolean => dueDate < today && (asOfDay > dueDate || forecast.stale);
  const passed = (dueDate: PlainDate): boolean => forecast.settled < 0 && known(dueDate);
  const latest = lingering.at(-1)?.dueDate ?? undefined;
  if (forecast.position >= 0) {
    // Only the reserve is missing: nothing was missed, whatever has passed.
    for (const episode of deficits) book.put(closed(episode, "ended"));
    closeOthers(book, lingering, latest);
    return shortfallSince(latest ?? today);
  }
  if (forecast.settled >= 0) for (const episode of deficits) covered(matter, episode);
  const missed = lingering.filter((episode) => passed(episode.dueDate as PlainDate));
  const waiting = lingering.filter((episode) => !missed.includes(episode));
  const awaited = sum(waiting.map((episode) => episode.amount));
  const anchor = missed.at(-1)?.dueDate;
  if (anchor) {
    // Several due dates may have passed since the last reading; the deficit is one, and told once. Older ones are over when it is.
    for (const episode of missed) book.put(closed(episode, "missed"));
    deficitOf(matter, entry, anchor, awaited);
    // One alert a day is enough: what is told of the deficit holds the waiting due dates' money too.
    for (const episode of waiting) {
      book.put(remindersUsed(episode, daysBetween(today, episode.dueDate as PlainDate), matter.policy.remindDaysBefore));
    }
  } else if (deficits.length > 0 && forecast.settled < 0) {
    deficitOf(matter, entry, deficits.at(-1)?.dueDate as PlainDate, awaited);
    const last = waiting.at(-1);
    if (last) remind(matter, last, entry);
  } else if (latest) {
    if (entry.missing === sum(lingering.map((episode) => episode.amount))) {
      // Nothing has moved: several wait for younger data.
      remind(matter, lingering.at(-1) as Episode, entry);
      return null;
    }
    for (const episode of lingering.slice(0, -1)) {
      if (known(episode.dueDate as PlainDate)) covered(matter, episode);
      else book.put(closed(episode, "ended"));
    }
    return shortfallSince(latest);
  } else {
    const since = forecast.deficit?.since ?? oldestClaim(entry) ?? today;
    if (!passed(since)) return shortfallSince(since);
    deficitOf(matter, entry, since, ZERO);
  }
  return null;
}

/** The due date of the oldest claim among those overdue, where there is no balance to have gone below zero on a day. */
const oldestClaim = ({ charges }: DueDate): PlainDate | undefined => charges.flatMap(({ dueDate }) => dueDate ?? []).sort()[0];

/** Two lines of the same day as one. */
function together(first: DueDate, second: DueDate): DueDate {
  return {
    ...second,
    charges: [...first.charges, ...second.charges],
    change: add(first.change, second.change),
    payments: [...first.payments, ...second.payments],
    missing: add(first.missing, second.missing),
  };
}

/** Whether debt has moved to the enforcement authority with this reading. */
function handedOver({ forecast, book }: Case): boolean {
  const before = book.get("enforcement", null);
  return negate(forecast.enforcementBalance) > (before?.state === "open" ? before.amount : 0);
}

function closeOthers(book: EpisodeBook, episodes: readonly Episode[], kept: PlainDate | undefined): void {
  for (const episode of episodes) if (episode.dueDate !== kept) book.put(closed(episode, "ended"));
}

/** Every due date to come; `carried` is what is missing today beside today's own line. */
function judgeDueDates(matter: Case, carried: DueDate | null): void {
  const { forecast, book, policy } = matter;
  const live = new Set<PlainDate>();
  for (const entry of forecast.dueDates) {
    if (entry.overdue) continue;
    if (entry.missing > 0) {
      live.add(entry.dueDate);
      shortfallOf(matter, carried && entry.dueDate === forecast.today ? together(carried, entry) : entry, entry.dueDate);
    } else if (policy.remindCovered && entry.change < 0) {
      remindCovered(matter, entry);
    }
  }
  for (const episode of book.open("shortfall")) {
    const { dueDate } = episode;
    // Beyond the horizon, where it may lie since the policy was changed, nothing is known of it.
    if (dueDate === null || dueDate <= forecast.today || dueDate > addDays(forecast.today, policy.horizonDays)) continue;
    if (!live.has(dueDate)) covered(matter, episode);
  }
}

/** `due.reminder`: opt-in, for due dates that are covered; the same reminder days. */
function remindCovered(matter: Case, entry: DueDate): void {
  const { book, forecast, policy, now } = matter;
  const amount = negate(entry.change);
  const before = book.get("due", entry.dueDate);
  const episode = before?.amount === amount ? before : opened(before, "due", entry.dueDate, amount, now);
  if (before && episode !== before) book.put({ ...closed(episode, "ended"), amount });
  const daysLeft = daysBetween(forecast.today, entry.dueDate);
  if (!reminderDue(episode, daysLeft, policy.remindDaysBefore)) return;
  const payBy = bankDaysBefore(COUNTRY_OF[forecast.source], entry.dueDate, policy.payDaysBefore);
  if (reminderSilenced(episode, forecast.today, payBy)) return;
  const ended = { ...closed(remindersUsed(episode, daysLeft, policy.remindDaysBefore), "ended"), amount };
  tell(matter, "due.reminder", ended, "ok", figures(entry));
}

/** Debt at the enforcement authority: its own alarm, never netted; told again only when it has grown. */
function judgeEnforcement(matter: Case): void {
  const balance = matter.forecast.enforcementBalance;
  standing(matter, "enforcement", "enforcement.debt", balance < 0 ? negate(balance) : null, "critical", { enforcementBalance: balance });
}

/** Told once while it lasts, however the surplus moves from day to day. */
function judgePayout(matter: Case): void {
  const risk = matter.forecast.payoutRisk;
  standing(matter, "payout", "payout.risk", risk ? ZERO : null, "warning", risk ? { payoutRisk: risk, dueDate: risk.dueDate } : {});
}

/** Figures read by sign-in grow old by themselves: whoever signs in is asked to, once for each due date, and the authority is not blamed. */
function judgeSignIn(matter: Case): void {
  const { book, forecast, policy, now } = matter;
  const due = signInNeededBefore(forecast, policy.remindDaysBefore);
  for (const episode of book.open("sign-in")) if (episode.dueDate !== due) book.put(closed(episode, "ended"));
  if (due === null || book.get("sign-in", due)) return;
  tell(matter, "sign-in.needed", opened(undefined, "sign-in", due, ZERO, now), "notice");
}

function judgeStale(matter: Case): void {
  if (signedInOn(matter.forecast) !== null) judgeSignIn(matter);
  else standing(matter, "stale", "source.stale", matter.forecast.stale ? ZERO : null, "warning", {});
}
