import {
  type AccountId,
  addDays,
  type BookedRow,
  dateIn,
  inputError,
  knownByStatement,
  type Minor,
  type Observation,
  type PlainDate,
  type Remembered,
  subtract,
  sum,
  ZONE_OF,
} from "@saldovakt/domain";
import type { Records, Statement } from "./ports.ts";

/** Whether the figures are a statement's, and so of a day that nobody has looked at since: nothing is judged by them. */
export const isBrought = (observation: Observation): boolean => knownByStatement(observation);

/** What is known of an account without gaps: the rows booked from the first day to the last, and the balance after them. */
export interface Stretch {
  readonly from: PlainDate;
  readonly to: PlainDate;
  /** After every row up to `to`. */
  readonly balance: Minor;
  /** Oldest first. */
  readonly rows: readonly BookedRow[];
}

export const stretchOf = ({ opening, closing, rows }: Statement): Stretch => ({
  from: opening.date,
  to: closing.date,
  balance: closing.balance,
  rows: byDate(rows),
});

const byDate = (rows: readonly BookedRow[]): BookedRow[] => rows.toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));

/** The balance before the first row of `day`. */
const balanceBefore = (stretch: Stretch, day: PlainDate): Minor =>
  subtract(stretch.balance, sum(stretch.rows.filter((row) => row.date >= day).map((row) => row.amount)));

/**
 * Two stretches as one. Days alone decide what overlaps, for identical rows of one statement are all real: the stretch that goes further knows all its days
 * better (another may have been taken out before its last day was over), and the other gives the days before. Of two that end alike, `newer`.
 *
 * Throws `STATEMENT_GAP` where days between them are known from neither, and `STATEMENT_CONTRADICTS` where they do not agree on the balance where they meet (input).
 */
export function joined(standing: Stretch, newer: Stretch): Stretch {
  const [later, earlier] = standing.to > newer.to ? [standing, newer] : [newer, standing];
  if (addDays(earlier.to, 1) < later.from) {
    throw inputError(
      "STATEMENT_GAP",
      "there are days between this statement and what is known that neither covers",
      `take out a statement that covers ${addDays(earlier.to, 1)} to ${addDays(later.from, -1)}, or one of the whole time`,
    );
  }
  const meeting = later.from > earlier.from ? later.from : earlier.from;
  if (balanceBefore(later, meeting) !== balanceBefore(earlier, meeting)) {
    throw inputError(
      "STATEMENT_CONTRADICTS",
      `the statement and what is known disagree on the balance before ${meeting}`,
      "check that it is the same account's; if it is, take out one statement of the whole time",
    );
  }
  if (later.from <= earlier.from) return later;
  const before = earlier.rows.filter((row) => row.date < later.from);
  return { ...later, from: earlier.from, rows: [...before, ...later.rows] };
}

/** The observation with a statement's rows of days before its own. Throws `STATEMENT_GAP` where days in between are known from neither. */
export function withStatement(observation: Observation, statement: Stretch): Observation {
  if (statement.from >= observation.historyFrom) return observation;
  if (addDays(statement.to, 1) < observation.historyFrom) {
    throw inputError(
      "STATEMENT_GAP",
      "there are days between this statement and what the authority has answered that neither covers",
      `take out a statement up to ${addDays(observation.historyFrom, -1)} or later`,
    );
  }
  return older(observation, statement.from, statement.rows);
}

function older(observation: Observation, from: PlainDate, rows: readonly BookedRow[]): Observation {
  const before = rows.filter((row) => row.date >= from && row.date < observation.historyFrom);
  return { ...observation, history: [...byDate(before), ...observation.history], historyFrom: from };
}

/** Days back to which imported rows are carried along: the estimates look no further. */
const CARRIED_DAYS = 1_150;

/** A new reading with the imported rows that the last observation holds and the source no longer answers. */
export async function withOlderHistory(
  reading: Observation,
  id: AccountId,
  { historyFrom }: Remembered,
  records: Pick<Records, "observation">,
): Promise<Observation> {
  if (historyFrom === undefined || historyFrom >= reading.historyFrom) return reading;
  const previous = await records.observation(id);
  if (!previous || previous.historyFrom >= reading.historyFrom) return reading;
  // Only what is without a gap: days that neither covers would look as if nothing had happened on them.
  if (addDays(dateIn(previous.asOf, ZONE_OF[reading.source]), 1) < reading.historyFrom) return reading;
  const oldest = addDays(reading.historyFrom, -CARRIED_DAYS);
  return older(reading, previous.historyFrom < oldest ? oldest : previous.historyFrom, previous.history);
}
