import { NOW } from "./companies.fixture.ts";
import type { ApiKey, WebPorts } from "./ports.ts";

/** Keys as the store gives them, over a map by their hash. */
export function fakeKeys(keys: Map<string, ApiKey>): WebPorts["keys"] {
  return {
    keys: async () => [...keys.values()].map((key) => ({ createdAt: NOW, ...key })),
    async revokeKey(id, at) {
      const key = [...keys.values()].find((each) => each.id === id);
      if (key) keys.set(key.hash, { ...key, revokedAt: at });
      return key !== undefined;
    },
    keyByHash: async (hash) => keys.get(hash) ?? null,
    keyById: async (id) => [...keys.values()].find((key) => key.id === id) ?? null,
    async touchKey(id, at) {
      const key = [...keys.values()].find((each) => each.id === id);
      if (key) keys.set(key.hash, { ...key, lastUsedAt: at });
    },
    putKey: async (record) => void keys.set(record.hash, record),
  };
}

/** Slots by the rule of the store's, for the rate of each key. */
export function memorySlots(): WebPorts["slots"] {
  const next = new Map<string, number>();
  return {
    async reserveSlots(key, count, spacingMs, notBefore) {
      const first = Math.max(next.get(key) ?? 0, notBefore);
      next.set(key, first + count * spacingMs);
      return first;
    },
  };
}
