import * as z from "zod";
import { ROUTES, type RouteName } from "../route.ts";
import { DESCRIPTIONS, type Described } from "./descriptions.ts";
import { named } from "./schemas.ts";

type Json = Readonly<Record<string, unknown>>;

export interface OpenApiDocument {
  readonly openapi: "3.1.1";
  readonly info: Json & { readonly title: string; readonly version: string; readonly description: string };
  readonly paths: Readonly<Record<string, { readonly get: Operation }>>;
  readonly components: { readonly schemas: Readonly<Record<string, Json>>; readonly securitySchemes: Json; readonly responses: Json };
  readonly [more: string]: unknown;
}

export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly Json[];
  readonly responses: Readonly<Record<string, Json>>;
  readonly security: readonly Json[];
}

const reference = (name: string): string => `#/components/schemas/${name}`;

const made = new Map<string, OpenApiDocument>();

/** The OpenAPI 3.1 document, made from the schemas when it is first asked for. */
export function openapiDocument(version: string): OpenApiDocument {
  const known = made.get(version);
  if (known) return known;
  const document: OpenApiDocument = {
    openapi: "3.1.1",
    info: {
      title: "Saldovakt",
      version,
      description:
        "Tax accounts, their forecast over the coming due dates, and what to pay by when. Amounts are exact decimal strings; dates are days in the authority's time zone; moments are UTC. Fields may be added to any answer; none is renamed.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/" }],
    paths: Object.fromEntries(
      (Object.keys(ROUTES) as RouteName[]).map((name) => [
        ROUTES[name].replace(/:(\w+)/g, "{$1}"),
        { get: operation(name, DESCRIPTIONS[name]) },
      ]),
    ),
    components: {
      schemas: schemas(),
      responses: {
        Problem: {
          description: "The request is not answered, for the reason in `code`.",
          headers: {
            "Retry-After": { description: "With 503: seconds to wait.", schema: { type: "integer" } },
            "WWW-Authenticate": { description: "With 401 and 403: what is asked for.", schema: { type: "string" } },
            "X-Request-Id": { description: "What to report a fault with.", schema: { type: "string" } },
          },
          content: { "application/problem+json": { schema: { $ref: reference("Problem") } } },
        },
      },
      securitySchemes: {
        key: {
          type: "http",
          scheme: "bearer",
          description: "A key made with `saldovakt keys add`. Scopes: `read`, `read:fresh` (includes `read`).",
        },
      },
    },
  };
  made.set(version, document);
  return document;
}

/** JSON Schema knows strict objects only as closed ones; published, they are open. */
function schemas(): Readonly<Record<string, Json>> {
  const { schemas: all } = z.toJSONSchema(named, {
    uri: reference,
    override: ({ jsonSchema }) => {
      delete jsonSchema.additionalProperties;
    },
  });
  return Object.fromEntries(
    Object.entries(all).map(([name, schema]) => {
      const { $schema, $id, ...rest } = schema as Record<string, unknown>;
      return [name, rest];
    }),
  );
}

const ID = {
  name: "id",
  in: "path",
  required: true,
  description: "The account's opaque id, from `GET /v1/accounts`.",
  schema: { type: "string", pattern: "^acc_[0-9a-z]{20}$" },
};

function operation(name: RouteName, described: Described): Operation {
  const { summary, description, parameters = [], scope, problems, content } = described;
  const all = [
    ...(ROUTES[name].includes(":id") ? [ID] : []),
    ...parameters.map((parameter) => ({ in: "query", required: false, ...parameter })),
  ];
  return {
    operationId: name,
    summary,
    ...(description === undefined ? {} : { description }),
    ...(all.length === 0 ? {} : { parameters: all }),
    responses: {
      200: { description: described.answer, content: { [content.type]: { schema: schemaOf(content) } } },
      ...Object.fromEntries([...problems].map((status) => [String(status), { $ref: "#/components/responses/Problem" }])),
    },
    security: scope === null ? [] : [{ key: [scope] }],
  };
}

const schemaOf = (content: Described["content"]): Json =>
  "schema" in content
    ? { $ref: reference(named.get(content.schema)?.id ?? "") }
    : { type: content.type === "application/json" ? "object" : "string" };
