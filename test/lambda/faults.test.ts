import type { FaultPlan } from "@saldovakt/simulator";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { COVERED, SHORT } from "./companies.ts";
import { itKeepsToTheRecord } from "./held.ts";
import { told, total } from "./logged.ts";
import type { Lambda } from "./runtime-api.ts";
import { startWorld, TODAY, type World } from "./world.ts";

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

let world: World;
/** When the world's clock stood at its moment. */
let begun: number;
let watch: Lambda;
let short: string;
let covered: string;

beforeAll(async () => {
  begun = performance.now();
  world = await startWorld([SHORT, COVERED], ["watch", "deliver"]);
  watch = await world.start("watch");
  short = (await world.add(SHORT)).id;
  covered = (await world.add(COVERED)).id;
});
afterAll(() => world?.close());

const queue = (...accounts: readonly string[]): void => {
  for (const accountId of accounts) world.put("watch", JSON.stringify({ accountId, day: TODAY }));
};
afterEach(async () => {
  world.skatteverket.setFaults([]);
  await world.calm();
});

/** Each message in the queue is hidden for that time, but for what the test itself has taken of it. */
function expectHidden(messages: number, seconds: number): void {
  const { waiting, hiddenFor } = world.queued("watch");
  expect(waiting).toBe(0);
  expect(hiddenFor).toHaveLength(messages);
  for (const left of hiddenFor) {
    expect(left).toBeLessThanOrEqual(seconds);
    expect(left).toBeGreaterThan(seconds - 60);
  }
}

const readings = (): number => world.skatteverket.requests.filter(({ kind }) => kind === "saldo").length;

describe("a fault that passes", () => {
  it("brings back its own message alone, within the minute when nobody says when", async () => {
    queue(short, covered);
    world.skatteverket.setFaults([{ when: { identity: SHORT.identity }, fault: { kind: "closed" } }]);
    const poll = await world.poll("watch", watch);
    expect(poll).toMatchObject({ received: 2, result: { kind: "answer" } });
    expect(poll?.kept).toHaveLength(1);
    expectHidden(1, 60);
    expect((await world.store.account(covered as never))?.summary).not.toBeNull();
    expect((await world.store.account(short as never))?.summary).toBeNull();
  });

  it("brings it back when the source asks for it", async () => {
    queue(short);
    world.skatteverket.setFaults([{ fault: { kind: "http429", retryAfter: 120 } }]);
    // A worker of its own, for it calls nobody for the next minute.
    expect((await world.poll("watch", await world.start("watch")))?.kept).toHaveLength(1);
    expectHidden(1, 120);
  });

  it("brings it back when the nightly window ends", async () => {
    queue(short);
    world.skatteverket.setFaults([{ fault: { kind: "closed" } }]);
    // 09.00 in Stockholm and 18½ hours: 03.30 in the night, an hour and a half before it opens.
    const night = await world.start("watch", { aheadMs: 18.5 * HOUR_MS - Math.floor(performance.now() - begun) });
    expect((await world.poll("watch", night))?.kept).toHaveLength(1);
    expectHidden(1, 1.5 * 3600);
  });
});

describe("a message that is not ours", () => {
  it("stays for the dead-letter queue and harms no other", async () => {
    queue(short, covered);
    world.put("watch", "not ours: 165781006662");
    const poll = await world.poll("watch", watch);
    expect(poll).toMatchObject({ received: 3, result: { kind: "answer" } });
    expect(poll?.kept).toHaveLength(1);
    const { logs } = told(world.lines());
    expect(logs.filter(({ code }) => code === "MESSAGE_MALFORMED")).toHaveLength(1);
    // After ten receptions it is gone; here we cannot wait so long.
    for (let reception = 1; reception < 11; reception++) {
      await world.wake("watch");
      await world.poll("watch", watch);
    }
    expect(world.queued("watch")).toEqual({ waiting: 0, hiddenFor: [] });
  });
});

describe("a fault of the installation", () => {
  const REFUSED: FaultPlan = [{ fault: { kind: "status", status: 401, body: '{"error":"Invalid client id or secret"}' } }];

  it("is told once by all workers together, and holds them until a reading succeeds", async () => {
    queue(short, covered);
    world.skatteverket.setFaults(REFUSED);
    const another = await world.start("watch");
    const before = readings();
    const polls = await Promise.all([world.poll("watch", watch, 1), world.poll("watch", another, 1)]);
    expect(polls.map((poll) => poll?.kept.length)).toEqual([1, 1]);
    const tried = readings() - before;
    expect(tried).toBeGreaterThan(0);

    const { logs, metrics } = told(world.lines());
    const errors = logs.filter(({ level }) => level === "ERROR").filter(({ code }) => code === "SKV_KEYS_REFUSED");
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({ message: "nothing can be read until this is mended", scope: "installation" });
    expect(String(errors[0]?.remedy)).toContain("apigw.clientId");
    expect(total(metrics, "InstallationFaults", { code: "SKV_KEYS_REFUSED" })).toBe(1);
    expectHidden(2, 900);

    // Mended at once, but nobody knows: for ten minutes no worker troubles the source.
    world.skatteverket.setFaults([]);
    await world.wake("watch");
    expect((await world.poll("watch", another))?.kept).toHaveLength(2);
    expect(readings() - before).toBe(tried);
    expectHidden(2, 7200);

    const later = await world.start("watch", { aheadMs: 11 * MINUTE_MS });
    await world.wake("watch");
    expect(await world.poll("watch", later)).toMatchObject({ received: 2, kept: [] });
    // The first worker goes on as well, though by its clock the fault is young.
    queue(short);
    expect(await world.poll("watch", watch)).toMatchObject({ received: 1, kept: [] });
    expect(total(told(world.lines()).metrics, "InstallationFaults")).toBe(1);
  });

  it("that the certificate's own message meets is met before anything is read", async () => {
    world.put("watch", JSON.stringify({ certificateOf: "skatteverket", day: TODAY }));
    queue(short, covered);
    const expired = await world.start("watch", { aheadMs: 3 * 365 * 24 * HOUR_MS });
    const before = readings();
    expect((await world.poll("watch", expired, 1))?.kept).toHaveLength(1);
    expect((await world.poll("watch", expired))?.kept).toHaveLength(2);
    expect(readings()).toBe(before);
    const errors = told(expired.lines).logs.filter(({ level }) => level === "ERROR");
    expect(errors.map(({ code }) => code)).toEqual(["CERTIFICATE_EXPIRED"]);
    expectHidden(3, 900);
  });
});

describe("a function that cannot begin", () => {
  it("says why, and settles nothing", async () => {
    queue(short, covered);
    const broken = await world.start("watch", { written: JSON.stringify({ policy: {}, recipients: [] }) });
    const poll = await world.poll("watch", broken);
    expect(poll?.result).toEqual({ kind: "error", type: "CONFIGURATION_INVALID", message: expect.stringContaining("checked") });
    expect(poll?.kept).toHaveLength(2);
    const errors = told(broken.lines).logs.filter(({ level }) => level === "ERROR");
    expect(errors).toMatchObject([{ message: "invocation failed", code: "CONFIGURATION_INVALID" }]);
  });
});

itKeepsToTheRecord(() => world);
