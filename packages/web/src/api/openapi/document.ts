import * as z from "zod";
import { ROUTES, type Route, type RouteName } from "../route.ts";
import { type Content, type Described, type Json, ofProblem, type Parameter, TAGS } from "./descriptions/described.ts";
import { DESCRIPTIONS } from "./descriptions/index.ts";
import { PARAMETERS } from "./parameters.ts";
import { named, requests } from "./schemas.ts";
import { webhooks } from "./webhooks.ts";

const reference = (id: string): string => `#/components/schemas/${id}`;

const HEADERS = {
  "X-Request-Id": { description: "What to report a fault with.", schema: { type: "string" } },
  ETag: {
    description:
      "Of exactly these bytes; a weak one, of a payment file, of what matters in them. Send it back in `If-None-Match` to be answered 304 as long as they are the same.",
    schema: { type: "string" },
  },
};

const DESCRIPTION =
  "Tax accounts, their forecast over the coming due dates, and what to pay by when. Amounts are exact decimal strings; dates are days in the authority's time zone; moments are UTC. Fields may be added to any answer; none is renamed.";

/** The OpenAPI 3.1 document. Made when the program is built: what is served is the file that was written then. */
export function openapiDocument(version: string): Json {
  return {
    openapi: "3.1.1",
    info: { title: "Saldovakt", version, description: DESCRIPTION, license: { name: "MIT", identifier: "MIT" } },
    servers: [{ url: "/", description: "This installation." }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths: paths(),
    webhooks: webhooks(),
    components: {
      schemas: schemas(),
      responses: { Problem: problem(), NotModified: { description: "What `If-None-Match` names is still what would be answered." } },
      securitySchemes: {
        key: {
          type: "http",
          scheme: "bearer",
          description:
            "A key made with `saldovakt keys add`. Scopes: `read`, `read:fresh` and `write`, which both include `read`, and `admin`, for people and the audit log alone. It may be limited to some accounts.",
        },
        token: {
          type: "http",
          scheme: "bearer",
          bearerFormat: "JWT",
          description:
            "A token of Maskinporten's for a system user, where the operator takes them. It opens the Norwegian accounts of the organisations for which Altinn permits it, and no other.",
        },
        session: {
          type: "apiKey",
          in: "cookie",
          name: "__Host-saldovakt-session",
          description:
            "A user who is signed in to the pages, with what their role includes: `read` for readers, `read:fresh` and `write` for advisers, `admin` for owners. Changes are taken from this installation's own pages alone.",
        },
      },
    },
  };
}

function paths(): Json {
  const all: Record<string, Record<string, Json>> = {};
  for (const [name, { method, path }] of Object.entries(ROUTES) as [RouteName, Route][]) {
    all[path] = { ...all[path], [method.toLowerCase()]: operation(name, ROUTES[name], DESCRIPTIONS[name]) };
  }
  return all;
}

/** What is read of accounts, and nothing else. */
const opensToTokens = (method: string, path: string, scope: Described["scope"]): boolean =>
  method === "GET" && scope === "read" && /^\/v1\/accounts(\/|$)/.test(path);

function operation(name: RouteName, { method, path }: Route, described: Described): Json {
  const { tag, summary, description, query = [], headers = [], scope, body, answers, problems } = described;
  const parameters = [
    ...[...path.matchAll(/\{(\w+)\}/g)].map(([, id = ""]) => ({
      ...PARAMETERS[path.startsWith("/calendar") ? "calendarKey" : id],
      name: id,
      in: "path",
      required: true,
    })),
    ...query.map((each) => parameter(each, "query")),
    ...headers.map((each) => parameter(each, "header")),
  ];
  const conditional = method === "GET" && (scope !== null || path.startsWith("/calendar")) && described.conditional !== false;
  return {
    operationId: name,
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    security: scope === null ? [] : [{ key: [scope] }, { session: [] }, ...(opensToTokens(method, path, scope) ? [{ token: [] }] : [])],
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body ? { requestBody: { required: true, content: contentOf(body) } } : {}),
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, answer]) => [
          status,
          {
            description: answer.description,
            headers: conditional ? HEADERS : { "X-Request-Id": HEADERS["X-Request-Id"] },
            ...(answer.content ? { content: contentOf(answer.content) } : {}),
          },
        ]),
      ),
      ...(conditional ? { 304: { $ref: "#/components/responses/NotModified" } } : {}),
      ...Object.fromEntries([...problems].map((status) => [String(status), { $ref: "#/components/responses/Problem" }])),
    },
  };
}

const parameter = (given: Parameter, where: "query" | "header"): Json => ({ in: where, required: false, ...given });

const contentOf = ({ type, schema, example }: Content): Json => ({
  [type]: {
    schema: schema ? { $ref: reference(named.get(schema)?.id ?? "") } : { type: type === "application/json" ? "object" : "string" },
    ...(example === undefined ? {} : { example }),
  },
});

const problem = (): Json => ({
  description: "The request is not answered, for the reason in `code`.",
  headers: {
    "Retry-After": { description: "With 429 and 503: seconds to wait.", schema: { type: "integer" } },
    "WWW-Authenticate": { description: "With 401 and 403: what is asked for.", schema: { type: "string" } },
    "X-Request-Id": HEADERS["X-Request-Id"],
  },
  content: contentOf(ofProblem),
});

/** What is asked is published as closed as it is; what is answered may get further fields, and is published as open. */
function schemas(): Json {
  const { schemas: all } = z.toJSONSchema(named, { uri: reference, io: "input" });
  return Object.fromEntries(
    Object.entries(all).map(([id, schema]) => {
      const { $schema, $id, ...rest } = schema as Record<string, unknown>;
      return [id, REQUESTS.has(id) ? rest : opened(rest)];
    }),
  );
}

const REQUESTS = new Set(Object.keys(requests));

/** JSON Schema knows strict objects only as closed ones. */
const opened = (schema: unknown): unknown =>
  Array.isArray(schema)
    ? schema.map(opened)
    : typeof schema === "object" && schema !== null
      ? Object.fromEntries(
          Object.entries(schema)
            .filter(([key]) => key !== "additionalProperties")
            .map(([key, value]) => [key, opened(value)]),
        )
      : schema;
