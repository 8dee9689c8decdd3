import type {
  Account,
  AccountAccess,
  AccountId,
  Appointing,
  AskedPermission,
  Instant,
  PayFrom,
  PolicyOverrides,
  ReadPermission,
  Revision,
  SourceName,
} from "@saldovakt/domain";
import { soonAfter } from "../clocks.ts";
import { idTaken } from "../faults.ts";
import type { ListedAccount, Store } from "../port.ts";
import { decode, encode, readingOf } from "../remember.ts";
import { forgetAccount } from "./access.ts";
import { type Commits, maybeText, type Row, text } from "./commits.ts";

type Accounts = Pick<Store, "addAccount" | "updateAccount" | "account" | "findAccount" | "accounts" | "putSummary" | "eraseAccount">;

const PAGE = 500;

const COLUMNS =
  "id, source, identity, name, origin, added_at, policy, pay_from, access, reading, ombud, permission, appointing, revision, summary";

export function accounts(db: Commits): Accounts {
  const bySourceAndIdentity = (source: SourceName, identity: string): Row | undefined =>
    db.get(`SELECT ${COLUMNS} FROM account WHERE source = ? AND identity = ?`, source, identity);

  return {
    addAccount: (account) =>
      db.write(() => {
        const standing = bySourceAndIdentity(account.source, account.identity);
        if (standing) return { account: accountOf(standing), added: false };
        const { id, source, identity, name, origin, addedAt } = account;
        if (db.get("SELECT 1 FROM account WHERE id = ?", id)) throw idTaken();
        const columns = "(id, source, identity, name, origin, added_at, policy, pay_from, access, ombud, permission, appointing, reading)";
        const { policy, payFrom, access, ombud, permission, appointing, reading = null } = account;
        const own = [...[policy, payFrom, access, ombud, permission, appointing].map(maybeEncoded), reading];
        db.run(
          `INSERT INTO account ${columns} VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          id,
          source,
          identity,
          name,
          origin,
          addedAt,
          ...own,
        );
        return { account, added: true };
      }),

    updateAccount: (id, change) =>
      db.write(() => {
        const columns: Record<string, string | null> = {
          ...(change.name !== undefined && { name: change.name }),
          ...(change.origin !== undefined && { origin: change.origin }),
          ...(change.policy !== undefined && { policy: maybeEncoded(change.policy) }),
          ...(change.payFrom !== undefined && { pay_from: maybeEncoded(change.payFrom) }),
          ...(change.access !== undefined && { access: maybeEncoded(change.access) }),
          ...(change.reading !== undefined && { reading: change.reading }),
          ...(change.ombud !== undefined && { ombud: maybeEncoded(change.ombud) }),
          ...(change.permission !== undefined && { permission: maybeEncoded(change.permission) }),
          ...(change.appointing !== undefined && { appointing: maybeEncoded(change.appointing) }),
          ...(change.revision !== undefined && { revision: maybeEncoded(change.revision) }),
        };
        const fields = ["id = id", ...Object.keys(columns).map((column) => `${column} = ?`)];
        return db.run(`UPDATE account SET ${fields.join(", ")} WHERE id = ?`, ...Object.values(columns), id) > 0;
      }),

    account: (id) =>
      db.known(`account ${id}`, () => {
        const row = db.get(`SELECT ${COLUMNS} FROM account WHERE id = ?`, id);
        return row ? listed(row) : null;
      }),

    findAccount: (source, identity) =>
      db.read(() => {
        const row = bySourceAndIdentity(source, identity);
        return row ? accountOf(row) : null;
      }),

    // Page by page from the last id on, not one long statement: that would keep the write-ahead log from ever being emptied.
    accounts: async function* () {
      let after = "";
      for (;;) {
        const rows = await db.read(() => db.all(`SELECT ${COLUMNS} FROM account WHERE id > ? ORDER BY id LIMIT ${PAGE}`, after));
        for (const row of rows) yield listed(row);
        const last = rows.at(-1);
        if (!last || rows.length < PAGE) return;
        after = text(last, "id");
      }
    },

    putSummary: (id, summary) =>
      db.write(() => {
        const unlessLater = "(summary_read_at IS NULL OR summary_read_at <= ? OR summary_read_at > ?)";
        const sql = `UPDATE account SET summary = ?, summary_read_at = ? WHERE id = ? AND ${unlessLater}`;
        db.run(sql, encode(summary), summary.readAt, id, summary.readAt, soonAfter(summary.readAt));
      }, "in order"),

    eraseAccount: async (id) => {
      const erased = await db.write(() => {
        // Account ids are opaque and unique, so a message that names one is about it, whatever else its body says.
        db.run("DELETE FROM message WHERE instr(body, ?) > 0", id);
        forgetAccount(db, id);
        return db.run("DELETE FROM account WHERE id = ?", id) > 0;
      });
      await db.emptyLog(); // where older states of the erased pages would otherwise stay readable for a while
      return erased;
    },
  };
}

/** A field that may be missing, as its column. */
const maybeEncoded = (value: object | null | undefined): string | null => (value ? encode(value) : null);

function accountOf(row: Row): Account {
  const policy = maybeText(row, "policy");
  const payFrom = maybeText(row, "pay_from");
  const access = maybeText(row, "access");
  const ombud = maybeText(row, "ombud");
  const permission = maybeText(row, "permission");
  const appointing = maybeText(row, "appointing");
  const revision = maybeText(row, "revision");
  return {
    id: text(row, "id") as AccountId,
    source: text(row, "source") as SourceName,
    identity: text(row, "identity"),
    name: text(row, "name"),
    origin: text(row, "origin") as Account["origin"],
    addedAt: text(row, "added_at") as Instant,
    ...(policy !== null && { policy: decode<PolicyOverrides>(policy, "account") }),
    ...(payFrom !== null && { payFrom: decode<PayFrom>(payFrom, "account") }),
    ...(access !== null && { access: decode<AccountAccess>(access, "account") }),
    ...readingOf(maybeText(row, "reading")),
    ...(ombud !== null && { ombud: decode<AskedPermission>(ombud, "account") }),
    ...(permission !== null && { permission: decode<ReadPermission>(permission, "account") }),
    ...(appointing !== null && { appointing: decode<Appointing>(appointing, "account") }),
    ...(revision !== null && { revision: decode<Revision>(revision, "account") }),
  };
}

function listed(row: Row): ListedAccount {
  const summary = maybeText(row, "summary");
  return { account: accountOf(row), summary: summary === null ? null : decode(summary, "summary") };
}
