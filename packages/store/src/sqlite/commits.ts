import { performance } from "node:perf_hooks";
import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from "node:sqlite";
import { setImmediate } from "node:timers";
import { SaldovaktError } from "@saldovakt/domain";
import { isBusy, sqliteFault } from "./faults.ts";

export type Row = Readonly<Record<string, SQLOutputValue>>;

/** The one connection of a store: statements, and transactions that several callers share. */
export interface Commits {
  /**
   * Runs `work` in a transaction that holds the file's write lock from its start. Works that wait together share one transaction, each whole
   * or not at all. `work` may run twice (the first rolled back), so it changes nothing but the database.
   *
   * `durable` resolves when it is on disk, with everything written before it. `in order` survives the end of the process, but a power cut may
   * take it back together with everything after it: for what the next run makes anew from the source.
   */
  write<T>(work: () => T, how?: Lasting, counts?: Counting): Promise<T>;
  /** Runs `work` on what is committed. */
  read<T>(work: () => T): Promise<T>;
  /** The same, or what it gave before under this name, the same object, if the mark has not moved since. */
  known<T>(name: string, work: () => T): Promise<T>;
  /** A number that moves whenever something is written, by this connection or another: what is written here uncounted aside. */
  mark(): Promise<number>;
  all(sql: string, ...values: SQLInputValue[]): Row[];
  get(sql: string, ...values: SQLInputValue[]): Row | undefined;
  /** Resolves to the number of rows changed. */
  run(sql: string, ...values: SQLInputValue[]): number;
  /** Moves what the write-ahead log holds into the file and empties the log, unless another connection is reading it. */
  emptyLog(): Promise<void>;
  close(): Promise<void>;
}

export type Lasting = "durable" | "in order";
/** `uncounted`: what nobody keeps an answer of, and is written too often for those who do. */
export type Counting = "counted" | "uncounted";

/** Answers kept at a time; beyond it all are forgotten, which costs reading them once more. */
const MOST_KNOWN = 5_000;

interface Waiting {
  readonly how: Lasting;
  readonly counts: Counting;
  readonly work: () => unknown;
  readonly resolve: (value: unknown) => void;
  readonly reject: (fault: unknown) => void;
}

const closedStore = (): SaldovaktError =>
  new SaldovaktError("the store was used after it was closed", { code: "STORE_CLOSED", scope: "internal" });

/** Moves with each commit of this process, whichever connection made it. */
let committed = 0;

interface Moment {
  readonly round: number;
  readonly events: number;
  readonly committed: number;
}

/**
 * The same for as long as the process works off what one look at the network found, by the event loop's own count of rounds and events, and nothing
 * is committed here. Whatever is asked in one moment had come in when the moment began: what stood then is new enough for all of it.
 */
function moment(): Moment {
  const { loopCount, events } = performance.nodeTiming.uvMetricsInfo;
  return { round: loopCount, events, committed };
}

const sameMoment = (a: Moment, b: Moment): boolean => a.round === b.round && a.events === b.events && a.committed === b.committed;

export function commits(db: DatabaseSync, path: string): Commits {
  const statements = new Map<string, StatementSync>();
  let waiting: Waiting[] = [];

  function statement(sql: string): StatementSync {
    let prepared = statements.get(sql);
    if (!prepared) {
      prepared = db.prepare(sql);
      statements.set(sql, prepared);
    }
    return prepared;
  }

  let synchronous: Lasting = "durable"; // as the file was opened

  const known = new Map<string, unknown>();
  let mark = 0;
  let foreign: unknown;
  const moveMark = (): number => {
    known.clear();
    return ++mark;
  };

  /** As an array of one: making an object of a row takes longer than reading it. */
  const prepareDataVersion = (): StatementSync => {
    const prepared = db.prepare("PRAGMA data_version");
    prepared.setReturnArrays(true);
    return prepared;
  };
  let dataVersion: StatementSync | undefined;
  let asked: Moment | undefined;

  /** SQLite tells by this number that another connection has committed something; its own commits leave it as it is. Asking takes two locks of the file. */
  function currentMark(): number {
    const now = moment();
    if (asked && sameMoment(asked, now)) return mark;
    dataVersion ??= prepareDataVersion();
    const [version] = dataVersion.get() as unknown as readonly [number];
    asked = now;
    if (version === foreign) return mark;
    foreign = version;
    return moveMark();
  }

  function transaction<T>(work: () => T, how: Lasting, counts: boolean): T {
    if (counts) moveMark();
    if (synchronous !== how) {
      db.exec(`PRAGMA synchronous = ${how === "durable" ? "FULL" : "NORMAL"}`);
      synchronous = how;
    }
    statement("BEGIN IMMEDIATE").run();
    try {
      const result = work();
      statement("COMMIT").run();
      committed++;
      return result;
    } catch (fault) {
      if (db.isTransaction) db.exec("ROLLBACK");
      throw fault;
    }
  }

  /** Everything that waits, in one transaction; when one work fails, each in its own, so that it fails alone. */
  function flush(): void {
    const batch = waiting;
    waiting = [];
    if (batch.length === 0) return;
    try {
      const how = batch.some((each) => each.how === "durable") ? "durable" : "in order";
      const counts = batch.some((each) => each.counts === "counted");
      const results = transaction(() => batch.map(({ work }) => work()), how, counts);
      for (const [index, { resolve }] of batch.entries()) resolve(results[index]);
    } catch (fault) {
      if (batch.length === 1 || isBusy(fault)) {
        for (const { reject } of batch) reject(sqliteFault(fault, path));
      } else {
        for (const { work, how, counts, resolve, reject } of batch) {
          try {
            resolve(transaction(work, how, counts === "counted"));
          } catch (own) {
            reject(sqliteFault(own, path));
          }
        }
      }
    }
  }

  function reading<T>(work: () => T): T {
    if (!db.isOpen) throw closedStore();
    try {
      return work();
    } catch (fault) {
      throw sqliteFault(fault, path);
    }
  }

  return {
    write: <T>(work: () => T, how: Lasting = "durable", counts: Counting = "counted") =>
      new Promise<T>((resolve, reject) => {
        if (!db.isOpen) return reject(closedStore());
        // The check phase comes after every answer the network had ready, so their writes meet here.
        if (waiting.length === 0) setImmediate(flush);
        waiting.push({ work, how, counts, resolve: resolve as (value: unknown) => void, reject });
      }),
    read: async (work) => reading(work),
    known: async <T>(name: string, work: () => T) =>
      reading(() => {
        currentMark();
        if (known.has(name)) return known.get(name) as T;
        const given = work();
        if (known.size >= MOST_KNOWN) known.clear();
        known.set(name, given);
        return given;
      }),
    mark: async () => reading(currentMark),
    all: (sql, ...values) => statement(sql).all(...values),
    get: (sql, ...values) => statement(sql).get(...values),
    run: (sql, ...values) => Number(statement(sql).run(...values).changes),
    emptyLog: async () => reading(() => db.exec("PRAGMA wal_checkpoint(TRUNCATE)")),
    close: async () => {
      if (!db.isOpen) return;
      flush();
      db.close();
    },
  };
}

/** A text column. */
export const text = (row: Row, column: string): string => String(row[column]);

/** A text column that may be null. */
export const maybeText = (row: Row, column: string): string | null => (row[column] === null ? null : String(row[column]));
