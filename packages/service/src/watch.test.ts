import { addDays, fromWhole, type Observation, plainDate, SaldovaktError } from "@saldovakt/domain";
import { describe, expect, it } from "vitest";
import { deliverMessage } from "./deliver.ts";
import { runPass } from "./pass.ts";
import { registerPayment } from "./payments.ts";
import { watchAccount } from "./watch.ts";
import { observed, PowerCut, type World, world } from "./world.fixture.ts";

const TODAY = plainDate("2026-11-23");
const short = observed(1_000, [["2026-12-14", -5_000]], TODAY);
const two = observed(
  0,
  [
    ["2026-11-26", -3_000],
    ["2026-12-14", -500],
  ],
  TODAY,
);
const closed = new SaldovaktError("closed for now", { code: "SKV_CLOSED", scope: "transient" });
const denied = new SaldovaktError("no right to read", { code: "SKV_NOT_AUTHORISED", scope: "account" });
const keys = new SaldovaktError("keys refused", { code: "SKV_KEYS_REFUSED", scope: "installation" });

/** Delivers everything queued, as the worker behind the queue would. */
async function deliverAll(w: World): Promise<void> {
  const ports = {
    ...w.deliver,
    delayBefore: () => 1_000,
    clock: w.watch.clock,
    journal: w.watch.journal,
    language: "sv" as const,
    discreet: false,
    accounts: w.watch.records,
    pages: false,
  };
  for (let message = w.queued[0]; message; message = w.queued[0]) {
    await deliverMessage(message, ports);
    w.queued.shift();
  }
}

async function fullRun(w: World): Promise<void> {
  await runPass(w.watch, { concurrency: 1 });
  await deliverAll(w);
}

const types = (w: World) => w.arrived.map((message) => `${message.alert.type} ${message.alert.dueDate}`);

