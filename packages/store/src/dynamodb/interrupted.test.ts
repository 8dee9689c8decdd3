import { DeleteItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { items, openTable, startDynalite } from "../contract/emulators.fixture.ts";
import { type Call, type Client, cutOff, meddling } from "../contract/meddling.fixture.ts";
import {
  at,
  sampleAccount,
  sampleAlert,
  sampleDelivery,
  sampleKey,
  sampleObservation,
  samplePayment,
  sampleRecord,
} from "../contract/samples.fixture.ts";
import { createDynamoStore } from "../dynamodb.ts";
import type { Store } from "../port.ts";

// What happens when a process ends, or another one comes in, between two of the single-item writes that make up an act.

const emulator = await startDynalite();
afterAll(() => emulator.stop());

let opened: Awaited<ReturnType<typeof openTable>>;
beforeEach(async () => {
  opened = await openTable(emulator.client);
});
afterEach(() => opened.close());

const through = (client: Client): Store => createDynamoStore({ client, table: opened.table });

const leftOf = async (...traces: string[]): Promise<string[]> =>
  ((await opened.texts?.()) ?? []).filter((text) => traces.some((trace) => text.includes(trace)));

const accountIds = async (): Promise<string[]> => {
  const ids: string[] = [];
  for await (const { account } of opened.store.accounts()) ids.push(account.id);
  return ids;
};

const account = sampleAccount(1);
const rival = { ...sampleAccount(2), identity: account.identity };

async function fill(): Promise<void> {
  await opened.store.addAccount(account);
  await opened.store.putObservation(account.id, sampleObservation(account));
  await opened.store.putAlert(account.id, sampleAlert(1));
  await opened.store.putDelivery(sampleDelivery(account, 1));
}

const isAccount = (call: Call): boolean => call.PK.startsWith("ACCOUNTS#");
const isLookup = (call: Call): boolean => call.PK.startsWith("IDENTITY#");

describe("an addition", () => {
  test("cut off between its two puts is completed by the next, under the id that was claimed", async () => {
    const dying = meddling(emulator.client, async (call) => {
      if (call.name === "PutItem" && isAccount(call)) throw Object.assign(new Error("cut off"), { code: "ECONNRESET" });
      return call.send();
    });
    await expect(through(dying).addAccount(account)).rejects.toMatchObject({ code: "STORE_UNREACHABLE" });
    expect(await opened.store.findAccount(account.source, account.identity)).toBeNull();
    expect(await accountIds()).toEqual([]);

    const repaired = { ...rival, id: account.id };
    expect(await opened.store.addAccount(rival)).toEqual({ account: repaired, added: true });
    expect(await opened.store.addAccount(account)).toEqual({ account: repaired, added: false });
    expect(await opened.store.findAccount(account.source, account.identity)).toEqual(repaired);
    expect(await accountIds()).toEqual([account.id]);
  });

  test("that is only slow ends with the account that another completed for it", async () => {
    const slow = meddling(emulator.client, async (call) => {
      if (call.name === "PutItem" && isAccount(call)) {
        expect(await opened.store.addAccount(rival)).toEqual({ account: { ...rival, id: account.id }, added: true });
      }
      return call.send();
    });
    expect(await through(slow).addAccount(account)).toEqual({ account: { ...rival, id: account.id }, added: false });
    expect(await accountIds()).toEqual([account.id]);
  });

  test("that repairs while the account is erased and added anew under another id makes no second account", async () => {
    await fill();
    let held = false;
    const repairing = meddling(emulator.client, async (call) => {
      const answer = await call.send();
      if (!held && call.name === "GetItem" && isLookup(call)) {
        held = true; // it has read the old claim; now everything changes under it
        await opened.store.eraseAccount(account.id);
        await opened.store.addAccount(rival);
      }
      return answer;
    });
    expect(await through(repairing).addAccount({ ...sampleAccount(3), identity: account.identity })).toEqual({
      account: rival,
      added: false,
    });
    expect(await accountIds()).toEqual([rival.id]);
    expect(await opened.store.findAccount(account.source, account.identity)).toEqual(rival);
  });

  test("whose every answer is lost, and which the SDK sends again, still knows what it did", async () => {
    const lossy = through(
      meddling(emulator.client, async (call) => {
        await call.send();
        return call.send();
      }),
    );
    expect(await lossy.addAccount(account)).toEqual({ account, added: true });
    expect(await lossy.putRecord(account.id, 0, sampleRecord([1]))).toBe(true);
    expect(await lossy.putRecord(account.id, 1, sampleRecord([1, 2]))).toBe(true);
    expect(await lossy.putRecord(account.id, 1, sampleRecord([3]))).toBe(false);
    expect(await lossy.putFact("pass", "a", 0)).toBe(true);
    expect(await lossy.record(account.id)).toEqual({ version: 2, ...sampleRecord([1, 2]) });
    const delivered = sampleDelivery(account, 1, { status: "delivered" });
    expect(await lossy.putDelivery(delivered)).toEqual(delivered);
    const first = await lossy.reserveSlots("rate", 2, 250, 1_000);
    const second = await lossy.reserveSlots("rate", 2, 250, 1_000);
    expect(second - first).toBeGreaterThanOrEqual(500); // slots may be lost, never shared
  });
});

describe("an erasure", () => {
  /** Cuts erasures off before every call in turn, finishes each as told, and expects nothing to be left. */
  async function cutOffEverywhere(finish: () => Promise<void>): Promise<number> {
    for (let calls = 0; ; calls++) {
      await fill();
      const outcome = await through(cutOff(emulator.client, calls))
        .eraseAccount(account.id)
        .catch(() => "cut off");
      await finish();
      if (outcome !== "cut off") return calls;
    }
  }

  test("cut off before any of its calls is finished by the next", async () => {
    const calls = await cutOffEverywhere(async () => {
      await opened.store.eraseAccount(account.id);
      expect(await leftOf(account.id, account.identity)).toEqual([]);
      expect(await opened.store.findAccount(account.source, account.identity)).toBeNull();
    });
    expect(calls).toBeGreaterThan(6);
  });

  test("cut off before any of its calls is finished by an addition of the same identity, which starts from nothing", async () => {
    await cutOffEverywhere(async () => {
      const erasing = (await leftOf('"erasing"')).length > 0;
      const { account: standing } = await opened.store.addAccount(rival);
      if (erasing) {
        expect(standing).toEqual(rival);
        expect(await opened.store.observation(rival.id)).toBeNull();
      }
      await opened.store.eraseAccount(standing.id);
      await opened.store.eraseAccount(account.id); // one that was cut off after its look-up went is not met by the addition
      expect(await leftOf(account.id, rival.id, account.identity)).toEqual([]);
    });
  });

  test("cut off before any of its calls is finished by pruning", async () => {
    await cutOffEverywhere(async () => {
      const erasing = (await leftOf('"erasing"')).length > 0;
      expect(await opened.store.prune(at(-1000))).toBe(0);
      if (erasing) expect(await leftOf(account.id, account.identity)).toEqual([]);
      await opened.store.eraseAccount(account.id);
    });
  });

  test("that comes before a writer's write, or between the write and its look, leaves nothing of it", async () => {
    const writes: Record<string, (store: Store) => Promise<unknown>> = {
      observation: (store) => store.putObservation(account.id, sampleObservation(account, { readAt: at(50) })),
      record: (store) => store.putRecord(account.id, 0, sampleRecord([1])),
      alert: (store) => store.putAlert(account.id, sampleAlert(9)),
      payment: (store) => store.putPayment(account.id, samplePayment(9)),
      delivery: (store) => store.putDelivery(sampleDelivery(account, 9)),
      summary: (store) => store.updateAccount(account.id, { name: "Sent AB" }),
    };
    for (const write of Object.values(writes)) {
      for (const moment of ["PutItem", "GetItem", "UpdateItem"]) {
        await fill();
        let erased = false;
        const writer = meddling(emulator.client, async (call) => {
          if (!erased && call.name === moment) erased = await opened.store.eraseAccount(account.id);
          return call.send();
        });
        await write(through(writer));
        if (!erased) await opened.store.eraseAccount(account.id);
        expect(await leftOf(account.id, account.identity)).toEqual([]);
      }
    }
  });

  test("that has swept already when a writer comes leaves nothing of what is written then", async () => {
    await fill();
    let swept = false;
    const slow = meddling(emulator.client, async (call) => {
      if (!swept && call.name === "DeleteItem" && isLookup(call)) {
        swept = true; // the account is marked, and stands for a moment yet
        await opened.store.putObservation(account.id, sampleObservation(account));
        await opened.store.putDelivery(sampleDelivery(account, 2));
        expect(await opened.store.putRecord(account.id, 0, sampleRecord([1]))).toBe(false);
        expect(await opened.store.updateAccount(account.id, { name: "Sent AB" })).toBe(false);
      }
      return call.send();
    });
    expect(await through(slow).eraseAccount(account.id)).toBe(true);
    expect(await leftOf(account.id, account.identity)).toEqual([]);
  });

  test("asked for again takes what a writer left that died before its look at the account", async () => {
    await fill();
    await opened.store.eraseAccount(account.id);
    await expect(through(cutOff(emulator.client, 1)).putObservation(account.id, sampleObservation(account))).rejects.toThrow();
    expect(await leftOf(account.id)).toHaveLength(1);
    expect(await opened.store.eraseAccount(account.id)).toBe(false);
    expect(await leftOf(account.id)).toEqual([]);
  });

  test("that is overtaken before its last call, and the account added anew under the same id, leaves the new one alone", async () => {
    await fill();
    const again = { ...account, addedAt: at(50) };
    let overtaken = false;
    const slow = meddling(emulator.client, async (call) => {
      if (!overtaken && call.name === "DeleteItem" && isAccount(call)) {
        overtaken = true;
        expect(await opened.store.addAccount(again)).toEqual({ account: again, added: true });
      }
      return call.send();
    });
    expect(await through(slow).eraseAccount(account.id)).toBe(true);
    expect(await opened.store.exportAccount(account.id)).toMatchObject({ account: again, observation: null });
    expect(await opened.store.findAccount(account.source, account.identity)).toEqual(again);
  });

  test("of an account whose look-up leads elsewhere leaves that look-up alone", async () => {
    await fill();
    // Cut off after the look-up went: the identity is free again, and somebody else takes it.
    let gone = false;
    const dying = meddling(emulator.client, async (call) => {
      if (gone) throw Object.assign(new Error("cut off"), { code: "ECONNRESET" });
      gone = call.name === "DeleteItem" && isLookup(call);
      return call.send();
    });
    await expect(through(dying).eraseAccount(account.id)).rejects.toMatchObject({ code: "STORE_UNREACHABLE" });
    expect(await opened.store.addAccount(rival)).toEqual({ account: rival, added: true });
    expect(await opened.store.eraseAccount(account.id)).toBe(true);
    expect(await opened.store.findAccount(account.source, account.identity)).toEqual(rival);
    expect(await accountIds()).toEqual([rival.id]);
  });
});

test("a key from before its id had an item of its own is found by its id, used and revoked", async () => {
  const key = sampleKey(1);
  await opened.store.putKey(key);
  const table = { TableName: opened.table, Key: { PK: { S: `KEY#${key.id}` }, SK: { S: "KEY" } } };
  await emulator.client.send(new DeleteItemCommand(table));
  await opened.store.touchKey(key.id, at(3));
  expect(await opened.store.keyById(key.id)).toEqual({ ...key, lastUsedAt: at(3) });
  expect(await opened.store.revokeKey(key.id, at(4))).toBe(true);
  expect((await opened.store.keyByHash(key.hash))?.revokedAt).toBe(at(4));
});

test("the secret of the look-up keys is written once, whoever comes first", async () => {
  const stores = Array.from({ length: 5 }, () => opened.another());
  await Promise.all(stores.map((store, index) => store.addAccount(sampleAccount(index + 1))));
  for (const store of stores) expect(await store.findAccount("skatteverket", sampleAccount(4).identity)).toEqual(sampleAccount(4));
  const secrets = (await items(emulator.client, opened.table)).filter((item) => item.PK?.S === "INSTALLATION");
  expect(secrets).toHaveLength(1);
});
