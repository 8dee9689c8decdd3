import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { sampleAccount, sampleObservation, sampleReference, sampleRows } from "../contract/samples.fixture.ts";
import { openSqliteStore } from "../sqlite.ts";
import { commits } from "./commits.ts";

let directory: string;
let path: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "saldovakt-commits-"));
  path = join(directory, "state.db");
});
afterEach(() => rmSync(directory, { recursive: true }));

function numbers() {
  const db = new DatabaseSync(path);
  db.exec("PRAGMA journal_mode = WAL; CREATE TABLE number (n INTEGER PRIMARY KEY) STRICT");
  const prepare = vi.spyOn(db, "prepare");
  const prepared = (sql: string): StatementSync => {
    const result = prepare.mock.results[prepare.mock.calls.findIndex(([text]) => text === sql)];
    return result?.value as StatementSync;
  };
  const shared = commits(db, path);
  const add = (...values: number[]) =>
    shared.write(() => {
      for (const value of values) shared.run("INSERT INTO number VALUES (?)", value);
    });
  const standing = () => shared.read(() => shared.all("SELECT n FROM number ORDER BY n").map(({ n }) => n));
  return { shared, add, standing, prepared };
}

test("writes that wait together share one transaction", async () => {
  const { shared, add, standing } = numbers();
  const before = statSync(`${path}-wal`).size;
  await Promise.all(Array.from({ length: 100 }, (_, n) => add(n)));
  expect(statSync(`${path}-wal`).size - before).toBeLessThanOrEqual(2 * (4096 + 24)); // one page or two, not a hundred
  expect(await standing()).toHaveLength(100);
  await shared.close();
});

test("what another connection commits is known at once, in the same round of the event loop too", async () => {
  const { shared } = numbers();
  const other = commits(new DatabaseSync(path), path);
  // Both are written in the one phase of a round, one after the other; the question between them asks SQLite, and so must the one after.
  const between = shared.write(() => undefined).then(() => shared.mark());
  const after = other.write(() => other.run("INSERT INTO number VALUES (1)")).then(() => shared.mark());
  expect(await after).not.toBe(await between);
  await Promise.all([shared.close(), other.close()]);
});

test("SQLite is asked for others' commits once for all that came in together, and again for what comes after", async () => {
  const { shared, prepared } = numbers();
  await shared.mark();
  const asks = vi.spyOn(prepared("PRAGMA data_version"), "get");
  await new Promise((resolve) => setImmediate(resolve));
  for (let n = 0; n < 10; n++) await shared.mark();
  expect(asks).toHaveBeenCalledTimes(1);
  await new Promise((resolve) => setImmediate(resolve));
  for (let n = 0; n < 10; n++) await shared.mark();
  expect(asks).toHaveBeenCalledTimes(2);
  await shared.close();
});

test("a work that fails is undone whole and fails alone", async () => {
  const { shared, add, standing } = numbers();
  await add(5);
  const outcomes = await Promise.allSettled([add(1), add(2, 5), add(3)]);
  expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(await standing()).toEqual([1, 3, 5]);
  await expect(add(8, 9, 1)).rejects.toMatchObject({ code: "INTERNAL" });
  expect(await standing()).toEqual([1, 3, 5]);
  await shared.close();
});

test("closing carries out what waits; afterwards every call is refused", async () => {
  const store = openSqliteStore(path);
  const write = store.putFact("a", "1", 0);
  await store.close();
  expect(await write).toBe(true);
  await store.close();
  await expect(store.putFact("a", "2", 1)).rejects.toMatchObject({ code: "STORE_CLOSED" });
  await expect(store.fact("a")).rejects.toMatchObject({ code: "STORE_CLOSED" });
});

test("an erased account leaves no byte in the file or its log, queued messages among them", async () => {
  const [account, other] = [sampleAccount(1), sampleAccount(2)];
  const store = openSqliteStore(path);
  for (const each of [account, other]) {
    await store.addAccount(each);
    await store.putObservation(each.id, sampleObservation(each, { history: sampleRows(each === account ? 60 : 5) }));
    const body = JSON.stringify({ account: each.id, reference: sampleReference(each) });
    await store.enqueue([{ id: `message ${each.name}`, body, notBefore: each.addedAt }]);
  }
  const db = new DatabaseSync(path, { readOnly: true });
  const { body } = db.prepare("SELECT body FROM observation WHERE account = ?").get(account.id) as { body: Uint8Array };
  db.close();
  const bytes = () => Buffer.concat([path, `${path}-wal`].map((file) => readFileSync(file)));
  const packed = Buffer.from(body).subarray(400, 440);
  const traces = [account.id, account.identity, account.name, sampleReference(account), packed];
  expect(traces.filter((trace) => bytes().includes(trace))).toHaveLength(traces.length);
  await store.eraseAccount(account.id);
  expect(traces.filter((trace) => bytes().includes(trace))).toEqual([]);
  expect(await store.waiting()).toMatchObject({ count: 1 });
  expect(await store.observation(other.id)).toEqual(sampleObservation(other, { history: sampleRows(5) }));
  await store.close();
});

test("a removed sign-in leaves no byte in the file or its log, nor do those it took the place of", async () => {
  const account = sampleAccount(1);
  const store = openSqliteStore(path);
  await store.addAccount(account);
  const sealed = ["first sealed tokens", "renewed sealed tokens"] as const;
  await store.putSignIn(account.id, null, { version: "v1", body: sealed[0] });
  await store.putSignIn(account.id, "v1", { version: "v2", body: sealed[1] });
  const found = () => sealed.filter((each) => [path, `${path}-wal`].some((file) => existsSync(file) && readFileSync(file).includes(each)));
  expect(found()).toEqual(sealed);
  await store.removeSignIn(account.id, "v1");
  expect(found()).toEqual(sealed);
  await store.removeSignIn(account.id);
  expect(found()).toEqual([]);
  await store.close();
});
