import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { COMPANIES, NOW } from "../../companies.fixture.ts";
import { seedPeople } from "../../people.fixture.ts";
import { CONFIGURED, fakeOptions, fakeWorld } from "../../ports.fixture.ts";
import { createApi } from "../app.ts";
import { OPERATIONS } from "../world.fixture.ts";
import { Problem } from "./schemas.ts";
import { servedDocument } from "./served.ts";

// Requests made from the document itself: every path and method, with what it asks for and with anything else.

type Json = Readonly<Record<string, unknown>>;

const document = servedDocument("0.0.0");
const asked = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
);

const HOSTILE = [
  "",
  " ",
  "%",
  "%00",
  "%E0%A4%A",
  "..",
  "../..",
  "__proto__",
  "constructor",
  "null",
  "-1",
  "1e9",
  "NaN",
  "true",
  "\u0000",
  "😀",
  "'--",
  "{{7*7}}",
];
const anyText = fc.oneof(fc.string({ maxLength: 20 }), fc.constantFrom(...HOSTILE), fc.string({ unit: "binary", maxLength: 8 }));

const resolved = (schema: Json): Json => {
  const name = typeof schema.$ref === "string" ? schema.$ref.split("/").at(-1) : undefined;
  return name === undefined ? schema : (document.components.schemas[name] as Json);
};

/** Values as the schema has them, and now and then anything else. */
function anyOf(given: Json, depth = 0): fc.Arbitrary<unknown> {
  const schema = resolved(given);
  const wrong = fc.oneof(
    fc.constant(null),
    anyText,
    fc.double(),
    fc.boolean(),
    fc.constant([]),
    fc.constant({}),
    fc.constant({ __proto__: 1 }),
  );
  const right = (): fc.Arbitrary<unknown> => {
    const choices = (schema.anyOf ?? schema.oneOf) as readonly Json[] | undefined;
    if (choices) return fc.oneof(...choices.map((choice) => anyOf(choice, depth + 1)));
    if ("const" in schema) return fc.constant(schema.const);
    if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum);
    if (schema.type === "boolean") return fc.boolean();
    if (schema.type === "integer") return fc.oneof(fc.integer({ min: -2, max: 400 }), fc.maxSafeInteger());
    if (schema.type === "number") return fc.double();
    if (schema.type === "null") return fc.constant(null);
    if (schema.type === "array") return fc.array(anyOf(schema.items as Json, depth + 1), { maxLength: 4 });
    if (schema.type === "object") {
      const properties = Object.entries((schema.properties ?? {}) as Readonly<Record<string, Json>>);
      const required = new Set((schema.required ?? []) as readonly string[]);
      const record = Object.fromEntries(properties.map(([name, property]) => [name, anyOf(property, depth + 1)]));
      return fc.record(record, { requiredKeys: Object.keys(record).filter((name) => required.has(name)) });
    }
    if (typeof schema.pattern === "string") return fc.oneof(fc.stringMatching(new RegExp(schema.pattern)), anyText);
    return anyText;
  };
  return fc.oneof({ weight: 12, arbitrary: right() }, { weight: 1, arbitrary: wrong });
}

/** What needs something to stand already is tried elsewhere with it. */
const NEEDS_MORE = new Set([
  "paymentFile",
  "removePayment",
  "removeCalendar",
  "acknowledge",
  "importStatement",
  "changeRecipient",
  "removeRecipient",
  "rotateSecret",
  "replay",
]);

const DEEP = `${'{"policy":'.repeat(3_000)}1${"}".repeat(3_000)}`;
const anyBody = fc.oneof(
  fc.json(),
  fc.constantFrom(
    "",
    "{",
    "null",
    "[]",
    '"x"',
    "1e999",
    DEEP,
    '{"__proto__":{"identity":"1"}}',
    '{"a":1,"a":2}',
    "\ufeff{}",
    "x".repeat(70_000),
  ),
  fc.string({ unit: "binary", maxLength: 40 }),
);
const anyType = fc.constantFrom(
  "application/json",
  "APPLICATION/JSON; charset=utf-8",
  "text/csv",
  "text/plain",
  "application/x-www-form-urlencoded",
  "",
  "multipart/form-data",
  "json",
);

function world() {
  const fake = fakeWorld({
    operations: OPERATIONS,
    clientLinks: { link: async () => ({ url: "https://www.skatteverket.se/made", expiresAt: NOW }) },
  });
  const rate = { perSecond: 1_000, burst: 1_000_000 };
  const id = fake.id(COMPANIES[1]?.name ?? "");
  const keys = [
    {},
    fake.key({ scopes: ["read", "read:fresh", "write", "admin"] }),
    fake.key({ scopes: ["read", "read:fresh", "write"], accounts: [id] }),
    fake.key({ scopes: ["read"] }),
    { authorization: "Bearer \u00e5" },
    { authorization: `Bearer ${"x".repeat(600)}` },
  ];
  const calendar = fake.key({ scopes: ["calendar"], accounts: [id] }).authorization.slice("Bearer ".length);
  return {
    ...fake,
    api: createApi(fake.ports, fakeOptions({ rate, publicUrl: "https://saldovakt.example" })),
    keys,
    account: id,
    calendar,
  };
}

