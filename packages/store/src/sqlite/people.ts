import type { RecipientRecord, SessionRecord, Store } from "../port.ts";
import { decode, encode } from "../remember.ts";
import { type Commits, text } from "./commits.ts";

type People = Pick<Store, "putRecipient" | "recipient" | "recipients" | "removeRecipient" | "putSession" | "session" | "endSession">;

/** Who is told beside the configuration's recipients, and who is signed in. */
export function people(db: Commits): People {
  return {
    putRecipient: async (record) => {
      const sql =
        "INSERT INTO added_recipient (key, created_at, body) VALUES (?, ?, ?) " +
        "ON CONFLICT DO UPDATE SET created_at = excluded.created_at, body = excluded.body";
      await db.write(() => db.run(sql, record.key, record.createdAt, encode(record)));
    },
    recipient: (key) =>
      db.read(() => {
        const row = db.get("SELECT body FROM added_recipient WHERE key = ?", key);
        return row ? decode<RecipientRecord>(text(row, "body"), "recipient") : null;
      }),
    recipients: () =>
      db.read(() => {
        const rows = db.all("SELECT body FROM added_recipient ORDER BY created_at, key");
        return rows.map((row) => decode<RecipientRecord>(text(row, "body"), "recipient"));
      }),
    removeRecipient: (key) => db.write(() => db.run("DELETE FROM added_recipient WHERE key = ?", key) > 0),

    // Whoever signs in sweeps: those that were over by then are of no use to anybody.
    putSession: async (session) => {
      await db.write(() => {
        db.run("DELETE FROM session WHERE expires_at < ?", session.createdAt);
        const sql = "INSERT INTO session (hash, expires_at, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
        db.run(sql, session.hash, session.expiresAt, encode(session));
      });
    },
    session: (hash) =>
      db.read(() => {
        const row = db.get("SELECT body FROM session WHERE hash = ?", hash);
        return row ? decode<SessionRecord>(text(row, "body"), "session") : null;
      }),
    endSession: async (hash) => {
      await db.write(() => db.run("DELETE FROM session WHERE hash = ?", hash));
    },
  };
}
