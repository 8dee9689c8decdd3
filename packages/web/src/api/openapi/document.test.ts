import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { fakeOptions, fakeWorld } from "../../ports.fixture.ts";
import { createApi } from "../app.ts";
import { ROUTES } from "../route.ts";
import { FILE, fileText } from "./file.ts";
import { servedDocument } from "./served.ts";

const app = createApi(fakeWorld().ports, fakeOptions({ version: "1.2.3" }));
const document = servedDocument("1.2.3");

function* values(node: unknown): Generator<[string, unknown]> {
  if (typeof node !== "object" || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    yield [key, value];
    yield* values(value);
  }
}

const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), ...operation })),
);

describe("the OpenAPI document", () => {
  it("is the one that `npm run openapi` writes", () => {
    expect(readFileSync(FILE, "utf8")).toBe(fileText());
  });

  it("is found in order by a linter of such documents, offline", async () => {
    const root = join(import.meta.dirname, "../../../../..");
    const redocly = join(root, "node_modules/@redocly/cli/bin/cli.js");
    // Nothing is looked up and nothing is told: neither newer versions nor who ran it.
    const env = { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true", HTTPS_PROXY: "http://127.0.0.1:9" };
    const args = [redocly, "lint", FILE, "--extends=recommended", "--format=json", "--max-problems=20"];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: import.meta.dirname, env });
    expect(JSON.parse(stdout)).toMatchObject({ totals: { errors: 0, warnings: 0, ignored: 0 } });
  }, 60_000);

  it("is served as it is made", async () => {
    const answer = await app.request("/openapi.json");
    expect(answer.headers.get("content-type")).toBe("application/json");
    expect(await answer.json()).toEqual(JSON.parse(JSON.stringify(document)));
    expect(document).toMatchObject({ openapi: "3.1.1", info: { title: "Saldovakt", version: "1.2.3" } });
  });

  it("lists every route and no other", () => {
    const listed = operations.map(({ operationId, method, path }) => [operationId, expect.objectContaining({ method, path })]);
    expect(ROUTES).toEqual(Object.fromEntries(listed));
    expect(operations).toHaveLength(Object.keys(ROUTES).length);
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
    for (const key of ["$schema", "$id"]) expect(keys).not.toContain(key);
    expect(document.components.schemas.Amount).toMatchObject({ type: "object", required: ["currency", "amount"] });
  });

  it("asks for a key wherever the API does", async () => {
    for (const { path, method, security } of operations) {
      const answer = await app.request(path.replace(/\{\w+\}/g, "acc_00000000000000000000"), { method });
      expect([method, path, security.length > 0]).toEqual([method, path, answer.status === 401]);
    }
  });

  it("gives every operation an answer, and every part of a path a description", () => {
    for (const { path, responses, parameters = [] } of operations) {
      expect(Object.keys(responses).some((status) => status.startsWith("2"))).toBe(true);
      const named = parameters.filter((parameter) => parameter.in === "path").map((parameter) => `{${parameter.name}}`);
      expect(named).toEqual(path.match(/\{\w+\}/g) ?? []);
    }
  });
});
