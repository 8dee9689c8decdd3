import { instant, type Observation, plainDate } from "@saldovakt/domain";
import { afterEach, describe, expect, it, vi } from "vitest";
import { COMPANIES } from "../companies.fixture.ts";
import type { SourceOperations } from "../ports.ts";
import { apiWorld, OPERATIONS, SHORT } from "./world.fixture.ts";

const START = Date.parse("2026-11-23T08:30:00Z");

function world(options: { readonly operations?: SourceOperations; readonly read?: () => Promise<void> } = {}) {
  let now = START;
  let [calls, readings] = [0, 0];
  const balance: SourceOperations["balance"] = async (identity) => {
    calls++;
    return (OPERATIONS.balance as NonNullable<SourceOperations["balance"]>)(identity);
  };
  const observation = COMPANIES.find(({ name }) => name === SHORT)?.observation as Observation;
  const made = apiWorld({
    now: () => instant(now),
    operations: { ...OPERATIONS, balance, ...options.operations },
    source: {
      read: async () => {
        readings++;
        await options.read?.();
        return { ...observation, readAt: instant(now) };
      },
    },
  });
  const pass = (ms: number): void => {
    now += ms;
  };
  return { ...made, pass, calls: () => calls, readings: () => readings };
}

const warnings = async (answer: Response) => ((await answer.json()) as { readonly warnings: readonly unknown[] }).warnings;
const CLOSED = expect.objectContaining({ code: "SOURCE_CLOSED" });

describe("asking the authority by way of the API", () => {
  afterEach(() => void vi.useRealTimers());

  it("is let in to a share of its calls, and told when to come back beyond it", async () => {
    const { of, pass, calls } = world();
    const answers = [];
    for (let n = 0; n < 50; n++) answers.push(await of(SHORT, "balance"));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(8);
    const turned = answers[8] as Response;
    expect([turned.status, turned.headers.get("retry-after")]).toEqual([503, "1"]);
    expect(await turned.json()).toMatchObject({ code: "SOURCE_BUSY" });
    expect(calls()).toBe(8);
    pass(1_000);
    expect((await of(SHORT, "balance")).status).toBe(200);
    expect((await of(SHORT, "balance")).status).toBe(503);
  });

  it("leaves fresh readings theirs, whoever takes up the operations", async () => {
    const { of, readings } = world();
    for (let n = 0; n < 50; n++) await of(SHORT, "payout-account");
    const fresh = await of(SHORT, "forecast?fresh=true");
    expect(fresh.status).toBe(200);
    expect(await warnings(fresh)).not.toContainEqual(CLOSED);
    expect(readings()).toBe(1);
  });

  it("answers too many fresh readings from the record", async () => {
    const { of, readings } = world();
    const told = [];
    for (let n = 0; n < 20; n++) told.push(await warnings(await of(SHORT, "forecast?fresh=true")));
    expect(readings()).toBe(8);
    expect(told.at(-1)).toContainEqual(CLOSED);
  });

  it("makes one call of many who ask the same at once", async () => {
    const { of, calls, readings } = world();
    const answers = await Promise.all(Array.from({ length: 20 }, () => of(SHORT, "balance")));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
    expect(calls()).toBe(1);
    const fresh = await Promise.all(Array.from({ length: 20 }, () => of(SHORT, "forecast?fresh=true")));
    expect(fresh.map(({ status }) => status)).toEqual(Array(20).fill(200));
    expect(readings()).toBe(1);
  });

  it("keeps the rows of different days apart", async () => {
    const asked: unknown[] = [];
    const { of } = world({
      operations: {
        transactions(identity, from) {
          asked.push(from);
          return (OPERATIONS.transactions as NonNullable<SourceOperations["transactions"]>)(identity, from);
        },
      },
    });
    await Promise.all([of(SHORT, "transactions"), of(SHORT, "transactions?from=2026-01-31"), of(SHORT, "transactions?from=2026-01-31")]);
    expect(asked).toEqual([undefined, plainDate("2026-01-31")]);
  });

  it("waits no longer for it than a gateway waits for us", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const never = () => new Promise<never>(() => {});
    const { of } = world({ operations: { balance: never }, read: never });
    const [balance, fresh] = [of(SHORT, "balance"), of(SHORT, "forecast?fresh=true")];
    for (let n = 0; n < 1_000 && vi.getTimerCount() < 2; n++) await new Promise((resolve) => setImmediate(resolve));
    await vi.advanceTimersByTimeAsync(25_000);
    expect((await balance).status).toBe(503);
    expect(await warnings(await fresh)).toContainEqual(CLOSED);
  });
});
