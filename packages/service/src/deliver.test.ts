import { fromWhole, plainDate } from "@saldovakt/domain";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { listAccounts } from "./answer.ts";
import { type DeliverPorts, deliverMessage } from "./deliver.ts";
import { deliveryId } from "./delivery-id.ts";
import { runPass } from "./pass.ts";
import { urgency } from "./plan.ts";
import type { Outcome, OutgoingMessage } from "./ports.ts";
import { observed, RECIPIENT, world } from "./world.fixture.ts";

const TODAY = plainDate("2026-11-23");

async function oneMessage(outcomes: readonly Outcome[], delays: readonly (number | null)[] = [1_000, 2_000, null]) {
  const w = world();
  w.add("Alfa", observed(1_000, [["2026-12-14", -5_000]], TODAY));
  await runPass(w.watch, { concurrency: 1 });
  const [message] = w.queued;
  if (!message) throw new Error("nothing was queued");
  let sent = 0;
  const ports: DeliverPorts = {
    ...w.deliver,
    channel: () => ({ send: async () => outcomes[Math.min(sent++, outcomes.length - 1)] as Outcome }),
    delayBefore: (number, afterMs) => (delays[number - 2] === null ? null : Math.max(delays[number - 2] ?? 0, afterMs ?? 0)),
    clock: w.watch.clock,
    journal: w.watch.journal,
    language: "en",
    discreet: false,
    accounts: w.watch.records,
    publicUrl: "https://example.test",
    pages: false,
  };
  return { message, ports, sent: () => sent, w };
}

describe("deliver", () => {
  it("sends once, and does nothing at a second attempt of what was delivered", async () => {
    const { message, ports, sent } = await oneMessage([{ kind: "delivered" }]);
    expect(await deliverMessage(message, ports)).toMatchObject({ kind: "done", record: { status: "delivered", attempts: 1 } });
    expect(await deliverMessage(message, ports)).toMatchObject({ kind: "already", record: { status: "delivered" } });
    expect(sent()).toBe(1);
  });

  it("says when to try again, heeds the receiver's own wish, and gives up after the last attempt", async () => {
    const { message, ports } = await oneMessage([
      { kind: "retry", fault: "HTTP_503", afterMs: 9_000 },
      { kind: "retry", fault: "HTTP_500" },
    ]);
    expect(await deliverMessage(message, ports)).toMatchObject({
      kind: "again",
      afterMs: 9_000,
      record: { status: "pending", fault: "HTTP_503" },
    });
    expect(await deliverMessage(message, ports)).toMatchObject({ kind: "again", afterMs: 2_000 });
    expect(await deliverMessage(message, ports)).toMatchObject({ kind: "done", record: { status: "failed", attempts: 3 } });
    expect(await deliverMessage(message, ports)).toMatchObject({ kind: "already" });
  });

  it("tells the last attempt's failure as a delivery given up, not as one to be retried", async () => {
    const { message, ports } = await oneMessage([{ kind: "retry", fault: "HTTP_500" }], [1_000, null]);
    const told: string[] = [];
    const journal = { ...ports.journal, deliveryTried: ({ outcome }: { outcome: string }) => void told.push(outcome) };
    for (let attempt = 1; attempt <= 2; attempt++) await deliverMessage(message, { ...ports, journal });
    expect(told).toEqual(["retry", "failed"]);
  });

  it("switches a recipient off that answered so, for every later message", async () => {
    const { message, ports, sent, w } = await oneMessage([{ kind: "disabled", fault: "HTTP_410" }]);
    expect(await deliverMessage(message, ports)).toMatchObject({ kind: "done", record: { status: "disabled" } });
    const another = { ...message, id: deliveryId(message.account.id, "another", RECIPIENT.key) };
    expect(await deliverMessage(another, ports)).toMatchObject({
      kind: "done",
      record: { status: "disabled", fault: "RECIPIENT_DISABLED" },
    });
    expect(sent()).toBe(1);
    expect(w.deliveries.size).toBe(2);
  });

  it("fails at once for a recipient that is no longer configured", async () => {
    const { message, ports } = await oneMessage([{ kind: "delivered" }]);
    const result = await deliverMessage({ ...message, recipient: "gone" }, ports);
    expect(result).toMatchObject({ kind: "done", record: { status: "failed", fault: "RECIPIENT_UNKNOWN" } });
  });

  it("tells nothing of an account that was erased while its message waited", async () => {
    const { message, ports, sent, w } = await oneMessage([{ kind: "delivered" }]);
    w.accounts.clear();
    expect(await deliverMessage(message, ports)).toMatchObject({ kind: "done", record: { status: "failed", fault: "ACCOUNT_ERASED" } });
    expect(sent()).toBe(0);
  });

  it("gives programs the address of the forecast, and people that of the page where there is one", async () => {
    const { message, ports } = await oneMessage([{ kind: "delivered" }]);
    const seen: OutgoingMessage[] = [];
    const channel = () => ({
      send: async (outgoing: OutgoingMessage): Promise<Outcome> => {
        seen.push(outgoing);
        return { kind: "retry", fault: "HTTP_500" };
      },
    });
    await deliverMessage(message, { ...ports, channel });
    await deliverMessage(message, { ...ports, channel, pages: true });
    const { id } = message.account;
    expect(seen.map((outgoing) => outgoing.document.data.forecastUrl)).toEqual(
      Array(2).fill(`https://example.test/v1/accounts/${id}/forecast`),
    );
    expect(seen.map((outgoing) => outgoing.texts.body.includes(`https://example.test/accounts/${id}`))).toEqual([false, true]);
  });

  it("tries again after a channel that threw, and keeps the code only", async () => {
    const { message, ports } = await oneMessage([{ kind: "delivered" }]);
    const broken = { ...ports, channel: () => ({ send: () => Promise.reject(new Error("secret things")) }) };
    const result = await deliverMessage(message, broken);
    expect(result).toMatchObject({ kind: "again", record: { fault: "INTERNAL" } });
    expect(JSON.stringify(result)).not.toContain("secret things");
  });
});

