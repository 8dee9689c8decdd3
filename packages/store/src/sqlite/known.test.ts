import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { sampleGroup, sampleUser } from "../contract/people.fixture.ts";
import { at, sampleAccount, sampleKey, sampleSummary } from "../contract/samples.fixture.ts";
import type { Store } from "../port.ts";
import { openSqliteStore } from "../sqlite.ts";

const account = sampleAccount(1);
const key = sampleKey(1);

const WRITES: readonly ((store: Store, n: number) => Promise<unknown>)[] = [
  (store) => store.addAccount(account),
  (store, n) => store.updateAccount(account.id, { name: `Bolaget ${n} AB` }),
  (store, n) => store.putSummary(account.id, sampleSummary({ readAt: at(n) })),
  (store) => store.eraseAccount(account.id),
  (store) => store.putKey(key),
  (store, n) => store.touchKey(key.id, at(n)),
  (store, n) => store.revokeKey(key.id, at(n)),
  (store, n) => store.reserveSlots("api", n, 10, 0),
  (store, n) => store.putUser(sampleUser(1, { name: `Namn ${n}`, accounts: [account.id] }), n % 3),
  (store, n) => store.putGroup(sampleGroup(1, { name: `Namn ${n}`, accounts: [account.id] }), n % 3),
  (store) => store.eraseUser(sampleUser(1).id),
];

const answers = async (store: Store) => [
  await store.account(account.id),
  await store.keyByHash(key.hash),
  await store.keyById(key.id),
  await store.users(),
  await store.user(sampleUser(1).id),
  await store.groups(),
];

it("never gives a kept answer that reading anew would not give, whoever of two writes what", async () => {
  const step = fc.record({ writer: fc.nat({ max: 1 }), write: fc.nat({ max: WRITES.length - 1 }), n: fc.integer({ min: 1, max: 9 }) });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      const folder = mkdtempSync(join(tmpdir(), "saldovakt-known-"));
      const stores = [openSqliteStore(join(folder, "state.db")), openSqliteStore(join(folder, "state.db"))] as const;
      try {
        for (const { writer, write, n } of steps) {
          await WRITES[write]?.(stores[writer] as Store, n);
          const anew = openSqliteStore(join(folder, "state.db"));
          const truth = await answers(anew);
          await anew.close();
          for (const store of stores) expect(await answers(store)).toEqual(truth);
        }
      } finally {
        await Promise.all(stores.map((store) => store.close()));
        rmSync(folder, { recursive: true });
      }
    }),
    { numRuns: 25 },
  );
});

it("gives the same object while nothing is written, so that what was made of it can be kept too", async () => {
  const store = openSqliteStore(":memory:");
  await store.addAccount(account);
  const first = await store.account(account.id);
  await store.reserveSlots("api", 20, 50, 0);
  expect(await store.account(account.id)).toBe(first);
  await store.updateAccount(account.id, { name: "Nya Namnet AB" });
  expect((await store.account(account.id))?.account.name).toBe("Nya Namnet AB");
  await store.close();
});

it("forgets what it kept rather than keep too much", async () => {
  const store = openSqliteStore(":memory:");
  await store.addAccount(account);
  const first = await store.account(account.id);
  for (let n = 0; n < 5_000; n++) await store.keyByHash(`none ${n}`);
  expect(await store.account(account.id)).not.toBe(first);
  expect(await store.account(account.id)).toEqual(first);
  await store.close();
});
