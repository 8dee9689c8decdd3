import { addDays, fromWhole, type Minor, type PlainDate, plainDate } from "@saldovakt/domain";
import { describe, expect, it } from "vitest";
import { paymentDays, registerPayment } from "./payments.ts";
import { world as newWorld, observed } from "./world.fixture.ts";

function world() {
  const made = newWorld();
  const account = made.add("Alfa", observed(1_000, [["2026-12-14", -5_000]], made.today));
  let drawn = 0;
  const { records, policyFor, clock } = made.watch;
  const ports = { records, policyFor, clock, newId: () => `pay_${drawn++}` };
  const register = (amount: number, more: { madeOn?: PlainDate; expectedOn?: PlainDate; id?: string } = {}) =>
    registerPayment(account, { amount: fromWhole(amount), ...more }, ports);
  return { ...made, account, ports, register };
}

describe("a registered payment", () => {
  it("is made between thirty days ago and the forecast's last day, and no other day", async () => {
    const { account, ports, register, today, policy } = world();
    const [first, last] = paymentDays(account, ports);
    expect([first, last]).toEqual([addDays(today, -30), addDays(today, policy.horizonDays)]);
    for (const madeOn of [first, today, last]) expect(await register(1, { madeOn })).toMatchObject({ madeOn, status: "under-way" });
    for (const madeOn of [addDays(first, -1), addDays(last, 1), plainDate("2020-11-23"), plainDate("2030-11-23")]) {
      await expect(register(1, { madeOn })).rejects.toMatchObject({ code: "PAYMENT_DAY", scope: "input" });
    }
  });

  it("is of an amount that somebody may have paid, and arrives within thirty days", async () => {
    const { register, today, payments, account, ports } = world();
    await expect(register(900_000_000_000)).rejects.toMatchObject({ code: "PAYMENT_INVALID" });
    await expect(registerPayment(account, { amount: 1_000_000_000_001 as Minor }, ports)).rejects.toMatchObject({
      code: "PAYMENT_INVALID",
    });
    await expect(register(1, { expectedOn: addDays(today, 31) })).rejects.toMatchObject({ code: "PAYMENT_INVALID" });
    expect(payments.size).toBe(0);
    expect(await register(10_000_000_000, { expectedOn: addDays(today, 30) })).toMatchObject({ amount: 1_000_000_000_000 });
  });

  it("is none where claims are paid one by one: it would change nothing", async () => {
    const { account, ports, payments } = world();
    const norwegian = { ...account, source: "skatteetaten" } as const;
    await expect(registerPayment(norwegian, { amount: fromWhole(1) }, ports)).rejects.toMatchObject({
      code: "PAYMENT_NOT_COUNTED",
      scope: "input",
    });
    expect(payments.size).toBe(0);
  });

  it("is one when it is registered twice under one id, also at once", async () => {
    const { register, payments } = world();
    const [first, again] = await Promise.all([register(100, { id: "pay_a" }), register(100, { id: "pay_a" })]);
    expect(again).toEqual(first);
    expect(await register(999, { id: "pay_a" })).toEqual(first);
    expect(payments.size).toBe(1);
    await register(100);
    expect(payments.size).toBe(2);
  });
});
