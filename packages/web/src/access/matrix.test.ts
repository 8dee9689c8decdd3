import { ACTIONS, type AccountId, type Action, type PrincipalKind, ROLES, type Role } from "@saldovakt/domain";
import { linkKey, signPageLink, signUnsubscribe } from "@saldovakt/service";
import { describe, expect, it } from "vitest";
import { DESCRIPTIONS } from "../api/openapi/descriptions/index.ts";
import { PATHS, pattern, ROUTES, type Route, type RouteName } from "../api/route.ts";
import { OPERATIONS } from "../api/world.fixture.ts";
import { createApp } from "../app.ts";
import { COMPANIES, NOW } from "../companies.fixture.ts";
import { hashKey } from "../keys.ts";
import { PAGE_ROUTES, type PageRoute } from "../pages/routes.ts";
import { seedGroup, seedPeople, seedUser, sessionOf } from "../people.fixture.ts";
import { fakeOptions, fakeWorld } from "../ports.fixture.ts";
import { COLUMNS, DOES, EVERYBODY, EXPECTED, type Who } from "./matrix.fixture.ts";

// Every route there is, asked by everybody there is, about an account of theirs, one of others', and one that is not there. What is expected stands here as a
// table of its own, written apart from the one that decides.

const SCOPES: Readonly<Record<string, readonly string[]>> = {
  read: ["read"],
  fresh: ["read:fresh"],
  write: ["write"],
  admin: ["admin"],
  calendar: ["calendar"],
};

type Kind = "own" | "foreign" | "unknown" | "none";

const UNKNOWN = "acc_zzzzzzzzzzzzzzzzzzzz";
const OWN = COMPANIES.find(({ source, observation }) => source === "skatteetaten" && observation) ?? COMPANIES[0];
const FOREIGN = COMPANIES.find((company) => company.source === "skatteetaten" && company !== OWN) ?? COMPANIES[1];

interface Asked {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly action: Action;
  readonly room: "api" | "pages";
  readonly query?: string;
}

const api = (Object.entries(ROUTES) as [RouteName, Route][]).map(
  ([name, route]): Asked => ({ name, ...route, path: pattern(route.path).replace(/\{\[\^\/\]\+\\\.ics\}/, ".ics"), room: "api" }),
);
const pages = (Object.entries(PAGE_ROUTES) as [string, PageRoute][]).map(([name, route]): Asked => ({ name, ...route, room: "pages" }));
const fresh = api
  .filter(({ name }) => name === "forecast")
  .map((route): Asked => ({ ...route, name: "forecast anew", action: "account.refresh", query: "?fresh=true" }));
const ALL = [...api, ...fresh, ...pages];

/** What is expected, from the table alone. */
function expected(who: Who, route: Asked, about: Kind): boolean {
  const row = EXPECTED.get(route.action);
  if (!row) throw new Error(`the table has no row for ${route.action}`);
  if (row.on === "nothing") return true;
  const cell = row.cells[COLUMNS.indexOf(who.column)];
  // The secret stands in the address: whoever else they are does not matter.
  if (route.action === "calendar.read") return cell === "x";
  if (!who[route.room] || cell !== "x") return false;
  if (about === "unknown") return false;
  return who.reach === "all" || (row.on !== "all" && about !== "foreign");
}

const ROOMS = { open: "open", signedIn: "signed-in" } as const;

