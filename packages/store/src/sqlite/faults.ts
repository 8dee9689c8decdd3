import { SaldovaktError, toSaldovaktError } from "@saldovakt/domain";
import { unreachable, unreadable } from "../faults.ts";

// Primary result codes, https://sqlite.org/rescode.html
const BUSY = 5;
const LOCKED = 6;
const READONLY = 8;
const IOERR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const NOTADB = 26;
const PERM = 3;
const AUTH = 23;

/** SQLite's primary result code; null when the error is not SQLite's. */
function resultCode(thrown: unknown): number | null {
  const code = (thrown as { errcode?: unknown } | null)?.errcode;
  return typeof code === "number" ? code & 0xff : null;
}

/** Whether another connection holds the file; the same statement may succeed in a moment. */
export const isBusy = (thrown: unknown): boolean => [BUSY, LOCKED].includes(resultCode(thrown) ?? 0);

/** What SQLite, or the file system before it, said of the file at `path`, as a coded error with what to do about it. */
export function sqliteFault(thrown: unknown, path: string): SaldovaktError {
  if (thrown instanceof SaldovaktError) return thrown;
  switch (resultCode(thrown) ?? fileSystemCode(thrown)) {
    case BUSY:
    case LOCKED:
      return unreachable(`the state file ${path} is held by another process`, thrown);
    case IOERR:
      return unreachable(`the disk did not carry out a read or write of the state file ${path}`, thrown);
    case FULL:
      return new SaldovaktError(`there is no room left for the state file ${path}`, {
        code: "STORE_FULL",
        scope: "installation",
        remedy: "free space on its disk and run again; what was acknowledged is kept",
        cause: thrown,
      });
    case NOTADB:
      return notOurs(path, thrown);
    case CORRUPT:
      return unreadable(
        `the state file ${path} is damaged`,
        "restore it from a backup, or move it away: a new one is made and every account is read afresh",
        thrown,
      );
    case READONLY:
    case CANTOPEN:
    case PERM:
    case AUTH:
      return unreadable(
        `the state file ${path} cannot be opened`,
        "check that its directory exists and that this user may read and write both, or name another file under `state`",
        thrown,
      );
    default:
      return toSaldovaktError(thrown);
  }
}

/** A file that is something else; it is left untouched. */
export const notOurs = (path: string, cause?: unknown): SaldovaktError =>
  unreadable(`the file ${path} is not a Saldovakt state file`, "name another file under `state`; this one was left as it is", cause);

/** The file system's refusals in SQLite's words. */
function fileSystemCode(thrown: unknown): number | null {
  const code = (thrown as { code?: unknown } | null)?.code;
  if (code === "ENOSPC" || code === "EDQUOT") return FULL;
  return typeof code === "string" && /^E(ACCES|PERM|NOENT|ISDIR|NOTDIR|ROFS|LOOP|NAMETOOLONG)$/.test(code) ? CANTOPEN : null;
}
