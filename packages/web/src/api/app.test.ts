import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { COMPANIES } from "../companies.fixture.ts";
import { fakeOptions, fakeWorld } from "../ports.fixture.ts";
import type { WebOptions } from "../ports.ts";
import { createApi } from "./app.ts";
import { Problem } from "./openapi/schemas.ts";
import { allowedOn, PATHS, withoutIds } from "./route.ts";

const app = createApi(fakeWorld().ports, fakeOptions());

const identities = COMPANIES.map((company) => company.identity);

describe("what is not there", () => {
  it.each([
    "/",
    "/v1",
    "/v1/",
    "/v1/accounts/",
    "/v2/accounts",
    "/v1/accounts/acc_x/nothing",
    "/accounts/acc_x",
    "/health/",
    "//",
    "/%",
    "/v1/%ff/%00",
  ])("%s is answered with a problem", async (path) => {
    const answer = await app.request(path);
    expect(answer.status).toBe(404);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(Problem.parse(await answer.json())).toMatchObject({ code: "ROUTE_UNKNOWN", status: 404 });
  });

  it.each(PATHS)("%s takes no other method, and says which there are", async (path) => {
    const allowed = allowedOn(path);
    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE", "PURGE"].filter((each) => !allowed.split(", ").includes(each))) {
      const answer = await app.request(path.replace(/\{\w+\}/g, "x"), { method });
      expect([method, answer.status]).toEqual([method, 405]);
      expect(answer.headers.get("allow")).toBe(allowed);
      expect(Problem.parse(await answer.json()).code).toBe("METHOD_NOT_ALLOWED");
    }
    const asked = await app.request(path.replace(/\{\w+\}/g, "x"), { method: "OPTIONS" });
    expect([asked.status, asked.headers.get("allow"), await asked.text()]).toEqual([204, allowed, ""]);
    expect(asked.headers.get("access-control-allow-origin")).toBeNull();
  });

  it("names GET and HEAD together, and every method of a path", () => {
    expect(allowedOn("/v1/accounts/{id}/forecast")).toBe("GET, HEAD, OPTIONS");
  });

  it("answers HEAD without a body", async () => {
    const answer = await app.request("/health", { method: "HEAD" });
    expect([answer.status, await answer.text()]).toEqual([200, ""]);
  });
});

describe("limits", () => {
  it("turns long addresses away", async () => {
    const answer = await app.request(`/v1/accounts?x=${"a".repeat(2_000)}`);
    expect(answer.status).toBe(414);
    expect(await answer.json()).toMatchObject({ code: "URL_TOO_LONG" });
  });

  it("turns large bodies away", async () => {
    const answer = await app.request("/health", { method: "POST", headers: { "content-length": "65537" } });
    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({ code: "BODY_TOO_LARGE" });
  });
});

describe("headers", () => {
  it.each(["/health", "/v1/accounts", "/openapi.json", "/docs", "/nothing", `/health?${"a".repeat(2_000)}`])(
    "%s is protected",
    async (path) => {
      const { headers } = await app.request(path);
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("x-frame-options")).toBe("DENY");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
      expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
      expect(headers.get("strict-transport-security")).toBe("max-age=63072000");
      expect(headers.get("content-security-policy")).toMatch(/^default-src 'none';.*frame-ancestors 'none'$/);
      expect(headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
      expect(headers.get("access-control-allow-origin")).toBeNull();
      expect(headers.get("cache-control")).toBe(path === "/openapi.json" || path === "/docs" ? "public, max-age=3600" : "no-store");
    },
  );
});

describe("withoutIds", () => {
  it("keeps our own words and nothing else", () => {
    expect(withoutIds("/v1/accounts/acc_1/forecast")).toBe("/v1/accounts/-/forecast");
    expect(withoutIds("/v1/accounts/165591001373/payout-blocks/more/165591001373")).toMatch(/^\/v1\/accounts\/-\/payout-blocks(\/-)*$/);
    expect(withoutIds("/")).toBe("/-");
    expect(withoutIds("/calendar/svk_secret.ics")).toBe("/calendar/-");
  });
});

describe("identities", () => {
  const anyPath = fc
    .tuple(
      fc.constantFrom(
        ...PATHS.map((path) => path.replace(/\{\w+\}/g, ":id")),
        "/",
        "/v1/:id",
        "/:id/:id",
        "/v1/accounts?q=:id",
        "/v1/accounts/:id/forecast?fresh=:id&:id=1",
      ),
      fc.constantFrom(...identities),
    )
    .map(([path, identity]) => path.replaceAll(":id", identity));
  const anyHeaders = fc.record(
    { authorization: fc.constantFrom("Bearer svk_test0", "Bearer nothing", ...identities), host: fc.constantFrom("x", ...identities) },
    { requiredKeys: [] },
  );

  it("written into a request come back in no answer and no log", async () => {
    await fc.assert(
      fc.asyncProperty(
        anyPath,
        anyHeaders,
        fc.constantFrom("GET", "POST", "PURGE"),
        fc.constantFrom<WebOptions["pages"]>(false, "open"),
        async (path, headers, method, pages) => {
          const world = fakeWorld();
          world.key({ scopes: ["read", "read:fresh"] });
          const answer = await createApi(world.ports, fakeOptions({ pages })).request(path, { method, headers });
          expect(answer.status).toBeLessThan(500);
          const told = `${await answer.text()}${JSON.stringify([...answer.headers])}${JSON.stringify(world.faults)}`;
          for (const identity of identities) expect(told).not.toContain(identity);
        },
      ),
      { numRuns: 80 },
    );
  });

  it("stand in answers only as a payee's reference", async () => {
    const world = fakeWorld();
    const headers = world.key();
    const api = createApi(world.ports, fakeOptions());
    for (const company of COMPANIES) {
      for (const path of ["forecast", "alerts", "chart.svg"]) {
        const answer = await api.request(`/v1/accounts/${world.id(company.name)}/${path}`, { headers });
        const text = (await answer.text()).replaceAll(/"reference":"\d+"/g, "");
        for (const identity of identities) expect(text).not.toContain(identity.slice(2));
      }
    }
  });
});

describe("any request", () => {
  it("is answered, and never with a fault of ours", async () => {
    const world = fakeWorld();
    const headers = world.key({ scopes: ["read", "read:fresh"] });
    const api = createApi(world.ports, fakeOptions());
    const text = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.constantFrom("true", "2026-01-01", "%", "%E0%A4%A", "..", "__proto__", "constructor"),
    );
    const part = fc.oneof(
      text.map(encodeURIComponent),
      fc.constantFrom("v1", "accounts", "forecast", "alerts", world.id("Blåklockans Bygg AB")),
    );
    const query = fc.array(fc.tuple(fc.oneof(text, fc.constantFrom("fresh", "from", "limit")), text), { maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 6 }), query, async (parts, pairs) => {
        const answer = await api.request(`http://localhost/${parts.join("/")}?${new URLSearchParams(pairs)}`, { headers });
        expect(answer.status).toBeLessThan(500);
        if (answer.status >= 400) Problem.parse(await answer.json());
      }),
      { numRuns: 300 },
    );
  });
});