async function ask(name: string, route: Asked, about: Kind) {
  const who = EVERYBODY[name] as Who;
  const fake = fakeWorld({ operations: OPERATIONS });
  const { ports } = fake;
  const [own, foreign] = [fake.id(OWN?.name ?? ""), fake.id(FOREIGN?.name ?? "")];
  const token = "eyJhbGciOiJub25lIn0.e30.x";
  const callers: NonNullable<typeof ports.callers> = {
    carriesToken: (header) => header === `Bearer ${token}`,
    async authorise(_, organisation, { account = null, keep }) {
      const principal = { kind: "system-user", id: "sys-1" } as const;
      const isTheirs = organisation === null || organisation === OWN?.identity;
      const [outcome, reason] = isTheirs ? (["allowed", "PERMIT"] as const) : (["refused", "DENY"] as const);
      await keep?.({ principal, onBehalfOf: account, outcome, reason });
      return isTheirs ? principal : { kind: "refusal", status: 403, code: "ACCESS_REFUSED", reason, challenge: null };
    },
    permitted: async (_, candidates) => ({
      kind: "permitted",
      accounts: candidates.flatMap(({ account, organisation }) => (organisation === OWN?.identity ? [account] : [])),
    }),
  };
  const room = who.kind === "open" ? ROOMS.open : ROOMS.signedIn;
  const app = createApp({ ...ports, callers }, fakeOptions({ pages: room, publicUrl: "http://localhost" }));
  const people = await seedPeople(ports, own);
  await seedGroup(ports, 10, "Påhittade Andra Kontoret", foreign); // nobody who asks is in it
  const recipient = (id: string, accounts: readonly AccountId[]) =>
    fake.told.added.set(id, { key: id, channel: "webhook", target: { url: "https://hooks.example/x" }, accounts, createdAt: NOW });
  recipient("00000000000000aa", [own]);
  recipient("00000000000000bb", [foreign]);

  let given: Record<string, string> = {};
  let secret = "svk_nobody";
  const keyOf = async (scopes: readonly string[], accounts: readonly AccountId[] | null) => {
    const { authorization } = fake.key({ scopes, accounts });
    secret = authorization.slice("Bearer ".length);
    if (route.room === "api") return { authorization };
    const cookie = "k".repeat(43);
    const { id } = (await ports.keys.keyByHash(hashKey(secret))) ?? { id: "" };
    await ports.sessions.putSession({
      hash: hashKey(cookie),
      keyId: id,
      createdAt: NOW,
      expiresAt: "2099-01-01T00:00:00.000Z" as typeof NOW,
    });
    return { cookie: `saldovakt-session=${cookie}` };
  };
  if (who.kind === "user") {
    const named = who.reach === "all" ? null : who.by === "name" ? [own] : [];
    const membership = { role: who.column as Role, accounts: named, groups: who.by === "group" ? [people.group] : [] };
    given = await sessionOf(ports, await seedUser(ports, 11, "Påhittade Frågaren", membership));
  }
  if (who.kind === "key") given = await keyOf(SCOPES[who.column] ?? [], who.reach === "own" ? [own] : null);
  if (who.kind === "system-user") given = { authorization: `Bearer ${token}` };
  if (who.kind === "link") {
    const until = "2026-12-01T00:00:00.000Z" as typeof NOW;
    given = { cookie: `saldovakt-link=${signPageLink(await linkKey(ports.facts, ports.random), own, until, NOW)}` };
  }
  if (name === "somebody shut out") {
    given = await sessionOf(ports, people.owner);
    const standing = await ports.people.user(people.owner);
    if (standing) await ports.people.putUser({ ...standing, disabledAt: NOW, sessionsEndedAt: NOW }, standing.version);
  }
  if (name === "a key revoked") {
    given = await keyOf(["read", "read:fresh", "write", "admin"], null);
    fake.revokeKeys();
  }

  const account = about === "foreign" ? foreign : about === "unknown" ? UNKNOWN : own;
  const told = about === "foreign" ? "00000000000000bb" : about === "unknown" ? "00000000000000ff" : "00000000000000aa";
  const unsubscribe = async () => signUnsubscribe(await linkKey(ports.facts, ports.random), "00000000000000aa");
  const parts: Readonly<Record<string, string>> = {
    id: account,
    key: route.path.startsWith("/calendar/") ? secret : told,
    ...{ paymentId: "pay_0123456789abcdef", payment: "pay_0123456789abcdef", deliveryId: `msg_${"0".repeat(32)}` },
    ...{ alertId: "shortfall:2026-12-14:1", alert: "shortfall:2026-12-14:1" },
    ...{ userId: people.reader, user: people.reader, groupId: people.group, group: people.group },
    ...{ invitationId: people.invitation, invitation: people.invitation },
    token: route.path.startsWith("/unsubscribe") ? await unsubscribe() : people.token,
  };
  const path = route.path.replace(/:(\w+)/g, (_, part: string) => encodeURIComponent(parts[part] ?? "x"));
  const { body } = route.room === "api" && route.name in DESCRIPTIONS ? DESCRIPTIONS[route.name as RouteName] : {};
  const content = body && (typeof body.example === "string" ? body.example : JSON.stringify(body.example));
  const headers = {
    "sec-fetch-site": "same-origin",
    ...given,
    ...(route.room === "pages" && route.method === "POST" ? { "content-type": "application/x-www-form-urlencoded" } : {}),
    ...(content === undefined ? {} : { "content-type": body?.type ?? "" }),
  };

  const state = async () =>
    JSON.stringify([
      ...[
        [...fake.accounts],
        [...fake.payments],
        [...fake.told.added],
        fake.queued,
        [...fake.keys.values()].map(({ lastUsedAt: _, ...kept }) => kept),
        [...fake.records],
      ],
      ...[await ports.people.users(), await ports.people.groups(), await ports.people.invitations()],
    ]);
  const before = await state();
  const answer = await app.request(`http://localhost${path}${route.query ?? ""}`, {
    method: route.method,
    headers,
    ...(route.method === "POST" || route.method === "PATCH" ? { body: content ?? "" } : {}),
  });
  const text = await answer.text();
  const code = (answer.headers.get("content-type") ?? "").includes("problem+json") ? (JSON.parse(text) as { code: string }).code : null;
  const lines = await fake.audit();
  return { answer, code, lines, changed: (await state()) !== before, text };
}

