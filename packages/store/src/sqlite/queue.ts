import type { Instant } from "@saldovakt/domain";
import type { LocalQueue } from "../port.ts";
import { type Commits, text } from "./commits.ts";

/** The delivery queue in the same file. A message that is taken stays in it, hidden, until it is done: a crash gives it back by itself. */
export function localQueue(db: Commits): LocalQueue {
  return {
    enqueue: async (messages) => {
      await db.write(() => {
        const sql = "INSERT INTO message (id, visible_at, attempts, body) VALUES (?, ?, 0, ?) ON CONFLICT DO NOTHING";
        for (const { id, notBefore, body } of messages) db.run(sql, id, notBefore, body);
      }, "in order");
    },

    // Chosen and hidden under the write lock, so that no two takers get the same message.
    take: (now, hiddenUntil, limit) =>
      db.write(() => {
        const rows = db.all(
          "SELECT seq, id, body, attempts FROM message WHERE visible_at <= ? ORDER BY visible_at, seq LIMIT ?",
          now,
          limit,
        );
        for (const row of rows) db.run("UPDATE message SET visible_at = ? WHERE seq = ?", hiddenUntil, Number(row.seq));
        return rows.map((row) => ({ id: text(row, "id"), body: text(row, "body"), attempts: Number(row.attempts) }));
      }, "in order"),

    done: async (id) => {
      await db.write(() => db.run("DELETE FROM message WHERE id = ?", id));
    },
    giveBack: async (id, notBefore, attempts) => {
      await db.write(() => db.run("UPDATE message SET visible_at = ?, attempts = ? WHERE id = ?", notBefore, attempts, id));
    },

    waiting: () =>
      db.read(() => {
        const row = db.get("SELECT count(*) AS count, min(visible_at) AS next FROM message");
        return { count: Number(row?.count ?? 0), next: (row?.next ?? null) as Instant | null };
      }),
  };
}
