import { describe, expect, it } from "vitest";
import { COMPANIES, NOW } from "../companies.fixture.ts";
import { fakeOptions, fakeWorld } from "../ports.fixture.ts";
import { createApi } from "./app.ts";
import { DESCRIPTIONS } from "./openapi/descriptions/index.ts";
import { ROUTES, type Route, type RouteName } from "./route.ts";

const [FIRST, SECOND] = COMPANIES.map((company) => company.name) as [string, string];
const UNKNOWN = "acc_zzzzzzzzzzzzzzzzzzzz";

const ROUTED = (Object.entries(ROUTES) as [RouteName, Route][]).filter(([, { path }]) => path.startsWith("/v1/"));
const filled = (path: string, id: string): string =>
  path
    .replace("{id}", id)
    .replace("{key}", "c0c0c0c0c0c0c0c0")
    .replace(/\{\w+\}/g, "x");

function world() {
  const fake = fakeWorld();
  const app = createApi(fake.ports, fakeOptions({ requestId: () => "r-1" }));
  const get = (path: string, headers: Record<string, string> = {}) => app.request(path, { headers });
  const send = (method: string, path: string, headers: Record<string, string> = {}) => app.request(path, { method, headers });
  return { ...fake, get, send };
}

describe("keys", () => {
  it.each(ROUTED)("%s is closed without one", async (_name, { method, path }) => {
    const { send, id } = world();
    const answer = await send(method, filled(path, id(FIRST)));
    expect(answer.status).toBe(401);
    expect(answer.headers.get("www-authenticate")).toBe('Bearer realm="saldovakt"');
    expect(await answer.json()).toMatchObject({ code: "KEY_MISSING", status: 401 });
  });

  it.each([
    "Bearer svk_unknown",
    "bearer svk_unknown",
    "Basic svk_test0",
    "Bearer",
    "Bearer ",
    "Bearer a b",
    "svk_test0",
    `Bearer ${"x".repeat(600)}`,
  ])("refuses %j", async (authorization) => {
    const { get, key } = world();
    key();
    const answer = await get("/v1/accounts", { authorization });
    expect(answer.status).toBe(401);
    expect(answer.headers.get("www-authenticate")).toContain('error="invalid_token"');
    expect(await answer.json()).toMatchObject({ code: "KEY_INVALID" });
  });

  it("does not tell a revoked key from an unknown one", async () => {
    const { get, key } = world();
    const revoked = await get("/v1/accounts", key({ revokedAt: NOW }));
    const unknown = await get("/v1/accounts", { authorization: "Bearer svk_unknown" });
    expect([revoked.status, await revoked.text()]).toEqual([unknown.status, await unknown.text()]);
  });

  it("refuses a record whose hash is another one", async () => {
    const fake = fakeWorld();
    const careless = {
      ...fake.ports,
      keys: { ...fake.ports.keys, keyByHash: async () => ({ id: "key_1", hash: "00", scopes: ["read"], accounts: null, revokedAt: null }) },
    };
    const answer = await createApi(careless, fakeOptions()).request("/v1/accounts", { headers: { authorization: "Bearer svk_any" } });
    expect(answer.status).toBe(401);
  });

  it("takes the scheme in any case", async () => {
    const { get, key } = world();
    const { authorization } = key();
    expect((await get("/v1/accounts", { authorization: authorization.replace("Bearer", "bEARER") })).status).toBe(200);
  });
});

describe("scopes", () => {
  it.each([[[]], [["READ"]], [["read:"]], [["calendar"]]])("%j opens nothing", async (scopes) => {
    const { send, key, id } = world();
    for (const [name, { method, path }] of ROUTED) {
      const answer = await send(method, filled(path, id(FIRST)), key({ scopes }));
      expect([name, answer.status]).toEqual([name, 403]);
      expect(answer.headers.get("www-authenticate")).toContain(`error="insufficient_scope", scope="${DESCRIPTIONS[name].scope}"`);
      expect(await answer.json()).toMatchObject({ code: "SCOPE_MISSING" });
    }
  });

  it("that opens no changes changes nothing", async () => {
    const { send, key, id } = world();
    const changes = ROUTED.filter(([name]) => DESCRIPTIONS[name].scope === "write" || DESCRIPTIONS[name].scope === "admin");
    expect(changes.filter(([name]) => DESCRIPTIONS[name].scope === "write").every(([, { method }]) => method !== "GET")).toBe(true);
    expect(changes).toEqual(expect.arrayContaining(ROUTED.filter(([, { method }]) => method !== "GET")));
    for (const [name, { method, path }] of changes) {
      const answer = await send(method, filled(path, id(FIRST)), key({ scopes: ["read", "read:fresh"] }));
      expect([name, answer.status]).toEqual([name, 403]);
    }
  });

  it("`write` opens what `read` does, and no fresh reading", async () => {
    const { get, key, id } = world();
    expect((await get(`/v1/accounts/${id(FIRST)}/forecast`, key({ scopes: ["write"] }))).status).toBe(200);
    expect((await get(`/v1/accounts/${id(FIRST)}/forecast?fresh=true`, key({ scopes: ["write"] }))).status).toBe(403);
  });

  it("asks `read:fresh` for a fresh reading", async () => {
    const { get, key, id } = world();
    const path = `/v1/accounts/${id(FIRST)}/forecast?fresh=true`;
    const answer = await get(path, key({ scopes: ["read", "write"] }));
    expect(answer.status).toBe(403);
    expect(answer.headers.get("www-authenticate")).toContain('scope="read:fresh"');
    expect((await get(path, key({ scopes: ["read", "read:fresh"] }))).status).toBe(200);
  });

  it("lets `read:fresh` read what is known", async () => {
    const { get, key, id } = world();
    expect((await get(`/v1/accounts/${id(FIRST)}/forecast`, key({ scopes: ["read:fresh"] }))).status).toBe(200);
  });
});

describe("accounts a key opens", () => {
  it("lists only those", async () => {
    const { get, key, id } = world();
    const { accounts } = (await (await get("/v1/accounts", key({ accounts: [id(SECOND)] }))).json()) as { accounts: { id: string }[] };
    expect(accounts.map((account) => account.id)).toEqual([id(SECOND)]);
  });

  it("does not tell by a fresh reading either", async () => {
    const { get, key, id } = world();
    const headers = key({ accounts: [id(SECOND)], scopes: ["read:fresh"] });
    const [closed, unknown] = await Promise.all(
      [id(FIRST), UNKNOWN].map((each) => get(`/v1/accounts/${each}/forecast?fresh=true`, headers)),
    );
    expect(closed?.status).toBe(404);
    expect(await closed?.text()).toBe(await unknown?.text());
  });
});
