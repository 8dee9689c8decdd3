import { type AccountId, SaldovaktError } from "@saldovakt/domain";
import type { WatchOutcome } from "@saldovakt/service";
import { expect, it } from "vitest";
import { counted } from "./counted.ts";

const ID = "acc_0123456789abcdefghjk" as AccountId;
const FAULT = new SaldovaktError("said so", { code: "SKV_NOT_AUTHORISED", scope: "account" });
const READ = { kind: "read" } as WatchOutcome;
const FAILED = { kind: "failed", fault: FAULT } as WatchOutcome;

/** What is counted of one message, given out for the `received`th time. */
async function countsOf(outcome: WatchOutcome, received = 1): Promise<readonly string[]> {
  const counts: string[] = [];
  const watch = counted(
    async () => outcome,
    (name) => counts.push(name),
  );
  expect(await watch(ID, received)).toBe(outcome);
  return counts;
}

it("a reading of the pass is counted, whichever try it took", async () => {
  expect(await countsOf(READ)).toEqual(["PassReadings"]);
  expect(await countsOf(READ, 3)).toEqual(["PassReadings"]);
});

it("an account that is gone is neither read nor failed", async () => {
  expect(await countsOf({ kind: "gone" })).toEqual([]);
  expect(await countsOf({ kind: "statement" } as WatchOutcome)).toEqual([]);
});

it("an account that fails is counted once, however often its message comes back", async () => {
  expect(await countsOf(FAILED)).toEqual(["PassFailures"]);
  expect(await countsOf(FAILED, 2)).toEqual([]);
  expect(await countsOf(FAILED, 12)).toEqual([]);
});

it.each([
  ["internal", ["PassFailures"]],
  ["installation", []],
] as const)("a thrown fault of scope %s is passed on, and counts %j", async (scope, expected) => {
  const counts: string[] = [];
  const fault = new SaldovaktError("said so", { code: "A_FAULT", scope });
  const watch = counted(
    () => Promise.reject(fault),
    (name) => counts.push(name),
  );
  await expect(watch(ID, 1)).rejects.toBe(fault);
  expect(counts).toEqual(expected);
});
