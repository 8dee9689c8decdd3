import { describe, expect, test } from "vitest";
import type { Fault } from "./faults.ts";
import { client, saldoPath, start } from "./test-house.ts";

describe("faults on the wire", () => {
  test("each kind reaches the caller as what it is, once, and the next call is answered rightly", async () => {
    const skatteverket = await start({ companies: 1 });
    const caller = client(skatteverket);
    let token = await caller.token();
    const path = saldoPath(skatteverket);
    const right = (await caller.get(path, token)).body;
    const once = { when: { times: 1 } };
    const meet = async (fault: Fault): Promise<[number, string]> => {
      skatteverket.setFaults([{ ...once, fault }]);
      const { status, body } = await caller.get(path, token);
      return [status, body];
    };
    for (const [code, status] of [400, 400, 404, 500, 503, 403].map((status, i) => [i + 1, status] as const)) {
      const [got, body] = await meet({ kind: "felkod", code: code as 1 });
      expect([got, JSON.parse(body).felkod]).toEqual([status, code]);
    }
    expect(await meet({ kind: "closed" })).toEqual([503, '{"felkod":5,"felmeddelande":"Skattekontot är stängt"}']);
    expect((await meet({ kind: "http429" }))[0]).toBe(429);
    expect(await meet({ kind: "slow", ms: 5 })).toEqual([200, right]);
    expect(await meet({ kind: "html" })).toEqual([503, expect.stringMatching(/^<!DOCTYPE html>/)]);
    const [halfStatus, half] = await meet({ kind: "halfJson" });
    expect([halfStatus, right.startsWith(half), half.length < right.length]).toEqual([200, true, true]);
    expect(await meet({ kind: "emptyBody401" })).toEqual([401, ""]);
    expect(await meet({ kind: "status", status: 502, body: "{}" })).toEqual([502, "{}"]);
    await expect(meet({ kind: "cut" })).rejects.toThrow(/socket hang up|ECONNRESET/);
    expect(skatteverket.requests.at(-1)).toMatchObject({ kind: "saldo", status: 0 });
    await expect(meet({ kind: "cut", at: "body" })).rejects.toThrow(/aborted|ECONNRESET/);
    expect(await meet({ kind: "revokedToken" })).toEqual([401, '{"error":"Token has been revoked."}']);
    expect((await caller.get(path, token)).body).toBe('{"error":"Token has been revoked."}');
    token = await caller.token();
    expect((await caller.get(path, token)).body).toBe(right);
  });

  test("Retry-After goes along when the plan has one", async () => {
    const skatteverket = await start({ faults: [{ fault: { kind: "http429", retryAfter: 7 } }] });
    const caller = client(skatteverket);
    const answer = await caller.get(saldoPath(skatteverket), await caller.token());
    expect(answer.headers["retry-after"]).toBe("7");
  });

  test("the token endpoint can be struck by name", async () => {
    const skatteverket = await start({ faults: [{ when: { operation: "token", nth: 1 }, fault: { kind: "status", status: 503 } }] });
    const caller = client(skatteverket);
    expect((await caller.askForToken()).status).toBe(503);
    expect((await caller.askForToken()).status).toBe(200);
  });

  test("a slow answer does not keep the simulator from closing", async () => {
    const skatteverket = await start({ faults: [{ when: { from: 2 }, fault: { kind: "slow", ms: 60_000 } }] });
    const caller = client(skatteverket);
    const token = await caller.token();
    await caller.get(saldoPath(skatteverket), token);
    const ended = expect(caller.get(saldoPath(skatteverket), token)).rejects.toThrow();
    await new Promise((resolve) => setTimeout(resolve, 5)); // the call is there, on the connection already open
    await skatteverket.close();
    await ended;
  });
});
