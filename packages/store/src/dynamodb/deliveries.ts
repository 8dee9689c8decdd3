import type { AccountId } from "@saldovakt/domain";
import type { DeliveryRecord, Store } from "../port.ts";
import { decode, encode } from "../remember.ts";
import { ageOfDelivery } from "../retention.ts";
import { type Calls, eachOf, type Item, key } from "./calls.ts";
import type { Erasure } from "./erasure.ts";
import { ageing, DELIVERY_POINTER, deliveryKey, expiry, partitionOf, pointerKey, string } from "./items.ts";

type Deliveries = Pick<Store, "delivery" | "putDelivery" | "disableRecipient" | "isRecipientDisabled">;

/** A pointer outlives its delivery by more than TTL is ever late, so that no delivery stands without one. */
const POINTER_DAYS = 10;

const deliveryOf = (item: Item): DeliveryRecord => decode(string(item, "body"), "delivery");

export function deliveries(calls: Calls, erasure: Erasure, keptDays: number): Deliveries {
  return {
    delivery: async (id) => {
      const item = await calls.get(deliveryKey(id));
      return item ? deliveryOf(item) : null;
    },

    putDelivery: async (record) => {
      const { id, accountId, status } = record;
      const item = {
        ...deliveryKey(id),
        ...ageing(ageOfDelivery(record), keptDays),
        ...(accountId && { account: { S: accountId } }),
        status: { S: status },
        body: { S: encode(record) },
      };
      // Wins when nothing stands, or something that is not final yet (pending, failed). A final outcome is never changed again: whoever
      // says "pending" after a "delivered" is late, and whoever says "delivered" a second time changes nothing.
      const condition = {
        expression: "attribute_not_exists(#PK) OR NOT #status IN (:delivered, :disabled)",
        values: { ":delivered": { S: "delivered" }, ":disabled": { S: "disabled" } },
      };
      const write = async () => {
        // The pointer first: one that leads nowhere does no harm, a delivery without one would escape an erasure.
        if (accountId) await calls.put({ ...pointerKey(accountId, id), ...expiry(ageOfDelivery(record), keptDays + POINTER_DAYS) });
        return calls.put(item, condition);
      };
      const undo = async (account: AccountId) => {
        await calls.remove(deliveryKey(id));
        await calls.remove(pointerKey(account, id));
      };
      const outcome = accountId ? await erasure.keep(accountId, write, () => undo(accountId)) : await write();
      return outcome?.won === false && outcome.standing ? deliveryOf(outcome.standing) : record;
    },

    disableRecipient: async (recipient, at) => {
      // Wins when it is not disabled yet: the first moment stands.
      const item = { ...key(`RECIPIENT#${recipient}`, "RECIPIENT"), disabledAt: { S: at } };
      await calls.put(item, { expression: "attribute_not_exists(#PK)" });
    },
    isRecipientDisabled: async (recipient) => (await calls.get(key(`RECIPIENT#${recipient}`, "RECIPIENT"))) !== undefined,
  };
}

/** The deliveries of one account, by its pointers; those that TTL has taken already are left out. */
export async function deliveriesOf(calls: Calls, id: AccountId): Promise<DeliveryRecord[]> {
  const found: DeliveryRecord[] = [];
  for await (const page of calls.query(partitionOf(id), DELIVERY_POINTER)) {
    const items = await eachOf(page, (pointer) => calls.get(deliveryKey(string(pointer, "SK").slice(DELIVERY_POINTER.length))));
    found.push(...items.flatMap((item) => (item ? [deliveryOf(item)] : [])));
  }
  return found;
}
