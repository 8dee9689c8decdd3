import { describe, expect, test } from "vitest";
import type { Current } from "../store.contract.ts";
import { at, sampleAccount } from "./samples.fixture.ts";

export function signInsContract(current: Current): void {
  const account = sampleAccount(1);
  const neighbour = sampleAccount(2);

  describe("sign-ins under way", () => {
    const pending = (id: string, hour = 1) => ({ id, expiresAt: at(hour), body: `what ${id} needs` });

    test("are given once, of several who ask at once to one", async () => {
      const { store, another } = current();
      await store.putPendingSignIn(pending("a"));
      await store.putPendingSignIn(pending("b"));
      const taken = await Promise.all([store, another(), store, another()].map((each) => each.takePendingSignIn("a")));
      expect(taken.filter((each) => each !== null)).toEqual([pending("a")]);
      expect(await store.takePendingSignIn("a")).toBeNull();
      expect(await another().takePendingSignIn("b")).toEqual(pending("b"));
      expect(await store.takePendingSignIn("c")).toBeNull();
    });

    test("are swept when they are over", async () => {
      const { store } = current();
      await store.putPendingSignIn(pending("old", 1));
      await store.putPendingSignIn(pending("new", 3));
      expect(await store.prune(at(2))).toBe(1);
      expect(await store.takePendingSignIn("old")).toBeNull();
      expect(await store.takePendingSignIn("new")).toEqual(pending("new", 3));
    });
  });

  describe("an account's sign-in", () => {
    test("is written over the version that was read and no other", async () => {
      const { store, another } = current();
      await store.addAccount(account);
      expect(await store.signIn(account.id)).toBeNull();
      expect(await store.putSignIn(account.id, "v0", { version: "v1", body: "sealed" })).toBe(false);
      expect(await store.putSignIn(account.id, null, { version: "v1", body: "sealed" })).toBe(true);
      expect(await another().putSignIn(account.id, null, { version: "x", body: "late" })).toBe(false);
      expect(await another().putSignIn(account.id, "v1", { version: "v2", body: "renewed" })).toBe(true);
      expect(await store.putSignIn(account.id, "v1", { version: "x", body: "late" })).toBe(false);
      expect(await store.signIn(account.id)).toEqual({ version: "v2", body: "renewed" });
    });

    test("of several who write at once over the same version, one wins", async () => {
      const { store, another } = current();
      await store.addAccount(account);
      await store.putSignIn(account.id, null, { version: "v1", body: "sealed" });
      const stores = [store, another(), another(), store];
      const won = await Promise.all(stores.map((each, n) => each.putSignIn(account.id, "v1", { version: `w${n}`, body: String(n) })));
      expect(won.filter(Boolean)).toHaveLength(1);
      expect(await store.signIn(account.id)).toEqual({ version: `w${won.indexOf(true)}`, body: String(won.indexOf(true)) });
    });

    test("is removed by its version, or whatever it is", async () => {
      const { store } = current();
      for (const each of [account, neighbour]) {
        await store.addAccount(each);
        await store.putSignIn(each.id, null, { version: "v1", body: "sealed" });
      }
      await store.removeSignIn(account.id, "v0");
      expect(await store.signIn(account.id)).not.toBeNull();
      await store.removeSignIn(account.id, "v1");
      expect(await store.signIn(account.id)).toBeNull();
      await store.removeSignIn(account.id);
      await store.removeSignIn(neighbour.id);
      expect(await store.signIn(neighbour.id)).toBeNull();
    });

    test("goes with its account, and is kept for none that is gone", async () => {
      const { store } = current();
      await store.addAccount(account);
      await store.putSignIn(account.id, null, { version: "v1", body: "sealed" });
      expect(JSON.stringify(await store.exportAccount(account.id))).not.toContain("sealed");
      await store.eraseAccount(account.id);
      expect(await store.signIn(account.id)).toBeNull();
      expect(await store.putSignIn(account.id, null, { version: "v2", body: "late" })).toBe(false);
      expect(await store.signIn(account.id)).toBeNull();
    });
  });

  test("an account that is read by sign-in only is kept as such, until it is not", async () => {
    const { store } = current();
    await store.addAccount({ ...account, reading: "interactive" });
    expect((await store.account(account.id))?.account.reading).toBe("interactive");
    await store.updateAccount(account.id, { reading: null });
    expect((await store.account(account.id))?.account.reading).toBeUndefined();
    await store.updateAccount(account.id, { reading: "interactive" });
    expect((await store.account(account.id))?.account.reading).toBe("interactive");
  });
}
