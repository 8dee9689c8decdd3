import { randomUUID } from "node:crypto";
import { plainDate } from "@saldovakt/domain";
import { afterEach, describe, expect, test } from "vitest";
import { startSkatteverket } from "./skatteverket.ts";
import { type TestClient, testClient } from "./test-client.ts";
import type { SimulatedSkatteverket, SimulatorOptions, SkatteverketSecret } from "./types.ts";

const today = plainDate("2026-11-22");
const open: { close(): unknown }[] = [];

afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

async function start(options: Partial<SimulatorOptions> = {}): Promise<SimulatedSkatteverket> {
  const skatteverket = await startSkatteverket({ today, requestsPerSecond: Number.POSITIVE_INFINITY, ...options });
  open.push(skatteverket);
  return skatteverket;
}

function client(skatteverket: SimulatedSkatteverket, secret?: SkatteverketSecret): TestClient {
  const made = testClient(skatteverket, secret);
  open.push(made);
  return made;
}

const first = (skatteverket: SimulatedSkatteverket): string => skatteverket.companies[0]?.identity ?? "";
const saldoOf = (skatteverket: SimulatedSkatteverket): string => `/skattekonten/${first(skatteverket)}/saldo`;
const OPERATIONS = ["saldo", "transaktioner", "utbetalningskonto", "utbetalningssparrar"];

describe("a right caller", () => {
  test("gets a token and all four answers, on a connection checked by the simulator's own authority", async () => {
    const skatteverket = await start();
    const caller = client(skatteverket);
    expect(skatteverket.apiUrl).toMatch(/^https:\/\/localhost:\d+\/beskattning\/skattekonto\/v2$/);
    expect(skatteverket.tokenUrl).toMatch(/^https:\/\/localhost:\d+\/oauth2\/v1\/sysorg\/token$/);
    const granted = await caller.askForToken();
    expect(granted.status).toBe(200);
    expect(granted.json()).toEqual({ access_token: expect.any(String), expires_in: 3600, token_type: "Bearer", scope: "ska" });
    const token = String(granted.json().access_token);
    for (const operation of OPERATIONS) {
      const answer = await caller.get(`/skattekonten/${first(skatteverket)}/${operation}`, token);
      expect(answer.status).toBe(200);
      expect(answer.headers["content-type"]).toMatch(/^application\/json/);
      expect(answer.json()).toHaveProperty("senastUppdaterad");
    }
    expect(skatteverket.requests.map(({ kind, status, tokenGeneration }) => [kind, status, tokenGeneration])).toEqual([
      ["token", 200, undefined],
      ...OPERATIONS.map((operation) => [operation, 200, 1]),
    ]);
  });

  test("finds the same companies and answers with the same seed and day, and others with another seed", async () => {
    const read = async (options: Partial<SimulatorOptions>): Promise<string[]> => {
      const skatteverket = await start(options);
      const caller = client(skatteverket);
      const token = await caller.token();
      const bodies: string[] = [];
      for (const { identity } of skatteverket.companies) {
        for (const operation of OPERATIONS) bodies.push((await caller.get(`/skattekonten/${identity}/${operation}`, token)).body);
      }
      return bodies;
    };
    const [once, again, other] = await Promise.all([read({ seed: 7 }), read({ seed: 7 }), read({ seed: 8 })]);
    expect(once).toHaveLength(48);
    expect(again).toEqual(once);
    expect(other).not.toEqual(once);
  });

  test("is let in by PKCS#12, too", async () => {
    const skatteverket = await start();
    const secret = await skatteverket.pkcs12Secret("lösen ord");
    expect(secret.certificate).toEqual({ pkcs12: expect.any(String), passphrase: "lösen ord" });
    expect((await client(skatteverket, secret).askForToken()).status).toBe(200);
  });
});

