import { instant, type PlainDate } from "@saldovakt/domain";
import { createHttpClient, createLimiter, memorySlots } from "@saldovakt/http";
import { describe, expect, test } from "vitest";
import { COMPANY, connect, NOON_MS, refusal, simulate, tokensIssued } from "../test/simulated.ts";

test("an account is read as it stands", async () => {
  const simulated = await simulate();
  const skatteverket = connect(simulated);
  const observation = await skatteverket.read(COMPANY.identity);
  expect(observation).toEqual({
    source: "skatteverket",
    currency: "SEK",
    settlement: "account",
    balance: 150_000,
    enforcementBalance: -70_000,
    accruedInterest: -300,
    nextReconciliation: expect.stringMatching(/^2026-12-0\d$/),
    asOf: "2026-11-20T04:12:37.000Z",
    readAt: "2026-11-20T11:00:00.000Z",
    charges: [
      {
        dueDate: "2026-12-14",
        amount: -129_200,
        text: "Debiterad preliminärskatt",
        kind: "preliminary-tax",
        decidedOn: "2026-01-05",
        estimated: false,
      },
      expect.objectContaining({ dueDate: "2026-12-28", amount: -90_000, kind: "final-tax" }),
    ],
    payTo: expect.objectContaining({ number: "5050-1055", reference: "1657810066627", referenceType: "OCR" }),
    history: expect.any(Array),
    historyFrom: "2025-05-14",
    warnings: [],
  });
  const twice = observation.history.filter(({ text, amount }) => text === "Moms sep 2026" && amount === -410_000);
  expect(twice.map(({ rowId }) => rowId).sort()).toEqual(["9", undefined]);
  expect(observation.history).toContainEqual(expect.objectContaining({ amount: 0, enforcementAmount: -70_000 }));
  expect(await skatteverket.readPayout(COMPANY.identity)).toEqual({
    payoutAccount: "8327-9 123 456 789-0",
    blocks: [{ id: "17", from: "2026-01-01", amount: 500_000, total: false }],
  });
  expect(await skatteverket.transactions(COMPANY.identity, "2026-11-01" as PlainDate)).toMatchObject({ from: "2026-11-01" });
  expect(tokensIssued(simulated)).toBe(1);
});

test("every invented company is read", async () => {
  const simulated = await simulate({ companies: 12, seed: 3 });
  const skatteverket = connect(simulated);
  for (const { identity, ombud } of simulated.companies) {
    if (!ombud) {
      expect(await refusal(skatteverket.read(identity))).toMatchObject({ code: "SKV_NOT_AUTHORISED" });
      continue;
    }
    const observation = await skatteverket.read(identity);
    expect(observation.warnings.map(({ code }) => code).filter((code) => code !== "INFORMATION")).toEqual([]);
    expect(observation.history.length).toBeGreaterThan(0);
    expect((await skatteverket.readPayout(identity)).blocks.every(({ from }) => from.length === 10)).toBe(true);
  }
  expect(tokensIssued(simulated)).toBe(1);
});

test("missing arrays, stamps with a zone and another reference are no obstacle", async () => {
  const bare = { identity: COMPANY.identity, emptyArrays: "omitted", stamp: "2026-11-20T04:12:37Z", reference: "1234567897" } as const;
  const simulated = await simulate({ companies: [{ ...bare, information: ["Driftstopp på lördag"] }] });
  expect(await connect(simulated).read(COMPANY.identity)).toMatchObject({
    asOf: "2026-11-20T04:12:37.000Z",
    charges: [],
    history: [],
    payTo: { reference: "1234567897" },
    warnings: [{ code: "OCR_MISMATCH" }, { code: "INFORMATION", text: "Driftstopp på lördag" }],
  });
});

describe("many at once", () => {
  test("twenty readers share one token, and one new one when it is revoked", async () => {
    const simulated = await simulate();
    const skatteverket = connect(simulated);
    const readAll = () => Promise.all(Array.from({ length: 20 }, () => skatteverket.read(COMPANY.identity)));
    await readAll();
    expect(tokensIssued(simulated)).toBe(1);
    simulated.revokeTokens();
    expect(await readAll()).toHaveLength(20);
    expect(tokensIssued(simulated)).toBe(2);
    expect(simulated.requests.filter(({ status }) => status === 401).every(({ tokenGeneration }) => tokenGeneration === 1)).toBe(true);
  });

  test("a token whose life is over is replaced before it is refused", async () => {
    let nowMs = NOON_MS;
    const simulated = await simulate({ now: () => nowMs, tokenLifetimeSeconds: 600 });
    const skatteverket = connect(simulated, { timer: { now: () => nowMs, pause: async () => {} } });
    for (const minutes of [0, 5, 9, 11, 20, 30]) {
      nowMs = NOON_MS + minutes * 60_000;
      await skatteverket.balance(COMPANY.identity);
    }
    expect(tokensIssued(simulated)).toBe(3);
    expect(simulated.requests.every(({ status }) => status === 200)).toBe(true);
  });

  test("at four calls a second the authority never has to say stop", async () => {
    // Time is virtual: it moves by the limiter's pauses, the authority's clock with it, and stands while a call is on its way.
    let nowMs = NOON_MS;
    let underWay = 0;
    const timer = {
      now: () => nowMs,
      pause: async (ms: number) => {
        do await new Promise((resolve) => setImmediate(resolve));
        while (underWay > 0);
        nowMs += ms;
      },
    };
    const createClient: typeof createHttpClient = (options) => {
      const client = createHttpClient(options);
      const send: typeof client.send = (request) => {
        underWay++;
        return client.send(request).finally(() => {
          underWay--;
        });
      };
      return { ...client, send };
    };
    const simulated = await simulate({ now: () => nowMs, requestsPerSecond: 4 });
    const limiter = createLimiter({ perSecond: 4, slots: memorySlots(), timer });
    const skatteverket = connect(simulated, { createClient, limiter, timer, now: () => instant(nowMs) });
    await Promise.all(Array.from({ length: 20 }, () => skatteverket.read(COMPANY.identity)));
    expect(simulated.requests.filter(({ status }) => status === 429)).toEqual([]);
    expect(simulated.requests.filter(({ kind }) => kind !== "token")).toHaveLength(40);
    expect(nowMs - NOON_MS).toBeLessThan(12_000);
  });
});
