import type { Account } from "@saldovakt/domain";
import { describe, expect, test } from "vitest";
import type { Store } from "../port.ts";
import type { Current } from "../store.contract.ts";
import {
  at,
  sampleAccount,
  sampleAlert,
  sampleDelivery,
  sampleKey,
  sampleObservation,
  samplePayment,
  sampleRecord,
  sampleReference,
  sampleSummary,
} from "./samples.fixture.ts";

/** Of each kind this many: more than a page. */
const NUMBERS = [1, 2, 3, 4, 5, 6, 7, 8];
const FEW = [1, 2];

/** Everything an account can have. */
async function fill(store: Store, account: Account, numbers = FEW): Promise<void> {
  await store.addAccount(account);
  await write(store, account, numbers);
}

async function write(store: Store, account: Account, numbers = FEW): Promise<void> {
  await store.putSummary(account.id, sampleSummary());
  await store.putObservation(account.id, sampleObservation(account));
  await store.putRecord(account.id, 0, sampleRecord([1, 2]));
  for (const number of numbers) {
    await store.putAlert(account.id, sampleAlert(number));
    await store.putPayment(account.id, samplePayment(number));
    await store.putDelivery(sampleDelivery(account, number));
  }
}

async function expectNothingOf(account: Account, current: Current): Promise<void> {
  const { store, texts } = current();
  expect(await store.account(account.id)).toBeNull();
  expect(await store.findAccount(account.source, account.identity)).toBeNull();
  expect(await store.exportAccount(account.id)).toBeNull();
  expect(await store.observation(account.id)).toBeNull();
  expect((await store.record(account.id)).version).toBe(0);
  expect(await store.alerts(account.id, 100)).toEqual([]);
  expect(await store.payments(account.id)).toEqual([]);
  for (const number of NUMBERS) expect(await store.delivery(sampleDelivery(account, number).id)).toBeNull();
  if (!texts) return;
  const traces = [account.id, account.identity, account.name, sampleReference(account), sampleDelivery(account, 1).id];
  const found = (await texts()).filter((text) => traces.some((trace) => text.includes(trace)));
  expect(found).toEqual([]);
}

export function erasureContract(current: Current): void {
  const account = sampleAccount(1);
  const neighbour = sampleAccount(2);

  describe("one account's own", () => {
    test("an export holds everything of the account and nothing of another", async () => {
      const { store } = current();
      await fill(store, neighbour);
      await fill(store, account, NUMBERS);
      const { deliveries, ...rest } = (await store.exportAccount(account.id)) ?? { deliveries: [] };
      expect(rest).toEqual({
        account,
        summary: sampleSummary(),
        observation: sampleObservation(account),
        record: { version: 1, ...sampleRecord([1, 2]) },
        payments: NUMBERS.map((number) => samplePayment(number)),
        alerts: NUMBERS.toReversed().map((number) => sampleAlert(number)),
      });
      const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
      expect(deliveries.toSorted(byId)).toEqual(NUMBERS.map((number) => sampleDelivery(account, number)).sort(byId));
    });

    test("an account that has only been added exports as such; one that does not stand as null", async () => {
      const { store } = current();
      expect(await store.exportAccount(account.id)).toBeNull();
      await store.addAccount(account);
      expect(await store.exportAccount(account.id)).toMatchObject({
        account,
        summary: null,
        observation: null,
        alerts: [],
        deliveries: [],
      });
    });

    test("erasing leaves nothing of the account and everything of the others", async () => {
      const { store } = current();
      await fill(store, account, NUMBERS);
      await fill(store, neighbour);
      await store.putKey(sampleKey(1));
      const before = await store.exportAccount(neighbour.id);
      expect(await store.eraseAccount(account.id)).toBe(true);
      await expectNothingOf(account, current);
      expect(await store.exportAccount(neighbour.id)).toEqual(before);
      expect(await store.eraseAccount(account.id)).toBe(false);
    });

    test("what is written for an erased account afterwards leaves nothing behind and is no error", async () => {
      const { store } = current();
      await fill(store, account);
      await store.eraseAccount(account.id);
      await write(store, account);
      expect(await store.putRecord(account.id, 0, sampleRecord([1]))).toBe(false);
      expect(await store.putRecord(account.id, 1, sampleRecord([1]))).toBe(false);
      expect(await store.putDelivery(sampleDelivery(account, 1))).toEqual(sampleDelivery(account, 1));
      expect(await store.updateAccount(account.id, { name: "Tillbaka AB" })).toBe(false);
      await expectNothingOf(account, current);
    });

    test("an erasure among writers leaves nothing behind, however they interleave", async () => {
      const { store, another } = current();
      const other = another();
      await fill(store, account);
      const writers = [1, 2, 3].map(async (round) => {
        for (const number of FEW) {
          await other.putObservation(account.id, sampleObservation(account, { readAt: at(round * 10 + number) }));
          await other.putAlert(account.id, sampleAlert(round * 100 + number));
          await other.putDelivery(sampleDelivery(account, number, { attempts: round }));
        }
      });
      await Promise.all([...writers, store.eraseAccount(account.id)]);
      await expectNothingOf(account, current);
    });

    test("an erased account can be added again and starts from nothing", async () => {
      const { store } = current();
      await fill(store, account);
      await store.eraseAccount(account.id);
      const again = { ...account, addedAt: at(50) };
      expect(await store.addAccount(again)).toEqual({ account: again, added: true });
      expect(await store.exportAccount(account.id)).toMatchObject({
        account: again,
        summary: null,
        observation: null,
        payments: [],
        alerts: [],
      });
    });
  });
}
