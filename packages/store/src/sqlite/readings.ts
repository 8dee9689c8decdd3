import { NOTHING_REMEMBERED } from "@saldovakt/domain";
import { soonAfter } from "../clocks.ts";
import type { AccountRecord, Store } from "../port.ts";
import { pack, unpack } from "../remember.ts";
import { ageOfAlert } from "../retention.ts";
import type { Commits } from "./commits.ts";

type Readings = Pick<Store, "observation" | "putObservation" | "record" | "putRecord" | "putAlert" | "alerts" | "alert">;

/** `INSERT … SELECT … WHERE` this: nothing is kept of an account that does not stand. */
export const IF_ACCOUNT_STANDS = "WHERE EXISTS (SELECT 1 FROM account WHERE id = ?)";

/**
 * What was read of an account, what is remembered of it, and what was told. All of it is written in order and not durably: a run that is taken
 * back is made anew, and tells the same under the same ids.
 */
export function readings(db: Commits): Readings {
  return {
    observation: (id) =>
      db.read(() => {
        const row = db.get("SELECT body FROM observation WHERE account = ?", id);
        return row ? unpack(row.body as Uint8Array, "observation") : null;
      }),

    putObservation: async (id, observation) => {
      const body = pack(observation); // before the transaction, which others wait for
      await db.write(() => {
        const onConflict =
          "ON CONFLICT DO UPDATE SET read_at = excluded.read_at, body = excluded.body WHERE read_at <= excluded.read_at OR read_at > ?";
        const sql = `INSERT INTO observation (account, read_at, body) SELECT ?, ?, ? ${IF_ACCOUNT_STANDS} ${onConflict}`;
        db.run(sql, id, observation.readAt, body, id, soonAfter(observation.readAt));
      }, "in order");
    },

    record: (id) =>
      db.read(() => {
        const row = db.get("SELECT version, body FROM record WHERE account = ?", id);
        if (!row) return { version: 0, remembered: NOTHING_REMEMBERED, outbox: [] };
        return { ...unpack<Omit<AccountRecord, "version">>(row.body as Uint8Array, "record"), version: Number(row.version) };
      }),

    putRecord: async (id, expected, { remembered, outbox }) => {
      const body = pack({ remembered, outbox });
      return db.write(() => {
        if (expected > 0)
          return db.run("UPDATE record SET version = version + 1, body = ? WHERE account = ? AND version = ?", body, id, expected) > 0;
        const sql = `INSERT INTO record (account, version, body) SELECT ?, 1, ? ${IF_ACCOUNT_STANDS} ON CONFLICT DO NOTHING`;
        return db.run(sql, id, body, id) > 0;
      }, "in order");
    },

    putAlert: async (id, alert) => {
      const body = pack(alert);
      await db.write(() => {
        const sql = `INSERT INTO alert (account, id, aged_at, body) SELECT ?, ?, ?, ? ${IF_ACCOUNT_STANDS} ON CONFLICT DO NOTHING`;
        db.run(sql, id, alert.id, ageOfAlert(alert), body, id);
      }, "in order");
    },

    alerts: (id, limit, before) =>
      db.read(() => {
        const following = before ? "AND (aged_at, id) < (?, ?)" : "";
        const sql = `SELECT body FROM alert WHERE account = ? ${following} ORDER BY aged_at DESC, id DESC LIMIT ?`;
        const rows = db.all(sql, id, ...(before ? [before.at, before.id] : []), limit);
        return rows.map((row) => unpack(row.body as Uint8Array, "alert"));
      }),
    alert: (id, alertId) =>
      db.read(() => {
        const row = db.get("SELECT body FROM alert WHERE account = ? AND id = ?", id, alertId);
        return row ? unpack(row.body as Uint8Array, "alert") : null;
      }),
  };
}
