import { epochMs } from "@saldovakt/domain";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { items, openTable, startDynalite } from "../contract/emulators.fixture.ts";
import {
  at,
  day,
  sampleAccount,
  sampleAlert,
  sampleDelivery,
  sampleObservation,
  samplePayment,
  sampleRecord,
  sampleSummary,
} from "../contract/samples.fixture.ts";
import { createDynamoStore } from "../dynamodb.ts";

const emulator = await startDynalite();
afterAll(() => emulator.stop());

let opened: Awaited<ReturnType<typeof openTable>>;
beforeEach(async () => {
  opened = await openTable(emulator.client);
});
afterEach(() => opened.close());

const account = sampleAccount(1);

async function fill(store = opened.store): Promise<void> {
  await store.addAccount(account);
  await store.putSummary(account.id, sampleSummary());
  await store.putObservation(account.id, sampleObservation(account));
  await store.putRecord(account.id, 0, sampleRecord([1]));
  await store.putAlert(account.id, sampleAlert(1));
  await store.putPayment(account.id, samplePayment(1));
  await store.putPayment(account.id, samplePayment(2, { status: "seen", seenOn: day("2026-11-24") }));
  await store.putPayment(account.id, samplePayment(3, { status: "expired" }));
  await store.putDelivery(sampleDelivery(account, 1));
}

test("no key names an identity, and none is the hash of one", async () => {
  await fill();
  const keys = (await items(emulator.client, opened.table)).map(({ PK, SK }) => `${PK?.S} ${SK?.S}`);
  expect(keys).toHaveLength(12);
  const digits = account.identity.slice(2);
  expect(keys.filter((key) => key.includes(digits))).toEqual([]);
  // Another installation gives the same identity another key: it cannot be found by trying all identities.
  const other = await openTable(emulator.client);
  await other.store.addAccount(account);
  const others = (await items(emulator.client, other.table)).map(({ PK, SK }) => `${PK?.S} ${SK?.S}`);
  await other.close();
  const lookup = (list: string[]) => list.find((key) => key.startsWith("IDENTITY#"));
  expect(lookup(keys)).toMatch(/^IDENTITY#[0-9a-f]{64} IDENTITY$/);
  expect(lookup(others)).not.toBe(lookup(keys));
});

test.each([
  [undefined, 400],
  [30, 30],
])("alerts, deliveries and settled payments expire (kept days %j), and nothing else does", async (keptDays, days) => {
  const store = createDynamoStore({ client: emulator.client, table: opened.table, ...(keptDays && { keptDays }) });
  await fill(store);
  await store.putSession({ hash: "0".repeat(64), keyId: "key_1", createdAt: at(0), expiresAt: at(12) });
  const expiry = Object.fromEntries(
    (await items(emulator.client, opened.table)).flatMap(({ PK, SK, expiresAt }) =>
      expiresAt ? [[`${PK?.S?.split("#")[0]} ${SK?.S?.split("_")[0]}`, Number(expiresAt.N)]] : [],
    ),
  );
  const after = (moment: string, more = 0) => epochMs(moment as ReturnType<typeof at>) / 1000 + (days + more) * 86_400;
  expect(expiry).toEqual({
    "ACCOUNT ALERT#shortfall:2026-12-14:1": after(at(1)),
    "ACCOUNT PAYMENT#payment-2": after("2026-11-24T00:00:00.000Z"),
    "ACCOUNT PAYMENT#payment-3": after(`${samplePayment(3).expiresOn}T00:00:00.000Z`),
    "ACCOUNT DELIVERY#dlv": after(at(3), 10), // the pointer outlives its delivery
    "DELIVERY DELIVERY": after(at(3)),
    [`RECIPIENT DELIVERY#${at(3)}#dlv`]: after(at(3), 5), // the marker in between
    "SESSION SESSION": epochMs(at(12)) / 1000, // whatever is kept, a session goes when it is over
  });
});