describe.each(asked)("$method $path, asked anyhow", ({ path, method, operation }) => {
  const parameters = (operation.parameters ?? []) as readonly (Json & {
    readonly name: string;
    readonly in: string;
    readonly schema: Json;
  })[];
  const [[bodyType, content] = ["", { schema: {} as Json, example: undefined }]] = Object.entries(operation.requestBody?.content ?? {});

  it("is done when it is asked as the examples are", async () => {
    const { ports, api, keys, account, calendar } = world();
    const { group, reader, invitation } = await seedPeople(ports, account);
    const key = path.startsWith("/calendar") ? calendar : CONFIGURED.key;
    const values: Readonly<Record<string, string>> = { id: account, key, userId: reader, groupId: group, invitationId: invitation };
    const example = typeof content.example === "string" ? content.example : JSON.stringify(content.example);
    const answer = await api.request(
      path.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "x"),
      {
        method,
        headers: { ...keys[1], ...(bodyType === "" ? {} : { "content-type": bodyType }) },
        ...(example === undefined ? {} : { body: example.replace(/acc_[0-9a-z]{20}/g, account).replace(/grp_[0-9a-z]{20}/g, group) }),
      },
    );
    expect([operation.operationId, answer.ok]).toEqual([operation.operationId, !NEEDS_MORE.has(operation.operationId)]);
    if (!answer.ok) return;
    const { headers } = operation.responses[answer.status] as { headers: Json };
    const isConditional = answer.headers.has("etag");
    expect(["ETag" in headers, 304 in operation.responses]).toEqual([isConditional, isConditional]);
  });

  it("is answered as described, and never with a fault of ours", async () => {
    const shared = world();
    const people = await seedPeople(shared.ports, shared.account);
    const known: Readonly<Record<string, readonly string[]>> = {
      id: [shared.account, shared.id(COMPANIES[8]?.name ?? ""), "acc_zzzzzzzzzzzzzzzzzzzz"],
      key: path.startsWith("/calendar") ? [shared.calendar] : [CONFIGURED.key, "b4d4edb0dc8f1b04"],
      userId: [people.owner, people.reader, "usr_zzzzzzzzzzzzzzzzzzzz"],
      groupId: [people.group, "grp_zzzzzzzzzzzzzzzzzzzz"],
      invitationId: [people.invitation, "inv_ffffffffffffffff"],
      alertId: ["shortfall:2026-12-14:1"],
      paymentId: ["pay_0123456789abcdef"],
      deliveryId: ["msg_00000000000000000000000000000001"],
    };
    const partOf = (name: string, schema: Json) =>
      fc.oneof(
        { weight: 6, arbitrary: fc.constantFrom(...(known[name] ?? ["x"])) },
        { weight: 1, arbitrary: anyOf(schema).map(String) },
        { weight: 1, arbitrary: anyText },
      );
    const parts = fc.record(
      Object.fromEntries(parameters.filter((each) => each.in === "path").map(({ name, schema }) => [name, partOf(name, schema)])),
    );
    const named = parameters.filter((each) => each.in === "query").map((each) => [each.name, anyOf(each.schema).map(String)] as const);
    const query = fc.oneof(
      { weight: 2, arbitrary: fc.constant([]) },
      { weight: 3, arbitrary: fc.record(Object.fromEntries(named), { requiredKeys: [] }).map((values) => Object.entries(values)) },
      { weight: 1, arbitrary: fc.array(fc.tuple(anyText, anyText), { maxLength: 3 }) },
    );
    const body = fc.oneof(
      {
        weight: 1,
        arbitrary: fc.constant(typeof content.example === "string" ? content.example : (JSON.stringify(content.example) ?? "")),
      },
      {
        weight: 4,
        arbitrary: anyOf(content.schema).map((value) => (bodyType === "text/csv" ? String(value) : (JSON.stringify(value) ?? ""))),
      },
      { weight: 1, arbitrary: anyBody },
    );
    const type = fc.oneof({ weight: 6, arbitrary: fc.constant(bodyType) }, { weight: 1, arbitrary: anyType });
    const header = fc.option(fc.stringMatching(/^[!-~]{1,300}$/), { nil: undefined });

    await fc.assert(
      fc.asyncProperty(parts, query, body, type, fc.nat(5), header, async (values, pairs, text, sent, which, tag) => {
        const { api, keys } = shared;
        const address = path.replace(/\{(\w+)\}/g, (_, name: string) =>
          encodeURIComponent((values as Record<string, string>)[name] ?? "").replaceAll(".", "%2E"),
        );
        const headers = {
          ...(keys[which] as Record<string, string>),
          ...(method === "GET" ? {} : { "content-type": sent }),
          ...(tag === undefined ? {} : { "if-none-match": tag, "idempotency-key": tag }),
        };
        const search = new URLSearchParams(pairs.map(([name, value]) => [String(name), String(value)] as [string, string])).toString();
        const request = (): Response | Promise<Response> =>
          api.request(`http://localhost${address}${search === "" ? "" : `?${search}`}`, {
            method,
            headers,
            ...(method === "GET" ? {} : { body: text }),
          });
        let answer: Response;
        try {
          new Headers(headers);
          answer = await request();
        } catch (thrown) {
          // What no client could send.
          if (thrown instanceof TypeError) return;
          throw thrown;
        }
        expect(answer.status, await answer.clone().text()).toBeLessThan(500);
        if (answer.status < 400) return;
        const problem = Problem.parse(await answer.json());
        expect(problem.status).toBe(answer.status);
        expect(answer.headers.get("content-type")).toBe("application/problem+json");
        if (problem.code !== "ROUTE_UNKNOWN") expect(Object.keys(operation.responses)).toContain(String(answer.status));
      }),
      { numRuns: method === "GET" ? 60 : 120 },
    );
    expect(shared.faults).toEqual([]);
  });
});
