import { memorySlots, type SlotStore, type Timer } from "@saldovakt/http";

/** What one call of the table takes, in milliseconds: single figures for DynamoDB within a region. */
export const TABLE_MS = 6;

/** The slots of the shared call rate as they stand in the table: in whole milliseconds, and an answer takes its time. */
export function tableSlots(timer: Timer): SlotStore {
  const shared = memorySlots();
  return {
    reserve: async (count, spacingMs, notBefore) => {
      await timer.pause(TABLE_MS);
      return shared.reserve(1, Math.ceil(count * spacingMs), Math.ceil(notBefore));
    },
  };
}

/** Small facts with their conditional writes. */
export function tableFacts(timer: Timer) {
  const held = new Map<string, { readonly value: string; readonly version: number }>();
  return {
    fact: async (name: string) => {
      await timer.pause(TABLE_MS);
      return held.get(name) ?? null;
    },
    putFact: async (name: string, value: string, expected: number) => {
      await timer.pause(TABLE_MS);
      if ((held.get(name)?.version ?? 0) !== expected) return false;
      held.set(name, { value, version: expected + 1 });
      return true;
    },
  };
}
