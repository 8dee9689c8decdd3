import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FUNCTIONS, type FunctionName } from "../../functions/src/index.ts";
import { type Bundles, bundleFunctions, type Part } from "./bundle.ts";

/** Minified, in bytes: what is loaded before the first event, and everything. What a function needs not be ready for, it need not carry. */
const AIM: Readonly<Record<FunctionName, { readonly initial: number; readonly whole: number }>> = {
  plan: { initial: 300_000, whole: 330_000 },
  watch: { initial: 350_000, whole: 950_000 },
  deliver: { initial: 450_000, whole: 1_100_000 },
  api: { initial: 500_000, whole: 1_650_000 },
};

const carries = ({ inputs }: Part, part: string): boolean =>
  Object.entries(inputs).some(([path, bytes]) => bytes > 0 && path.includes(part));

const CLIENTS = ["dynamodb", "sqs", "secrets-manager", "sns", "sesv2"] as const;
const WANTED: Readonly<Record<FunctionName, readonly (typeof CLIENTS)[number][]>> = {
  plan: ["dynamodb", "sqs"],
  watch: ["dynamodb", "sqs", "secrets-manager"],
  deliver: ["dynamodb", "sqs", "secrets-manager", "sns", "sesv2"],
  api: ["dynamodb", "sqs", "secrets-manager"],
};

const NAMES = Object.keys(FUNCTIONS) as FunctionName[];
let made: Bundles<FunctionName>;

beforeAll(async () => {
  made = await bundleFunctions(NAMES);
});
afterAll(() => made?.remove());

describe.each(NAMES)("the bundle of %s", (name) => {
  it("is as small as was aimed at", () => {
    const { initial, whole } = made.bundles[name];
    expect(initial.bytes).toBeGreaterThan(100_000);
    expect(initial.bytes).toBeLessThanOrEqual(AIM[name].initial);
    expect(whole.bytes).toBeLessThanOrEqual(AIM[name].whole);
  });

  it("carries what it needs and nothing else", () => {
    const { whole } = made.bundles[name];
    expect(CLIENTS.filter((client) => carries(whole, `@aws-sdk/client-${client}/`))).toEqual(WANTED[name]);
    expect(carries(whole, "/undici/")).toBe(name !== "plan");
    expect(carries(whole, "/zod/")).toBe(name === "watch" || name === "api");
    expect(carries(whole, "/hono/")).toBe(name === "api");
    for (const part of [
      "packages/simulator/",
      "packages/cli/",
      "packages/store/src/sqlite",
      "credential-provider-sso",
      "/bowser/",
      "submodules/event-streams/",
      "/llhttp-wasm.js",
    ]) {
      expect(carries(whole, part), part).toBe(false);
    }
  });

  it("loads before the first event what every event needs, and nothing else", () => {
    const { initial } = made.bundles[name];
    expect(CLIENTS.filter((client) => carries(initial, `@aws-sdk/client-${client}/`))).toEqual(["dynamodb"]);
    const sources = ["packages/skatteverket/", "packages/skatteetaten/", "packages/maskinporten/", "/jose/"];
    for (const part of ["/undici/", "/oauth4webapi/", "/zod/", ...sources, "packages/web/src/pages/", "packages/files/"])
      expect(carries(initial, part), part).toBe(false);
    // Whoever makes no call at once needs the clock alone: the index of the package would bring the client with it.
    if (name !== "deliver") expect(carries(initial, "packages/http/src/client.ts")).toBe(false);
  });
});
