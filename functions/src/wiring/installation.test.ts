import { type Instant, NOTHING_REMEMBERED } from "@saldovakt/domain";
import { type Delivery, INSTALLATION } from "@saldovakt/service";
import type { DeliveryRecord } from "@saldovakt/store";
import { describe, expect, it } from "vitest";
import { factsFixture } from "../records.fixture.ts";
import { installationRecords } from "./certificate.ts";
import { deliveriesIn } from "./delivering.ts";
import { sourcesOf } from "./source.ts";

describe("what is remembered of the installation", () => {
  it("is one fact, written only over the version that was read", async () => {
    const records = installationRecords(factsFixture());
    expect(await records.record(INSTALLATION.id)).toEqual({ version: 0, remembered: NOTHING_REMEMBERED, outbox: [] });
    const next = { remembered: { episodes: [] }, outbox: [] };
    expect(await records.putRecord(INSTALLATION.id, 0, next)).toBe(true);
    expect(await records.putRecord(INSTALLATION.id, 0, next)).toBe(false);
    expect(await records.record(INSTALLATION.id)).toEqual({ version: 1, ...next });
  });

  it("counts as no account's where its deliveries are kept", async () => {
    const kept: DeliveryRecord[] = [];
    const deliveries = deliveriesIn({
      delivery: async () => kept[0] ?? null,
      putDelivery: async (record) => {
        kept.unshift(record);
        return record;
      },
      disableRecipient: async () => {},
      isRecipientDisabled: async () => false,
    });
    const at = "2026-11-23T06:00:00.000Z" as Instant;
    const told = {
      id: "msg_1",
      recipient: "r",
      alertType: "certificate.expiring",
      status: "delivered",
      attempts: 1,
      firstAt: at,
      lastAt: at,
    } as const;
    const record: Delivery = { ...told, accountId: INSTALLATION.id };
    expect(await deliveries.delivery("msg_1")).toBeNull();
    expect(await deliveries.putDelivery(record)).toEqual(record);
    expect(kept[0]?.accountId).toBeNull();
    expect(await deliveries.delivery("msg_1")).toEqual(record);
    await deliveries.putDelivery({ ...record, accountId: "acc_0123456789abcdefghjk" as never });
    expect(kept[0]?.accountId).toBe("acc_0123456789abcdefghjk");
  });
});

it("fails an account whose authority is not configured, and only that account", async () => {
  for (const source of ["skatteverket", "skatteetaten"] as const) {
    await expect(sourcesOf(null)(source).read("165781006662")).rejects.toMatchObject({ code: "SOURCE_NOT_CONFIGURED", scope: "account" });
  }
});
