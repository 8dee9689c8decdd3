import { systemTimer, type Timer, virtualTimer } from "@saldovakt/http";
import type { Facts } from "@saldovakt/service";
import { openSqliteStore } from "@saldovakt/store/sqlite";
import { afterEach, expect, it } from "vitest";
import { factsFixture } from "./records.fixture.ts";
import { sharedTurn, TURN_MS } from "./shared-turn.ts";

const START = Date.parse("2026-11-23T08:00:00Z");
const NAME = "turn";
const open: { close(): Promise<void> }[] = [];
afterEach(async () => void (await Promise.all(open.splice(0).map((each) => each.close()))));

const turnOf = (facts: Facts, timer: Timer = virtualTimer(START), random = () => 0.5) => sharedTurn(facts, NAME, { timer, random });

/** Work that takes so long, and the most of it that ever was under way at once. */
function working(timer: Timer, ms: number) {
  let [now, most, done] = [0, 0, 0];
  const work = async (): Promise<void> => {
    most = Math.max(most, ++now);
    await timer.pause(ms);
    now--;
    done++;
  };
  return { work, most: () => most, done: () => done };
}

it("lets one at a time to work, of however many processes", async () => {
  const timer = virtualTimer(START);
  let n = 0;
  const random = () => (n++ % 10) / 10;
  const facts = factsFixture();
  const { work, most, done } = working(timer, 200);
  await Promise.all(Array.from({ length: 20 }, () => turnOf(facts, timer, random)(work)));
  expect([most(), done()]).toEqual([1, 20]);
});

it("does so over the store itself", async () => {
  const store = openSqliteStore(":memory:");
  open.push(store);
  const { work, most, done } = working(systemTimer, 2);
  const timer: Timer = { now: systemTimer.now, pause: () => systemTimer.pause(1) };
  await Promise.all(Array.from({ length: 10 }, () => turnOf(store, timer)(work)));
  expect([most(), done()]).toEqual([1, 10]);
});

it("gives the turn back whatever the work comes to", async () => {
  const turn = turnOf(factsFixture());
  await expect(turn(() => Promise.reject(new Error("no answer")))).rejects.toThrow("no answer");
  expect(await turn(async () => "next")).toBe("next");
});

it("tells whoever has waited for eight seconds, and leaves the other at work", async () => {
  const timer = virtualTimer(START);
  const facts = factsFixture();
  const { work, most, done } = working(timer, 20_000);
  const first = turnOf(facts, timer)(work);
  await expect(turnOf(facts, timer)(work)).rejects.toMatchObject({ code: "SOURCE_BUSY", scope: "transient" });
  expect(timer.now() - START).toBe(8_000);
  await first;
  expect([most(), done()]).toEqual([1, 1]);
});

it("ends the turn of a process that never came back, no sooner than its call can have ended", async () => {
  const timer = virtualTimer(START);
  const facts = factsFixture();
  void turnOf(facts, timer)(() => new Promise(() => {}));
  await timer.pause(TURN_MS - 10_000);
  await expect(turnOf(facts, timer)(async () => "too soon")).rejects.toMatchObject({ code: "SOURCE_BUSY" });
  expect(await turnOf(facts, timer)(async () => "mine")).toBe("mine");
  expect(timer.now() - START).toBeGreaterThanOrEqual(TURN_MS);
});

it("takes nothing back from whoever came after it", async () => {
  const timer = virtualTimer(START);
  const facts = factsFixture();
  const slept = turnOf(facts, timer)(() => timer.pause(TURN_MS + 5_000));
  await timer.pause(TURN_MS);
  const { work, most } = working(timer, 10_000);
  const second = turnOf(facts, timer)(work);
  await slept;
  await expect(turnOf(facts, timer)(work)).resolves.toBeUndefined();
  await second;
  expect(most()).toBe(1);
});

it("does not begin when it was put to sleep after taking the turn", async () => {
  const timer = virtualTimer(START);
  const facts = factsFixture();
  const slow: Facts = {
    fact: facts.fact,
    putFact: async (...write) => {
      const won = await facts.putFact(...write);
      await timer.pause(TURN_MS - 1_000);
      return won;
    },
  };
  const { work, done } = working(timer, 1);
  await expect(turnOf(slow, timer)(work)).rejects.toMatchObject({ code: "SOURCE_BUSY" });
  expect(done()).toBe(0);
});

it("waits for no turn that ends later than any can", async () => {
  const facts = factsFixture();
  await facts.putFact(NAME, String(START + 30 * 86_400_000), 0);
  expect(await turnOf(facts)(async () => "mine")).toBe("mine");
});

it("gives the answer although the turn cannot be given back", async () => {
  const facts = factsFixture();
  let writes = 0;
  const failing: Facts = {
    ...facts,
    putFact: (...write) => (++writes === 1 ? facts.putFact(...write) : Promise.reject(new Error("gone"))),
  };
  expect(await turnOf(failing)(async () => "answer")).toBe("answer");
  expect(writes).toBe(2);
});
