import { describe, expect, it } from "vitest";
import { COLUMNS, EVERYBODY, EXPECTED, type Who } from "./matrix.fixture.ts";
import { ask, type Outcome } from "./matrix-ask.fixture.ts";
import { type Case, casesOf, documented, type Kind, narrows, type Place, placesOf } from "./matrix-places.fixture.ts";
import { type Reads, readsOf } from "./matrix-reads.fixture.ts";
import { ALL, API, type Asked } from "./matrix-routes.fixture.ts";

// Every route there is, asked by everybody there is, about an account of theirs, one of others', and one that is not there, in every place in which the route
// takes an account. What is expected stands in a table of its own, written apart from the one that decides.

/** What is asked for where no account is said: a statement is then of a company that may not be watched yet. */
const WITHOUT: Readonly<Record<string, string>> = { importStatement: "account.add" };

/** Places that are no part of an address's path. */
const IN_REQUEST: readonly Place["at"][] = ["query", "form", "body", "sign-in"];

/** Routes of the API that look at no query. */
const READS_NO_QUERY = ["subscribedCalendar", "openapi", "docs"];

/** What is expected, from the table alone. */
function expected(who: Who, route: Asked, { place, about }: Case): boolean {
  const action = about === "none" ? (WITHOUT[route.name] ?? route.action) : route.action;
  const row = EXPECTED.get(action);
  if (!row) throw new Error(`the table has no row for ${action}`);
  if (row.on === "nothing") return true;
  const cell = row.cells[COLUMNS.indexOf(who.column)];
  // The secret stands in the address: whoever else they are does not matter.
  if (route.action === "calendar.read") return cell === "x";
  if (!who[route.room] || cell !== "x") return false;
  if (place !== null && narrows(route)) return who.reach === "all" || row.on !== "all";
  // What is done to one account is done to none where none is said.
  if (about === "unknown" || (about === "none" && place !== null && row.on === "account")) return false;
  return who.reach === "all" || (row.on !== "all" && !["foreign", "both", "every"].includes(about));
}

const toSignIn = ({ answer, location }: Outcome): boolean => answer.status === 303 && location.startsWith("/sign-in");

/** Whether somebody got in, by what is answered and by what the log says; both must agree. */
function gotIn(route: Asked, outcome: Outcome): boolean {
  const { answer, code, lines } = outcome;
  const closed =
    answer.status === 401 ||
    (answer.status === 403 && route.action !== "session.begin") || // a key that is none, pages that have no sign-in
    (toSignIn(outcome) && route.action !== "session.end") ||
    ["ACCOUNT_UNKNOWN", "RECIPIENT_UNKNOWN", "CALENDAR_UNKNOWN"].includes(code ?? "");
  const { on } = EXPECTED.get(route.action) ?? {};
  if (on === "nothing") return !closed;
  const noted = lines.some(({ action, outcome: how }) => action === route.action && how === "permitted");
  // Whose recipient it is, is looked at when it is found.
  return noted && !(closed && code === "RECIPIENT_UNKNOWN");
}

/** Whether it was done to the account that a query, a form or a body names, by what is answered; where the log names the account, by that too. */
function wasDone(route: Asked, { about }: Case, outcome: Outcome): boolean {
  const { answer, lines, account } = outcome;
  const done = answer.status < 400 && !toSignIn(outcome);
  const action = about === "none" ? (WITHOUT[route.name] ?? route.action) : route.action;
  if (EXPECTED.get(action)?.on !== "account") return done;
  const noted = lines.some((line) => line.action === action && line.outcome === "permitted" && line.account === account);
  expect([about, "in the log", noted]).toEqual([about, "in the log", done]);
  return done;
}

/** Nothing that somebody is told speaks of a company that is not theirs, whether they were let in or not. */
function expectSilence({ told, world, shown }: Outcome, outright: boolean, about: unknown): void {
  for (const sign of world.signsOfOthers(outright))
    if (sign !== shown) expect(told.includes(sign), `${String(about)} is told ${sign}`).toBe(false);
}

