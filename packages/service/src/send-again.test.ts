import { plainDate } from "@saldovakt/domain";
import { describe, expect, it } from "vitest";
import { type DeliverPorts, deliverMessage } from "./deliver.ts";
import type { DeliveryMessage } from "./ports.ts";
import { replayDelivery, sendTest } from "./send-again.ts";
import { watchAccount } from "./watch.ts";
import { observed, RECIPIENT, type World, world } from "./world.fixture.ts";

const delivering = (w: World): DeliverPorts => ({
  ...w.deliver,
  delayBefore: () => null,
  clock: w.watch.clock,
  journal: w.watch.journal,
  language: "en",
  discreet: false,
  accounts: w.watch.records,
  publicUrl: "https://example.test",
  pages: true,
});

async function delivered() {
  const w = world();
  const account = w.add("Alfa", observed(1_000, [["2026-12-14", -5_000]], plainDate("2026-11-23")));
  await watchAccount(account.id, w.watch);
  const [message] = w.queued.splice(0) as [DeliveryMessage];
  const { record } = await deliverMessage(message, delivering(w));
  return { w, account, message, record, ports: { ...w.watch, alerts: w.alertHistory } };
}

describe("sending a delivery again", () => {
  it("is a delivery of its own, which receivers know by the first one's id", async () => {
    const { w, account, message, record, ports } = await delivered();
    expect(record).toMatchObject({ id: message.id, alertId: message.alert.id, status: "delivered" });
    const { id } = await replayDelivery(record, ports);
    expect(id).not.toBe(record.id);
    const again = w.queued.splice(0) as [DeliveryMessage];
    expect(again).toEqual([{ ...message, id, of: record.id }]);
    const second = await deliverMessage(again[0], delivering(w));
    expect(second.record).toMatchObject({ id, of: record.id, alertId: message.alert.id, accountId: account.id });
    expect(w.arrived.map((each) => each.id)).toEqual([record.id, record.id]);
    expect(w.arrived[1]).toEqual(w.arrived[0]);
    w.today = plainDate("2026-11-24");
    const third = await replayDelivery(second.record, ports);
    expect(w.queued).toMatchObject([{ id: third.id, of: record.id }]);
    expect(third.id).not.toBe(id);
  });

  it("is refused for what is not kept", async () => {
    const { w, record, ports } = await delivered();
    const refused = { code: "ALERT_NOT_KEPT", scope: "input" };
    const { alertId: _, ...test } = record;
    await expect(replayDelivery(test, ports)).rejects.toMatchObject(refused);
    await expect(replayDelivery({ ...record, accountId: null }, ports)).rejects.toMatchObject(refused);
    await expect(replayDelivery({ ...record, alertId: "forgotten" }, ports)).rejects.toMatchObject(refused);
    w.accounts.clear();
    await expect(replayDelivery(record, ports)).rejects.toMatchObject(refused);
    expect(w.queued).toEqual([]);
  });
});

describe("a test", () => {
  it("goes to its recipient alone, of no account, with no link and no figure, and is told apart from alerts", async () => {
    const w = world();
    const { id } = await sendTest(RECIPIENT, w.watch);
    expect(await sendTest(RECIPIENT, w.watch)).toEqual({ id });
    expect(w.queued).toHaveLength(2); // under one id: it is sent once
    for (const message of w.queued) await deliverMessage(message, delivering(w));
    expect(w.arrived).toHaveLength(1);
    expect(w.arrived[0]).toMatchObject({ id, document: { type: "test" }, link: null });
    expect(w.arrived[0]?.texts.body).not.toMatch(/\d/);
    expect(w.deliveries.get(id)).toMatchObject({ accountId: null, alertType: "test", status: "delivered" });
    expect(w.deliveries.get(id)).not.toHaveProperty("alertId");
    w.today = plainDate("2026-11-24");
    expect((await sendTest(RECIPIENT, w.watch)).id).not.toBe(id);
  });

  it("reaches a recipient that is told of few accounts only", async () => {
    const w = world();
    await sendTest(RECIPIENT, w.watch);
    const ports = { ...delivering(w), recipient: () => ({ ...RECIPIENT, accounts: [] }) };
    expect(await deliverMessage(w.queued[0] as DeliveryMessage, ports)).toMatchObject({ record: { status: "delivered" } });
  });
});
