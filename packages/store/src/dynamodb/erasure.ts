import type { AccountId } from "@saldovakt/domain";
import { type Calls, eachOf, type Item, key } from "./calls.ts";
import { accountKey, accountOf, DELIVERY_POINTER, deliveryKey, markerKey, partitionOf, string } from "./items.ts";
import type { lookupKeys } from "./lookup.ts";

/**
 * How an account goes for good without a transaction, though others may be writing for it:
 *
 * 1. the account is marked `erasing`; 2. its partition is swept, and the account taken out of groups and users' lists; 3. its look-up goes; 4. the account goes.
 *
 * A writer (`keep`) writes first and looks at the account afterwards. If it sees no mark, it wrote before step 1, and step 2 has its item;
 * if it sees the mark, or no account, it takes its item back itself. An erasure that is cut off leaves the marked account, and is finished
 * by the next erasure, by an addition of the same identity, or by `prune`.
 */
export interface Erasure {
  erase(id: AccountId): Promise<boolean>;
  /** Steps 2 to 4 for an account that is marked. */
  finish(marked: Item): Promise<void>;
  /** Carries out a write for an account; its outcome, or null when the account does not stand and `undo` has taken it back. */
  keep<T>(id: AccountId, write: () => Promise<T>, undo: () => Promise<unknown>): Promise<T | null>;
}

/** `forget` takes the account out of lists that name it. */
export function erasure(calls: Calls, lookupKey: ReturnType<typeof lookupKeys>, forget: (id: AccountId) => Promise<void>): Erasure {
  /** Empties an account's partition; each delivery and its marker before the pointer that leads to them. */
  async function sweep(id: AccountId): Promise<void> {
    for await (const page of calls.query(partitionOf(id))) {
      await eachOf(page, async (item) => {
        const sort = string(item, "SK");
        if (sort.startsWith(DELIVERY_POINTER)) {
          const delivery = sort.slice(DELIVERY_POINTER.length);
          await calls.remove(deliveryKey(delivery));
          // Pointers from before markers were written name no recipient.
          if (item.recipient) await calls.remove(markerKey(string(item, "recipient"), string(item, "firstAt"), delivery));
        }
        await calls.remove(key(partitionOf(id), sort));
      });
    }
  }

  async function finish(marked: Item): Promise<void> {
    const { id, source, identity } = accountOf(marked);
    await sweep(id);
    await forget(id);
    // Goes only when it leads to this account: after an erasure that was cut off here, another may have claimed the identity.
    await calls.remove(await lookupKey(source, identity), { expression: "#account = :id", values: { ":id": { S: id } } });
    // Goes only while marked: a helper may have finished this erasure, and the account been added anew under the same id.
    await calls.remove(accountKey(id), { expression: "attribute_exists(#erasing)" });
  }

  return {
    finish,
    erase: async (id) => {
      // Wins when the account stands, marked before or not.
      const condition = { expression: "attribute_exists(#PK)", values: { ":yes": { BOOL: true } } };
      const marked = await calls.update(accountKey(id), "SET #erasing = :yes", condition);
      if (marked) await finish(marked);
      else await sweep(id); // what a writer left that died between its write and its look at the account
      return marked !== undefined;
    },
    keep: async (id, write, undo) => {
      const outcome = await write();
      const account = await calls.get(accountKey(id));
      if (account && !account.erasing) return outcome;
      await undo();
      return null;
    },
  };
}
