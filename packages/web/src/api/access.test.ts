import type { AccountId } from "@saldovakt/domain";
import { describe, expect, it } from "vitest";
import { COMPANIES, NOW } from "../companies.fixture.ts";
import { fakeOptions, fakeWorld } from "../ports.fixture.ts";
import { createApi } from "./app.ts";
import { ROUTES } from "./route.ts";

const [FIRST, SECOND] = COMPANIES.map((company) => company.name) as [string, string];
const UNKNOWN = "acc_zzzzzzzzzzzzzzzzzzzz";

const withKey = Object.values(ROUTES)
  .map(({ path }) => path)
  .filter((path) => path.startsWith("/v1/"));
const ofAccount = withKey.filter((path) => path.includes("{id}"));

function world() {
  const fake = fakeWorld();
  const app = createApi(fake.ports, fakeOptions({ requestId: () => "r-1" }));
  const get = (path: string, headers: Record<string, string> = {}) => app.request(path, { headers });
  return { ...fake, get };
}

describe("keys", () => {
  it.each(withKey)("%s is closed without one", async (path) => {
    const { get, id } = world();
    const answer = await get(path.replace("{id}", id(FIRST)));
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
  it.each([[[]], [["READ"]], [["read:"]]])("%j does not open what `read` opens", async (scopes) => {
    const { get, key, id } = world();
    for (const path of withKey) {
      const answer = await get(path.replace("{id}", id(FIRST)), key({ scopes }));
      expect(answer.status).toBe(403);
      expect(answer.headers.get("www-authenticate")).toContain('error="insufficient_scope", scope="read"');
      expect(await answer.json()).toMatchObject({ code: "SCOPE_MISSING" });
    }
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

  it.each(ofAccount)("%s answers alike for an account that is closed to the key, unknown, or no account's id", async (path) => {
    const { get, key, id } = world();
    const headers = key({ accounts: [id(SECOND)], scopes: ["read", "read:fresh"] });
    const texts = new Set<string>();
    for (const asked of [id(FIRST), UNKNOWN, "acc_short", "165591001373", "..", "%00"]) {
      const answer = await get(path.replace("{id}", asked), headers);
      expect(answer.status).toBe(404);
      texts.add(await answer.text());
    }
    const [text, ...others] = texts;
    // `..` never reaches the route: the address is made plain before.
    expect(others.every((other) => JSON.parse(other).code === "ROUTE_UNKNOWN")).toBe(true);
    expect(JSON.parse(text ?? "")).toMatchObject({ code: "ACCOUNT_UNKNOWN", instance: path.replace("{id}", "-") });
  });

  it("looks nothing up for an account that is closed to the key", async () => {
    const fake = fakeWorld();
    const asked: string[] = [];
    const { records } = fake.ports.watch;
    const account = async (id: AccountId) => {
      asked.push(id);
      return records.account(id);
    };
    const watch = { ...fake.ports.watch, records: { ...records, account } };
    const app = createApi({ ...fake.ports, watch }, fakeOptions());
    const headers = fake.key({ accounts: [fake.id(SECOND)] });
    await app.request(`/v1/accounts/${fake.id(FIRST)}/forecast`, { headers });
    expect(asked).toEqual([]);
    await app.request(`/v1/accounts/${fake.id(SECOND)}/forecast`, { headers });
    expect(asked).toEqual([fake.id(SECOND)]);
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
