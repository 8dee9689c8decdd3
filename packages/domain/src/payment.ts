import type { Instant, PlainDate } from "./dates.ts";
import type { Minor } from "./money.ts";
import type { BookedRow, SourceName } from "./observation.ts";

/** A payment somebody told us is under way, so that no alarm asks for the same money twice. */
export interface RegisteredPayment {
  readonly id: string;
  /** > 0. */
  readonly amount: Minor;
  /** The day it was or will be at the bank. */
  readonly madeOn: PlainDate;
  /** The day it is expected on the authority's account. */
  readonly expectedOn: PlainDate;
  /** The last day it is believed in without having been seen. */
  readonly expiresOn: PlainDate;
  readonly registeredAt: Instant;
  readonly status: "under-way" | "seen" | "expired";
  /** The day of the booked row it was recognised in. */
  readonly seenOn?: PlainDate;
}

/** Whether a payment under way counts in an account's forecast: only where everything meets in one balance. Claims are paid one by one. */
export const countsPayments = (source: SourceName): boolean => source === "skatteverket";

/**
 * Each registered payment with what the booked rows say of it. A payment is seen when a row of exactly its amount was booked on or after
 * the day it was made; each row proves one payment only, also over several readings, so payments seen earlier must be passed in too.
 * One that is never seen is believed in through `expiresOn`.
 */
export function recognisePayments(
  payments: readonly RegisteredPayment[],
  history: readonly BookedRow[],
  today: PlainDate,
): readonly RegisteredPayment[] {
  const unused = history.filter((row) => row.amount > 0).sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
  const take = (matches: (row: BookedRow) => boolean): BookedRow | undefined => {
    const index = unused.findIndex(matches);
    return index < 0 ? undefined : unused.splice(index, 1)[0];
  };
  for (const seen of payments) if (seen.status === "seen") take((row) => row.amount === seen.amount && row.date === seen.seenOn);
  const order = [...payments].sort((a, b) => (a.madeOn + a.id < b.madeOn + b.id ? -1 : 1));
  const changed = new Map<string, RegisteredPayment>();
  for (const payment of order) {
    if (payment.status !== "under-way") continue;
    const row = take((candidate) => candidate.amount === payment.amount && candidate.date >= payment.madeOn);
    if (row) changed.set(payment.id, { ...payment, status: "seen", seenOn: row.date });
    else if (payment.expiresOn < today) changed.set(payment.id, { ...payment, status: "expired" });
  }
  return payments.map((payment) => changed.get(payment.id) ?? payment);
}
