import type { Account, AccountId } from "@saldovakt/domain";
import { soonAfter } from "../clocks.ts";
import { idTaken, unreachable } from "../faults.ts";
import type { Store } from "../port.ts";
import { encode } from "../remember.ts";
import type { Calls, Expression, Item, Key } from "./calls.ts";
import type { Erasure } from "./erasure.ts";
import { accountItem, accountKey, accountOf, listed, ownOf, SHARDS, shardKey, string } from "./items.ts";
import type { lookupKeys } from "./lookup.ts";

type Accounts = Pick<Store, "addAccount" | "updateAccount" | "account" | "findAccount" | "accounts" | "putSummary" | "eraseAccount">;

const NOTHING_STANDS: Expression = { expression: "attribute_not_exists(#PK)" };

/** Rounds of an addition that meets an erasure, or several other additions, of the same identity. */
const ROUNDS = 4;

export function accounts(calls: Calls, lookupKey: ReturnType<typeof lookupKeys>, erasure: Erasure): Accounts {
  /** The id under which the identity is, or from now on will be, watched; and whether this caller said so. */
  async function claim(lookup: Key, id: AccountId): Promise<{ owner: AccountId; claimed: boolean } | null> {
    let standing = await calls.get(lookup);
    if (!standing) {
      // Wins only when nobody watches the identity: this one item is what makes it unique.
      const outcome = await calls.put({ ...lookup, account: { S: id } }, NOTHING_STANDS);
      if (outcome.won) return { owner: id, claimed: true };
      standing = outcome.standing;
    }
    return standing ? { owner: string(standing, "account") as AccountId, claimed: false } : null;
  }

  /**
   * Two items, the look-up first. The account's own put wins when nothing stands under the claimed id, in two cases: we have just claimed
   * the identity; or somebody claimed it and was cut off before this second put, whose work is then done here, under the id that was
   * claimed, so that even if that somebody is only slow both of us end with the same account. It loses when the account stands. Null: look
   * again.
   */
  async function addOnce(lookup: Key, account: Account): Promise<{ account: Account; added: boolean } | null> {
    const claimed = await claim(lookup, account.id);
    if (!claimed) return null;
    const wanted = { ...account, id: claimed.owner };
    let standing: Item | undefined;
    if (!claimed.claimed) standing = await calls.get(accountKey(claimed.owner));
    if (!standing) {
      const outcome = await calls.put(accountItem(wanted), NOTHING_STANDS);
      if (outcome.won) {
        if (claimed.claimed || (await calls.get(lookup))?.account?.S === wanted.id) return { account: wanted, added: true };
        await calls.remove(accountKey(wanted.id)); // an erasure took the claim away while we repaired it
        return null;
      }
      standing = outcome.standing;
    }
    if (!standing) return null;
    if (standing.erasing) {
      await erasure.finish(standing);
      return null;
    }
    if (string(standing, "source") !== account.source || string(standing, "identity") !== account.identity) {
      await calls.remove(lookup); // the claim led to another's account
      throw idTaken();
    }
    return { account: accountOf(standing), added: false };
  }

  return {
    addAccount: async (account) => {
      const lookup = await lookupKey(account.source, account.identity);
      for (let round = 0; round < ROUNDS; round++) {
        const outcome = await addOnce(lookup, account);
        if (outcome) return outcome;
      }
      throw unreachable("the account is being added and erased at the same time");
    },

    updateAccount: async (id, change) => {
      // Wins when the account stands and is not being erased.
      const condition = "attribute_exists(#PK) AND attribute_not_exists(#erasing)";
      const fields: Item = ownOf(change);
      if (change.name !== undefined) fields.name = { S: change.name };
      if (change.origin !== undefined) fields.origin = { S: change.origin };
      const gone = (["policy", "payFrom", "access", "reading", "ombud", "permission", "appointing", "revision"] as const).filter(
        (field) => change[field] === null,
      );
      const set = Object.keys(fields).map((field) => `#${field} = :${field}`);
      const update = [
        ...(set.length > 0 ? [`SET ${set.join(", ")}`] : []),
        ...(gone.length > 0 ? [`REMOVE ${gone.map((field) => `#${field}`).join(", ")}`] : []),
      ];
      if (update.length === 0) return (await calls.get(accountKey(id))) !== undefined;
      const values = Object.fromEntries(Object.entries(fields).map(([field, value]) => [`:${field}`, value]));
      const wanted = { expression: condition, ...(set.length > 0 && { values }) };
      return (await calls.update(accountKey(id), update.join(" "), wanted)) !== undefined;
    },

    account: async (id) => {
      const item = await calls.get(accountKey(id));
      return item ? listed(item) : null;
    },

    findAccount: async (source, identity) => {
      const owner = (await calls.get(await lookupKey(source, identity)))?.account?.S;
      const item = owner === undefined ? undefined : await calls.get(accountKey(owner as AccountId));
      return item ? accountOf(item) : null;
    },

    accounts: async function* () {
      for (let shard = 0; shard < SHARDS; shard++) {
        for await (const page of calls.query(shardKey(shard))) {
          for (const item of page) yield listed(item);
        }
      }
    },

    putSummary: async (id, summary) => {
      // Wins when the account stands, is not being erased, and has no summary, an older one or one of the same reading (made anew).
      const expression =
        "attribute_exists(#PK) AND attribute_not_exists(#erasing) AND (attribute_not_exists(#summaryReadAt) OR #summaryReadAt <= :readAt OR #summaryReadAt > :soon)";
      const values = { ":summary": { S: encode(summary) }, ":readAt": { S: summary.readAt }, ":soon": { S: soonAfter(summary.readAt) } };
      await calls.update(accountKey(id), "SET #summary = :summary, #summaryReadAt = :readAt", { expression, values });
    },

    eraseAccount: (id) => erasure.erase(id),
  };
}
