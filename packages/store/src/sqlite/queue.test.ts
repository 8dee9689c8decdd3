import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { at } from "../contract/samples.fixture.ts";
import type { LocalQueue, Store } from "../port.ts";
import { openSqliteStore } from "../sqlite.ts";

let directory: string;
let path: string;
let queue: Store & LocalQueue;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "saldovakt-queue-"));
  path = join(directory, "state.db");
  queue = openSqliteStore(path);
});
afterEach(async () => {
  await queue.close();
  rmSync(directory, { recursive: true });
});

const message = (id: string, hour: number, body = `body of ${id}`) => ({ id, body, notBefore: at(hour) });

const taken = async (hour: number, hiddenUntil: number, limit = 10): Promise<string[]> =>
  (await queue.take(at(hour), at(hiddenUntil), limit)).map(({ id }) => id);

test("messages come out when their time has come, the longest waiting first, those of one time as they went in", async () => {
  await queue.enqueue([message("late", 9), message("b", 2), message("c", 2), message("a", 1)]);
  expect(await taken(0, 10)).toEqual([]);
  expect(await taken(5, 10, 2)).toEqual(["a", "b"]);
  expect(await taken(5, 10)).toEqual(["c"]);
  expect(await taken(9, 11)).toEqual(["late"]);
});

test("a message that is queued already is left as it is, also while it is taken", async () => {
  await queue.enqueue([message("a", 1, "first"), message("a", 0, "twin")]);
  await queue.enqueue([message("a", 1, "second")]);
  expect(await queue.take(at(1), at(5), 10)).toEqual([{ id: "a", body: "first", attempts: 0 }]);
  await queue.enqueue([message("a", 1, "third")]);
  expect(await taken(1, 5)).toEqual([]);
  await queue.done("a");
  await queue.enqueue([message("a", 1, "fourth")]);
  expect(await queue.take(at(1), at(5), 10)).toEqual([{ id: "a", body: "fourth", attempts: 0 }]);
});

test("a message that is taken is hidden from others until its time-out, and comes back when nobody said it was done", async () => {
  await queue.enqueue([message("a", 1)]);
  expect(await taken(1, 3)).toEqual(["a"]);
  expect(await taken(2, 4)).toEqual([]);
  expect(await taken(3, 5)).toEqual(["a"]);
  await queue.done("a");
  await queue.done("a");
  expect(await taken(9, 10)).toEqual([]);
});

test("a message that is given back waits for its new time with its attempts counted", async () => {
  await queue.enqueue([message("a", 1)]);
  await taken(1, 3);
  await queue.giveBack("a", at(7), 2);
  expect(await taken(6, 8)).toEqual([]);
  expect(await queue.take(at(7), at(9), 10)).toEqual([{ id: "a", body: "body of a", attempts: 2 }]);
  await queue.done("a");
  await queue.giveBack("a", at(1), 3);
  expect(await queue.waiting()).toEqual({ count: 0, next: null });
});

test("how many wait, and from when", async () => {
  expect(await queue.waiting()).toEqual({ count: 0, next: null });
  await queue.enqueue([]);
  await queue.enqueue([message("a", 4), message("b", 2)]);
  expect(await queue.waiting()).toEqual({ count: 2, next: at(2) });
  await taken(2, 6);
  expect(await queue.waiting()).toEqual({ count: 2, next: at(4) });
});

test("several takers never get the same message, and together get all", async () => {
  const ids = Array.from({ length: 30 }, (_, number) => `message ${number}`);
  await queue.enqueue(ids.map((id) => message(id, 1)));
  const other = openSqliteStore(path);
  const takes = await Promise.all(Array.from({ length: 8 }, (_, index) => (index % 2 ? queue : other).take(at(1), at(5), 4)));
  const all = takes.flat().map(({ id }) => id);
  expect(all).toHaveLength(30);
  expect(all.toSorted()).toEqual(ids.toSorted());
  await other.close();
});

test("messages outlive the process", async () => {
  await queue.enqueue([message("a", 1), message("b", 1)]);
  await taken(1, 3, 1);
  await queue.close();
  queue = openSqliteStore(path);
  expect(await taken(2, 4)).toEqual(["b"]);
  expect(await taken(3, 5)).toEqual(["a"]);
});
