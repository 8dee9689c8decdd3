import { expect, it } from "vitest";
import { type Queue, queue } from "./queue.ts";

const MINUTE = 60_000;
let now = 0;
const filled = (count: number, receives = 12): Queue => {
  now = 0;
  const made = queue({ now: () => now, visibilityMs: 18 * MINUTE, receives });
  made.send(
    Array.from({ length: count }, (_, index) => String(index)),
    () => 0,
  );
  return made;
};
/** Receives and removes everything that is visible; resolves to the bodies as numbers. */
const drained = (from: Queue): number[] => {
  const bodies: number[] = [];
  for (let batch = from.receive(10); batch.length > 0; batch = from.receive(10)) {
    for (const message of batch) {
      from.remove(message);
      bodies.push(Number(message.body));
    }
  }
  return bodies;
};

it("gives out every message once, in batches of ten, in nearly the order they came in", () => {
  const made = filled(10_000);
  expect(made.receive(10)).toHaveLength(10);
  const bodies = drained(made);
  expect(new Set(bodies).size).toBe(9_990);
  const displaced = bodies.map((body, place) => Math.abs(body - place));
  expect(Math.max(...displaced)).toBeGreaterThan(10);
  expect(Math.max(...displaced)).toBeLessThan(1_500);
});

it("hides a received message until its time is up, or the time it is given back for", () => {
  const made = filled(2);
  const [first, second] = made.receive(10);
  if (!first || !second) throw new Error("nothing was received");
  made.giveBack(second, 5 * MINUTE);
  expect(made.receive(10)).toEqual([]);
  expect(made.nextVisible()).toBe(5 * MINUTE);
  now = 5 * MINUTE;
  expect(made.receive(10)).toMatchObject([{ id: second.id, receipts: 2 }]);
  now = 18 * MINUTE;
  expect(made.receive(10)).toMatchObject([{ id: first.id, receipts: 2 }]);
});

it("keeps the place of a message that was received twice, and puts it at the back when it was received three times", () => {
  /** Where in the line the first ten stand, after so many receipts. */
  const placesAfter = (receipts: number): number[] => {
    const made = filled(2_000);
    const all = Array.from({ length: 200 }, () => made.receive(10)).flat();
    const first = all.filter(({ id }) => id < 10);
    let latest = first;
    for (let n = 1; n < receipts; n++) {
      for (const message of latest) made.giveBack(message, now);
      latest = [...made.receive(10)];
    }
    expect(latest.map(({ id }) => id).sort()).toEqual(first.map(({ id }) => id).sort());
    for (const message of all.filter((each) => !first.includes(each))) made.giveBack(message, now);
    for (const message of latest) made.giveBack(message, now);
    return drained(made).flatMap((id, place) => (id < 10 ? [place] : []));
  };
  expect(Math.max(...placesAfter(2))).toBeLessThan(500);
  expect(Math.min(...placesAfter(3))).toBeGreaterThan(1_500);
});

it("puts a message among the dead letters when it has been received as often as allowed", () => {
  const made = filled(1, 3);
  for (let n = 0; n < 3; n++) {
    const [message] = made.receive(10);
    if (!message) throw new Error("nothing was received");
    made.giveBack(message, now);
  }
  expect(made.dead()).toBe(0);
  expect(made.receive(10)).toEqual([]);
  expect([made.dead(), made.waiting(), made.mostReceipts()]).toEqual([1, 0, 3]);
});

it("counts what is hidden at once", () => {
  const made = filled(25);
  const batch = made.receive(10);
  made.receive(10);
  for (const message of batch) made.remove(message);
  made.receive(10);
  expect(made.mostInFlight()).toBe(20);
});
