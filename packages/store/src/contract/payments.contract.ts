import { describe, expect, test } from "vitest";
import type { Current } from "../store.contract.ts";
import { day, sampleAccount, samplePayment } from "./samples.fixture.ts";

export function paymentsContract(current: Current): void {
  const account = sampleAccount(1);
  const seen = samplePayment(1, { status: "seen", seenOn: day("2026-11-24") });
  const expired = samplePayment(1, { status: "expired" });

  describe("registered payments", () => {
    test("are listed by the day they were made and taken away one by one", async () => {
      const { store } = current();
      await store.addAccount(account);
      for (const number of [2, 3, 1]) await store.putPayment(account.id, samplePayment(number));
      expect(await store.payments(account.id)).toEqual([1, 2, 3].map((number) => samplePayment(number)));
      expect(await store.removePayment(account.id, "payment-2")).toBe(true);
      expect(await store.removePayment(account.id, "payment-2")).toBe(false);
      expect(await store.payments(account.id)).toEqual([1, 3].map((number) => samplePayment(number)));
      expect(await store.payments(sampleAccount(2).id)).toEqual([]);
    });

    test.each([
      ["under way", [samplePayment(1), samplePayment(1)], samplePayment(1)],
      ["seen", [samplePayment(1), seen], seen],
      ["expired", [samplePayment(1), expired], expired],
      ["seen late", [samplePayment(1), expired, seen], seen],
      ["seen, and registered or expired once more", [samplePayment(1), seen, samplePayment(1), expired], seen],
      ["expired, and registered once more", [samplePayment(1), expired, samplePayment(1)], expired],
    ])("a status never goes back: %s", async (_, writes, standing) => {
      const { store } = current();
      await store.addAccount(account);
      for (const payment of writes) await store.putPayment(account.id, payment);
      expect(await store.payments(account.id)).toEqual([standing]);
    });
  });
}
