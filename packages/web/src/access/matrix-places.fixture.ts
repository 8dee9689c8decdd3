import type { Json } from "../api/openapi/descriptions/described.ts";
import { openapiDocument } from "../api/openapi/document.ts";
import { ROUTES, type RouteName } from "../api/route.ts";
import { EXPECTED } from "./matrix.fixture.ts";
import { type Reads, WHOLE } from "./matrix-reads.fixture.ts";
import { type Asked, isApi } from "./matrix-routes.fixture.ts";

// Where a request names the account it is about: read off the OpenAPI document, and off what the pages read of a request. What names something that this file
// does not know is an error, so that no route takes an account unseen.

/** `both`: theirs and another's in one list; `every`: null, which means all of them; `none`: not said at all. */
export type Kind = "own" | "foreign" | "unknown" | "both" | "every" | "none";

export interface Place {
  /** `thing`: what belongs to an account and is named beside it; `sign-in`: what somebody took along to an authority. */
  readonly at: "path" | "recipient" | "thing" | "query" | "form" | "body" | "sign-in";
  readonly name: string;
  readonly of: "account" | "group";
  readonly many: boolean;
  readonly nullable: boolean;
}

export interface Case {
  readonly place: Place | null;
  readonly about: Kind;
}

const place = (at: Place["at"], name: string, more: Partial<Place> = {}): Place => ({
  at,
  name,
  of: "account",
  many: false,
  nullable: false,
  ...more,
});

/** What a part of a path names; null: nothing that is one account's. */
const IN_PATHS: Readonly<Record<string, "path" | "recipient" | "thing" | null>> = {
  ...{ id: "path", key: "recipient" },
  ...{ paymentId: "thing", payment: "thing", calendarId: "thing", deliveryId: "thing" },
  // Named by their due date within the account: no other account's can be asked for.
  ...{ alertId: null, alert: null },
  // For those alone who reach everything.
  ...{ userId: null, user: null, groupId: null, group: null, invitationId: null, invitation: null },
  // A secret, which opens what it opens.
  ...{ token: null },
};

/** What a page may read in a query or in a form; null: nothing that is an account. */
const IN_PAGES: Readonly<Record<string, Partial<Place> | null>> = {
  account: {},
  accounts: { many: true },
  group: { of: "group" },
  groups: { of: "group", many: true },
  ...{
    lang: null,
    q: null,
    by: null,
    page: null,
    show: null,
    waiting: null,
    dueDate: null,
    pay: null,
    on: null,
    from: null,
    to: null,
    before: null,
  },
  ...{ here: null, error: null, next: null, out: null, key: null, name: null, role: null, all: null, single: null, confirm: null },
  ...{ amount: null, madeOn: null, once: null, payment: null },
  // Stands for an account by what the authority's answer says of it, and is asked for as such.
  state: null,
  // The page of statements: a number names an account too, which is asked for where no account is said.
  ...{ file: null, identity: null },
};

/** Headers, none of which names an account. */
const IN_HEADERS: Readonly<Record<string, null>> = {
  ...{ authorization: null, cookie: null, host: null },
  ...{ "content-type": null, "content-length": null, "accept-language": null, "if-none-match": null, "idempotency-key": null },
  ...{ origin: null, "sec-fetch-site": null, "x-forwarded-for": null, "x-forwarded-proto": null },
};

/** An error for what names something unheard of. */
function known<T>(table: Readonly<Record<string, T>>, name: string, where: string): T {
  const found = Object.hasOwn(table, name) ? table[name] : undefined;
  if (found === undefined) throw new Error(`${where} takes "${name}": the matrix does not know whether that names an account`);
  return found;
}

const inPath = ({ path }: Asked): readonly Place[] =>
  [...path.matchAll(/:(\w+)/g)].flatMap(([, name = ""]) => {
    if (path.startsWith("/calendar/")) return [];
    const at = known(IN_PATHS, name, path);
    return at === null ? [] : [place(at, name)];
  });

interface Operation {
  readonly parameters?: readonly { readonly in: string; readonly name: string; readonly schema: Json }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Json }>> };
}

const DOCUMENT = openapiDocument("0.0.0") as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Json>> };
};

const OF_PATTERN: readonly (readonly [RegExp, Place["of"]])[] = [
  [/^\^acc_/, "account"],
  [/^\^grp_/, "group"],
];

/** Words that speak of accounts in a request and name none of ours. */
const NO_ACCOUNT = new Set(["payoutAccount"]);

