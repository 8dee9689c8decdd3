import type { AccountId, Instant, UserId } from "@saldovakt/domain";
import { type Calls, eachOf, type Item, key } from "./calls.ts";
import type { Erasure } from "./erasure.ts";
import { markerKey, pointerKey, string } from "./items.ts";
import { SESSION, sessionPointer } from "./people.ts";

const DELIVERY = "DELIVERY#";

/**
 * Deletes what is older than `before`, and finishes erasures that were cut off. Reads the whole table: a schedule has no need of it, since
 * the table's TTL deletes the same items for nothing.
 */
export async function prune(calls: Calls, erasure: Erasure, before: Instant): Promise<number> {
  // Goes only while it is old: what was renewed since it was read stays.
  const old = { expression: "#agedAt < :before", values: { ":before": { S: before } } };
  const wanted = { ...old, expression: `${old.expression} OR attribute_exists(#erasing)` };
  let deleted = 0;

  async function one(item: Item): Promise<void> {
    if (item.erasing) return erasure.finish(item);
    const partition = string(item, "PK");
    if (!(await calls.remove(key(partition, string(item, "SK")), old))) return;
    deleted++;
    if (item.userId) await calls.remove(sessionPointer(string(item, "userId") as UserId, partition.slice(SESSION.length)));
    if (!partition.startsWith(DELIVERY)) return;
    const delivery = partition.slice(DELIVERY.length);
    const pointer = item.account && (await calls.remove(pointerKey(string(item, "account") as AccountId, delivery)));
    const { recipient, firstAt } = pointer ?? item;
    if (recipient?.S && firstAt?.S) await calls.remove(markerKey(recipient.S, firstAt.S, delivery));
  }

  for await (const page of calls.scan(wanted, ["account", "agedAt", "erasing", "source", "identity", "recipient", "firstAt", "userId"]))
    await eachOf(page, one);
  return deleted;
}