async function meet(name: string, route: Asked, places: readonly Place[], asked: Case): Promise<void> {
  const who = EVERYBODY[name] as Who;
  const { place, about } = asked;
  const outcome = await ask(name, route, places, asked);
  const told = [name, place?.name ?? "", about, outcome.answer.status, outcome.code];
  const own: Case = { place, about: "own" };

  if (place?.at === "thing" || (place?.at === "recipient" && about !== "own")) {
    // Whoever may not ask at all is asked about their own; so here it is found, or is not there.
    if (!expected(who, route, own)) return;
    // A delivery of one's own recipient may be about another's account; what else belongs to one is not found beside another.
    const found = about === "foreign" && who.reach === "all" && (place.at === "recipient" || place.name === "deliveryId");
    const isThere = place.at === "thing" ? outcome.answer.status !== 404 : outcome.code !== "RECIPIENT_UNKNOWN";
    expect([...told, isThere]).toEqual([...told, found]);
    if (!found) expect(outcome.changed, String(told)).toBe(false);
    return expectSilence(outcome, false, told);
  }

  const inRequest = place !== null && IN_REQUEST.includes(place.at);
  const right = expected(who, route, asked);
  const isIn = inRequest ? wasDone(route, asked, outcome) : gotIn(route, outcome);
  expect([...told, isIn]).toEqual([...told, right]);
  // A form that is shown again may show one's own.
  expectSilence(outcome, !right && !inRequest, told);
  if (right) return;
  expect(outcome.changed, String(told)).toBe(false);
  expect([303, 401, 403, 404, 410, ...(inRequest ? [400] : [])], String(told)).toContain(outcome.answer.status);
  // Whoever is somebody is written down with what they were refused, or with what came to nothing.
  const isKnown = who.kind !== "nobody" && who[route.room] && route.action !== "calendar.read" && who.kind !== "link";
  const written = outcome.lines.some(({ outcome: how }) => how === "refused" || (place?.many === true && how === "failed"));
  if (isKnown && (about !== "none" || place === null || WITHOUT[route.name])) expect(written, String(told)).toBe(true);
}

/** What is read of a request, by whoever may and by nobody, before anything else is asked. */
async function readsOfRoute(route: Asked): Promise<Reads> {
  const reads: Reads[] = [];
  for (const name of ["owner", "nobody"]) reads.push(await readsOf(() => ask(name, route, [], { place: null, about: "none" })));
  const all = (of: keyof Reads) => new Set(reads.flatMap((each) => [...each[of]]));
  return { query: all("query"), form: all("form"), header: all("header") };
}

const PLACES = new Map<Asked, readonly Place[]>();
for (const route of ALL) PLACES.set(route, placesOf(route, await readsOfRoute(route)));

describe.each(ALL.map((route) => [`${route.method} ${route.path}${route.query ? `?${route.query}` : ""}`, route] as const))(
  "%s",
  (_, route) => {
    const places = PLACES.get(route) ?? [];
    it.each(Object.keys(EVERYBODY))("asked by: %s", async (name) => {
      for (const asked of casesOf(places)) await meet(name, route, places, asked);
    });
  },
);

describe("the places in which an account is named", () => {
  it("are, beside paths, those that are known: each is found by itself, and none is lost unseen", () => {
    const found = [...PLACES].flatMap(([{ name, room, query }, places]) =>
      query ? [] : places.filter(({ at }) => IN_REQUEST.includes(at)).map((each) => `${room} ${name}: ${each.name}`),
    );
    const people = [
      ...["api addInvitation", "api changeUser", "pages invite", "pages changeUser"].flatMap((of) => [`${of}: accounts`, `${of}: groups`]),
      ...["api addGroup", "api changeGroup", "pages addGroup", "pages changeGroup"].map((of) => `${of}: accounts`),
    ];
    const told = ["api addRecipient: accounts", "api changeRecipient: accounts"];
    const log = ["api audit: account", "api auditCsv: account", "api auditLines: account"];
    const forms = ["pages connect: account", "pages connected: state", "pages importStatement: account", "pages overview: group"];
    expect(found.sort()).toEqual([...people, ...told, ...log, ...forms].sort());
  });

  // What is not known is refused, and told with what is.
  it.each(API.map((route) => [`${route.method} ${route.path}`, route] as const))(
    "are all that a program may write in the query: %s",
    async (_, route) => {
      const { code, text } = await ask("owner", { ...route, query: "unheard-of=1" }, [], { place: null, about: "none" });
      const taken =
        code === "QUERY_INVALID"
          ? [...(JSON.parse(text) as { detail: string }).detail.matchAll(/`([\w-]+)`/g)].map(([, name]) => name)
          : [];
      expect(taken.toSorted()).toEqual(documented(route).toSorted());
      expect(code === "QUERY_INVALID").toBe(!READS_NO_QUERY.includes(route.name));
    },
  );

  it("are met with every kind of account", () => {
    const kinds = new Set<Kind>([...PLACES.values()].flatMap(casesOf).map(({ about }) => about));
    expect([...kinds].sort()).toEqual(["both", "every", "foreign", "none", "own", "unknown"]);
  });
});

describe("what a list tells", () => {
  const lists = ALL.filter(({ method, path, action }) => method === "GET" && EXPECTED.get(action)?.on === "own" && !path.includes(":"));
  it.each(lists.map((route) => [`${route.room} ${route.name}`, route] as const))(
    "would be seen to speak of others: %s",
    async (_, route) => {
      const [limited, wide] = ["write key of one account", "write key"];
      const { world } = await ask(limited, route, [], { place: null, about: "none" });
      const { told } = await ask(wide, route, [], { place: null, about: "none" });
      expect(world.signsOfOthers(false).filter((sign) => told.includes(sign))).not.toEqual([]);
    },
  );
});