/** What a schema takes that is an account's or a group's id, by the field it stands in. */
function inSchema(at: "query" | "body", name: string, schema: unknown, seen: Partial<Place> = {}): readonly Place[] {
  if (typeof schema !== "object" || schema === null) return [];
  const { pattern, $ref, items, properties, ...rest } = schema as Record<string, unknown>;
  if (typeof $ref === "string") return inSchema(at, name, DOCUMENT.components.schemas[$ref.split("/").at(-1) ?? ""], seen);
  const of = typeof pattern === "string" ? OF_PATTERN.find(([start]) => start.test(pattern))?.[1] : undefined;
  const choices = Object.values(rest).flatMap((each) => (Array.isArray(each) ? (each as unknown[]) : []));
  const nullable = choices.some((each) => (each as Json | null)?.type === "null");
  const within = { ...seen, ...(nullable ? { nullable } : {}) };
  const found = [
    ...(of ? [place(at, name, { ...within, of })] : []),
    ...(items ? inSchema(at, name, items, { ...within, many: true }) : []),
    ...choices.flatMap((each) => inSchema(at, name, each, within)),
    ...Object.entries((properties ?? {}) as Json).flatMap(([field, each]) => inSchema(at, name === "" ? field : `${name}.${field}`, each)),
  ];
  for (const [field, each] of Object.entries((properties ?? {}) as Json))
    if (/account|group/i.test(field) && !NO_ACCOUNT.has(field) && inSchema(at, field, each).length === 0)
      throw new Error(`the field "${field}" speaks of accounts, and its pattern does not say how they are named`);
  return found;
}

function operationOf({ name }: Asked): Operation {
  const { method, path } = ROUTES[name as RouteName];
  return DOCUMENT.paths[path]?.[method.toLowerCase()] ?? {};
}

function inDocument(route: Asked): readonly Place[] {
  const { parameters = [], requestBody } = operationOf(route);
  const query = parameters.flatMap(({ in: where, name, schema }) => (where === "path" ? [] : inSchema("query", name, schema)));
  const body = Object.values(requestBody?.content ?? {}).flatMap(({ schema }) => inSchema("body", "", schema));
  const found = [...new Map([...query, ...body].map((each) => [each.name, each])).values()];
  for (const { name } of found)
    if (name.includes(".")) throw new Error(`${route.path} takes "${name}": the matrix asks for no account that deep`);
  return found;
}

const inPage = (route: Asked, { query, form }: Reads): readonly Place[] =>
  (["query", "form"] as const).flatMap((at) =>
    [...(at === "query" ? query : form)].flatMap((name) => {
      if (name === WHOLE) throw new Error(`${route.method} ${route.path} reads its whole ${at}: the matrix does not know what it takes`);
      const taken = known(IN_PAGES, name, `${route.method} ${route.path}`);
      return taken === null ? [] : [place(at, name, taken)];
    }),
  );

/** The names that a program may write in a query. */
export const documented = (route: Asked): readonly string[] =>
  isApi(route) ? (operationOf(route).parameters ?? []).filter((each) => each.in === "query").map(({ name }) => name) : [];

/** Where a route takes an account. `reads`: what it read when it was asked. */
export function placesOf(route: Asked, reads: Reads): readonly Place[] {
  const own = inPath(route);
  for (const name of reads.header) known(IN_HEADERS, name.toLowerCase(), `${route.method} ${route.path}`);
  if (isApi(route) && [...reads.query].some((name) => !documented(route).includes(name)))
    throw new Error(`${route.path} reads ${[...reads.query]} of the query, and not all of that is documented`);
  const back = route.name === "connected" ? [place("sign-in", "state")] : [];
  return [...own, ...back, ...(isApi(route) ? inDocument(route) : []), ...(route.room === "pages" ? inPage(route, reads) : [])];
}

/** Whether the account only leaves out something of what is shown anyway. */
export const narrows = ({ method, action }: Asked): boolean => method === "GET" && ["own", "all"].includes(EXPECTED.get(action)?.on ?? "");

/** Every account that is asked for, in every place of its own; all other places then name one's own. */
export function casesOf(places: readonly Place[]): readonly Case[] {
  const cases = places.flatMap((each) => {
    const kinds: readonly Kind[] = [
      ...(each.at === "thing" ? [] : (["own"] as const)),
      ...(["foreign", "unknown"] as const),
      ...(["query", "form", "body"].includes(each.at) ? (["none"] as const) : []),
      ...(each.many ? (["both"] as const) : []),
      ...(each.nullable ? (["every"] as const) : []),
    ];
    return kinds.map((about): Case => ({ place: each, about }));
  });
  return cases.length === 0 ? [{ place: null, about: "none" }] : cases;
}
