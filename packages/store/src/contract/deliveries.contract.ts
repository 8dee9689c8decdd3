import { describe, expect, test } from "vitest";
import type { DeliveryRecord } from "../port.ts";
import type { Current } from "../store.contract.ts";
import { at, sampleAccount, sampleDelivery } from "./samples.fixture.ts";

export function deliveriesContract(current: Current): void {
  const account = sampleAccount(1);
  const attempt = (status: DeliveryRecord["status"], attempts: number, fault?: string): DeliveryRecord =>
    sampleDelivery(account, 1, { status, attempts, lastAt: at(3 + attempts), ...(fault && { fault }) });

  describe("deliveries", () => {
    test("the last outcome stands until one is final", async () => {
      const { store } = current();
      await store.addAccount(account);
      const id = attempt("pending", 1).id;
      expect(await store.delivery(id)).toBeNull();
      for (const record of [attempt("pending", 1, "HOOK_503"), attempt("failed", 2), attempt("pending", 3), attempt("delivered", 4)]) {
        expect(await store.putDelivery(record)).toEqual(record);
        expect(await store.delivery(id)).toEqual(record);
      }
    });

    test.each(["delivered", "disabled"] as const)("%s is never changed again", async (status) => {
      const { store } = current();
      await store.addAccount(account);
      const final = attempt(status, 2);
      await store.putDelivery(final);
      for (const late of ["pending", "failed", "delivered", "disabled"] as const) {
        expect(await store.putDelivery(attempt(late, 3))).toEqual(final);
        expect(await store.delivery(final.id)).toEqual(final);
      }
    });

    test("of writers at once the one that says delivered wins, in whatever order they come", async () => {
      const { store, another } = current();
      await store.addAccount(account);
      const other = another();
      const writes = [attempt("pending", 1), attempt("failed", 2), attempt("delivered", 3), attempt("pending", 4), attempt("failed", 5)];
      await Promise.all(writes.map((record, index) => (index % 2 ? store : other).putDelivery(record)));
      expect(await store.delivery(attempt("delivered", 3).id)).toEqual(attempt("delivered", 3));
    });

    test("a message of the installation belongs to no account", async () => {
      const { store } = current();
      const record = sampleDelivery(null, 1, { alertType: "certificate.expiring", status: "delivered" });
      expect(await store.putDelivery(record)).toEqual(record);
      expect(await store.delivery(record.id)).toEqual(record);
    });
  });

  describe("recipients", () => {
    test("are disabled one by one, for good", async () => {
      const { store, another } = current();
      expect(await store.isRecipientDisabled("rcp_1")).toBe(false);
      await store.disableRecipient("rcp_1", at(1));
      await store.disableRecipient("rcp_1", at(2));
      expect(await another().isRecipientDisabled("rcp_1")).toBe(true);
      expect(await store.isRecipientDisabled("rcp_2")).toBe(false);
    });
  });
}
