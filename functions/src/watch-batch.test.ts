import { type AccountId, SaldovaktError } from "@saldovakt/domain";
import type { WatchOutcome } from "@saldovakt/service";
import { beforeEach, describe, expect, it } from "vitest";
import { AGAIN, again, DONE, type Verdict } from "./batch.ts";
import { PUT_AWAY_SECONDS } from "./installation-fault.ts";
import type { CertificateMessage } from "./messages.ts";
import { record } from "./records.fixture.ts";
import { LONGEST_SECONDS } from "./visibility.ts";
import { restMs, watchSettler } from "./watch-batch.ts";

const ID = "acc_0123456789abcdefghjk" as AccountId;
const ACCOUNT = { accountId: ID, day: "2026-11-23" };
const CERTIFICATE = { certificateOf: "skatteverket", day: "2026-11-23" };

const fault = (scope: SaldovaktError["scope"], retryAfterMs?: number): SaldovaktError =>
  new SaldovaktError("said so", { code: `A_${scope.toUpperCase()}_FAULT`, scope, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });
const failed = (of: SaldovaktError) => ({ kind: "failed", fault: of }) as WatchOutcome;
const READ = { kind: "read" } as WatchOutcome;

let held: readonly string[];
let first: boolean;
let cleared: number;
let watched: string[];
let looked: CertificateMessage[];
let told: string[];

beforeEach(() => {
  [held, first, cleared, watched, looked, told] = [[], true, 0, [], [], []];
});

const settler = (watch: () => Promise<WatchOutcome>, certificate: () => Promise<void> = async () => {}) =>
  watchSettler({
    watch: (id) => {
      watched.push(id);
      return watch();
    },
    certificate: (message) => {
      looked.push(message);
      return certificate();
    },
    faults: (source) => ({
      held: async () => held.includes(source),
      report: async () => first,
      clear: async () => {
        cleared++;
      },
    }),
    onInstallationFault: ({ code }) => told.push(`installation: ${code}`),
    onFault: ({ code }) => told.push(code),
    random: () => 0,
  });

const settle = async (watch: () => Promise<WatchOutcome>, message = record(ACCOUNT)): Promise<Verdict> =>
  (await settler(watch)).settle(message);

describe("an account's message", () => {
  it("is done when the account was read, and a fault that stood is over", async () => {
    expect(await settle(async () => READ)).toEqual(DONE);
    expect(watched).toEqual([ID]);
    expect(cleared).toBe(1);
  });

  it("is done when the account is gone, which proves nothing about the source", async () => {
    expect(await settle(async () => ({ kind: "gone" }))).toEqual(DONE);
    expect(cleared).toBe(0);
  });

  it("is done when the account is known by statements alone, which proves nothing about the source either", async () => {
    expect(await settle(async () => ({ kind: "statement" }) as WatchOutcome)).toEqual(DONE);
    expect(cleared).toBe(0);
  });

  it("is done when the source refuses the account: that has been told, and asking again helps nobody", async () => {
    expect(await settle(async () => failed(fault("account")))).toEqual(DONE);
    expect(told).toEqual([]);
  });

  it("comes back when the source asks for it, after the nightly window or a Retry-After", async () => {
    expect(await settle(async () => failed(fault("transient", 5_400_000)))).toEqual(again(5400));
    expect(await settle(async () => failed(fault("transient", 1)))).toEqual(again(1));
    expect(await settle(async () => failed(fault("transient", 48 * 3_600_000)))).toEqual(again(LONGEST_SECONDS));
  });

  it("comes back within the minute when nobody says when, and after that every two hours", async () => {
    expect(await settle(async () => failed(fault("transient")))).toEqual(again(30));
    expect(await settle(async () => failed(fault("transient")), record(ACCOUNT, { received: 2 }))).toEqual(again(7200));
    expect(await settle(async () => failed(fault("transient")), record(ACCOUNT, { received: 9 }))).toEqual(again(7200));
  });

  it.each(["internal", "input"] as const)("comes back after a fault of scope %s, and so ends in the dead-letter queue", async (scope) => {
    expect(await settle(async () => failed(fault(scope)))).toEqual(again(30));
  });

  it.each(["transient", "account", "internal"] as const)("comes back after a thrown fault of scope %s, which is told", async (scope) => {
    expect(await settle(() => Promise.reject(fault(scope)))).toEqual(again(30));
    expect(told).toEqual([`A_${scope.toUpperCase()}_FAULT`]);
  });

  it("that is none of ours is told and left to the dead-letter queue", async () => {
    expect(await settle(async () => READ, record("not ours"))).toEqual(AGAIN);
    expect(told).toEqual(["MESSAGE_MALFORMED"]);
    expect(watched).toEqual([]);
  });
});

