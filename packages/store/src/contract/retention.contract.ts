import { expect, test } from "vitest";
import type { Current } from "../store.contract.ts";
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
} from "./samples.fixture.ts";

export function retentionContract(current: Current): void {
  const account = sampleAccount(1);

  test("pruning deletes alerts, deliveries and settled payments by their age, and nothing else", async () => {
    const { store } = current();
    const old = { status: "seen", seenOn: day("2026-11-20") } as const;
    await store.addAccount(account);
    await store.putSummary(account.id, sampleSummary());
    await store.putObservation(account.id, sampleObservation(account));
    await store.putRecord(account.id, 0, sampleRecord([1]));
    for (const hour of [23, 24, 25]) await store.putAlert(account.id, sampleAlert(hour));
    const deliveries = [
      sampleDelivery(account, 1, { lastAt: at(23), status: "delivered" }),
      sampleDelivery(account, 2, { lastAt: at(24) }),
      sampleDelivery(account, 3, { firstAt: at(1), lastAt: at(30), status: "failed" }),
      sampleDelivery(null, 4, { lastAt: at(2), status: "delivered" }),
    ];
    for (const record of deliveries) await store.putDelivery(record);
    const payments = [
      samplePayment(1, old),
      samplePayment(2, { ...old, seenOn: day("2026-11-21") }),
      samplePayment(3, { status: "expired", expiresOn: day("2026-11-20") }),
      samplePayment(4, { expiresOn: day("2026-11-01") }),
    ];
    for (const payment of payments) await store.putPayment(account.id, payment);

    expect(await store.prune(at(24))).toBe(5); // one alert, two deliveries, two settled payments
    expect(await store.exportAccount(account.id)).toEqual({
      account,
      summary: sampleSummary(),
      observation: sampleObservation(account),
      record: { version: 1, ...sampleRecord([1]) },
      payments: [payments[1], payments[3]],
      alerts: [sampleAlert(25), sampleAlert(24)],
      deliveries: expect.toSatisfy((kept) => kept.length === 2),
    });
    for (const record of deliveries) expect(await store.delivery(record.id)).toEqual(record.lastAt < at(24) ? null : record);
    expect(await store.prune(at(24))).toBe(0);
  });
}
