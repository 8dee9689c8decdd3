import type { SQSRecord } from "aws-lambda";
import { describe, expect, it } from "vitest";
import { AGAIN, again, type BatchPorts, DONE, MESSAGE_MS, type PutAway, settleBatch, type Verdict } from "./batch.ts";
import { record } from "./records.fixture.ts";

const batch = (count: number): SQSRecord[] => Array.from({ length: count }, (_, n) => record({}, { id: `m${n + 1}` }));

interface Trial {
  readonly ports: BatchPorts;
  readonly order: string[];
  readonly away: PutAway[];
  readonly thrown: unknown[];
}

function trial(settle: (id: string) => Promise<Verdict> | Verdict, changes: Partial<BatchPorts> = {}): Trial {
  const order: string[] = [];
  const away: PutAway[] = [];
  const thrown: unknown[] = [];
  const ports: BatchPorts = {
    settle: async ({ messageId }) => {
      order.push(messageId);
      return settle(messageId);
    },
    onThrown: (error) => thrown.push(error),
    putAway: async (messages) => {
      away.push(...messages);
    },
    atOnce: 3,
    timeLeft: () => 60_000,
    ...changes,
  };
  return { ports, order, away, thrown };
}

const failures = (ids: readonly string[]) => ({ batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) });

describe("settleBatch", () => {
  it("deletes what is done and names what is not, in the batch's order", async () => {
    const { ports, order, away } = trial((id) => (id === "m2" ? again(60) : id === "m4" ? AGAIN : DONE));
    expect(await settleBatch(batch(5), ports)).toEqual(failures(["m2", "m4"]));
    expect(order).toEqual(["m1", "m2", "m3", "m4", "m5"]);
    expect(away.map(({ record: { messageId }, afterSeconds }) => [messageId, afterSeconds])).toEqual([["m2", 60]]);
  });

  it("keeps one message's failure from the others", async () => {
    const { ports, thrown, away } = trial((id) => {
      if (id === "m1") throw new Error("spoilt");
      return DONE;
    });
    expect(await settleBatch(batch(3), ports)).toEqual(failures(["m1"]));
    expect(thrown).toHaveLength(1);
    expect(away).toEqual([]);
  });

  it("settles no more at once than allowed", async () => {
    let now = 0;
    let most = 0;
    const { ports } = trial(async () => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setImmediate(resolve));
      now--;
      return DONE;
    });
    await settleBatch(batch(10), ports);
    expect(most).toBe(3);
  });

  it("begins nothing it has no time left for, and gives it back at once", async () => {
    let left = MESSAGE_MS;
    const { ports, order, away } = trial(
      () => {
        left = MESSAGE_MS - 1;
        return DONE;
      },
      { timeLeft: () => left, atOnce: 1 },
    );
    expect(await settleBatch(batch(3), ports)).toEqual(failures(["m2", "m3"]));
    expect(order).toEqual(["m1"]);
    expect(away.map(({ afterSeconds }) => afterSeconds)).toEqual([0, 0]);
  });

  it("answers an empty batch", async () => {
    const { ports } = trial(() => DONE);
    expect(await settleBatch([], ports)).toEqual(failures([]));
  });
});