/** Whether somebody got in, by what is answered and by what the log says; both must agree. */
function gotIn(route: Asked, { answer, code, lines }: Awaited<ReturnType<typeof ask>>): boolean {
  const closed =
    answer.status === 401 ||
    (answer.status === 403 && route.action !== "session.begin") || // a key that is none, pages that have no sign-in
    (answer.status === 303 && (answer.headers.get("location") ?? "").startsWith("/sign-in") && route.action !== "session.end") ||
    ["ACCOUNT_UNKNOWN", "RECIPIENT_UNKNOWN", "CALENDAR_UNKNOWN"].includes(code ?? "");
  const { on } = EXPECTED.get(route.action) ?? {};
  if (on === "nothing") return !closed;
  const noted = lines.some(({ action, outcome }) => action === route.action && outcome === "permitted");
  // Whose recipient it is, is looked at when it is found.
  return noted && !(closed && code === "RECIPIENT_UNKNOWN");
}

const kindsOf = ({ path }: Asked): readonly Kind[] =>
  path.includes("/accounts/:id") || path.includes("/recipients/:key") ? ["own", "foreign", "unknown"] : ["none"];

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
    expect(
      new Set(
        Object.values(EVERYBODY)
          .map(({ column }) => column)
          .filter((column) => column !== ""),
      ),
    ).toEqual(new Set(COLUMNS));
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
  });

  it("meets every route that is answered: one without an action of its own is none", () => {
    const app = createApp(fakeWorld().ports, fakeOptions({ pages: "signed-in" }));
    const known = new Set([...api, ...pages].map(({ method, path }) => `${method} ${path}`));
    const written = new Set([...(Object.values(ROUTES) as Route[]).map(({ method, path }) => `${method} ${pattern(path)}`), ...known]);
    const answered = app.routes
      .filter(({ method, path }) => method !== "ALL" && path !== "/*")
      .map(({ method, path }) => `${method} ${path}`);
    expect(answered.length).toBeGreaterThan(PATHS.length);
    for (const route of answered) expect(written, route).toContain(route);
    for (const { action } of ALL) expect(EXPECTED.has(action), action).toBe(true);
    for (const { method, path } of pages) expect(answered).toContain(`${method} ${path}`);
  });
});

describe.each(ALL.map((route) => [`${route.method} ${route.path}${route.query ?? ""}`, route] as const))("%s", (_, route) => {
  it.each(Object.keys(EVERYBODY))("asked by: %s", async (name) => {
    const who = EVERYBODY[name] as Who;
    for (const about of kindsOf(route)) {
      const outcome = await ask(name, route, about);
      const told = [name, about, outcome.answer.status, outcome.code];
      if (route.path.includes("/recipients/:key") && about !== "own" && expected(who, route, "own")) {
        // Whoever reaches all finds that of others; one that is not there is found by nobody.
        const found = about === "foreign" && who.reach === "all";
        expect([...told, outcome.code !== "RECIPIENT_UNKNOWN"]).toEqual([...told, found]);
        if (!found) expect(outcome.changed).toBe(false);
        continue;
      }
      const right = expected(who, route, about);
      expect([...told, gotIn(route, outcome)]).toEqual([...told, right]);
      if (right) continue;
      expect(outcome.changed, String(told)).toBe(false);
      expect([303, 401, 403, 404, 410], String(told)).toContain(outcome.answer.status);
      const { name: company } = (about === "foreign" ? FOREIGN : OWN) ?? { name: "" };
      expect(outcome.text).not.toContain(company);
      // Whoever is somebody is written down with what they were refused.
      const known = who.kind !== "nobody" && who[route.room] && route.action !== "calendar.read" && who.kind !== "link";
      if (known) expect(outcome.lines.some(({ outcome: how }) => how === "refused")).toBe(true);
    }
  });
});
