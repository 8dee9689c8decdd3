import { describe, expect, it } from "vitest";
import { createApp } from "../app.ts";
import { COMPANIES } from "../companies.fixture.ts";
import { fakeWorld } from "../ports.fixture.ts";
import type { WebOptions } from "../ports.ts";
import { createAppInParts } from "./in-parts.ts";
import { PATHS } from "./route.ts";

const OPTIONS: WebOptions = {
  pages: "signed-in",
  version: "1.2.3",
  language: "sv",
  requestId: () => "request",
  rate: { perSecond: 1_000, burst: 1_000 },
};
const world = fakeWorld();
const ID = world.id(COMPANIES[0]?.name ?? "");
const { authorization } = world.key({ scopes: ["read", "write"] });

const OWN = PATHS.map((path) => path.replace("{id}", ID).replaceAll(/\{\w+\}/g, "x"));
const PAGES = [
  "/",
  "/sign-in",
  "/style.css",
  `/accounts/${ID}`,
  "/link/x",
  "/nowhere",
  "/v2",
  "/health/x",
  "/docs/",
  "//v1/accounts",
  "/V1/accounts",
];

/** A calendar's address is made anew for each who asks. */
const withoutKeys = (text: string): string => text.replace(/\b(key|svk)_\w+/g, "$1");

describe("the app in parts", () => {
  it.each([...OWN, ...PAGES, "/v1", "/v1/", "/v1/nowhere"])("answers %s as the app in one", async (path) => {
    const [parts, one] = [createAppInParts(world.ports, OPTIONS), createApp(world.ports, OPTIONS)];
    for (const method of ["GET", "POST", "OPTIONS"]) {
      const request = () => new Request(`http://localhost${path}`, { method, headers: { authorization, accept: "text/html" } });
      const told = async (answer: Response) => [answer.status, [...answer.headers], withoutKeys(await answer.text())];
      expect(await told(await parts.fetch(request()))).toEqual(await told(await one.fetch(request())));
    }
  });

  it("has no pages where there shall be none", async () => {
    const app = createAppInParts(world.ports, { ...OPTIONS, pages: false });
    expect((await app.fetch(new Request("http://localhost/sign-in"))).status).toBe(404);
    expect((await app.fetch(new Request("http://localhost/health"))).status).toBe(200);
  });
});