describe("delivery ids", () => {
  it("are opaque, stable, and apart for every alert and recipient", () => {
    expect(deliveryId("acc_1", "shortfall:2026-12-14:1", "hook")).toMatch(/^msg_[0-9a-f]{32}$/);
    const parts = fc.tuple(fc.string(), fc.string(), fc.string());
    fc.assert(
      fc.property(parts, parts, (a, b) => {
        expect(deliveryId(...a) === deliveryId(...b)).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
    );
  });
});

describe("order", () => {
  it("reads what was never read first, then what is pressing, then by the day to act", async () => {
    const w = world({ reserve: fromWhole(0) });
    const calm = w.add("Calm", observed(9_000, [["2026-12-14", -5_000]], TODAY));
    const late = w.add("Late", observed(0, [["2026-12-28", -5_000]], TODAY));
    const soon = w.add("Soon", observed(0, [["2026-12-14", -5_000]], TODAY));
    const open = w.add("Open", observed(-100, [], TODAY));
    await runPass(w.watch, { concurrency: 1 });
    const key = (id: typeof calm.id) => urgency(w.summaries.get(id) ?? null);
    const order = [calm, late, soon, open].sort((a, b) => (key(a.id) < key(b.id) ? -1 : 1)).map((account) => account.name);
    expect(order).toEqual(["Open", "Soon", "Calm", "Late"]);
    expect(urgency(null) < key(open.id)).toBe(true);
    const lines = await listAccounts(w.watch.accounts, (id) => id !== late.id, w.watch);
    expect(lines.map((line) => [line.name, line.severity])).toEqual([
      ["Open", "critical"],
      ["Soon", "notice"],
      ["Calm", "ok"],
    ]);
  });
});