describe("watch", () => {
  it("reads, tells, and tells nothing twice on the same data", async () => {
    const w = world();
    const account = w.add("Alfa", short);
    await fullRun(w);
    await fullRun(w);
    expect(types(w)).toEqual(["shortfall.detected 2026-12-14"]);
    expect(w.arrived[0]?.document.data.payments).toMatchObject([{ amount: { currency: "SEK", amount: "4000.00" }, payBy: "2026-12-09" }]);
    expect(w.summaries.get(account.id)).toMatchObject({ payBy: "2026-12-09", severity: "notice", nextDueDate: "2026-12-14" });
  });

  it("reads on after one account's fault, and tells a refusal once", async () => {
    const w = world();
    w.add("Alfa", closed);
    const refused = w.add("Beta", denied);
    w.add("Gamma", short);
    const first = await runPass(w.watch, { concurrency: 2 });
    expect(first).toMatchObject({ planned: 3, read: 1, failed: 2, stopped: null });
    await fullRun(w);
    expect(types(w).sort()).toEqual(["shortfall.detected 2026-12-14", "source.denied null"]);
    w.answers.set(refused.identity, observed(0, [], TODAY));
    await fullRun(w);
    w.answers.set(refused.identity, denied);
    await fullRun(w);
    expect(types(w).filter((line) => line.startsWith("source.denied"))).toHaveLength(2);
  });

  it("tells a refusal that may be everyone's when it has stood for two days with nothing read in between, and once", async () => {
    const doubtful = new SaldovaktError("token refused", { code: "SKE_TOKEN_REFUSED", scope: "transient" });
    const w = world();
    const account = w.add("Alfa", doubtful);
    const on = async (days: number, answer: Observation | SaldovaktError) => {
      w.today = addDays(TODAY, days);
      w.answers.set(account.identity, answer);
      await fullRun(w);
      const told = w.arrived.splice(0).filter(({ alert }) => alert.type === "source.denied");
      return told.map(({ alert }) => alert.fault);
    };
    expect(await on(0, doubtful)).toEqual([]);
    expect(await on(1, doubtful)).toEqual([]);
    expect(await on(2, doubtful)).toEqual(["SKE_TOKEN_REFUSED"]);
    expect(await on(3, doubtful)).toEqual([]);
    expect(await on(4, observed(0, [], addDays(TODAY, 4)))).toEqual([]);
    expect(await on(5, doubtful)).toEqual([]);
    expect(await on(6, observed(0, [], addDays(TODAY, 6)))).toEqual([]);
    expect(await on(7, doubtful)).toEqual([]);
    expect(await on(8, closed)).toEqual([]);
    expect(await on(9, doubtful)).toEqual(["SKE_TOKEN_REFUSED"]);
  });

  it("never tells what passes by itself, however long it takes", async () => {
    const w = world();
    w.add("Alfa", closed);
    for (let days = 0; days < 5; days++) {
      w.today = addDays(TODAY, days);
      await fullRun(w);
    }
    expect(types(w)).toEqual([]);
  });

  it("stops at a fault of the installation and reports it once", async () => {
    const w = world();
    for (let i = 0; i < 20; i++) w.add(`A${i}`, keys);
    const report = await runPass(w.watch, { concurrency: 3 });
    expect(report.stopped?.code).toBe("SKV_KEYS_REFUSED");
    expect(w.failures.length).toBeLessThanOrEqual(3);
    expect(report.read).toBe(0);
  });

  it("reminds from the last observation while the source is closed, and says when it has become stale", async () => {
    const w = world();
    const account = w.add("Alfa", short);
    await fullRun(w);
    w.answers.set(account.identity, closed);
    w.today = plainDate("2026-11-24");
    await fullRun(w);
    expect(types(w)).toHaveLength(1);
    w.today = plainDate("2026-12-04");
    await fullRun(w);
    expect(types(w).slice(1).sort()).toEqual(["shortfall.reminder 2026-12-14", "source.stale null"]);
  });

  it("counts a registered payment until it is seen", async () => {
    const w = world();
    const account = w.add("Alfa", short);
    await fullRun(w);
    const ports = { records: w.watch.records, policyFor: w.watch.policyFor, clock: w.watch.clock, newId: () => "p1" };
    const payment = await registerPayment(account, { amount: fromWhole(4_000) }, ports);
    expect(payment).toMatchObject({ madeOn: "2026-11-23", expectedOn: "2026-11-26", expiresOn: "2026-12-02" });
    await fullRun(w);
    expect(types(w)).toEqual(["shortfall.detected 2026-12-14", "shortfall.covered 2026-12-14"]);
    w.today = plainDate("2026-11-27");
    const row = { date: plainDate("2026-11-26"), text: "Inbetalning bokförd 261126", amount: fromWhole(4_000) };
    w.answers.set(account.identity, { ...observed(5_000, [["2026-12-14", -5_000]], w.today), history: [row] });
    await fullRun(w);
    expect(w.payments.get("p1")).toMatchObject({ status: "seen", seenOn: "2026-11-26" });
    w.today = plainDate("2026-12-10");
    w.answers.set(account.identity, { ...observed(5_000, [["2026-12-14", -5_000]], w.today), history: [row] });
    await fullRun(w);
    expect(types(w)).toHaveLength(2);
  });

  it("believes in an unseen payment no longer than its last day", async () => {
    const w = world();
    const account = w.add("Alfa", short);
    const ports = { records: w.watch.records, policyFor: w.watch.policyFor, clock: w.watch.clock, newId: () => "p1" };
    await registerPayment(account, { amount: fromWhole(4_000) }, ports);
    await fullRun(w);
    expect(types(w)).toEqual([]);
    w.today = plainDate("2026-12-03");
    w.answers.set(account.identity, observed(1_000, [["2026-12-14", -5_000]], w.today));
    await fullRun(w);
    expect(w.payments.get("p1")?.status).toBe("expired");
    expect(types(w)).toEqual(["shortfall.detected 2026-12-14"]);
  });

  it("asks for the payout settings only when they decide something, and keeps the last when they can't be read", async () => {
    const w = world();
    const account = w.add("Alfa", short);
    let asked = 0;
    let answer: () => Promise<{ payoutAccount: string; blocks: [] }> = async () => ({ payoutAccount: "1234-5", blocks: [] });
    const source = w.watch.sources("skatteverket");
    const readPayout = () => {
      asked++;
      return answer();
    };
    const ports = { ...w.watch, sources: () => ({ read: source.read, readPayout }) };
    await watchAccount(account.id, ports);
    expect(asked).toBe(0);
    const surplus = observed(9_000, [], TODAY);
    const tax = {
      dueDate: plainDate("2026-12-14"),
      amount: fromWhole(-6_000),
      text: "Debiterad preliminärskatt",
      kind: "preliminary-tax",
      estimated: false,
    } as const;
    w.answers.set(account.identity, { ...surplus, charges: [tax] });
    const told = await watchAccount(account.id, ports);
    expect(told).toMatchObject({ kind: "read", alerts: expect.arrayContaining([expect.objectContaining({ type: "payout.risk" })]) });
    // Somebody who asks for a fresh reading gets one; so does an account with a refund coming.
    await watchAccount(account.id, { ...ports, fresh: true });
    expect(asked).toBe(2);
    const credit = { ...tax, amount: fromWhole(3_000), text: "Moms", kind: "vat" } as const;
    w.answers.set(account.identity, { ...surplus, charges: [tax, credit] });
    await watchAccount(account.id, ports);
    expect(asked).toBe(3);
    asked = 1;
    // What was read holds for a week, and longer while it can't be read again.
    w.today = plainDate("2026-11-29");
    const later = () => w.answers.set(account.identity, { ...observed(9_000, [], w.today), charges: [tax] });
    later();
    expect(await watchAccount(account.id, ports)).toMatchObject({ kind: "read", alerts: [] });
    expect(asked).toBe(1);
    answer = async () => {
      throw closed;
    };
    w.today = plainDate("2026-11-30");
    later();
    expect(await watchAccount(account.id, ports)).toMatchObject({ kind: "read", alerts: [] });
    expect(asked).toBe(2);
    answer = async () => ({ payoutAccount: "1234-5", blocks: [] });
    expect(await watchAccount(account.id, ports)).toMatchObject({ kind: "read", alerts: [] });
    expect(asked).toBe(3);
  });

  it("judges anew when another worker wrote in between, and gives up when that never ends", async () => {
    const w = world();
    const account = w.add("Alfa", short);
    let lost = 2;
    const losing = {
      ...w.watch.records,
      putRecord: async (...write: Parameters<typeof w.watch.records.putRecord>) =>
        lost-- > 0 ? false : w.watch.records.putRecord(...write),
    };
    await watchAccount(account.id, { ...w.watch, records: losing });
    await deliverAll(w);
    expect(types(w)).toEqual(["shortfall.detected 2026-12-14"]);
    const never = { ...w.watch, records: { ...w.watch.records, putRecord: async () => false } };
    w.answers.set(account.identity, two);
    await expect(watchAccount(account.id, never)).rejects.toMatchObject({ code: "RECORD_CONTENDED", scope: "transient" });
  });

  it("does nothing for an account that was erased since it was planned", async () => {
    const w = world();
    const account = w.add("Alfa", short);
    w.accounts.clear();
    expect(await watchAccount(account.id, w.watch)).toEqual({ kind: "gone" });
    expect(w.queued).toEqual([]);
  });
});

