import type { AccountId } from "@saldovakt/domain";
import type { DeliveryRecord, Store } from "../port.ts";
import { decode, encode } from "../remember.ts";
import { ageOfDelivery } from "../retention.ts";
import { type Calls, eachOf, type Item, type Key, key } from "./calls.ts";
import type { Erasure } from "./erasure.ts";
import {
  ageing,
  DELIVERY_POINTER,
  deliveryKey,
  expiry,
  MARKER,
  markerKey,
  markerSort,
  partitionOf,
  pointerKey,
  recipientPartition,
  string,
} from "./items.ts";

type Deliveries = Pick<Store, "delivery" | "putDelivery" | "deliveriesOf" | "disableRecipient" | "isRecipientDisabled" | "enableRecipient">;

/**
 * A marker outlives its delivery by more than TTL is ever late, and a pointer the marker: no delivery stands that is not listed, and no
 * marker that an erasure would not find.
 */
const MARKER_DAYS = 5;
const POINTER_DAYS = 10;

const deliveryOf = (item: Item): DeliveryRecord => decode(string(item, "body"), "delivery");

export function deliveries(calls: Calls, erasure: Erasure, keptDays: number): Deliveries {
  /**
   * Names the delivery in its account's partition, and there says where its marker stands: the first writer's word holds, so that however
   * many begin the same delivery at once it has one marker.
   */
  async function point(account: AccountId, record: DeliveryRecord): Promise<Key> {
    const { expiresAt } = expiry(ageOfDelivery(record), keptDays + POINTER_DAYS);
    const update =
      "SET #expiresAt = :expiresAt, #recipient = if_not_exists(#recipient, :recipient), #firstAt = if_not_exists(#firstAt, :firstAt)";
    // Always wins: what it says twice is the same.
    const values = {
      ...(expiresAt && { ":expiresAt": expiresAt }),
      ":recipient": { S: record.recipient },
      ":firstAt": { S: record.firstAt },
    };
    const condition = { expression: "attribute_not_exists(#PK) OR attribute_exists(#PK)", values };
    const pointer = await calls.update(pointerKey(account, record.id), update, condition);
    return markerKey(pointer?.recipient?.S ?? record.recipient, pointer?.firstAt?.S ?? record.firstAt, record.id);
  }

  return {
    delivery: async (id) => {
      const item = await calls.get(deliveryKey(id));
      return item ? deliveryOf(item) : null;
    },

    putDelivery: async (record) => {
      const { id, accountId, status, recipient, firstAt } = record;
      const item = {
        ...deliveryKey(id),
        ...ageing(ageOfDelivery(record), keptDays),
        ...(accountId && { account: { S: accountId } }),
        recipient: { S: recipient },
        firstAt: { S: firstAt },
        status: { S: status },
        body: { S: encode(record) },
      };
      // Wins when nothing stands, or something that is not final yet (pending, failed). A final outcome is never changed again: whoever
      // says "pending" after a "delivered" is late, and whoever says "delivered" a second time changes nothing.
      const condition = {
        expression: "attribute_not_exists(#PK) OR NOT #status IN (:delivered, :disabled)",
        values: { ":delivered": { S: "delivered" }, ":disabled": { S: "disabled" } },
      };
      let marker = markerKey(recipient, firstAt, id);
      const write = async () => {
        // The pointer first, then the marker: one that leads nowhere does no harm, a delivery without a pointer would escape an erasure.
        if (accountId) marker = await point(accountId, record);
        await calls.put({ ...marker, ...expiry(ageOfDelivery(record), keptDays + MARKER_DAYS) });
        return calls.put(item, condition);
      };
      const undo = async (account: AccountId) => {
        await calls.remove(deliveryKey(id));
        await calls.remove(marker);
        await calls.remove(pointerKey(account, id));
      };
      const outcome = accountId ? await erasure.keep(accountId, write, () => undo(accountId)) : await write();
      return outcome?.won === false && outcome.standing ? deliveryOf(outcome.standing) : record;
    },

    deliveriesOf: async (recipient, limit, before) => {
      const found = new Map<string, DeliveryRecord>();
      if (limit < 1) return [];
      const from = before && markerSort(before.at, before.id);
      for await (const page of calls.queryBack(recipientPartition(recipient), MARKER, limit, from)) {
        const items = await eachOf(page, (marker) => calls.get(deliveryKey(deliveryIn(marker))));
        // A delivery that has gone is left out; one that was begun twice at once, of no account, stands once.
        for (const item of items) if (item && found.size < limit) found.set(string(item, "PK"), deliveryOf(item));
        if (found.size >= limit) break;
      }
      return [...found.values()];
    },

    disableRecipient: async (recipient, at) => {
      // Wins when it is not disabled yet: the first moment stands.
      const item = { ...disabledKey(recipient), disabledAt: { S: at } };
      await calls.put(item, { expression: "attribute_not_exists(#PK)" });
    },
    isRecipientDisabled: async (recipient) => (await calls.get(disabledKey(recipient))) !== undefined,
    enableRecipient: async (recipient) => {
      await calls.remove(disabledKey(recipient));
    },
  };
}

const disabledKey = (recipient: string): Key => key(recipientPartition(recipient), "RECIPIENT");

/** The delivery a marker names: what follows the moment it was begun. */
const deliveryIn = (marker: Item): string => string(marker, "SK").split("#").slice(2).join("#");

/** The deliveries of one account, by its pointers; those that TTL has taken already are left out. */
export async function deliveriesOfAccount(calls: Calls, id: AccountId): Promise<DeliveryRecord[]> {
  const found: DeliveryRecord[] = [];
  for await (const page of calls.query(partitionOf(id), DELIVERY_POINTER)) {
    const items = await eachOf(page, (pointer) => calls.get(deliveryKey(string(pointer, "SK").slice(DELIVERY_POINTER.length))));
    found.push(...items.flatMap((item) => (item ? [deliveryOf(item)] : [])));
  }
  return found;
}
