import { expect, test } from "vitest";
import type { Store } from "../port.ts";
import type { Current } from "../store.contract.ts";
import { sampleGroup, sampleUser } from "./people.fixture.ts";
import { at, sampleAccount, sampleAlert, sampleKey, sampleObservation, samplePayment, sampleSummary } from "./samples.fixture.ts";

const account = sampleAccount(1);

/** Everything that changes what somebody may have asked for; `n` names what an erasure does not take along. */
const WRITES: Readonly<Record<string, (store: Store, n: number) => Promise<unknown>>> = {
  "another account": (store, n) => store.addAccount(sampleAccount(2 + n)),
  "an account's name": (store) => store.updateAccount(account.id, { name: "Nya Namnet AB" }),
  "a summary": (store) => store.putSummary(account.id, sampleSummary()),
  "an observation": (store) => store.putObservation(account.id, sampleObservation(account)),
  "an observation of the same moment": (store) =>
    store.putObservation(account.id, sampleObservation(account, { nextReconciliation: null })),
  "a record": async (store) => store.putRecord(account.id, 0, { remembered: (await store.record(account.id)).remembered, outbox: [] }),
  "an alert": (store) => store.putAlert(account.id, sampleAlert(1)),
  "a payment": (store) => store.putPayment(account.id, samplePayment(1)),
  "a payment less": (store) => store.removePayment(account.id, samplePayment(1).id),
  "a key": (store, n) => store.putKey(sampleKey(n)),
  "a key's use": (store, n) => store.touchKey(sampleKey(n).id, at(5)),
  "a key's end": (store, n) => store.revokeKey(sampleKey(n).id, at(6)),
  "a fact": (store, n) => store.putFact(`fact ${n}`, "1", 0),
  "a user": (store, n) => store.putUser(sampleUser(n), 0),
  "a user's role": (store, n) => store.putUser(sampleUser(n, { role: "reader" }), 1),
  "a group": (store, n) => store.putGroup(sampleGroup(n), 0),
  "a group less": (store, n) => store.removeGroup(sampleGroup(n).id),
  "an erased user": (store, n) => store.eraseUser(sampleUser(n).id),
  "an erasure": (store) => store.eraseAccount(account.id),
};

export function markContract(current: Current): void {
  test("the mark moves with every change, whoever makes it, and stands still while nothing changes", async () => {
    const { store, another } = current();
    const other = another();
    if ((await store.mark()) === null) {
      expect(await other.mark()).toBeNull(); // a state that cannot tell says so to everybody
      return;
    }
    for (const [n, writer] of [store, other].entries()) {
      await store.addAccount(account);
      for (const [what, write] of Object.entries(WRITES)) {
        const [before, elsewhere] = [await store.mark(), await other.mark()];
        await store.account(account.id);
        await store.observation(account.id);
        await store.payments(account.id);
        expect([await store.mark(), await other.mark()], `reading before ${what}`).toEqual([before, elsewhere]);
        await write(writer, n);
        expect(await store.mark(), what).not.toBe(before);
        expect(await other.mark(), what).not.toBe(elsewhere);
      }
    }
  });

  test("slots of the shared call rate and lines of the audit log leave the mark where it is", async () => {
    const { store } = current();
    const before = await store.mark();
    await store.reserveSlots("api:key", 20, 50, Date.UTC(2026, 10, 20));
    const principal = { kind: "key", id: "key_1" } as const;
    for (const how of ["lightly", undefined] as const)
      await store.putAudit({ id: `a ${how}`, at: at(1), principal, action: "account.read", outcome: "permitted" }, how);
    expect(await store.mark()).toBe(before);
  });
}
