import { NOTHING_REMEMBERED } from "@saldovakt/domain";
import { expect, it } from "vitest";
import { INSTALLATION, installationRecords } from "./installation.ts";

it("remembers of the installation one fact, written only over the version that was read", async () => {
  let kept: { value: string; version: number } | null = null;
  const records = installationRecords({
    fact: async () => kept,
    putFact: async (_, value, expected) => {
      if ((kept?.version ?? 0) !== expected) return false;
      kept = { value, version: expected + 1 };
      return true;
    },
  });
  expect(await records.record(INSTALLATION.id)).toEqual({ version: 0, remembered: NOTHING_REMEMBERED, outbox: [] });
  const next = { remembered: { episodes: [] }, outbox: [] };
  expect(await records.putRecord(INSTALLATION.id, 0, next)).toBe(true);
  expect(await records.putRecord(INSTALLATION.id, 0, next)).toBe(false);
  expect(await records.record(INSTALLATION.id)).toEqual({ version: 1, ...next });
});