describe("a crash at any step", () => {
  it("followed by another run loses nothing and doubles nothing", async () => {
    const whole = world();
    whole.add("Alfa", two);
    whole.add("Beta", denied);
    await fullRun(whole);
    const expected = whole.arrived.map((message) => message.id).sort();
    expect(expected).toHaveLength(3);

    let cuts = 0;
    for (let fuse = 0; fuse < whole.steps; fuse++) {
      const w = world();
      w.add("Alfa", two);
      w.add("Beta", denied);
      w.fuse = fuse;
      // What the process held in memory is gone; what stands in the stores and the queue is not.
      await fullRun(w).then(
        () => undefined,
        (thrown) => {
          expect(thrown).toBeInstanceOf(PowerCut);
        },
      );
      if (w.steps > w.fuse) cuts++;
      w.fuse = Number.POSITIVE_INFINITY;
      await fullRun(w);
      expect([...new Set(w.arrived.map((message) => message.id))].sort()).toEqual(expected);
      // Only a cut between sending and recording may send again, and then under the same id, once.
      expect(w.arrived.length).toBeLessThanOrEqual(expected.length + 1);
      expect([...w.deliveries.values()].map((delivery) => delivery.status)).toEqual(expected.map(() => "delivered"));
      expect(w.alerts.size).toBe(3);
      const before = w.arrived.length;
      await fullRun(w);
      expect(w.arrived).toHaveLength(before);
    }
    expect(cuts).toBe(whole.steps);
  });
});

describe("plan and payments", () => {
  it("refuses a payment of nothing and one that arrives before it is made", async () => {
    const w = world();
    const account = w.add("Alfa", short);
    const ports = { records: w.watch.records, policyFor: w.watch.policyFor, clock: w.watch.clock, newId: () => "p1" };
    await expect(registerPayment(account, { amount: fromWhole(0) }, ports)).rejects.toMatchObject({ code: "PAYMENT_INVALID" });
    const backwards = { amount: fromWhole(1), madeOn: plainDate("2026-11-25"), expectedOn: plainDate("2026-11-24") };
    await expect(registerPayment(account, backwards, ports)).rejects.toMatchObject({ code: "PAYMENT_INVALID" });
    expect(w.payments.size).toBe(0);
  });
});
