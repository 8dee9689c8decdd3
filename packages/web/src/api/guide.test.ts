import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Problem } from "./openapi/schemas.ts";
import { ROUTES, type Route } from "./route.ts";

const guide = readFileSync(join(import.meta.dirname, "../../../../docs/api.md"), "utf8");

describe("docs/api.md", () => {
  it("names every route, and no other", () => {
    const named = [...guide.matchAll(/`(GET|POST|PATCH|DELETE) (\/[\w./{}-]*)`/g)].map(([, method, path]) => `${method} ${path}`);
    const routes = (Object.values(ROUTES) as readonly Route[]).map(({ method, path }) => `${method} ${path}`);
    expect([...new Set(named)].sort()).toEqual([...routes].sort());
  });

  it("shows a problem as it is answered", () => {
    const [block] = /```json\n([\s\S]*?)```/.exec(guide)?.slice(1) ?? [];
    expect(Problem.parse(JSON.parse(block ?? "")).code).toBe("BODY_INVALID");
  });
});
