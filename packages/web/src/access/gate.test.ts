import { instant, SaldovaktError } from "@saldovakt/domain";
import { describe, expect, it } from "vitest";
import { createApp } from "../app.ts";
import { SHORT } from "../pages/world.fixture.ts";
import { seedPeople, sessionOf } from "../people.fixture.ts";
import { fakeOptions, fakeWorld } from "../ports.fixture.ts";

async function world() {
  const fake = fakeWorld();
  const id = fake.id(SHORT);
  const people = await seedPeople(fake.ports, id);
  const broken = { log: false };
  const away = () => Promise.reject(new SaldovaktError("the log is away", { code: "STORE_UNREACHABLE", scope: "transient" }));
  const { log } = fake.ports;
  const ports = {
    ...fake.ports,
    log: { ...log, putAudit: (...given: Parameters<typeof log.putAudit>) => (broken.log ? away() : log.putAudit(...given)) },
  };
  const app = createApp(ports, fakeOptions({ pages: "signed-in", requestId: () => "r-1" }));
  const ask = async (method: string, path: string, headers: Record<string, string>, body?: unknown) =>
    app.request(`http://localhost${path}`, {
      method,
      headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  return { ...fake, id, people, broken, ask, app };
}

const OURS = { "sec-fetch-site": "same-origin" };

describe("a user at the API", () => {
  it("is known by the cookie, and changes something from our own pages alone", async () => {
    const { ask, ports, people, id } = await world();
    const cookie = await sessionOf(ports, people.adviser);
    expect((await ask("GET", `/v1/accounts/${id}/forecast`, cookie)).status).toBe(200);
    const change = (headers: Record<string, string>) =>
      ask("PATCH", `/v1/accounts/${id}`, { ...cookie, ...headers }, { policy: { payDaysBefore: 2 } });
    for (const site of [
      {},
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
      { origin: "https://elsewhere.example" },
    ]) {
      const answer = await change(site);
      expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([401, "KEY_MISSING"]);
    }
    expect((await change(OURS)).status).toBe(200);
  });

  it("leaves word of which account was added", async () => {
    const { ask, ports, key } = await world();
    const answer = await ask("POST", "/v1/accounts", key({ scopes: ["write"] }), { identity: "165781006662", name: "Exempel AB" });
    expect(answer.status).toBe(201);
    const { id } = (await answer.json()) as { id: string };
    const lines = (await ports.log.audit({ from: instant(0), to: instant(Date.parse("2199-01-01")), limit: 10 })).filter(
      ({ action }) => action === "account.add",
    );
    expect(lines.map(({ account }) => account ?? null).sort()).toEqual([id, null]);
  });

  it("is not mixed with a key: where one is shown, it alone counts", async () => {
    const { ask, ports, people, key } = await world();
    const cookie = await sessionOf(ports, people.owner);
    expect((await ask("GET", "/v1/users", cookie)).status).toBe(200);
    expect((await ask("GET", "/v1/users", { ...cookie, ...key() })).status).toBe(403);
    expect((await ask("GET", "/v1/users", { ...cookie, authorization: "Bearer svk_unknown" })).status).toBe(401);
  });

  it("has a rate of their own", async () => {
    const { ask, ports, people } = await world();
    const cookie = await sessionOf(ports, people.reader);
    let status = 0;
    for (let n = 0; n < 120 && status !== 429; n++) ({ status } = await ask("GET", "/v1/accounts?limit=x", cookie));
    expect(status).toBe(429);
  });
});

describe("what is written down", () => {
  it("stands before anything is done: without it nothing is read and nothing changed", async () => {
    const { ask, key, broken, id, accounts, people, ports, app } = await world();
    const headers = key({ scopes: ["read", "write", "admin"] });
    broken.log = true;
    const before = JSON.stringify([accounts.get(id), await ports.people.users()]);
    for (const [method, path, body] of [
      ["GET", `/v1/accounts/${id}/forecast`, undefined],
      ["GET", "/v1/accounts", undefined],
      ["PATCH", `/v1/accounts/${id}`, { policy: { payDaysBefore: 2 } }],
      ["DELETE", `/v1/users/${people.reader}`, undefined],
    ] as const) {
      const answer = await ask(method, path, headers, body);
      expect([path, answer.status, ((await answer.json()) as { code: string }).code]).toEqual([path, 503, "STORE_UNREACHABLE"]);
    }
    const page = await app.request(`http://localhost/accounts/${id}`, { headers: await sessionOf(ports, people.owner) });
    expect(page.status).toBe(503);
    expect(await page.text()).not.toContain(SHORT.split(" ")[0]);
    expect(JSON.stringify([accounts.get(id), await ports.people.users()])).toBe(before);
    broken.log = false;
    expect((await ask("GET", `/v1/accounts/${id}/forecast`, headers)).status).toBe(200);
  });

  it("says of a change that came to nothing why it did", async () => {
    const { ask, key, id, audit } = await world();
    const headers = key({ scopes: ["write", "admin"] });
    await ask("DELETE", `/v1/accounts/${id}/payments/pay_0123456789abcdef`, headers);
    await ask("POST", "/v1/groups", headers, { name: "" });
    const lines = (await audit()).map(({ action, outcome, reason, about, requestId }) =>
      [action, outcome, reason, about, requestId].join(" "),
    );
    expect(lines.toSorted()).toEqual([
      "groups.change failed BODY_INVALID  r-1",
      "groups.change permitted   r-1",
      "payment.withdraw failed PAYMENT_UNKNOWN pay_0123456789abcdef r-1",
      "payment.withdraw permitted  pay_0123456789abcdef r-1",
    ]);
  });

  it("holds nothing that somebody put into an address", async () => {
    const { ask, key, audit } = await world();
    const headers = key({ scopes: ["read", "write", "admin"] });
    for (const path of [
      "/v1/accounts/198001011234/forecast",
      "/v1/users/198001011234",
      "/v1/groups/Hemliga%20Namnet",
      "/v1/recipients/198001011234",
      "/v1/recipients/1980010112340000",
    ])
      for (const method of ["GET", "DELETE"]) await ask(method, path, headers);
    await ask("GET", "/v1/audit?by=198001011234", headers);
    const lines = await audit();
    expect(lines.length).toBeGreaterThan(3);
    expect(JSON.stringify(lines)).not.toMatch(/198001011234|Hemliga/);
  });
});

describe("an export of the log", () => {
  it("is every line of the period, as CSV and as JSON lines", async () => {
    const { ask, key, audit } = await world();
    const headers = key({ scopes: ["admin"] });
    for (let n = 0; n < 7; n++) await ask("POST", "/v1/groups", headers, { name: `Grupp ${n}` });
    const csv = await (await ask("GET", "/v1/audit.csv", headers)).text();
    const lines = (await (await ask("GET", "/v1/audit.jsonl", headers)).text()).trim().split("\n");
    expect(csv.trim().split("\r\n").length).toBe(1 + 8);
    expect(lines.map((line) => JSON.parse(line))).toEqual((await audit()).slice(0, lines.length));
    expect(csv + lines.join("")).not.toContain("Grupp");
    const first = (await (await ask("GET", "/v1/audit?limit=3", headers)).json()) as { lines: unknown[]; next: string };
    const second = (await (await ask("GET", `/v1/audit?limit=100&before=${first.next}`, headers)).json()) as { lines: unknown[] };
    expect([...first.lines, ...second.lines]).toEqual(await audit());
    expect((await ask("GET", "/v1/audit?from=2026-12-01&to=2026-11-01", headers)).status).toBe(400);
  });
});
