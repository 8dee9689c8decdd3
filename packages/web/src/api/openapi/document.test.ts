import { describe, expect, it } from "vitest";
import { fakeOptions, fakeWorld } from "../../ports.fixture.ts";
import { createApi } from "../app.ts";
import { openapiDocument } from "./document.ts";

const app = createApi(fakeWorld().ports, fakeOptions({ version: "1.2.3" }));
const document = openapiDocument("1.2.3");

function* values(node: unknown): Generator<[string, unknown]> {
  if (typeof node !== "object" || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    yield [key, value];
    yield* values(value);
  }
}

describe("the OpenAPI document", () => {
  it("is served as it is made", async () => {
    const answer = await app.request("/openapi.json");
    expect(answer.headers.get("content-type")).toBe("application/json");
    expect(await answer.json()).toEqual(JSON.parse(JSON.stringify(document)));
    expect(document).toMatchObject({ openapi: "3.1.1", info: { title: "Saldovakt", version: "1.2.3" } });
  });

  it("lists every route and no other", () => {
    const served = app.routes.filter((route) => route.method === "GET").map((route) => route.path.replace(/:(\w+)/g, "{$1}"));
    expect(Object.keys(document.paths).sort()).toEqual([...new Set(served)].sort());
  });

  it("points only at what is there", () => {
    const references = [...values(document)].filter(([key]) => key === "$ref").map(([, value]) => String(value));
    expect(references.length).toBeGreaterThan(40);
    for (const reference of references) {
      const [root, ...parts] = reference.split("/");
      expect(root).toBe("#");
      expect(
        parts.reduce<unknown>((node, part) => (node as Record<string, unknown>)?.[part], document),
        reference,
      ).toBeDefined();
    }
  });

  it("publishes open schemas without what belongs to their making", () => {
    const keys = new Set([...values(document.components.schemas)].map(([key]) => key));
    for (const key of ["additionalProperties", "$schema", "$id"]) expect(keys).not.toContain(key);
    expect(document.components.schemas.Amount).toMatchObject({ type: "object", required: ["currency", "amount"] });
  });

  it("gives every operation a name of its own, and asks for a key wherever the API does", async () => {
    const operations = Object.entries(document.paths).map(([path, { get }]) => ({ path, ...get }));
    expect(new Set(operations.map((operation) => operation.operationId)).size).toBe(operations.length);
    for (const { path, security, responses, parameters = [] } of operations) {
      const closed = (await app.request(path.replace("{id}", "acc_00000000000000000000"))).status === 401;
      expect([path, security.length === 1]).toEqual([path, closed]);
      expect(Object.keys(responses)).toContain("200");
      expect(parameters.some((parameter) => parameter.in === "path")).toBe(path.includes("{"));
    }
  });
});
