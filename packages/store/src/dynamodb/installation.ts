import type { Instant } from "@saldovakt/domain";
import { LONGEST_LINE_MS } from "../clocks.ts";
import { unreachable } from "../faults.ts";
import { rateOf } from "../lists.ts";
import type { ApiKeyRecord, Store } from "../port.ts";
import { decode, encode } from "../remember.ts";
import { type Calls, type Item, ifVersionStands, type Key, key } from "./calls.ts";
import { string } from "./items.ts";

type Installation = Pick<
  Store,
  "reserveSlots" | "fact" | "putFact" | "putKey" | "keyByHash" | "keyById" | "touchKey" | "keys" | "revokeKey"
> & {
  /** For good, with the rate counted under its id. */
  eraseKey(record: ApiKeyRecord): Promise<void>;
  eraseRate(asker: string): Promise<void>;
};

const KEYS = "KEYS";

/** Rounds of the two cases of a reservation; see there why two are enough. */
const ROUNDS = 2;

/** What belongs to no account: the shared call rate, small facts, keys for the HTTP API. */
export function installation(calls: Calls): Installation {
  async function allKeys(): Promise<ApiKeyRecord[]> {
    const keys: ApiKeyRecord[] = [];
    for await (const page of calls.query(KEYS)) keys.push(...page.map(keyOf));
    return keys;
  }

  async function keyById(id: string): Promise<ApiKeyRecord | null> {
    const hash = (await calls.get(keyIdKey(id)))?.hash?.S;
    const item = hash === undefined ? undefined : await calls.get(key(KEYS, hash));
    if (item) return keyOf(item);
    // A key from before ids had an item of their own.
    return (await allKeys()).find((candidate) => candidate.id === id) ?? null;
  }

  return {
    // One addition, no reading before it, so that nobody can come in between. It wins in one of two cases: the next free slot is not before
    // `notBefore`, and ours follow it; or it is before, far beyond any real line, or there is none yet, and ours start at `notBefore`. Who loses the second case has
    // the first for certain in the next round, for the next free slot only ever grows. A call that the SDK sent twice reserves twice: slots
    // are lost, never shared.
    reserveSlots: async (name, count, spacingMs, notBefore) => {
      const where = slotsKey(name);
      const earliest = Math.ceil(notBefore);
      const span = Math.ceil(count * spacingMs);
      const values = { ":earliest": { N: String(earliest) }, ":furthest": { N: String(earliest + LONGEST_LINE_MS) } };
      for (let round = 0; round < ROUNDS; round++) {
        const queued = await calls.update(where, "SET #next = #next + :span", {
          expression: "#next >= :earliest AND #next <= :furthest",
          values: { ...values, ":span": { N: String(span) } },
        });
        if (queued) return Number(queued.next?.N) - span;
        const first = await calls.update(where, "SET #next = :next", {
          expression: "attribute_not_exists(#PK) OR #next < :earliest OR #next > :furthest",
          values: { ...values, ":next": { N: String(earliest + span) } },
        });
        if (first) return earliest;
      }
      throw unreachable("no call could be reserved in the shared call rate");
    },

    eraseRate: async (asker) => {
      await calls.remove(slotsKey(rateOf(asker)));
    },

    fact: async (name) => {
      const item = await calls.get(key(`FACT#${name}`, "FACT"));
      return item ? { value: string(item, "value"), version: Number(item.version?.N) } : null;
    },
    putFact: async (name, value, expected) => {
      const item = { ...key(`FACT#${name}`, "FACT"), value: { S: value }, version: { N: String(expected + 1) } };
      return (await calls.put(item, ifVersionStands(expected))).won;
    },

    putKey: async (record) => {
      const moments = {
        ...(record.revokedAt !== null && { revokedAt: { S: record.revokedAt } }),
        ...(record.lastUsedAt !== undefined && { lastUsedAt: { S: record.lastUsedAt } }),
      };
      // Its id's item first: one that leads nowhere does no harm. Wins when none stands.
      await calls.put({ ...keyIdKey(record.id), hash: { S: record.hash } }, { expression: "attribute_not_exists(#PK)" });
      // Wins when the key does not stand: a write that arrives twice must not take back a revocation.
      await calls.put({ ...key(KEYS, record.hash), ...moments, body: { S: encode(record) } }, { expression: "attribute_not_exists(#PK)" });
    },
    keyByHash: async (hash) => {
      const item = await calls.get(key(KEYS, hash));
      return item ? keyOf(item) : null;
    },
    keyById,
    touchKey: async (id, at) => {
      const record = await keyById(id);
      if (!record) return;
      // Wins when the key stands and was not used later.
      const condition = {
        expression: "attribute_exists(#PK) AND (attribute_not_exists(#lastUsedAt) OR #lastUsedAt < :at)",
        values: { ":at": { S: at } },
      };
      await calls.update(key(KEYS, record.hash), "SET #lastUsedAt = :at", condition);
    },
    keys: async () => {
      const order = (record: ApiKeyRecord): string => `${record.createdAt}|${record.id}`;
      return (await allKeys()).sort((a, b) => (order(a) < order(b) ? -1 : 1));
    },
    eraseKey: async ({ id, hash }) => {
      await calls.remove(slotsKey(rateOf(id)));
      await calls.remove(keyIdKey(id));
      await calls.remove(key(KEYS, hash));
    },
    revokeKey: async (id, at) => {
      const record = await keyById(id);
      if (!record) return false;
      // Wins when the key stands and was not revoked before; when it was, the first moment stands.
      const condition = { expression: "attribute_exists(#PK) AND attribute_not_exists(#revokedAt)", values: { ":at": { S: at } } };
      await calls.update(key(KEYS, record.hash), "SET #revokedAt = :at", condition);
      return true;
    },
  };
}

const slotsKey = (name: string): Key => key(`SLOTS#${name}`, "SLOTS");

const keyIdKey = (id: string): Key => key(`KEY#${id}`, "KEY");

const keyOf = (item: Item): ApiKeyRecord => ({
  ...decode<ApiKeyRecord>(string(item, "body"), "API key"),
  revokedAt: (item.revokedAt?.S ?? null) as Instant | null,
  ...(item.lastUsedAt?.S && { lastUsedAt: item.lastUsedAt.S as Instant }),
});
