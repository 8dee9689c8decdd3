import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { at, sampleAccount, sampleDelivery } from "../contract/samples.fixture.ts";
import { openSqliteStore } from "../sqlite.ts";

const PROCESS = fileURLToPath(new URL("../../test/process.ts", import.meta.url));

let directory: string;
let path: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "saldovakt-crash-"));
  path = join(directory, "state.db");
});
afterEach(() => rmSync(directory, { recursive: true }));

const start = (job: string, name: string) => spawn(process.execPath, [PROCESS, job, path, name], { stdio: ["ignore", "pipe", "inherit"] });

test.each([20, 150])("a process killed after %i acknowledged writes has lost none of them and left a sound file", async (enough) => {
  const child = start("write", "");
  let said = "";
  for await (const chunk of child.stdout) {
    said += chunk;
    if (child.signalCode === null && said.split("\n").length > enough) child.kill("SIGKILL");
  }
  if (child.signalCode === null) await once(child, "exit");
  expect(child.signalCode).toBe("SIGKILL");
  const acknowledged = said.split("\n").slice(0, -1).map(Number); // the line after the last end of line may be cut
  expect(acknowledged.length).toBeGreaterThanOrEqual(enough);

  const account = sampleAccount(1);
  const store = openSqliteStore(path);
  for (const number of acknowledged) {
    const delivery = sampleDelivery(account, number, { status: "delivered" });
    expect(await store.delivery(delivery.id)).toEqual(delivery);
  }
  const last = Math.max(...acknowledged);
  expect((await store.observation(account.id))?.readAt.localeCompare(at(last))).toBeGreaterThanOrEqual(0);
  const queued = await store.take(at(1_000_000), at(2_000_000), 1_000_000);
  expect(queued.map(({ id }) => id)).toEqual(expect.arrayContaining(acknowledged.map((number) => `message ${number}`)));
  expect(await store.putFact("after", "the crash", 0)).toBe(true);
  await store.close();

  const db = new DatabaseSync(path);
  expect(db.prepare("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" });
  expect(db.prepare("PRAGMA foreign_key_check").all()).toEqual([]);
  db.close();
});

test("two processes that write at once share the account, the slots and the versions", async () => {
  const children = [start("contend", "one"), start("contend", "two")];
  const outcomes = await Promise.all(
    children.map(async (child) => JSON.parse(await text(child.stdout)) as { added: boolean; slots: number[]; versions: number[] }),
  );
  expect(outcomes.map(({ added }) => added).sort()).toEqual([false, true]);

  const slots = outcomes.flatMap((outcome) => outcome.slots).sort((a, b) => a - b);
  expect(slots).toEqual(Array.from({ length: 80 }, (_, index) => 1_000 + index * 500));

  const versions = outcomes.flatMap((outcome) => outcome.versions).sort((a, b) => a - b);
  expect(versions).toEqual(versions.map((_, index) => index + 1)); // each version written by one of them only
  const store = openSqliteStore(path);
  const account = await store.findAccount("skatteverket", sampleAccount(1).identity);
  expect((await store.record(account?.id ?? sampleAccount(1).id)).version).toBe(versions.length);
  await store.close();
});
