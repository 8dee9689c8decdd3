import { instant } from "@saldovakt/domain";
import { describe, expect, test } from "vitest";
import { forgetOrders, type KnownOrder, memoryOf } from "./memory.ts";

const ISSUER = "https://test.maskinporten.no/";
const AT = instant(Date.parse("2026-11-22T10:00:00Z"));

/** Facts as the store keeps them. `before` runs between a reading and its writing, as another process would. */
function facts(before: (name: string) => Promise<void> = async () => {}) {
  const kept = new Map<string, { value: string; version: number }>();
  return {
    kept,
    fact: async (name: string) => kept.get(name) ?? null,
    async putFact(name: string, value: string, expected: number) {
      await before(name);
      if ((kept.get(name)?.version ?? 0) !== expected) return false;
      kept.set(name, { value, version: expected + 1 });
      return true;
    },
  };
}

const order = (id: string, org: string, more: Partial<KnownOrder> = {}): KnownOrder => ({ id, org, kind: "standard", at: AT, ...more });

describe("what is kept of orders", () => {
  test("is one for every system user, the latest", async () => {
    const memory = memoryOf(facts(), ISSUER);
    expect([await memory.system(), await memory.orders()]).toEqual([null, []]);
    await memory.keepSystem("310000027_saldovakt");
    await memory.keepOrder(order("a", "313367002"));
    await memory.keepOrder(order("b", "313367002", { externalRef: "7" }));
    await memory.keepOrder(order("c", "313367002"));
    expect(await memory.system()).toBe("310000027_saldovakt");
    expect((await memory.orders()).map(({ id }) => id)).toEqual(["b", "c"]);
    expect(await memory.forget({ org: "313367002", externalRef: "7" })).toBe(1);
    expect(await memory.forget({ org: "313367002", externalRef: "7" })).toBe(0);
    expect((await memory.orders()).map(({ id }) => id)).toEqual(["c"]);
  });

  test("goes with its organisation's account", async () => {
    const store = facts();
    const memory = memoryOf(store, ISSUER);
    for (const [id, ref] of [
      ["a", {}],
      ["b", { externalRef: "7" }],
    ] as const)
      await memory.keepOrder(order(id, "313367002", ref));
    await memory.keepOrder(order("c", "310000027"));
    await forgetOrders(store, {}, "313367002");
    expect(await memory.orders()).toHaveLength(3);
    await forgetOrders(store, { maskinporten: { environment: "test", secret: "env:M" } }, "313367002");
    expect((await memory.orders()).map(({ id }) => id)).toEqual(["c"]);
  });

  test("is another in production than in test", async () => {
    const store = facts();
    await memoryOf(store, ISSUER).keepOrder(order("a", "313367002"));
    expect(await memoryOf(store, "https://maskinporten.no/").orders()).toEqual([]);
    // No number in a name: names are keys, which logs and consoles show.
    for (const name of store.kept.keys()) expect(name).not.toMatch(/\d{9}/);
  });

  test("loses nothing to somebody who writes at the same time", async () => {
    let others = 3;
    const store = facts(async () => {
      if (others-- > 0)
        await memoryOf({ ...store, putFact: quiet.putFact }, ISSUER).keepOrder(order(`other ${others}`, `31000000${others}`));
    });
    const quiet = { ...facts(), fact: store.fact };
    quiet.putFact = async (name, value, expected) => {
      store.kept.set(name, { value, version: expected + 1 });
      return true;
    };
    await memoryOf(store, ISSUER).keepOrder(order("mine", "313367002"));
    expect((await memoryOf(store, ISSUER).orders()).map(({ id }) => id)).toEqual(["other 2", "other 1", "other 0", "mine"]);
  });

  test("is given up after a while where others never rest", async () => {
    const store = { fact: async () => null, putFact: async () => false };
    await expect(memoryOf(store, ISSUER).keepSystem("x")).rejects.toMatchObject({ code: "STORE_UNREACHABLE", scope: "transient" });
  });

  test.each(["", "{", "null", '{"a":1}', "[1,null,{}]"])("is nothing where it was damaged: %s", async (value) => {
    const store = facts();
    store.kept.set("norway.test.maskinporten.no.orders", { value, version: 7 });
    const memory = memoryOf(store, ISSUER);
    expect(await memory.orders()).toEqual([]);
    await memory.keepOrder(order("a", "313367002"));
    expect((await memory.orders()).map(({ id }) => id)).toEqual(["a"]);
  });
});
