import { describe, expect, test } from "vitest";
import type { DeliveryRecord, RecipientRecord } from "../port.ts";
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

  describe("what went to a recipient", () => {
    const begun = (number: number, hours: number, change: Partial<DeliveryRecord> = {}) =>
      sampleDelivery(account, number, { firstAt: at(hours), lastAt: at(hours), ...change });

    async function pages(of: Current, recipient: string, limit: number): Promise<DeliveryRecord[]> {
      const read: DeliveryRecord[] = [];
      for (;;) {
        const last = read.at(-1);
        const page = await of().store.deliveriesOf(recipient, limit, last && { at: last.firstAt, id: last.id });
        expect(page.length).toBeLessThanOrEqual(limit);
        read.push(...page);
        if (page.length < limit) return read;
      }
    }

    test("is listed by when it was begun, newest first, page by page, with the outcome that stands", async () => {
      const { store } = current();
      await store.addAccount(account);
      const records = Array.from({ length: 12 }, (_, index) => begun(index, Math.floor(index / 2)));
      for (const record of records) await store.putDelivery(record);
      await store.putDelivery(begun(20, 3, { recipient: "rcp_2" }));
      const newest = records.toSorted((a, b) => (`${a.firstAt}|${a.id}` < `${b.firstAt}|${b.id}` ? 1 : -1));
      for (const limit of [1, 5, 12, 30]) expect(await pages(current, "rcp_1", limit)).toEqual(newest);
      expect(await store.deliveriesOf("rcp_1", 0)).toEqual([]);
      expect(await store.deliveriesOf("rcp_3", 10)).toEqual([]);
      const told = { ...(records[0] as DeliveryRecord), status: "delivered", attempts: 4, lastAt: at(90), alertId: "alert 1" } as const;
      await store.putDelivery(told);
      expect((await store.deliveriesOf("rcp_1", 20)).at(-1)).toEqual(told);
    });

    test("holds a delivery once, also when several begin it at once, and those of no account", async () => {
      const { store, another } = current();
      await store.addAccount(account);
      const other = another();
      const installation = (attempts: number) =>
        sampleDelivery(null, 1, { alertType: "certificate.expiring", attempts, firstAt: at(attempts), lastAt: at(attempts) });
      await Promise.all(
        [1, 2, 3, 4].flatMap((hours) => [
          (hours % 2 ? store : other).putDelivery(begun(1, hours)),
          (hours % 2 ? store : other).putDelivery(installation(hours)),
        ]),
      );
      const found = await store.deliveriesOf("rcp_1", 10);
      expect(found.map(({ id }) => id).sort()).toEqual([begun(1, 1).id, installation(1).id].sort());
      for (const record of found) expect(await store.delivery(record.id)).toEqual(record);
    });

    test("goes with what is pruned and with an account that is erased, and the rest stays", async () => {
      const { store } = current();
      await store.addAccount(account);
      await store.addAccount(sampleAccount(2));
      const kept = sampleDelivery(sampleAccount(2), 1, { firstAt: at(50), lastAt: at(50) });
      for (const record of [begun(1, 1), begun(2, 60), kept]) await store.putDelivery(record);
      expect(await store.prune(at(40))).toBe(1);
      expect(await store.deliveriesOf("rcp_1", 10)).toEqual([begun(2, 60), kept]);
      await store.eraseAccount(account.id);
      expect(await store.deliveriesOf("rcp_1", 10)).toEqual([kept]);
    });
  });

  describe("recipients added by hand", () => {
    const added = (number: number, change: Partial<RecipientRecord> = {}): RecipientRecord => ({
      key: `rcp_${number}`,
      channel: "webhook",
      target: { url: `https://example.com/${number}` },
      secrets: [{ secret: `invented ${number}`, until: null }],
      accounts: null,
      createdAt: at(number),
      ...change,
    });

    test("are found by their key, listed oldest first, replaced and removed", async () => {
      const { store, another } = current();
      expect(await store.recipients()).toEqual([]);
      expect(await store.recipient("rcp_1")).toBeNull();
      const limited = added(2, {
        channel: "email",
        target: { address: "a@example.com" },
        accounts: [account.id],
        language: "nb",
        by: { kind: "user", id: "usr_1", lasting: false },
      });
      for (const record of [added(3), added(1), limited]) await store.putRecipient(record);
      expect(await another().recipients()).toEqual([added(1), limited, added(3)]);
      const rotated = added(1, {
        secrets: [
          { secret: "new", until: null },
          { secret: "invented 1", until: at(30) },
        ],
        discreet: true,
      });
      await store.putRecipient(rotated);
      expect(await store.recipient("rcp_1")).toEqual(rotated);
      expect(await store.removeRecipient("rcp_1")).toBe(true);
      expect(await store.removeRecipient("rcp_1")).toBe(false);
      expect(await store.recipients()).toEqual([limited, added(3)]);
    });

    test("stay as they are when an account they are told of is erased", async () => {
      const { store } = current();
      await store.addAccount(account);
      const limited = added(1, { accounts: [account.id, sampleAccount(2).id] });
      await store.putRecipient(limited);
      await store.putRecipient(added(2, { accounts: null }));
      await store.eraseAccount(account.id);
      expect(await store.recipient("rcp_2")).toEqual(added(2));
      expect(await store.recipient("rcp_1")).toEqual(limited);
    });
  });

  describe("recipients", () => {
    test("are disabled one by one, until they are enabled again", async () => {
      const { store, another } = current();
      expect(await store.isRecipientDisabled("rcp_1")).toBe(false);
      await store.disableRecipient("rcp_1", at(1));
      await store.disableRecipient("rcp_1", at(2));
      expect(await another().isRecipientDisabled("rcp_1")).toBe(true);
      expect(await store.isRecipientDisabled("rcp_2")).toBe(false);
      await store.disableRecipient("rcp_2", at(1));
      await store.enableRecipient("rcp_1");
      await store.enableRecipient("rcp_3");
      expect(await another().isRecipientDisabled("rcp_1")).toBe(false);
      expect(await store.isRecipientDisabled("rcp_2")).toBe(true);
    });
  });
}
