import { type Alert, accountId, fromWhole, instant, plainDate } from "@saldovakt/domain";
import { virtualTimer } from "@saldovakt/http";
import type { DeliverPorts, DeliveryMessage, Outcome } from "@saldovakt/service";
import { openSqliteStore } from "@saldovakt/store/sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { deliverAndLinger, deliverWaiting } from "./delivering.ts";
import { localDeliveryQueue } from "./ports.ts";
import type { LocalStore } from "./state.ts";

const START = Date.UTC(2026, 10, 23, 6);
const account = { id: accountId(new Uint8Array(20)), source: "skatteverket", name: "Exempel AB" } as const;
const alert = (number: number): Alert => ({
  id: `shortfall:2026-12-14:${number}`,
  type: "shortfall.detected",
  at: instant(START),
  today: plainDate("2026-11-23"),
  episode: "shortfall:2026-12-14",
  severity: "notice",
  dueDate: plainDate("2026-12-14"),
  currency: "SEK",
  shortfall: fromWhole(100),
  payments: [],
  missing: fromWhole(100),
  balance: fromWhole(-100),
});

let store: LocalStore;
let sent: string[];
beforeEach(async () => {
  store = openSqliteStore(":memory:");
  await store.addAccount({ ...account, identity: "165790000011", origin: "command", addedAt: instant(START) });
  sent = [];
});
afterEach(() => store.close());

/** A channel that answers each attempt as told; the clock is the timer's. */
function ports(timer: { now(): number }, answers: (attempt: number) => Outcome): DeliverPorts {
  const now = () => instant(timer.now());
  return {
    deliveries: store,
    accounts: {
      account: async () => ({ account: { ...account, identity: "", origin: "command", addedAt: instant(START) }, summary: null }),
    },
    recipient: (key) => (key === "a" ? { key, channel: "console" } : null),
    channel: () => ({
      send: async ({ id }, { number }) => {
        sent.push(id);
        return answers(number);
      },
    }),
    delayBefore: (number) => [0, 5_000, 300_000][number - 1] ?? null,
    clock: { now, today: () => plainDate("2026-11-23") },
    journal: { accountRead: () => {}, accountFailed: () => {}, deliveryTried: () => {} },
    policyFor: () => ({ language: "en", discreet: false }),
    language: "en",
    discreet: false,
    pages: false,
  };
}

const messages = (count: number): DeliveryMessage[] =>
  Array.from({ length: count }, (_, index) => ({ id: `msg_${index}`, recipient: "a", account, alert: alert(index + 1) }));

const queued = async (count: number, at: { now(): number }): Promise<void> =>
  localDeliveryQueue(store, { now: () => instant(at.now()), today: () => plainDate("2026-11-23") }).send(messages(count));

describe("deliverWaiting", () => {
  it("sends every message once, also when it is queued again or two deliver at once", async () => {
    const timer = virtualTimer(START);
    await queued(30, timer);
    await queued(30, timer);
    const delivered = () => ({ kind: "delivered" }) as const;
    const counts = await Promise.all([deliverWaiting(store, ports(timer, delivered)), deliverWaiting(store, ports(timer, delivered))]);
    expect(counts.reduce((sum, count) => sum + count.delivered, 0)).toBe(30);
    expect(new Set(sent).size).toBe(30);
    expect(sent).toHaveLength(30);
    await queued(30, timer);
    expect(await deliverWaiting(store, ports(timer, delivered))).toEqual({ delivered: 0, failed: 0 });
    expect(await store.waiting()).toEqual({ count: 0, next: null });
  });

  it("lets go of what cannot be read, or has lost its recipient", async () => {
    const timer = virtualTimer(START);
    await store.enqueue([{ id: "msg_x", body: "{ half", notBefore: instant(START) }]);
    await localDeliveryQueue(store, { now: () => instant(START), today: () => plainDate("2026-11-23") }).send(
      messages(1).map((message) => ({ ...message, recipient: "gone" })),
    );
    expect(
      await deliverWaiting(
        store,
        ports(timer, () => ({ kind: "delivered" })),
      ),
    ).toEqual({ delivered: 0, failed: 2 });
    expect(sent).toEqual([]);
    expect((await store.waiting()).count).toBe(0);
  });

  it("gives back what a crash took, under the same id", async () => {
    const timer = virtualTimer(START);
    await queued(1, timer);
    await store.take(instant(START), instant(START + 20_000), 1); // taken by a process that died
    expect(
      await deliverWaiting(
        store,
        ports(timer, () => ({ kind: "delivered" })),
      ),
    ).toEqual({ delivered: 0, failed: 0 });
    const later = { now: () => START + 20_000 };
    expect(
      await deliverWaiting(
        store,
        ports(later, () => ({ kind: "delivered" })),
      ),
    ).toEqual({ delivered: 1, failed: 0 });
  });
});

describe("deliverAndLinger", () => {
  it("stays for a second attempt within seconds", async () => {
    const timer = virtualTimer(START);
    await queued(2, timer);
    const once = (attempt: number): Outcome => (attempt === 1 ? { kind: "retry", fault: "HTTP_TIMEOUT" } : { kind: "delivered" });
    const report = deliverAndLinger(store, ports(timer, once), timer);
    expect(await report).toEqual({ delivered: 2, failed: 0, waiting: 0, next: null });
    expect(sent).toHaveLength(4);
  });

  it("does not stay for a later one, and says when it comes", async () => {
    const timer = virtualTimer(START);
    await queued(1, timer);
    const report = deliverAndLinger(
      store,
      ports(timer, () => ({ kind: "retry", fault: "HTTP_TIMEOUT" })),
      timer,
    );
    expect(await report).toEqual({ delivered: 0, failed: 0, waiting: 1, next: instant(START + 5_001 + 300_000) });
  });
});
