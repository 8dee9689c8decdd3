import type { Instant } from "@saldovakt/domain";
import type { SignInStore } from "../sign-in-port.ts";
import { type Commits, text } from "./commits.ts";

/** Sign-ins at authorities. */
export function signIns(db: Commits): SignInStore {
  return {
    putPendingSignIn: async ({ id, expiresAt, body }) => {
      await db.write(() => db.run("INSERT INTO pending_sign_in (id, expires_at, body) VALUES (?, ?, ?)", id, expiresAt, body));
    },
    // Read and deleted under the write lock: nobody else gets it in between.
    takePendingSignIn: (id) =>
      db.write(() => {
        const row = db.get("SELECT expires_at, body FROM pending_sign_in WHERE id = ?", id);
        if (!row) return null;
        db.run("DELETE FROM pending_sign_in WHERE id = ?", id);
        return { id, expiresAt: text(row, "expires_at") as Instant, body: text(row, "body") };
      }),

    signIn: (account) =>
      db.read(() => {
        const row = db.get("SELECT version, body FROM sign_in WHERE account = ?", account);
        return row ? { version: text(row, "version"), body: text(row, "body") } : null;
      }),
    putSignIn: (account, expected, { version, body }) =>
      db.write(() => {
        if (expected !== null) {
          const sql = "UPDATE sign_in SET version = ?, body = ? WHERE account = ? AND version = ?";
          return db.run(sql, version, body, account, expected) > 0;
        }
        const sql = "INSERT INTO sign_in (account, version, body) SELECT id, ?, ? FROM account WHERE id = ? ON CONFLICT DO NOTHING";
        return db.run(sql, version, body, account) > 0;
      }),
    removeSignIn: async (account, version) => {
      const removed = await db.write(() =>
        version === undefined
          ? db.run("DELETE FROM sign_in WHERE account = ?", account)
          : db.run("DELETE FROM sign_in WHERE account = ? AND version = ?", account, version),
      );
      if (removed > 0) await db.emptyLog(); // where the sealed tokens, and those before them, would otherwise stay for a while
    },
  };
}
