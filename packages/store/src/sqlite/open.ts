import { closeSync, openSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { isBusy, sqliteFault } from "./faults.ts";
import { identify, migrate } from "./schema.ts";

/**
 * How long a statement waits for another process's transaction. Ours last milliseconds; a backup tool may hold the file for a second or
 * two.
 */
export const BUSY_TIMEOUT_MS = 5_000;

const PAUSE_MS = 20;

/**
 * Opens the state file, making it (mode 0600: it holds personal data) when there is none, with the newest schema. ":memory:" keeps all of
 * it in this process. Throws `STORE_UNREADABLE` for what cannot be opened, is damaged, foreign or newer; `STORE_UNREACHABLE` when another
 * process holds it.
 *
 * `synchronous = FULL` where a commit must have reached the disk (commits.ts says which do). In WAL mode a power cut takes back the newest
 * commits and never one before a commit that is kept, so what stands is always a state that was: judgements taken back are made anew, under
 * the same ids. A "delivered" taken back would send twice: that one is durable.
 *
 * `secure_delete`: what is erased is overwritten with zeros, and does not linger in free pages.
 */
export function openFile(path: string, busyTimeoutMs: number): DatabaseSync {
  let db: DatabaseSync | undefined;
  try {
    if (path !== ":memory:") createPrivately(path);
    const file = new DatabaseSync(path, { timeout: busyTimeoutMs, enableForeignKeyConstraints: true });
    db = file;
    patiently(busyTimeoutMs, () => {
      identify(file, path);
      file.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON");
      migrate(file, path);
    });
    return file;
  } catch (fault) {
    if (db?.isOpen) db.close();
    throw sqliteFault(fault, path);
  }
}

/** SQLite gives its `-wal` and `-shm` files the mode of the file itself, so this one act covers all three. */
function createPrivately(path: string): void {
  try {
    closeSync(openSync(path, "wx", 0o600));
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code !== "EEXIST") throw fault;
  }
}

/** Switching to WAL answers "busy" at once, without the time-out, when two processes open a new file together: hence tried again here. */
function patiently(timeoutMs: number, work: () => void): void {
  const nobody = new Int32Array(new SharedArrayBuffer(4));
  for (let pause = Math.ceil(timeoutMs / PAUSE_MS); ; pause--) {
    try {
      work();
      return;
    } catch (fault) {
      if (!isBusy(fault) || pause <= 0) throw fault;
      Atomics.wait(nobody, 0, 0, PAUSE_MS);
    }
  }
}
