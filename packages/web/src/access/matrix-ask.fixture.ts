import { DESCRIPTIONS } from "../api/openapi/descriptions/index.ts";
import type { RouteName } from "../api/route.ts";
import { swedishNumber } from "../companies.fixture.ts";
import type { Case, Kind, Place } from "./matrix-places.fixture.ts";
import { type Asked, isApi } from "./matrix-routes.fixture.ts";
import { comeAs, IDS, matrixWorld, unsubscribeToken, type World } from "./matrix-world.fixture.ts";

// One request of the matrix: somebody, a route, and whose account stands in which place.

/** Ids of what belongs to an account, by the part of the path they stand in. */
const THINGS: Readonly<Record<string, (digits: string) => string>> = {
  paymentId: (digits) => `pay_${digits}`,
  payment: (digits) => `pay_${digits}`,
  calendarId: (digits) => `key_${digits}`,
  deliveryId: (digits) => `msg_${digits.repeat(2)}`,
};

const oneOf = (about: Kind): "own" | "foreign" | "unknown" => (about === "foreign" || about === "unknown" ? about : "own");

/** The account or group in a query, a form or a body; undefined where nothing is said. */
function said(
  { of, many }: Place,
  about: Kind,
  { own, foreign, people, foreignGroup }: World,
): string | readonly string[] | null | undefined {
  const ids = of === "account" ? { own, foreign } : { own: people.group, foreign: foreignGroup };
  if (about === "none") return undefined;
  if (about === "every") return null;
  if (about === "both") return [ids.own, ids.foreign];
  const id = about === "unknown" ? IDS.unknown[of] : ids[oneOf(about) as "own" | "foreign"];
  return many ? [id] : id;
}

async function pathOf(route: Asked, { place, about }: Case, world: World, secret: string): Promise<string> {
  const kindAt = (at: Place["at"]) => (place?.at === at ? oneOf(about) : "own");
  const { own, foreign, people } = world;
  const account = { own, foreign, unknown: IDS.unknown.account }[kindAt("path")];
  const digits = IDS.thing[kindAt("thing")];
  const parts: Readonly<Record<string, string>> = {
    id: account,
    key: route.path.startsWith("/calendar/") ? secret : IDS.recipient[kindAt("recipient")],
    ...Object.fromEntries(Object.entries(THINGS).map(([name, id]) => [name, id(digits)])),
    ...{ alertId: "shortfall:2026-12-14:1", alert: "shortfall:2026-12-14:1" },
    ...{ userId: people.reader, user: people.reader, groupId: people.group, group: people.group },
    ...{ invitationId: people.invitation, invitation: people.invitation },
    token: route.path.startsWith("/unsubscribe") ? await unsubscribeToken(world) : people.token,
  };
  return route.path.replace(/:(\w+)/g, (_, part: string) => {
    const value = parts[part];
    if (value === undefined) throw new Error(`nothing is known to stand for ${part}`);
    return encodeURIComponent(value);
  });
}

/** A statement as Skatteverket's e-service writes it, of the company whose number it is. */
const statementOf = (identity: string): string => {
  const number = `${identity.slice(2, 8)}-${identity.slice(8)}`;
  return [
    `"Påhittade Bolaget AB";"${number}";"";""`,
    '"";"Ingående saldo 2024-09-01";"12 000";""',
    '"2024-09-14";"Debiterad preliminärskatt";"-9 500";""',
    '"";"Utgående saldo 2026-11-20";"2 500";""',
  ].join("\r\n");
};

interface Sent {
  readonly type?: string;
  readonly body?: string | FormData;
}

/** What a program or a form of ours sends. Where no account is said, the statement says by its number whose it is. */
function contentOf(route: Asked, places: readonly Place[], asked: Case, world: World): Sent {
  const kindOf = (each: Place): Kind => (each === asked.place ? asked.about : "own");
  if (route.room === "api") {
    const { body } = isApi(route) ? DESCRIPTIONS[route.name as RouteName] : {};
    if (!body) return {};
    if (typeof body.example === "string") return { type: body.type, body: body.example };
    const fields = places.filter(({ at }) => at === "body").map((each) => [each.name, said(each, kindOf(each), world)] as const);
    return { type: body.type, body: JSON.stringify({ ...(body.example as object), ...Object.fromEntries(fields) }) };
  }
  const inForm = places.filter(({ at }) => at === "form");
  if (route.method !== "POST" || inForm.length === 0)
    return route.method === "POST" ? { type: "application/x-www-form-urlencoded", body: "" } : {};
  const form = new FormData();
  for (const each of inForm) for (const id of [said(each, kindOf(each), world) ?? []].flat()) form.append(each.name, id);
  for (const [name, value] of [
    ["role", "reader"],
    ["single", "yes"],
    ["name", "Påhittade Nya"],
  ] as const)
    form.set(name, value);
  if (route.name === "importStatement") {
    const { ownCompany, foreignCompany } = world;
    const none = asked.about === "none" ? swedishNumber(77) : ownCompany.identity;
    form.set("file", new File([statementOf(asked.about === "foreign" ? foreignCompany.identity : none)], "kontoutdrag.csv"));
  }
  return { body: form };
}

/** Everything that came of one request. */
export async function ask(name: string, route: Asked, places: readonly Place[], asked: Case) {
  const world = await matrixWorld(name);
  const { own, foreign } = world;
  const { headers, secret } = await comeAs(name, route.room, world);
  const path = await pathOf(route, asked, world, secret);
  const query = new URLSearchParams(route.query ?? "");
  // A page repeats its own address, and with it what the asker wrote there.
  let shown: string | null = null;
  for (const each of places.filter(({ at }) => at === "query")) {
    const id = each === asked.place ? said(each, asked.about, world) : undefined;
    if (typeof id !== "string") continue;
    query.set(each.name, id);
    if (each.of === "group") shown = id;
  }
  const account = { own, foreign, unknown: IDS.unknown.account }[oneOf(asked.about)];
  const comeBack = [
    ["code", "c"],
    ["state", account],
    ["here", "1"],
  ] as const;
  if (asked.place?.at === "sign-in") for (const [field, value] of comeBack) query.set(field, value);

  const { type, body } = contentOf(route, places, asked, world);
  const before = await world.state();
  const answer = await world.app.request(`http://localhost${path}${query.size === 0 ? "" : `?${query}`}`, {
    method: route.method,
    headers: {
      "sec-fetch-site": "same-origin",
      ...headers,
      ...(type === undefined ? {} : { "content-type": type }),
    },
    ...(route.method === "POST" || route.method === "PATCH" ? { body: body ?? "" } : {}),
  });
  const text = await answer.text();
  const code = (answer.headers.get("content-type") ?? "").includes("problem+json") ? (JSON.parse(text) as { code: string }).code : null;
  const location = answer.headers.get("location") ?? "";
  const told = `${text}\n${[...answer.headers].filter(([header]) => header !== "location").join("\n")}`;
  return {
    world,
    account,
    shown,
    answer,
    code,
    location,
    text,
    told,
    lines: await world.audit(),
    changed: (await world.state()) !== before,
  };
}

export type Outcome = Awaited<ReturnType<typeof ask>>;
