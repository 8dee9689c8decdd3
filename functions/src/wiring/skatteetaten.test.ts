import { plainDate } from "@saldovakt/domain";
import { systemTimer, type Timer } from "@saldovakt/http";
import { type SimulatedNorway, startNorway } from "@saldovakt/simulator";
import { openSqliteStore } from "@saldovakt/store/sqlite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sharedTurn } from "../shared-turn.ts";
import { open } from "./skatteetaten.ts";

const store = openSqliteStore(":memory:");
let norway: SimulatedNorway;
beforeAll(async () => {
  norway = await startNorway({ today: plainDate("2026-11-23"), latencyMs: 15 });
});
afterAll(() => Promise.all([norway.close(), store.close()]));

/** Processes of one function, each with a client of its own, that read and look up at the same time; the most calls under way at once. */
async function mostAtOnce(processes: number, turns: "shared" | "none"): Promise<number> {
  const sections = {
    maskinporten: { environment: "test", issuer: norway.maskinporten.issuer, ca: "ca", secret: "secret" },
    skatteetaten: {
      environment: "test",
      apiUrl: norway.skatteetaten.apiUrl,
      ca: "ca",
      scope: "skatteetaten:kravogbetalinger",
      package: "regnskapssystem",
    },
  } as const;
  const secrets = async (name: string) => (name === "ca" ? norway.ca : JSON.stringify(norway.secret));
  const timer: Timer = { now: systemTimer.now, pause: () => systemTimer.pause(2) };
  const opened = await Promise.all(
    Array.from({ length: processes }, () =>
      open(sections, store, secrets, turns === "none" ? undefined : sharedTurn(store, "turn", { timer, random: Math.random })),
    ),
  );
  const before = norway.skatteetaten.requests.length;
  const org = norway.skatteetaten.companies[0]?.org ?? "";
  await Promise.all(opened.map((each, n) => (n % 2 === 0 ? each.read(org) : each.transactions(org))));
  await Promise.all(opened.map((each) => each.close()));
  const made = norway.skatteetaten.requests.slice(before);
  expect(made.length).toBe(processes * 2.5);
  // 404 is the authority's word for nothing found.
  expect(made.filter(({ status }) => status !== 200 && status !== 404)).toEqual([]);
  return Math.max(...made.map(({ atOnce }) => atOnce));
}

describe("Skatteetaten, which takes five calls at once", () => {
  it("has one of all processes of the HTTP API, however many are asked", async () => {
    expect(await mostAtOnce(8, "shared")).toBe(1);
  });

  it("has one of each worker", async () => {
    const most = await mostAtOnce(4, "none");
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(4);
  });
});
