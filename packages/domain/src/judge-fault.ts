import type { Alert } from "./alert.ts";
import { dateIn, daysBetween, type Instant, type PlainDate } from "./dates.ts";
import { closed, episodeBook, episodeKey, opened, type Remembered, reminderDue, remindersUsed } from "./episode.ts";
import type { SaldovaktError } from "./errors.ts";
import type { Judgement } from "./judge.ts";
import { ZERO } from "./money.ts";
import { CURRENCY_OF, type SourceName, ZONE_OF } from "./observation.ts";

const NO_FIGURES = { shortfall: ZERO, payments: [], missing: ZERO, balance: ZERO } as const;

/** The source refuses this account, or answers what cannot be understood: told once until a reading succeeds (`readAgain`). */
export function judgeDenied(source: SourceName, fault: string, remembered: Remembered, today: PlainDate, now: Instant): Judgement {
  const book = episodeBook(remembered);
  const before = book.get("denied", null);
  if (before?.state === "open") return { alerts: [], remembered };
  const episode = opened(before, "denied", null, ZERO, now);
  const told = book.put({ ...episode, told: episode.told + 1 });
  const key = episodeKey("denied", null);
  const alert: Alert = {
    id: `${key}:${told.told}`,
    type: "source.denied",
    at: now,
    today,
    episode: key,
    severity: "warning",
    dueDate: null,
    currency: CURRENCY_OF[source],
    fault,
    ...NO_FIGURES,
  };
  return { alerts: [alert], remembered: book.remembered(today) };
}

/** Refusals that usually stand for a fault of the whole installation. Passing until others' answers show whose they are, which those of one or two accounts cannot. */
const DOUBTFUL: readonly string[] = ["SKE_TOKEN_REFUSED", "SKE_ADDRESS_UNKNOWN", "SKE_FORMAT_REFUSED"];

/** Days such a refusal must stand, with nothing read in between, before it is told: an authority's bad day is over by then. */
const DOUBT_DAYS = 2;

/** What a failed reading tells: a refusal of the account at once, one that may be everyone's once it has stood for `DOUBT_DAYS`, and nothing of what passes. */
export function judgeFailed(
  source: SourceName,
  { code, scope }: Pick<SaldovaktError, "code" | "scope">,
  remembered: Remembered,
  today: PlainDate,
  now: Instant,
): Judgement {
  if (scope === "account") return judgeDenied(source, code, remembered, today, now);
  if (scope !== "transient" || !DOUBTFUL.includes(code)) return { alerts: [], remembered };
  const since = remembered.doubted?.fault === code ? remembered.doubted.since : today;
  if (daysBetween(since, today) >= DOUBT_DAYS) return judgeDenied(source, code, remembered, today, now);
  return { alerts: [], remembered: { ...remembered, doubted: { fault: code, since } } };
}

/** A reading has succeeded: whatever the source refused before is over. */
export function readAgain({ doubted: _, ...remembered }: Remembered, today: PlainDate): Remembered {
  const book = episodeBook(remembered);
  const denied = book.open("denied");
  for (const episode of denied) book.put(closed(episode, "ended"));
  return denied.length === 0 ? remembered : book.remembered(today);
}

/** Days before a certificate's end on which it is said. */
export const CERTIFICATE_REMINDERS: readonly number[] = [60, 30, 14, 7, 3, 1, 0];

/**
 * The installation's certificate is running out: one episode per certificate end, told on the days above. A renewed certificate has another
 * end and ends the old episode.
 */
export function judgeCertificate(source: SourceName, validTo: Instant, remembered: Remembered, today: PlainDate, now: Instant): Judgement {
  const book = episodeBook(remembered);
  const end = dateIn(validTo, ZONE_OF[source]);
  for (const other of book.open("certificate")) if (other.dueDate !== end) book.put(closed(other, "ended"));
  const daysLeft = Math.max(0, daysBetween(today, end));
  const episode = book.get("certificate", end) ?? opened(undefined, "certificate", end, ZERO, now);
  if (!reminderDue(episode, daysLeft, CERTIFICATE_REMINDERS)) return { alerts: [], remembered: book.remembered(today) };
  const told = book.put({ ...remindersUsed(episode, daysLeft, CERTIFICATE_REMINDERS), told: episode.told + 1 });
  const key = episodeKey("certificate", end);
  const alert: Alert = {
    id: `${key}:${told.told}`,
    type: "certificate.expiring",
    at: now,
    today,
    episode: key,
    severity: daysLeft <= 14 ? "critical" : "warning",
    dueDate: end,
    currency: CURRENCY_OF[source],
    validTo,
    ...NO_FIGURES,
  };
  return { alerts: [alert], remembered: book.remembered(today) };
}
