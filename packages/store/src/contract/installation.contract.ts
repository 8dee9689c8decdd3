import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SessionRecord } from "../port.ts";
import type { Current } from "../store.contract.ts";
import { at, sampleAccount, sampleKey } from "./samples.fixture.ts";

const START = Date.UTC(2026, 10, 20, 5);

export function installationContract(current: Current): void {
  describe("the shared call rate", () => {
    test("slots follow each other, and never lie before the caller's time", async () => {
      const { store } = current();
      expect(await store.reserveSlots("skatteverket", 1, 250, START)).toBe(START);
      expect(await store.reserveSlots("skatteverket", 3, 250, START)).toBe(START + 250);
      expect(await store.reserveSlots("skatteverket", 1, 250, START)).toBe(START + 1_000);
      expect(await store.reserveSlots("skatteetaten", 1, 250, START)).toBe(START);
      expect(await store.reserveSlots("skatteverket", 2, 250, START + 5_000)).toBe(START + 5_000);
      expect(await store.reserveSlots("skatteverket", 1, 250, START)).toBe(START + 5_500);
    });

    test("a slot reserved by a clock that was far ahead holds nobody up", async () => {
      const { store } = current();
      const month = 30 * 86_400_000;
      expect(await store.reserveSlots("ahead", 1, 250, START + month)).toBe(START + month);
      expect(await store.reserveSlots("ahead", 1, 250, START)).toBe(START);
      expect(await store.reserveSlots("ahead", 1, 250, START)).toBe(START + 250);
    });

    test("slots reserved at once by several never overlap and keep their distance", async () => {
      const { store, another } = current();
      const stores = [store, another(), another()];
      const wishes = [1, 4, 2, 1, 3, 1, 2, 5, 1, 1, 2, 1, 3, 1, 2].map((count, index) => ({
        count,
        notBefore: START + (index % 4) * 700.5,
      }));
      const spacing = 1000 / 3;
      const slots = await Promise.all(
        wishes.map(async ({ count, notBefore }, index) => {
          const first = await stores[index % 3]?.reserveSlots("shared", count, spacing, notBefore);
          expect(first).toBeGreaterThanOrEqual(notBefore);
          return Array.from({ length: count }, (_, slot) => (first ?? 0) + slot * spacing);
        }),
      );
      const times = slots.flat().sort((a, b) => a - b);
      const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
      expect(times).toHaveLength(30);
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(spacing - 0.001); // a double is no more precise at this size
    });

    test("whatever is asked for in a row, no two slots are closer than the spacing", async () => {
      const { store } = current();
      const wish = fc.record({ count: fc.integer({ min: 1, max: 9 }), later: fc.integer({ min: -3_000, max: 3_000 }) });
      let run = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(wish, { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 1_500 }), async (wishes, spacing) => {
          const name = `rate ${run++}`;
          let free = 0;
          for (const { count, later } of wishes) {
            const first = await store.reserveSlots(name, count, spacing, START + later);
            expect(first).toBe(Math.max(free, START + later));
            free = first + count * spacing;
          }
        }),
        { numRuns: 10 },
      );
    });
  });

  describe("facts", () => {
    test("are written over the version that was read and no other", async () => {
      const { store } = current();
      expect(await store.fact("last pass")).toBeNull();
      expect(await store.putFact("last pass", "a", 1)).toBe(false);
      expect(await store.putFact("last pass", "a", 0)).toBe(true);
      expect(await store.putFact("last pass", "b", 0)).toBe(false);
      expect(await store.putFact("last pass", "", 1)).toBe(true);
      expect(await store.fact("last pass")).toEqual({ value: "", version: 2 });
      expect(await store.fact("last fault")).toBeNull();
    });

    test("of several writers at once exactly one wins", async () => {
      const { store, another } = current();
      const other = another();
      for (const version of [0, 1]) {
        const wins = await Promise.all(
          Array.from({ length: 8 }, (_, index) => (index % 2 ? store : other).putFact("pass", `${version}-${index}`, version)),
        );
        expect(wins.filter(Boolean)).toHaveLength(1);
        expect(await store.fact("pass")).toEqual({ value: `${version}-${wins.indexOf(true)}`, version: version + 1 });
      }
    });
  });

  describe("API keys", () => {
    test("are found by their hash and listed oldest first", async () => {
      const { store } = current();
      const limited = sampleKey(2, { accounts: [sampleAccount(1).id], scopes: ["read", "write"] });
      for (const record of [sampleKey(3), sampleKey(1), limited]) await store.putKey(record);
      expect(await store.keyByHash(limited.hash)).toEqual(limited);
      expect(await store.keyByHash(sampleKey(4).hash)).toBeNull();
      expect(await store.keys()).toEqual([sampleKey(1), limited, sampleKey(3)]);
    });

    test("are found by their id, whether revoked or not, with the key that made them", async () => {
      const { store, another } = current();
      const calendar = sampleKey(2, { scopes: ["calendar"], accounts: [sampleAccount(1).id], parent: "key_1" });
      for (const record of [sampleKey(1), calendar]) await store.putKey(record);
      expect(await another().keyById("key_2")).toEqual(calendar);
      expect(await store.keyById("key_3")).toBeNull();
      await store.revokeKey("key_2", at(9));
      expect(await store.keyById("key_2")).toEqual({ ...calendar, revokedAt: at(9) });
    });

    test("keep the last moment they were used, whoever comes late, and stay revoked", async () => {
      const { store, another } = current();
      for (const number of [1, 2]) await store.putKey(sampleKey(number));
      await store.touchKey("key_9", at(5));
      await store.touchKey("key_1", at(5));
      await another().touchKey("key_1", at(7));
      await store.touchKey("key_1", at(6));
      await store.revokeKey("key_1", at(8));
      const used = sampleKey(1, { lastUsedAt: at(7), revokedAt: at(8) });
      expect(await store.keyByHash(used.hash)).toEqual(used);
      expect(await store.keyById("key_1")).toEqual(used);
      expect(await store.keys()).toEqual([used, sampleKey(2)]);
    });

    test("a revoked key stays revoked, from the first moment on, also when it is written again", async () => {
      const { store, another } = current();
      await store.putKey(sampleKey(1));
      await store.putKey(sampleKey(2));
      expect(await store.revokeKey("key_9", at(5))).toBe(false);
      expect(await store.revokeKey("key_1", at(5))).toBe(true);
      expect(await store.revokeKey("key_1", at(6))).toBe(true);
      await store.putKey(sampleKey(1));
      const revoked = sampleKey(1, { revokedAt: at(5) });
      expect(await another().keyByHash(revoked.hash)).toEqual(revoked);
      expect(await store.keys()).toEqual([revoked, sampleKey(2)]);
    });
  });

  describe("sessions", () => {
    const session = (number: number, from: number, change: Partial<SessionRecord> = {}): SessionRecord => ({
      hash: sampleKey(100 + number).hash,
      keyId: "key_1",
      createdAt: at(from),
      expiresAt: at(from + 12),
      ...change,
    });

    test("are found by their hash until they are ended, and are never prolonged", async () => {
      const { store, another } = current();
      expect(await store.session(session(1, 1).hash)).toBeNull();
      await store.putSession(session(1, 1));
      await store.putSession(session(2, 1));
      await store.putSession(session(1, 2, { keyId: "key_2" }));
      expect(await another().session(session(1, 1).hash)).toEqual(session(1, 1));
      await store.endSession(session(1, 1).hash);
      await store.endSession(session(1, 1).hash);
      expect(await store.session(session(1, 1).hash)).toBeNull();
      expect(await store.session(session(2, 1).hash)).toEqual(session(2, 1));
    });

    test("that are over are pruned, and no other", async () => {
      const { store } = current();
      for (const each of [session(1, 1), session(2, 3), session(3, 12)]) await store.putSession(each);
      expect(await store.prune(at(14))).toBe(1);
      expect(await store.session(session(1, 1).hash)).toBeNull();
      expect(await store.session(session(2, 3).hash)).toEqual(session(2, 3));
      expect(await store.prune(at(100))).toBe(2);
    });
  });
}
