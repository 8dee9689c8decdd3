import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { SaldovaktError } from "@saldovakt/domain";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sampleAccount, sampleDelivery, sampleKey, sampleObservation } from "../contract/samples.fixture.ts";
import { encode } from "../remember.ts";
import { openSqliteStore } from "../sqlite.ts";
import { openFile } from "./open.ts";
import { APPLICATION_ID, MIGRATIONS } from "./schema.ts";

let directory: string;
let path: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "saldovakt-open-"));
  path = join(directory, "state.db");
});
afterEach(() => rmSync(directory, { recursive: true }));

const faultOf = (work: () => unknown): SaldovaktError => {
  try {
    work();
  } catch (fault) {
    if (fault instanceof SaldovaktError) return fault;
    throw fault;
  }
  throw new Error("it was opened");
};

const mode = (file: string): string => (statSync(file).mode & 0o777).toString(8);

describe("the state file", () => {
  test("can be read by its owner alone, and so can its log", async () => {
    const store = openSqliteStore(path);
    await store.addAccount(sampleAccount(1));
    expect([path, `${path}-wal`, `${path}-shm`].map(mode)).toEqual(["600", "600", "600"]);
    await store.close();
  });

  test("keeps what was written when it is opened again; an empty file is as good as none", async () => {
    writeFileSync(path, "");
    const first = openSqliteStore(path);
    await first.addAccount(sampleAccount(1));
    await first.close();
    const second = openSqliteStore(path);
    expect(await second.account(sampleAccount(1).id)).toEqual({ account: sampleAccount(1), summary: null });
    await second.close();
  });

  test("is in WAL mode, waits for the disk at every commit, overwrites what is deleted and minds its references", () => {
    const db = openFile(path, 30);
    const pragmas = ["journal_mode", "synchronous", "secure_delete", "foreign_keys", "user_version", "busy_timeout"];
    const values = pragmas.map((name) => Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0]);
    expect(values).toEqual(["wal", 2, 1, 1, MIGRATIONS.length, 30]);
    db.close();
  });
});

describe("a file from the first version", () => {
  test("is opened with everything in it, and takes what came later", async () => {
    const [account, delivery] = [sampleAccount(1), sampleDelivery(sampleAccount(1), 1)];
    const old = new DatabaseSync(path);
    old.exec(`PRAGMA journal_mode = WAL; ${MIGRATIONS[0]}; PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = 1`);
    const { id, source, identity, name, origin, addedAt } = account;
    old
      .prepare("INSERT INTO account (id, source, identity, name, origin, added_at) VALUES (?, ?, ?, ?, ?, ?)")
      .run(id, source, identity, name, origin, addedAt);
    const insert = old.prepare("INSERT INTO delivery (id, account, final, aged_at, body) VALUES (?, ?, 0, ?, ?)");
    insert.run(delivery.id, id, delivery.lastAt, encode(delivery));
    insert.run("damaged", id, delivery.lastAt, "{");
    const key = sampleKey(1);
    old.prepare("INSERT INTO api_key (hash, id, created_at, body) VALUES (?, ?, ?, ?)").run(key.hash, key.id, key.createdAt, encode(key));
    old.close();

    const store = openSqliteStore(path);
    expect(await store.account(id)).toEqual({ account, summary: null });
    expect(await store.deliveriesOf(delivery.recipient, 10)).toEqual([delivery]);
    expect(await store.keyById(key.id)).toEqual(key);
    expect(await store.updateAccount(id, { policy: { estimates: false } })).toBe(true);
    await store.close();
    const again = openSqliteStore(path);
    expect(await again.findAccount(source, identity)).toEqual({ ...account, policy: { estimates: false } });
    await again.close();
  });
});

