import { ACTIONS, type PrincipalKind, ROLES } from "@saldovakt/domain";
import { describe, expect, it } from "vitest";
import { PATHS, pattern, ROUTES, type Route } from "../api/route.ts";
import { createApp } from "../app.ts";
import { PAGE_ROUTES } from "../pages/routes.ts";
import { fakeOptions, fakeWorld } from "../ports.fixture.ts";
import { COLUMNS, DOES, EVERYBODY, EXPECTED } from "./matrix.fixture.ts";
import { ALL } from "./matrix-routes.fixture.ts";

// No cell of the matrix is missing: of actions, of people, and of routes.

describe("the table of what is expected", () => {
  it("has a cell for every action and everybody, and no other", () => {
    expect([...EXPECTED.keys()].sort()).toEqual(Object.keys(ACTIONS).sort());
    for (const [action, { on, cells }] of EXPECTED) {
      expect([action, cells.length], action).toEqual([action, COLUMNS.length]);
      expect(["nothing", "own", "account", "all"]).toContain(on);
      for (const cell of cells) expect(["x", "."]).toContain(cell);
    }
    // A vendor for itself comes the way of system users, and is asked with them in `callers.test.ts`.
    const kinds: Readonly<Record<Exclude<PrincipalKind, "vendor">, true>> = {
      ...{ open: true, user: true, key: true, "system-user": true, link: true },
    };
    const asked = new Set(Object.values(EVERYBODY).map(({ kind }) => kind));
    for (const kind of Object.keys(kinds)) expect(asked).toContain(kind);
    const columns = Object.values(EVERYBODY).map(({ column }) => column);
    expect(new Set(columns.filter((column) => column !== ""))).toEqual(new Set(COLUMNS));
  });

  it("asks as users of every role and reach", () => {
    const users = Object.values(EVERYBODY).filter(({ kind }) => kind === "user");
    const asked = users.map(({ column, reach, by }) => `${column} ${reach === "all" ? reach : by}`);
    const some = ROLES.filter((role) => role !== "owner").flatMap((role) => ["name", "group", "all"].map((reach) => `${role} ${reach}`));
    expect(asked.sort()).toEqual([...some, "owner all"].sort());
  });

  it("says of every route what it does, and agrees with what the route says of itself", () => {
    const said = Object.entries(DOES).flatMap(([action, routes]) => routes.map((route) => [route, action]));
    const own = [...Object.values(ROUTES), ...Object.values(PAGE_ROUTES)].map(({ method, path, action }) => [`${method} ${path}`, action]);
    expect(new Set(said.map(([route]) => route)).size).toBe(said.length);
    expect(Object.fromEntries(own)).toEqual(Object.fromEntries(said));
    for (const { action } of ALL) expect(EXPECTED.has(action), action).toBe(true);
  });
});

describe("what answers", () => {
  const app = createApp(fakeWorld().ports, fakeOptions({ pages: "signed-in" }));
  const pages = Object.values(PAGE_ROUTES);
  const written = [...(Object.values(ROUTES) as Route[]).map(({ method, path }) => ({ method, path: pattern(path) })), ...pages];
  const paths = [...PATHS.map(pattern), ...new Set(pages.map(({ path }) => path))];

  it("is every route once, with an action of its own, and nothing beside it", () => {
    const handlers = app.routes.map(({ method, path }) => `${method} ${path}`).sort();
    // Two that every request passes, and on every path one that turns away other methods.
    const expected = [...written.map(({ method, path }) => `${method} ${path}`), ...paths.map((path) => `ALL ${path}`), "ALL /*", "ALL /*"];
    expect(handlers).toEqual(expected.sort());
  });

  it("is nobody where no route is, whatever the method", async () => {
    for (const path of paths)
      for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE", "TEAPOT"]) {
        if (written.some((route) => route.path === path && route.method === method)) continue;
        const answer = await app.request(`http://localhost${path.replace(/:\w+(\{[^}]*\}+)?/g, "x.ics")}`, { method });
        expect([method, path, answer.status]).toEqual([method, path, 405]);
      }
    for (const path of ["/v1", "/v1/", "/v1/x", "/v1/accounts/x/x", "/x", "/people/x/x/x"])
      for (const method of ["GET", "POST", "TEAPOT"]) expect((await app.request(`http://localhost${path}`, { method })).status).toBe(404);
  });
});
