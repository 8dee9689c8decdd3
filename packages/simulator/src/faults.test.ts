import { describe, expect, test } from "vitest";
import { type FaultCandidate, type FaultPlan, type FaultWhen, faultPlan, spoil } from "./faults.ts";
import { jsonReply } from "./reply.ts";

const saldo: FaultCandidate = { operation: "saldo", identity: "165781006662" };
const rows: FaultCandidate = { operation: "transaktioner", identity: "165781006662" };
const other: FaultCandidate = { operation: "saldo", identity: "165780000002" };
const token: FaultCandidate = { operation: "token" };

/** Which of the calls the rule strikes. */
function struck(when: FaultWhen | undefined, calls: readonly FaultCandidate[]): number[] {
  const strike = faultPlan([{ ...(when ? { when } : {}), fault: { kind: "closed" } }]);
  return calls.flatMap((call, i) => (strike(call) ? [i + 1] : []));
}

describe("a fault plan", () => {
  test("a rule without conditions strikes every call to the API, and no other", () => {
    expect(struck(undefined, [saldo, token, rows, other])).toEqual([1, 3, 4]);
    expect(struck({ operation: "token" }, [saldo, token, rows, token])).toEqual([2, 4]);
  });

  test("identity and operation choose the calls, and only those are counted", () => {
    expect(struck({ identity: "165781006662" }, [saldo, other, rows])).toEqual([1, 3]);
    expect(struck({ operation: "saldo", nth: 2 }, [rows, saldo, rows, other, saldo])).toEqual([4]);
  });

  test("nth, from, to and times", () => {
    const five = [saldo, saldo, saldo, saldo, saldo];
    expect(struck({ nth: 3 }, five)).toEqual([3]);
    expect(struck({ from: 4 }, five)).toEqual([4, 5]);
    expect(struck({ to: 2 }, five)).toEqual([1, 2]);
    expect(struck({ from: 2, to: 3 }, five)).toEqual([2, 3]);
    expect(struck({ times: 2 }, five)).toEqual([1, 2]);
    expect(struck({ from: 2, times: 2 }, five)).toEqual([2, 3]);
  });

  test("the first rule that strikes decides, and every rule counts on", () => {
    const plan: FaultPlan = [
      { when: { nth: 1 }, fault: { kind: "felkod", code: 4 } },
      { when: { to: 2 }, fault: { kind: "html" } },
    ];
    const strike = faultPlan(plan);
    expect([saldo, saldo, saldo].map((call) => strike(call)?.kind ?? null)).toEqual(["felkod", "html", null]);
  });
});

describe("spoil", () => {
  const right = jsonReply(200, { saldoSkatteverket: 1 });

  test("an answer cut short is not JSON", () => {
    const { reply } = spoil(right, { kind: "halfJson" });
    expect(reply.status).toBe(200);
    expect(() => JSON.parse(reply.body)).toThrow(SyntaxError);
  });

  test("a slow answer and one cut off are right in themselves", () => {
    expect(spoil(right, { kind: "slow", ms: 7 })).toEqual({ reply: right, delayMs: 7 });
    expect(spoil(right, { kind: "cut" })).toEqual({ reply: right, delayMs: 0, cut: "start" });
  });
});
