import {
  type AccountGroup,
  type AccountId,
  type AuditRecord,
  epochMs,
  type Instant,
  type Invitation,
  instant,
  type User,
  type Versioned,
} from "@saldovakt/domain";
import type { AccessStore } from "../access-port.ts";
import { INVITATION_DAYS, rateOf, without } from "../lists.ts";
import type { RecipientRecord, SessionRecord } from "../port.ts";
import { decode, encode } from "../remember.ts";
import { type Commits, maybeText, type Row, text } from "./commits.ts";
import { keyOf } from "./installation.ts";

const userOf = (row: Row): Versioned<User> => ({
  ...decode<User>(text(row, "body"), "user"),
  version: Number(row.version),
});

const groupOf = (row: Row): Versioned<AccountGroup> => ({
  ...decode<AccountGroup>(text(row, "body"), "group"),
  version: Number(row.version),
});

const invitationOf = (row: Row): Invitation => ({
  ...decode<Invitation>(text(row, "body"), "invitation"),
  usedAt: maybeText(row, "used_at") as Instant | null,
});

/** A field as bodies have it: what is not read cannot fail to be read. */
const named = (field: string, id: string): string => `"${field}":${JSON.stringify(id)}`;

/** Who may sign in, groups of accounts, invitations, and the audit log. */
export function access(db: Commits): Omit<AccessStore, "heldOf"> {
  const put = (table: "user" | "account_group", record: User | AccountGroup, expected: number): Promise<boolean> => {
    const { version: _, ...kept } = record as Versioned<User | AccountGroup>;
    return db.write(() => {
      if (expected > 0) {
        const sql = `UPDATE ${table} SET version = version + 1, body = ? WHERE id = ? AND version = ?`;
        return db.run(sql, encode(kept), record.id, expected) > 0;
      }
      const sql = `INSERT INTO ${table} (id, created_at, version, body) VALUES (?, ?, 1, ?) ON CONFLICT DO NOTHING`;
      return db.run(sql, record.id, record.createdAt, encode(kept)) > 0;
    });
  };

  return {
    users: () => db.known("users", () => db.all("SELECT body, version FROM user ORDER BY created_at, id").map(userOf)),
    user: (id) =>
      db.known(`user ${id}`, () => {
        const row = db.get("SELECT body, version FROM user WHERE id = ?", id);
        return row ? userOf(row) : null;
      }),
    putUser: (record, expected) => put("user", record, expected),
    eraseUser: async (id) => {
      const erased = await db.write(() => {
        db.run("DELETE FROM invitation WHERE user = ?", id);
        db.run("DELETE FROM session WHERE instr(body, ?) > 0", named("userId", id));
        const calendars = db.all("SELECT id FROM api_key WHERE instr(body, ?) > 0", named("parent", id)).map((row) => text(row, "id"));
        for (const calendar of calendars) db.run("DELETE FROM api_key WHERE id = ?", calendar);
        for (const asker of [id, ...calendars]) db.run("DELETE FROM slots WHERE key = ?", rateOf(asker));
        return db.run("DELETE FROM user WHERE id = ?", id) > 0;
      });
      await db.emptyLog(); // where their name would otherwise stay readable for a while
      return erased;
    },

    groups: () => db.known("groups", () => db.all("SELECT body, version FROM account_group ORDER BY created_at, id").map(groupOf)),
    putGroup: (record, expected) => put("account_group", record, expected),
    removeGroup: (id) => db.write(() => db.run("DELETE FROM account_group WHERE id = ?", id) > 0),

    invitations: () =>
      db.read(() =>
        db.all("SELECT body, used_at FROM invitation WHERE used_at IS NULL ORDER BY created_at, id").map((row) => invitationOf(row)),
      ),
    invitation: (hash) =>
      db.read(() => {
        const row = db.get("SELECT body, used_at FROM invitation WHERE hash = ?", hash);
        return row ? invitationOf(row) : null;
      }),
    putInvitation: async (record) => {
      const columns = "(hash, id, user, created_at, aged_at, used_at, body)";
      const sql = `INSERT INTO invitation ${columns} VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`;
      const { hash, id, user, createdAt, expiresAt, usedAt } = record;
      const agedAt = instant(epochMs(expiresAt) + INVITATION_DAYS * 86_400_000);
      await db.write(() => db.run(sql, hash, id, user, createdAt, agedAt, usedAt, encode(record)));
    },
    useInvitation: (hash, at) =>
      db.write(() => db.run("UPDATE invitation SET used_at = ? WHERE hash = ? AND used_at IS NULL", at, hash) > 0),
    removeInvitation: (id) => db.write(() => db.run("DELETE FROM invitation WHERE id = ? AND used_at IS NULL", id) > 0),

    // Uncounted: nobody keeps an answer of it, and readings write it.
    putAudit: async (record, how) => {
      const sql = "INSERT INTO audit (at, id, account, principal, body) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
      const { at, id, account, principal } = record;
      const lasting = how === "lightly" ? "in order" : "durable";
      await db.write(() => db.run(sql, at, id, account ?? null, principal.id, encode(record)), lasting, "uncounted");
    },
    audit: ({ from, to, account, by, limit, before }) =>
      db.read(() => {
        const conditions = ["at >= ?", "at < ?"];
        const values: string[] = [from, to];
        if (account !== undefined) {
          conditions.push("account = ?");
          values.push(account);
        }
        if (by !== undefined) {
          conditions.push("principal = ?");
          values.push(by);
        }
        if (before) {
          conditions.push("(at, id) < (?, ?)");
          values.push(before.at, before.id);
        }
        const sql = `SELECT body FROM audit WHERE ${conditions.join(" AND ")} ORDER BY at DESC, id DESC LIMIT ?`;
        return db.all(sql, ...values, limit).map((row) => decode<AuditRecord>(text(row, "body"), "audit line"));
      }),
  };
}

/** What is held of a user, in one look. */
export const heldOf =
  (db: Commits): AccessStore["heldOf"] =>
  (id) =>
    db.read(() => {
      const rows = (table: string, order: string): Row[] =>
        db.all(`SELECT * FROM ${table} WHERE instr(body, ?) > 0 ORDER BY ${order}`, JSON.stringify(id));
      return {
        sessions: rows("session", "expires_at, hash").map((row) => decode<SessionRecord>(text(row, "body"), "session")),
        invitations: rows("invitation", "created_at, id").map(invitationOf),
        recipients: rows("added_recipient", "created_at, key").map((row) => decode<RecipientRecord>(text(row, "body"), "recipient")),
        keys: rows("api_key", "created_at, id").map(keyOf),
      };
    });

/** Takes an account out of groups and of users' and invitations' lists, within the transaction that erases it. */
export function forgetAccount(db: Commits, id: AccountId): void {
  for (const table of ["user", "account_group", "invitation"]) {
    const key = table === "invitation" ? "hash" : "id";
    for (const row of db.all(`SELECT ${key}, body FROM ${table} WHERE instr(body, ?) > 0`, id)) {
      const changed = without(decode<User>(text(row, "body"), table), id);
      if (!changed) continue;
      const version = table === "invitation" ? "" : ", version = version + 1";
      db.run(`UPDATE ${table} SET body = ?${version} WHERE ${key} = ?`, encode(changed), text(row, key));
    }
  }
}
