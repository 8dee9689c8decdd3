import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { client, firstIdentity, saldoPath, start } from "./test-house.ts";

describe("the gateway", () => {
  test("wants keys, token and scope, and answers each lack in its own shape", async () => {
    let now = Date.parse("2026-11-22T09:00:00Z");
    const skatteverket = await start({ now: () => now });
    const caller = client(skatteverket);
    const token = await caller.token();
    const path = saldoPath(skatteverket);
    const shape = async (given: string, headers?: Record<string, string | undefined>): Promise<[number, string]> => {
      const { status, body } = await caller.get(path, given, headers);
      return [status, body];
    };
    expect(await shape(token, { client_secret: "fel" })).toEqual([401, '{"error":"Invalid client id or secret"}']);
    expect(await shape(token, { client_id: undefined })).toEqual([401, '{"error":"Invalid client id or secret"}']);
    expect(await shape(token, { authorization: undefined })).toEqual([401, ""]);
    expect(await shape("okand")).toEqual([401, ""]);
    const elsewhere = String((await caller.askForToken({ scope: "agd" })).json().access_token);
    expect(await shape(elsewhere)).toEqual([403, expect.stringMatching(/^\{"error":"invalid_scope"/)]);

    skatteverket.revokeTokens();
    expect(await shape(token)).toEqual([401, '{"error":"Token has been revoked."}']);
    const fresh = await caller.token();
    expect((await shape(fresh))[0]).toBe(200);
    now += 3_599_000;
    expect((await shape(fresh))[0]).toBe(200);
    now += 1_000;
    expect(await shape(fresh)).toEqual([401, ""]);
    expect(skatteverket.requests.at(-1)).toEqual({ method: "GET", kind: "saldo", status: 401, at: now, tokenGeneration: 3 });
  });

  test("wants a correlation id of its own for every call, at most 36 characters", async () => {
    const skatteverket = await start();
    const caller = client(skatteverket);
    const token = await caller.token();
    const withId = async (id: string | undefined): Promise<number> =>
      (await caller.get(saldoPath(skatteverket), token, { "SKV-client_correlationid": id })).status;
    const id = randomUUID();
    expect(await withId(id)).toBe(200);
    expect(await withId(id)).toBe(400);
    expect(await withId(undefined)).toBe(400);
    expect(await withId(`${randomUUID()}x`)).toBe(400);
    expect(await withId("kort")).toBe(200);
  });

  test("refuses undocumented headers, other methods, unknown paths and parameters, and callers who do not accept JSON", async () => {
    const skatteverket = await start();
    const caller = client(skatteverket);
    const token = await caller.token();
    const path = saldoPath(skatteverket);
    for (const name of ["traceparent", "x-request-id", "skv_client_correlation_id", "cookie"]) {
      expect((await caller.get(path, token, { [name]: "1" })).status).toBe(400);
    }
    expect((await caller.get(path, token, { accept: undefined })).status).toBe(406);
    expect((await caller.get(path, token, { accept: "text/html" })).status).toBe(406);
    expect((await caller.get(path, token, { accept: "text/html, */*;q=0.1" })).status).toBe(200);
    expect((await caller.get(`${path}/`, token)).status).toBe(404);
    expect((await caller.get(`/skattekonton/${firstIdentity(skatteverket)}/allt`, token)).status).toBe(404);
    expect((await caller.get(`${path}?datumFrom=2026-01-01`, token)).status).toBe(400);
    const rows = `/skattekonton/${firstIdentity(skatteverket)}/transaktioner`;
    expect((await caller.get(`${rows}?datumTom=2026-01-01`, token)).status).toBe(400);
    expect((await caller.get(`${rows}?datumFrom=2026-01-01&datumFrom=2026-01-01`, token)).status).toBe(400);
    expect((await caller.get(`${rows}?datumFrom=2026-01-01`, token)).json()).toMatchObject({ datumFrom: "2026-01-01" });
    const posted = await caller.send(skatteverket.apiUrl + path, { method: "POST" });
    expect([posted.status, posted.headers.allow]).toEqual([405, "GET"]);
  });

  test("lets through no more calls than allowed in any second", async () => {
    let now = 1_000_000;
    const options = { now: () => now, requestsPerSecond: 2, rateGraceMs: 0, rateRetryAfter: 1 };
    const skatteverket = await start(options);
    const caller = client(skatteverket);
    const token = await caller.token();
    const call = async (at: number): Promise<number> => {
      now = 1_000_000 + at;
      return (await caller.get(saldoPath(skatteverket), token)).status;
    };
    const statuses: number[] = [];
    for (const at of [0, 500, 999, 1_000, 1_001, 1_500, 1_600]) statuses.push(await call(at));
    expect(statuses).toEqual([200, 200, 429, 200, 429, 200, 429]);
    const refused = await caller.get(saldoPath(skatteverket), token);
    expect([refused.status, refused.headers["retry-after"]]).toEqual([429, "1"]);
  });

  test("wants the client certificate on the API when told to", async () => {
    const skatteverket = await start({ mutualTlsOnApi: true });
    const caller = client(skatteverket);
    const token = await caller.token();
    expect((await caller.get(saldoPath(skatteverket), token)).status).toBe(200);
    const { certificate: _none, ...without } = skatteverket.secret;
    expect((await client(skatteverket, without).get(saldoPath(skatteverket), token)).status).toBe(401);
  });

  test("is closed from three to five in the morning, Swedish time, winter and summer", async () => {
    let now = 0;
    const skatteverket = await start({ serviceWindow: true, now: () => now });
    const caller = client(skatteverket);
    const at = async (moment: string): Promise<[number, unknown]> => {
      now = Date.parse(moment);
      const answer = await caller.get(saldoPath(skatteverket), await caller.token());
      return [answer.status, answer.json().felkod];
    };
    expect(await at("2026-11-22T01:59:59Z")).toEqual([200, undefined]);
    expect(await at("2026-11-22T02:00:00Z")).toEqual([503, 5]);
    expect(await at("2026-11-22T03:59:59Z")).toEqual([503, 5]);
    expect(await at("2026-11-22T04:00:00Z")).toEqual([200, undefined]);
    expect(await at("2026-07-01T01:00:00Z")).toEqual([503, 5]);
  });
});
