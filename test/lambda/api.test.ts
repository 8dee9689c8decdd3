import { randomBytes } from "node:crypto";
import { type AccountId, instant, ocrFor } from "@saldovakt/domain";
import { newApiKey } from "@saldovakt/web";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FUNCTIONS } from "../../functions/src/index.ts";
import { COVERED, SHORT } from "./companies.ts";
import { itKeepsToTheRecord } from "./held.ts";
import { told, total } from "./logged.ts";
import type { Lambda } from "./runtime-api.ts";
import { MOMENT, startWorld, type World } from "./world.ts";

let world: World;
let api: Lambda;
let short: AccountId;
let covered: AccountId;
const key = newApiKey(randomBytes);

beforeAll(async () => {
  world = await startWorld([SHORT, COVERED], ["api"]);
  api = await world.start("api");
  short = (await world.add(SHORT)).id;
  covered = (await world.add(COVERED)).id;
  const scopes = ["read", "read:fresh", "write"];
  const { id, hash } = key;
  await world.store.putKey({ id, hash, name: "test", scopes, accounts: [short], createdAt: instant(MOMENT), revokedAt: null });
});
afterAll(() => world?.close());

interface Answer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A request as API Gateway's HTTP API hands it on, payload version 2.0. */
const get = (path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> => send("GET", path, headers);

async function send(method: string, path: string, headers: Readonly<Record<string, string>>, body?: string): Promise<Answer> {
  const [rawPath = "", rawQueryString = ""] = path.split("?");
  const http = { method, path: rawPath, protocol: "HTTP/1.1", sourceIp: "192.0.2.1", userAgent: "test" };
  const requestContext = {
    accountId: "anonymous",
    apiId: "api",
    domainName: "api.example",
    http,
    requestId: "r",
    stage: "$default",
    time: "",
    timeEpoch: 0,
  };
  const event = {
    version: "2.0",
    routeKey: "$default",
    rawPath,
    rawQueryString,
    headers: { host: "api.example", ...headers },
    requestContext,
    // The front hands on what it takes for text as it is, and anything else in base64.
    ...(body === undefined ? {} : { body: Buffer.from(body).toString("base64") }),
    isBase64Encoded: body !== undefined,
  };
  const result = await api.invoke(event);
  if (result.kind !== "answer") throw new Error(`the function did not answer: ${JSON.stringify(result)}`);
  return result.value as Answer;
}

const authorized = { authorization: `Bearer ${key.key}` };

describe("the API as a function", () => {
  it("says that it lives, to everyone", async () => {
    const { statusCode, body } = await get("/health");
    expect(statusCode).toBe(200);
    expect(JSON.parse(body)).toMatchObject({ status: "ok" });
  });

  it("wants a key", async () => {
    const { statusCode, headers, body } = await get("/v1/accounts");
    expect(statusCode).toBe(401);
    expect(headers["content-type"]).toContain("application/problem+json");
    expect(JSON.parse(body)).toMatchObject({ code: "KEY_MISSING" });
  });

  it("shows the accounts of the key and no other", async () => {
    const { statusCode, body } = await get("/v1/accounts", authorized);
    expect(statusCode).toBe(200);
    expect((JSON.parse(body) as { accounts: { id: string }[] }).accounts.map(({ id }) => id)).toEqual([short]);
    expect((await get(`/v1/accounts/${covered}/forecast?fresh=true`, authorized)).statusCode).toBe(404);
  });

  it("reads afresh through the whole job, so that what it finds is told too", async () => {
    const actions = await world.actionsDuring(async () => {
      const { statusCode, body } = await get(`/v1/accounts/${short}/forecast?fresh=true`, authorized);
      expect(statusCode, body).toBe(200);
      expect(JSON.parse(body)).toMatchObject({ shortfall: { amount: "33250.00" }, payBy: "2026-12-09" });
      expect(body).toContain(ocrFor(SHORT.identity));
    });
    expect(FUNCTIONS.api.actions).toEqual(expect.arrayContaining([...actions]));
    expect(world.queued("delivery").waiting).toBe(1);
    expect(total(told(api.lines).metrics, "AccountsRead")).toBe(1);
  });

  it("answers the authority's own operations, live", async () => {
    const { statusCode, body } = await get(`/v1/accounts/${short}/balance`, authorized);
    expect(statusCode, body).toBe(200);
    expect(JSON.parse(body)).toMatchObject({ balance: { currency: "SEK", amount: "10000.00" } });
  });

  it("takes changes, with the rights it has", async () => {
    const json = { ...authorized, "content-type": "application/json" };
    const actions = await world.actionsDuring(async () => {
      const ask = async (method: string, path: string, body?: unknown): Promise<Answer> =>
        send(method, path, body === undefined ? authorized : json, body === undefined ? undefined : JSON.stringify(body));
      const changed = await ask("PATCH", `/v1/accounts/${short}`, { policy: { reserve: { currency: "SEK", amount: "500" } } });
      expect([changed.statusCode, JSON.parse(changed.body).policy]).toEqual([200, { reserve: { currency: "SEK", amount: "500.00" } }]);
      const paid = await ask("POST", `/v1/accounts/${short}/payments`, { amount: { currency: "SEK", amount: "33750" } });
      expect(paid.statusCode, paid.body).toBe(201);
      expect((await ask("DELETE", `/v1/accounts/${short}/payments/${JSON.parse(paid.body).id}`)).statusCode).toBe(204);
      const added = await ask("POST", "/v1/recipients", { channel: "webhook", url: "https://hooks.example.se/a" });
      expect(added.statusCode, added.body).toBe(201);
      const recipient = `/v1/recipients/${JSON.parse(added.body).key}`;
      expect((await ask("POST", `${recipient}/test`)).statusCode).toBe(202);
      expect((await ask("POST", `${recipient}/enable`)).statusCode).toBe(200);
      expect((await ask("GET", `${recipient}/deliveries`)).statusCode).toBe(200);
      expect((await ask("DELETE", recipient)).statusCode).toBe(204);
      expect((await ask("POST", `/v1/accounts/${short}/calendar`)).statusCode).toBe(201);
      const back = await ask("PATCH", `/v1/accounts/${short}`, { policy: null });
      expect(back.statusCode, back.body).toBe(200);
    });
    expect(FUNCTIONS.api.actions).toEqual(expect.arrayContaining([...actions]));
    expect(api.lines.join("\n")).not.toMatch(/hooks\.example|svk_|whsec_/);
  });

  it("logs a fault of the source by its code and the route's form", async () => {
    world.skatteverket.setFaults([{ fault: { kind: "status", status: 401, body: '{"error":"Invalid client id or secret"}' } }]);
    const { statusCode } = await get(`/v1/accounts/${short}/balance`, authorized);
    expect(statusCode).toBeGreaterThanOrEqual(500);
    const failed = told(api.lines).logs.filter(({ message }) => message === "request failed");
    expect(failed).toMatchObject([{ code: "SKV_KEYS_REFUSED", status: statusCode }]);
    const written = api.lines.join("\n");
    for (const hidden of [key.key, key.hash, SHORT.identity, ocrFor(SHORT.identity)]) expect(written).not.toContain(hidden);
  });

  it("has called every action it declares", async () => {
    await get(`/v1/accounts/${short}/alerts`, authorized);
    const called = new Set(Object.values(world.recorders).flatMap(({ calls }) => calls.map(({ action }) => action)));
    expect(FUNCTIONS.api.actions.filter((action) => !called.has(action))).toEqual([]);
  });
});

itKeepsToTheRecord(() => world);