describe("the token endpoint", () => {
  test("takes the designated certificate instead of a secret, and no other", async () => {
    const skatteverket = await start();
    const { secret } = skatteverket;
    expect(secret.oauth2).not.toHaveProperty("clientSecret");
    for (const kind of ["other", "expired", "notYetValid", "stranger"] as const) {
      const certificate = await skatteverket.certificateFor(kind);
      const answer = await client(skatteverket, { ...secret, certificate }).askForToken();
      expect([kind, answer.status, answer.json()]).toEqual([kind, 401, { error: "invalid_client" }]);
    }
    const { certificate: _none, ...without } = secret;
    expect((await client(skatteverket, without).askForToken()).status).toBe(401);
    const caller = client(skatteverket);
    expect((await caller.askForToken({ client_secret: "x" })).status).toBe(400);
    expect((await caller.askForToken({ client_id: "någon" })).json()).toEqual({ error: "invalid_client" });
  });

  test("free: any valid organisation certificate, and the secret", async () => {
    const skatteverket = await start({ grant: "free" });
    const { secret } = skatteverket;
    const other = client(skatteverket, { ...secret, certificate: await skatteverket.certificateFor("other") });
    expect((await other.askForToken()).status).toBe(200);
    expect((await other.askForToken({ client_secret: "fel" })).status).toBe(401);
    expect((await other.askForToken({ client_secret: undefined })).status).toBe(400);
    const stranger = client(skatteverket, { ...secret, certificate: await skatteverket.certificateFor("stranger") });
    expect((await stranger.askForToken()).status).toBe(401);
  });

  test("keys: the secret alone, at another address", async () => {
    const skatteverket = await start({ grant: "keys" });
    expect(skatteverket.tokenUrl).toMatch(/\/oauth2\/v1\/sys\/token$/);
    expect(skatteverket.secret).not.toHaveProperty("certificate");
    const caller = client(skatteverket);
    const token = await caller.token();
    expect((await caller.get(saldoOf(skatteverket), token)).status).toBe(200);
    expect((await caller.askForToken({ client_secret: "fel" })).status).toBe(401);
  });

  test("can close the connection on a wrong certificate instead of answering", async () => {
    const skatteverket = await start({ refuseCertificateBy: "connection" });
    const certificate = await skatteverket.certificateFor("stranger");
    await expect(client(skatteverket, { ...skatteverket.secret, certificate }).askForToken()).rejects.toThrow();
    expect((await client(skatteverket).askForToken()).status).toBe(200);
  });

  test("refuses a request that is not exactly the documented form", async () => {
    const skatteverket = await start();
    const caller = client(skatteverket);
    const refused = async (answer: ReturnType<TestClient["askForToken"]>): Promise<unknown> => (await answer).json().error;
    expect(await refused(caller.askForToken({ grant_type: "authorization_code" }))).toBe("unsupported_grant_type");
    expect(await refused(caller.askForToken({ scope: undefined }))).toBe("invalid_request");
    expect(await refused(caller.askForToken({ scope: "allt" }))).toBe("invalid_scope");
    expect(await refused(caller.askForToken({ audience: "x" }))).toBe("invalid_request");
    expect(await refused(caller.askForToken({}, { "content-type": "application/json" }))).toBe("invalid_request");
    expect(await refused(caller.askForToken({}, { authorization: "Basic eDp5" }))).toBe("invalid_request");
    expect((await caller.send(skatteverket.tokenUrl)).status).toBe(405);
    expect((await caller.send(skatteverket.tokenUrl.replace("sysorg", "sys"), { method: "POST" })).status).toBe(404);
  });
});

describe("the gateway", () => {
  test("wants keys, token and scope, and answers each lack in its own shape", async () => {
    let now = Date.parse("2026-11-22T09:00:00Z");
    const skatteverket = await start({ now: () => now });
    const caller = client(skatteverket);
    const token = await caller.token();
    const path = saldoOf(skatteverket);
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
      (await caller.get(saldoOf(skatteverket), token, { "SKV-client_correlationid": id })).status;
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
    const path = saldoOf(skatteverket);
    for (const name of ["traceparent", "x-request-id", "skv_client_correlation_id", "cookie"]) {
      expect((await caller.get(path, token, { [name]: "1" })).status).toBe(400);
    }
    expect((await caller.get(path, token, { accept: undefined })).status).toBe(406);
    expect((await caller.get(path, token, { accept: "text/html" })).status).toBe(406);
    expect((await caller.get(path, token, { accept: "text/html, */*;q=0.1" })).status).toBe(200);
    expect((await caller.get(`${path}/`, token)).status).toBe(404);
    expect((await caller.get(`/skattekonten/${first(skatteverket)}/allt`, token)).status).toBe(404);
    expect((await caller.get(`${path}?datumFrom=2026-01-01`, token)).status).toBe(400);
    const rows = `/skattekonten/${first(skatteverket)}/transaktioner`;
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
      return (await caller.get(saldoOf(skatteverket), token)).status;
    };
    const statuses: number[] = [];
    for (const at of [0, 500, 999, 1_000, 1_001, 1_500, 1_600]) statuses.push(await call(at));
    expect(statuses).toEqual([200, 200, 429, 200, 429, 200, 429]);
    const refused = await caller.get(saldoOf(skatteverket), token);
    expect([refused.status, refused.headers["retry-after"]]).toEqual([429, "1"]);
  });

  test("wants the client certificate on the API when told to", async () => {
    const skatteverket = await start({ mutualTlsOnApi: true });
    const caller = client(skatteverket);
    const token = await caller.token();
    expect((await caller.get(saldoOf(skatteverket), token)).status).toBe(200);
    const { certificate: _none, ...without } = skatteverket.secret;
    expect((await client(skatteverket, without).get(saldoOf(skatteverket), token)).status).toBe(401);
  });

  test("is closed from three to five in the morning, Swedish time, winter and summer", async () => {
    let now = 0;
    const skatteverket = await start({ serviceWindow: true, now: () => now });
    const caller = client(skatteverket);
    const at = async (moment: string): Promise<[number, unknown]> => {
      now = Date.parse(moment);
      const answer = await caller.get(saldoOf(skatteverket), await caller.token());
      return [answer.status, answer.json().felkod];
    };
    expect(await at("2026-11-22T01:59:59Z")).toEqual([200, undefined]);
    expect(await at("2026-11-22T02:00:00Z")).toEqual([503, 5]);
    expect(await at("2026-11-22T03:59:59Z")).toEqual([503, 5]);
    expect(await at("2026-11-22T04:00:00Z")).toEqual([200, undefined]);
    expect(await at("2026-07-01T01:00:00Z")).toEqual([503, 5]);
  });
});

