import { type Account, accountId, addDays, fromWhole, type PlainDate, plainDate } from "@saldovakt/domain";
import { describe, expect, it } from "vitest";
import { lastForecast, listAccounts } from "./answer.ts";
import type { Summary } from "./ports.ts";
import { summaryOf } from "./summary.ts";
import { watchAccount } from "./watch.ts";
import { observed, world } from "./world.fixture.ts";

const READ = plainDate("2026-11-23");
const SHORT = observed(1_000, [["2026-12-14", -5_000]], READ);
const all = () => true;

async function read(count = 1) {
  const w = world();
  const accounts = Array.from({ length: count }, (_, n) => w.add(`Bolag ${n}`, SHORT));
  for (const { id } of accounts) await watchAccount(id, w.watch);
  return { w, accounts };
}

describe("the list of accounts on another day than they were read", () => {
  it.each([1, 7, 18, 21, 22, 27, 60])("says what each account's own forecast says %i days later", async (days) => {
    const { w, accounts } = await read();
    const [account] = accounts;
    if (!account) throw new Error("no account");
    w.today = addDays(READ, days);
    const [line] = await listAccounts(w.watch.accounts, all, w.watch);
    const { asOf: _, readAt: __, day, ...said } = summaryOf((await lastForecast(account, w.watch))?.forecast as never);
    expect(line).toMatchObject(said);
    expect(day).toBe(w.today);
    if (line?.payBy) expect(line.payBy >= w.today).toBe(true);
    if (line?.nextDueDate) expect(line.nextDueDate >= w.today).toBe(true);
    expect(w.summaries.get(account.id)?.day).toBe(w.today);
  });

  it("reads nothing more once a line is of today", async () => {
    const { w } = await read();
    w.today = addDays(READ, 1);
    await listAccounts(w.watch.accounts, all, w.watch);
    const before = w.steps;
    await listAccounts(w.watch.accounts, all, w.watch);
    expect(w.steps).toBe(before);
  });

  it("counts a payment that has expired since no longer", async () => {
    const { w, accounts } = await read();
    const [account] = accounts;
    if (!account) throw new Error("no account");
    const payment = (expiresOn: PlainDate) => ({
      id: "pay_1",
      amount: fromWhole(4_000),
      madeOn: READ,
      expectedOn: READ,
      expiresOn,
      registeredAt: SHORT.readAt,
      status: "under-way" as const,
    });
    await w.watch.records.putPayment(account.id, payment(addDays(READ, 3)));
    w.today = addDays(READ, 1);
    expect((await listAccounts(w.watch.accounts, all, w.watch))[0]).toMatchObject({ shortfall: { amount: "0.00" }, payBy: null });
    w.today = addDays(READ, 4);
    expect((await listAccounts(w.watch.accounts, all, w.watch))[0]).toMatchObject({ shortfall: { amount: "4000.00" } });
  });

  it("leaves others' alone, and those that were never read", async () => {
    const { w, accounts } = await read(2);
    w.add("Oläst", SHORT);
    w.today = addDays(READ, 1);
    const [own, other] = accounts.map(({ id }) => id);
    const lines = await listAccounts(w.watch.accounts, (id) => id !== other, w.watch);
    expect(lines.map(({ severity }) => severity)).toEqual(["unread", "notice"]);
    expect([own, other].map((id) => id && w.summaries.get(id)?.day)).toEqual([w.today, READ]);
  });

  it("makes so many anew at a time, and says of the rest nothing of days that are over", async () => {
    const { w, accounts } = await read();
    const idOf = (n: number) => accountId(Uint8Array.from({ length: 20 }, (_, i) => (i < 16 ? 7 : (n >> (5 * (19 - i))) & 31)));
    for (let n = 1; n < 320; n++) {
      const account = { ...(accounts[0] as Account), id: idOf(n) };
      w.accounts.set(account.id, account);
      await watchAccount(account.id, w.watch);
    }
    w.today = plainDate("2026-12-20");
    const lines = await listAccounts(w.watch.accounts, all, w.watch);
    for (const { payBy, nextDueDate, severity } of lines) {
      expect([payBy, severity]).toEqual([w.today, "critical"]);
      expect(nextDueDate === null || nextDueDate >= w.today).toBe(true);
    }
    const renewed = () => [...w.summaries.values()].filter(({ day }) => day === w.today).length;
    expect(renewed()).toBe(300);
    await listAccounts(w.watch.accounts, all, w.watch);
    expect(renewed()).toBe(320);
  });

  it("renews a summary of before days were kept, and lists an account whose records cannot be read", async () => {
    const { w, accounts } = await read(2);
    const [old, broken] = accounts.map(({ id }) => id);
    if (!old || !broken) throw new Error("no accounts");
    const { day: _, ...without } = w.summaries.get(old) as Summary;
    w.summaries.set(old, without);
    w.summaries.set(broken, { ...without, payBy: plainDate("2026-11-22") });
    const records = {
      ...w.watch.records,
      observation: (id: typeof old) => (id === broken ? Promise.reject(new Error("damaged")) : w.watch.records.observation(id)),
    };
    const lines = await listAccounts(w.watch.accounts, all, { ...w.watch, records });
    expect(lines.find(({ id }) => id === broken)).toMatchObject({ payBy: READ, severity: "critical" });
    expect(w.summaries.get(old)?.day).toBe(READ);
  });
});