describe("a fault of the installation", () => {
  it("stops the batch: what is left is put away untried", async () => {
    const one = await settler(() => Promise.reject(fault("installation")));
    expect(await one.settle(record(ACCOUNT))).toEqual(again(PUT_AWAY_SECONDS));
    expect(one.notTried()).toBe(0);
    expect(await one.settle(record(ACCOUNT))).toEqual(again(PUT_AWAY_SECONDS));
    expect(one.notTried()).toBe(1);
    expect(await one.settle(record(ACCOUNT, { received: 2 }))).toEqual(again(7200));
    expect(one.inVain()).toBe(true);
    expect(watched).toHaveLength(1);
    expect(told).toEqual(["installation: A_INSTALLATION_FAULT"]);
  });

  it("is not told by the worker who is not the first to meet it", async () => {
    first = false;
    expect(await settle(() => Promise.reject(fault("installation")))).toEqual(again(PUT_AWAY_SECONDS));
    expect(told).toEqual([]);
  });

  it("met lately puts the whole batch away", async () => {
    held = ["skatteverket"];
    expect(await settle(async () => READ)).toEqual(again(PUT_AWAY_SECONDS));
    expect(watched).toEqual([]);
  });
});

describe("a source that answers nobody", () => {
  const silent = async () => failed(fault("transient"));

  it("stops the batch after five accounts in a row: what is left is put away untried", async () => {
    const one = await settler(silent);
    for (let n = 0; n < 5; n++) {
      expect(one.inVain()).toBe(false);
      expect(await one.settle(record(ACCOUNT))).toEqual(again(30));
    }
    expect(one.inVain()).toBe(true);
    expect(await one.settle(record(ACCOUNT))).toEqual(again(PUT_AWAY_SECONDS));
    expect(watched).toHaveLength(5);
    expect(told).toEqual([]);
  });

  it.each([
    ["a reading", READ],
    ["a refusal of one account", failed(fault("account"))],
  ])("is none while %s comes in between", async (_, answer) => {
    let n = 0;
    const one = await settler(async () => (++n % 5 === 0 ? answer : failed(fault("transient"))));
    for (let m = 0; m < 20; m++) await one.settle(record(ACCOUNT));
    expect(one.inVain()).toBe(false);
    expect(watched).toHaveLength(20);
  });

  it("lets a run rest for what it has left, but for the time to answer", () => {
    expect(restMs(180_000)).toBe(150_000);
    expect(restMs(29_000)).toBe(0);
  });
});

describe("the certificate's message", () => {
  it("is seen to, even while a fault of the installation holds", async () => {
    held = ["skatteverket"];
    expect(await settle(async () => READ, record(CERTIFICATE))).toEqual(DONE);
    expect(looked).toEqual([CERTIFICATE]);
  });

  it("stops the batch when the certificate cannot be used", async () => {
    const one = await settler(
      async () => READ,
      () => Promise.reject(fault("installation")),
    );
    expect(await one.settle(record(CERTIFICATE))).toEqual(again(PUT_AWAY_SECONDS));
    expect(await one.settle(record(ACCOUNT))).toEqual(again(PUT_AWAY_SECONDS));
    expect(watched).toEqual([]);
  });
});

describe("two authorities", () => {
  const norwegian = record({ ...ACCOUNT, source: "skatteetaten" });
  const swedish = record({ ...ACCOUNT, source: "skatteverket" });

  it("stop by themselves: one's keys keep nobody of the other from being read", async () => {
    const outcomes = [() => Promise.reject(fault("installation")), async () => READ];
    const { settle: one, inVain } = settler(() => (outcomes.shift() as () => Promise<WatchOutcome>)());
    expect(await one(norwegian)).toEqual(again(PUT_AWAY_SECONDS));
    expect(inVain()).toBe(true);
    expect(await one(swedish)).toEqual(DONE);
    expect(inVain()).toBe(false);
    expect(await one(norwegian)).toEqual(again(PUT_AWAY_SECONDS));
    expect(watched).toHaveLength(2);
  });

  it("are held apart when another worker met a fault", async () => {
    held = ["skatteetaten"];
    const { settle: one } = settler(async () => READ);
    expect([await one(norwegian), await one(swedish), await one(record(ACCOUNT))]).toEqual([again(PUT_AWAY_SECONDS), DONE, DONE]);
  });

  it("fall silent by themselves", async () => {
    const { settle: one } = settler(async () => failed(fault("transient")));
    for (let time = 0; time < 5; time++) await one(norwegian);
    const before = watched.length;
    await one(norwegian);
    await one(swedish);
    expect(watched.length - before).toBe(1);
  });
});