describe("what is not a state file of ours is refused and left as it is", () => {
  test("text", () => {
    writeFileSync(path, "{ not a database }".repeat(100));
    const before = readFileSync(path);
    const fault = faultOf(() => openSqliteStore(path));
    expect(fault).toMatchObject({ code: "STORE_UNREADABLE", scope: "installation", remedy: expect.stringContaining("another file") });
    expect(readFileSync(path)).toEqual(before);
  });

  test("another program's database", () => {
    const other = new DatabaseSync(path);
    other.exec("CREATE TABLE theirs (a)");
    other.close();
    const before = readFileSync(path);
    expect(faultOf(() => openSqliteStore(path))).toMatchObject({
      code: "STORE_UNREADABLE",
      message: expect.stringContaining("not a Saldovakt"),
    });
    expect(readFileSync(path)).toEqual(before);
  });

  test("a newer Saldovakt's", async () => {
    await openSqliteStore(path).close();
    const newer = new DatabaseSync(path);
    newer.exec("PRAGMA user_version = 99");
    newer.close();
    const before = readFileSync(path);
    expect(faultOf(() => openSqliteStore(path))).toMatchObject({
      code: "STORE_UNREADABLE",
      message: expect.stringContaining("newer version"),
    });
    expect(readFileSync(path)).toEqual(before);
  });

  test("a directory, and a file in no directory", () => {
    mkdirSync(path);
    expect(faultOf(() => openSqliteStore(path))).toMatchObject({ code: "STORE_UNREADABLE", remedy: expect.stringContaining("directory") });
    expect(faultOf(() => openSqliteStore(join(directory, "none", "state.db")))).toMatchObject({ code: "STORE_UNREADABLE" });
    expect(faultOf(() => openSqliteStore(""))).toMatchObject({ code: "STORE_UNREADABLE" });
  });
});

describe("damage", () => {
  test("a file cut in half is said to be damaged, with what to do", async () => {
    const store = openSqliteStore(path);
    for (let number = 1; number <= 20; number++) {
      await store.addAccount(sampleAccount(number));
      await store.putObservation(sampleAccount(number).id, sampleObservation(sampleAccount(number)));
    }
    await store.close();
    truncateSync(path, 20_480);
    const reading = async () => {
      const damaged = openSqliteStore(path);
      try {
        for await (const { account } of damaged.accounts()) await damaged.observation(account.id);
      } finally {
        await damaged.close();
      }
    };
    await expect(reading()).rejects.toMatchObject({ code: "STORE_UNREADABLE", remedy: expect.stringContaining("backup") });
  });

  test("one damaged observation concerns its account only, and is not quoted", async () => {
    const [account, other] = [sampleAccount(1), sampleAccount(2)];
    const store = openSqliteStore(path);
    for (const each of [account, other]) {
      await store.addAccount(each);
      await store.putObservation(each.id, sampleObservation(each));
    }
    const db = new DatabaseSync(path);
    db.prepare("UPDATE observation SET body = ? WHERE account = ?").run(new Uint8Array([1, 2, 3]), account.id);
    db.close();
    await expect(store.observation(account.id)).rejects.toMatchObject({ code: "STORE_ITEM_UNREADABLE", scope: "account" });
    expect(await store.observation(other.id)).toEqual(sampleObservation(other));
    await store.close();
  });
});

describe("a file that another process holds", () => {
  test("is waited for, and then reported as a fault that passes", async () => {
    const store = openSqliteStore(path, { busyTimeoutMs: 30 });
    const holder = new DatabaseSync(path);
    holder.exec("BEGIN IMMEDIATE");
    const writes = [store.putFact("a", "1", 0), store.addAccount(sampleAccount(1))];
    for (const write of writes) await expect(write).rejects.toMatchObject({ code: "STORE_UNREACHABLE", retryable: true });
    expect(await store.fact("a")).toBeNull(); // readers are never held up
    holder.exec("COMMIT");
    expect(await store.putFact("a", "1", 0)).toBe(true);
    holder.close();
    await store.close();
  });

  test("is waited for while it is opened, too", () => {
    const holder = new DatabaseSync(path);
    holder.exec("BEGIN EXCLUSIVE");
    expect(faultOf(() => openSqliteStore(path, { busyTimeoutMs: 30 }))).toMatchObject({ code: "STORE_UNREACHABLE" });
    holder.exec("COMMIT");
    holder.close();
  });
});
