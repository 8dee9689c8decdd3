import { createHash } from "node:crypto";
import { type Account, epochMs, type Forecast, type Instant, instant } from "@saldovakt/domain";
import type { WebPorts } from "../ports.ts";

const SECOND_MS = 1_000;

/**
 * When something other than a reading last changed what calendars tell of the account: its name, its policy, a payment registered, withdrawn or gone by itself. A moment that never falls, and rises by a
 * second at least with every change, as the number of a calendar's event counts seconds. It is noticed, and kept, when a calendar is made: before, nobody has the event.
 */
export async function revision(account: Account, forecast: Forecast, { watch, book }: Pick<WebPorts, "watch" | "book">): Promise<Instant> {
  const payments = await watch.records.payments(account.id);
  const basis = createHash("sha256")
    .update(JSON.stringify([account.name, watch.policyFor(account), payments.map(({ registeredAt: _, ...payment }) => payment)]))
    .digest("base64url")
    .slice(0, 22);
  const before = account.revision;
  if (before?.basis === basis) return before.at;
  const at = before
    ? after(watch.clock.now(), before.at, forecast.readAt)
    : latest(account.addedAt, ...payments.map((each) => each.registeredAt));
  await book.updateAccount(account.id, { revision: { basis, at } });
  return at;
}

const latest = (...moments: readonly [Instant, ...Instant[]]): Instant => moments.reduce((a, b) => (a > b ? a : b));

/** Now, or the first second after what stood. */
const after = (now: Instant, ...stood: readonly [Instant, ...Instant[]]): Instant =>
  instant(Math.max(epochMs(now), epochMs(latest(...stood)) + SECOND_MS));
