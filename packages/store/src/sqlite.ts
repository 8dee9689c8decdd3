import type { LocalQueue, Store } from "./port.ts";
import { access, heldOf } from "./sqlite/access.ts";
import { accounts } from "./sqlite/accounts.ts";
import { commits } from "./sqlite/commits.ts";
import { deliveries, deliveryOf } from "./sqlite/deliveries.ts";
import { installation } from "./sqlite/installation.ts";
import { BUSY_TIMEOUT_MS, openFile } from "./sqlite/open.ts";
import { payments } from "./sqlite/payments.ts";
import { people } from "./sqlite/people.ts";
import { localQueue } from "./sqlite/queue.ts";
import { readings } from "./sqlite/readings.ts";
import { signIns } from "./sqlite/sign-ins.ts";

export interface SqliteOptions {
  /** How long a call waits while another process writes, before it fails as `STORE_UNREACHABLE`. */
  readonly busyTimeoutMs?: number;
}

/**
 * The store in one file (":memory:" for none), with the local queue beside it; see `openFile` for what is promised of the file. Any number
 * of processes may have it open. Throws `STORE_UNREADABLE` and `STORE_UNREACHABLE`.
 */
export function openSqliteStore(path: string, options: SqliteOptions = {}): Store & LocalQueue {
  const db = commits(openFile(path, options.busyTimeoutMs ?? BUSY_TIMEOUT_MS), path);
  const parts = {
    ...accounts(db),
    ...readings(db),
    ...payments(db),
    ...deliveries(db),
    ...people(db),
    ...access(db),
    heldOf: heldOf(db),
    ...installation(db),
    ...signIns(db),
    ...localQueue(db),
  };
  return {
    ...parts,

    exportAccount: async (id) => {
      const listed = await parts.account(id);
      if (!listed) return null;
      const [observation, record, paid, alerts, delivered] = await Promise.all([
        parts.observation(id),
        parts.record(id),
        parts.payments(id),
        parts.alerts(id, Number.MAX_SAFE_INTEGER),
        db.read(() => db.all("SELECT body FROM delivery WHERE account = ? ORDER BY id", id).map(deliveryOf)),
      ]);
      return { ...listed, observation, record, payments: paid, alerts, deliveries: delivered };
    },

    prune: (before) =>
      db.write(() => {
        const tables = ["alert", "delivery", "payment"];
        const over =
          db.run("DELETE FROM session WHERE expires_at < ?", before) +
          db.run("DELETE FROM pending_sign_in WHERE expires_at < ?", before) +
          db.run("DELETE FROM invitation WHERE aged_at < ?", before) +
          db.run("DELETE FROM audit WHERE at < ?", before);
        return tables.reduce((deleted, table) => deleted + db.run(`DELETE FROM ${table} WHERE aged_at < ?`, before), over);
      }),

    mark: () => db.mark(),
    close: () => db.close(),
  };
}