describe("accounts", () => {
  test("felkod 1, 3 and 6 for a wrong number, an unknown account and a missing ombud", async () => {
    const skatteverket = await start({
      companies: [
        { identity: "165781006662", ombud: false },
        { identity: "165790000011", registered: false },
      ],
    });
    const caller = client(skatteverket);
    const token = await caller.token();
    const ask = async (identity: string): Promise<unknown[]> => {
      const answer = await caller.get(`/skattekonten/${identity}/saldo`, token);
      return [answer.status, answer.json()];
    };
    const wrong = { felkod: 1, felmeddelande: "Felaktigt organisationsnummer" };
    expect(await ask("165781006663")).toEqual([400, wrong]);
    expect(await ask("5781006662")).toEqual([400, wrong]);
    expect(await ask("16578100666%C3%A5")).toEqual([400, wrong]);
    const unknown = { felkod: 3, felmeddelande: "Registrerat skattekonto saknas" };
    expect(await ask("165790000029")).toEqual([404, unknown]);
    expect(await ask("165790000011")).toEqual([404, unknown]);
    expect(await ask("165781006662")).toEqual([403, { felkod: 6, felmeddelande: "Auktorisation saknas" }]);
  });

  test("the day moves on: what fell due is history, a payment has arrived on its day", async () => {
    const skatteverket = await start();
    const caller = client(skatteverket);
    const token = await caller.token();
    const identity = skatteverket.companies.find(({ profile }) => profile === "shortfall-next")?.identity ?? "";
    const read = async (): Promise<{ balance: number; texts: unknown[]; upcoming: number }> => {
      const balance = (await caller.get(`/skattekonten/${identity}/saldo`, token)).json().saldoSkatteverket as number;
      const rows = (await caller.get(`/skattekonten/${identity}/transaktioner?datumFrom=2026-12-10`, token)).json();
      const booked = (rows.tidigareTransaktioner ?? []) as { transaktionstext: string }[];
      return { balance, texts: booked.map((row) => row.transaktionstext), upcoming: (rows.kommandeTransaktioner as unknown[]).length };
    };
    const before = await read();
    skatteverket.pay(identity, 25_000, plainDate("2026-12-11"));
    expect(await read()).toEqual(before);
    skatteverket.setToday(plainDate("2026-12-11"));
    expect(skatteverket.today).toBe("2026-12-11");
    expect((await read()).texts).toEqual(["Inbetalning bokförd 261211"]);
    skatteverket.setToday(plainDate("2026-12-14"));
    const due = await read();
    expect(due.texts.at(-1)).toBe("Inbetalning bokförd 261211");
    expect(due.texts).toContain("Debiterad preliminärskatt");
    expect(due.balance).toBeLessThan(before.balance);
    expect(() => skatteverket.pay("165790000029", 1, today)).toThrow(expect.objectContaining({ code: "SIMULATOR_ACCOUNT" }));
    expect(() => skatteverket.pay(identity, 0.5, today)).toThrow(expect.objectContaining({ code: "SIMULATOR_AMOUNT" }));
  });

  test("twenty thousand companies start as fast as twelve and any of them answers", async () => {
    const skatteverket = await start({ companies: 20_000 });
    const caller = client(skatteverket);
    const token = await caller.token();
    expect(skatteverket.companies).toHaveLength(20_000);
    expect(new Set(skatteverket.companies.map(({ identity }) => identity)).size).toBe(20_000);
    for (const index of [0, 7, 9_999, 19_999]) {
      const identity = skatteverket.companies[index]?.identity ?? "";
      expect((await caller.get(`/skattekonten/${identity}/saldo`, token)).status).toBe(200);
    }
    await expect(start({ companies: 500_001 })).rejects.toThrow(expect.objectContaining({ code: "SIMULATOR_COMPANIES" }));
  });
});

describe("faults", () => {
  test("each kind reaches the caller as what it is, once, and the next call is answered rightly", async () => {
    const skatteverket = await start({ companies: 1 });
    const caller = client(skatteverket);
    let token = await caller.token();
    const path = saldoOf(skatteverket);
    const right = (await caller.get(path, token)).body;
    const once = { when: { times: 1 } };
    const meet = async (fault: Parameters<SimulatedSkatteverket["setFaults"]>[0][number]["fault"]): Promise<[number, string]> => {
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
    const answer = await caller.get(saldoOf(skatteverket), await caller.token());
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
    await caller.get(saldoOf(skatteverket), token);
    const ended = expect(caller.get(saldoOf(skatteverket), token)).rejects.toThrow();
    await new Promise((resolve) => setTimeout(resolve, 5)); // the call is there, on the connection already open
    await skatteverket.close();
    await ended;
  });
});
