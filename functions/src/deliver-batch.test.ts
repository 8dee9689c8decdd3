import { SaldovaktError } from "@saldovakt/domain";
import type { DeliverResult } from "@saldovakt/service";
import { expect, it } from "vitest";
import { AGAIN, again, DONE, type Verdict } from "./batch.ts";
import { deliverySettler } from "./deliver-batch.ts";
import { record } from "./records.fixture.ts";
import { LONGEST_SECONDS } from "./visibility.ts";

const MESSAGE = { id: "msg_1", recipient: "r1", account: { id: "acc_0123456789abcdefghjk" }, alert: { type: "shortfall.detected" } };
const result = (kind: DeliverResult["kind"], afterMs?: number) => ({ kind, afterMs }) as DeliverResult;

async function settle(deliver: () => Promise<DeliverResult>, message = record(MESSAGE)): Promise<{ verdict: Verdict; told: string[] }> {
  const told: string[] = [];
  const verdict = await deliverySettler({ deliver, onFault: ({ code }) => told.push(code), random: () => 0 })(message);
  return { verdict, told };
}

it.each(["done", "already"] as const)("is over when the message is %s", async (kind) => {
  expect(await settle(async () => result(kind))).toEqual({ verdict: DONE, told: [] });
});

it("puts the message away until its next attempt", async () => {
  expect((await settle(async () => result("again", 4_001))).verdict).toEqual(again(5));
  expect((await settle(async () => result("again", 24 * 3_600_000))).verdict).toEqual(again(LONGEST_SECONDS));
});

it("tells a fault of the store, and tries later", async () => {
  const fault = new SaldovaktError("busy", { code: "STORE_UNREACHABLE", scope: "transient" });
  expect(await settle(() => Promise.reject(fault), record(MESSAGE, { received: 3 }))).toEqual({
    verdict: again(120),
    told: ["STORE_UNREACHABLE"],
  });
});

it("leaves what is none of ours to the dead-letter queue", async () => {
  expect(await settle(async () => result("done"), record("{}"))).toEqual({ verdict: AGAIN, told: ["MESSAGE_MALFORMED"] });
});

it("lets the first of two messages of one delivery stand for both, even when it must wait", async () => {
  let attempts = 0;
  const deliver = async (): Promise<DeliverResult> => {
    attempts++;
    return result("again", 5_000);
  };
  const settleOne = deliverySettler({ deliver, onFault: () => expect.fail("no fault was expected"), random: () => 0 });
  expect(
    await Promise.all([settleOne(record(MESSAGE)), settleOne(record(MESSAGE)), settleOne(record({ ...MESSAGE, id: "msg_2" }))]),
  ).toEqual([again(5), DONE, again(5)]);
  expect(attempts).toBe(2);
});
