import type { DatabaseSync } from "node:sqlite";
import { unreadable } from "../faults.ts";
import { notOurs } from "./faults.ts";

/** `PRAGMA application_id` of our files: "Sald". Tells them from any other program's. */
export const APPLICATION_ID = 0x53616c64;

/**
 * One script per version of the schema, the first making version 1; `PRAGMA user_version` says which have run. A script that was ever
 * released is never changed: what comes later is a new script.
 *
 * `body` columns hold what remember.ts writes; the other columns are what conditions, orders and ages need. What belongs to an account goes
 * with it, by cascade.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE account (
    id TEXT PRIMARY KEY, source TEXT NOT NULL, identity TEXT NOT NULL, name TEXT NOT NULL, origin TEXT NOT NULL, added_at TEXT NOT NULL,
    summary TEXT, summary_read_at TEXT, UNIQUE (source, identity)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE observation (
    account TEXT PRIMARY KEY REFERENCES account ON DELETE CASCADE, read_at TEXT NOT NULL, body BLOB NOT NULL
  ) STRICT;
  CREATE TABLE record (
    account TEXT PRIMARY KEY REFERENCES account ON DELETE CASCADE, version INTEGER NOT NULL, body BLOB NOT NULL
  ) STRICT;
  CREATE TABLE alert (
    account TEXT NOT NULL REFERENCES account ON DELETE CASCADE, id TEXT NOT NULL, aged_at TEXT NOT NULL, body BLOB NOT NULL,
    PRIMARY KEY (account, id)
  ) STRICT;
  CREATE INDEX alert_by_age ON alert (aged_at);
  CREATE TABLE payment (
    account TEXT NOT NULL REFERENCES account ON DELETE CASCADE, id TEXT NOT NULL, made_on TEXT NOT NULL, finality INTEGER NOT NULL,
    aged_at TEXT, body TEXT NOT NULL, PRIMARY KEY (account, id)
  ) STRICT;
  CREATE INDEX payment_by_age ON payment (aged_at) WHERE aged_at IS NOT NULL;
  CREATE TABLE delivery (
    id TEXT PRIMARY KEY, account TEXT REFERENCES account ON DELETE CASCADE, final INTEGER NOT NULL, aged_at TEXT NOT NULL, body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX delivery_by_account ON delivery (account);
  CREATE INDEX delivery_by_age ON delivery (aged_at);
  CREATE TABLE recipient (id TEXT PRIMARY KEY, disabled_at TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE slots (key TEXT PRIMARY KEY, next INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE fact (name TEXT PRIMARY KEY, version INTEGER NOT NULL, value TEXT NOT NULL) STRICT;
  CREATE TABLE api_key (
    hash TEXT PRIMARY KEY, id TEXT NOT NULL UNIQUE, created_at TEXT NOT NULL, revoked_at TEXT, body TEXT NOT NULL
  ) STRICT;
  CREATE TABLE message (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, visible_at TEXT NOT NULL, attempts INTEGER NOT NULL, body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX message_by_time ON message (visible_at, seq);
  `,
  // Deliveries from before are listed by recipient too; one whose body is damaged stays as it is and is not.
  `
  ALTER TABLE account ADD COLUMN policy TEXT;
  ALTER TABLE account ADD COLUMN pay_from TEXT;
  ALTER TABLE account ADD COLUMN reading TEXT;
  ALTER TABLE delivery ADD COLUMN recipient TEXT;
  ALTER TABLE delivery ADD COLUMN first_at TEXT;
  UPDATE delivery SET recipient = json_extract(body, '$.d.recipient'), first_at = json_extract(body, '$.d.firstAt') WHERE json_valid(body);
  CREATE INDEX delivery_by_recipient ON delivery (recipient, first_at, id);
  ALTER TABLE api_key ADD COLUMN last_used_at TEXT;
  CREATE TABLE added_recipient (key TEXT PRIMARY KEY, created_at TEXT NOT NULL, body TEXT NOT NULL) STRICT;
  CREATE TABLE session (hash TEXT PRIMARY KEY, expires_at TEXT NOT NULL, body TEXT NOT NULL) STRICT;
  CREATE INDEX session_by_end ON session (expires_at);
  `,
  "ALTER TABLE account ADD COLUMN access TEXT;",
  `
  CREATE TABLE user (id TEXT PRIMARY KEY, created_at TEXT NOT NULL, version INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
  CREATE TABLE account_group (id TEXT PRIMARY KEY, created_at TEXT NOT NULL, version INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
  CREATE TABLE invitation (
    hash TEXT PRIMARY KEY, id TEXT NOT NULL UNIQUE, user TEXT NOT NULL, created_at TEXT NOT NULL, aged_at TEXT NOT NULL, used_at TEXT,
    body TEXT NOT NULL
  ) STRICT;
  CREATE TABLE audit (at TEXT NOT NULL, id TEXT NOT NULL, account TEXT, principal TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (at, id)) STRICT, WITHOUT ROWID;
  CREATE INDEX audit_by_account ON audit (account, at, id) WHERE account IS NOT NULL;
  `,
  `
  ALTER TABLE account ADD COLUMN ombud TEXT;
  ALTER TABLE account ADD COLUMN permission TEXT;
  `,
  `
  CREATE TABLE pending_sign_in (id TEXT PRIMARY KEY, expires_at TEXT NOT NULL, body TEXT NOT NULL) STRICT;
  CREATE INDEX pending_sign_in_by_end ON pending_sign_in (expires_at);
  CREATE TABLE sign_in (account TEXT PRIMARY KEY REFERENCES account ON DELETE CASCADE, version TEXT NOT NULL, body TEXT NOT NULL) STRICT;
  `,
  "ALTER TABLE account ADD COLUMN appointing TEXT;",
  "ALTER TABLE account ADD COLUMN revision TEXT;",
];

const pragma = (db: DatabaseSync, name: string): number => Number(Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0]);

/**
 * The schema's version in the file: 0 for an empty one. Throws `STORE_UNREADABLE` for a file that another program made or a newer Saldovakt
 * wrote. Reads only, so that such a file stays as it is.
 */
export function identify(db: DatabaseSync, path: string): number {
  const version = pragma(db, "user_version");
  const ours = pragma(db, "application_id") === APPLICATION_ID;
  const { objects } = db.prepare("SELECT count(*) AS objects FROM sqlite_schema").get() as { objects: number };
  if (!ours && (objects > 0 || version > 0)) throw notOurs(path);
  if (version > MIGRATIONS.length) {
    throw unreadable(
      `the state file ${path} was written by a newer version of Saldovakt`,
      "run that version, or name another file under `state`",
    );
  }
  return version;
}

/** Brings the file to the newest schema, in one transaction: after a crash it has the old one or the new one. */
export function migrate(db: DatabaseSync, path: string): void {
  if (identify(db, path) === MIGRATIONS.length) return;
  db.exec("BEGIN IMMEDIATE");
  try {
    for (const script of MIGRATIONS.slice(identify(db, path))) db.exec(script); // asked again: another process may have been first
    db.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${MIGRATIONS.length}`);
    db.exec("COMMIT");
  } catch (fault) {
    if (db.isTransaction) db.exec("ROLLBACK");
    throw fault;
  }
}
