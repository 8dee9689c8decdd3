import { createHash, randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { hashKey, newApiKey } from "./keys.ts";

describe("newApiKey", () => {
  it("gives a key, its id and its hash", () => {
    const made = newApiKey((n) => randomBytes(n));
    expect(made.key).toMatch(/^svk_[0-9a-hjkmnp-tv-z]{52}$/);
    expect(made.id).toMatch(/^key_[0-9a-hjkmnp-tv-z]{16}$/);
    expect(made.hash).toBe(createHash("sha256").update(made.key).digest("hex"));
    expect(hashKey(made.key)).toBe(made.hash);
  });

  it("draws key and id from different bytes, all of them", () => {
    const asked: number[] = [];
    const { key, id } = newApiKey((n) => new Uint8Array(n).fill(asked.push(n)));
    expect(asked).toEqual([52, 16]);
    expect([key, id]).toEqual([`svk_${"1".repeat(52)}`, `key_${"2".repeat(16)}`]);
  });

  it("never gives the same twice", () => {
    const keys = new Set(Array.from({ length: 200 }, () => newApiKey((n) => randomBytes(n)).key));
    expect(keys.size).toBe(200);
  });
});
