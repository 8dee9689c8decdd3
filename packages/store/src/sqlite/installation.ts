import type { Instant } from "@saldovakt/domain";
import { LONGEST_LINE_MS } from "../clocks.ts";
import type { ApiKeyRecord, Store } from "../port.ts";
import { decode, encode } from "../remember.ts";
import { type Commits, maybeText, type Row, text } from "./commits.ts";

type Installation = Pick<
  Store,
  "reserveSlots" | "fact" | "putFact" | "putKey" | "keyByHash" | "keyById" | "touchKey" | "keys" | "revokeKey"
>;

/** What belongs to no account: the shared call rate, small facts, keys for the HTTP API. */
export function installation(db: Commits): Installation {
  return {
    // Read and written under the write lock, which every process's transactions take at their start: nobody reserves in between.
    reserveSlots: (key, count, spacingMs, notBefore) => {
      const reserve = (): number => {
        const row = db.get("SELECT next FROM slots WHERE key = ?", key);
        const earliest = Math.ceil(notBefore);
        const standing = Number(row?.next ?? 0);
        const first = standing > earliest + LONGEST_LINE_MS ? earliest : Math.max(earliest, standing);
        const next = first + Math.ceil(count * spacingMs);
        db.run("INSERT INTO slots (key, next) VALUES (?, ?) ON CONFLICT DO UPDATE SET next = excluded.next", key, next);
        return first;
      };
      return db.write(reserve, "in order", "uncounted");
    },

    fact: (name) =>
      db.read(() => {
        const row = db.get("SELECT value, version FROM fact WHERE name = ?", name);
        return row ? { value: text(row, "value"), version: Number(row.version) } : null;
      }),
    putFact: (name, value, expected) =>
      db.write(() => {
        if (expected > 0)
          return db.run("UPDATE fact SET version = version + 1, value = ? WHERE name = ? AND version = ?", value, name, expected) > 0;
        return db.run("INSERT INTO fact (name, version, value) VALUES (?, 1, ?) ON CONFLICT DO NOTHING", name, value) > 0;
      }),

    putKey: async (record) => {
      await db.write(() => {
        const columns = "(hash, id, created_at, revoked_at, last_used_at, body)";
        const sql = `INSERT INTO api_key ${columns} VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`;
        db.run(sql, record.hash, record.id, record.createdAt, record.revokedAt, record.lastUsedAt ?? null, encode(record));
      });
    },
    keyByHash: (hash) =>
      db.known(`key ${hash}`, () => {
        const row = db.get(`SELECT ${KEY} FROM api_key WHERE hash = ?`, hash);
        return row ? keyOf(row) : null;
      }),
    keyById: (id) =>
      db.known(`key's id ${id}`, () => {
        const row = db.get(`SELECT ${KEY} FROM api_key WHERE id = ?`, id);
        return row ? keyOf(row) : null;
      }),
    touchKey: async (id, at) => {
      const sql = "UPDATE api_key SET last_used_at = ?1 WHERE id = ?2 AND (last_used_at IS NULL OR last_used_at < ?1)";
      await db.write(() => db.run(sql, at, id), "in order");
    },
    keys: () => db.read(() => db.all(`SELECT ${KEY} FROM api_key ORDER BY created_at, id`).map(keyOf)),
    revokeKey: (id, at) => db.write(() => db.run("UPDATE api_key SET revoked_at = coalesce(revoked_at, ?) WHERE id = ?", at, id) > 0),
  };
}

const KEY = "body, revoked_at, last_used_at";

export function keyOf(row: Row): ApiKeyRecord {
  const lastUsedAt = maybeText(row, "last_used_at") as Instant | null;
  return {
    ...decode<ApiKeyRecord>(text(row, "body"), "API key"),
    revokedAt: maybeText(row, "revoked_at") as Instant | null,
    ...(lastUsedAt !== null && { lastUsedAt }),
  };
}
