import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FUNCTIONS, type FunctionName } from "../../functions/src/index.ts";
import { type Bundle, type Bundles, bundleFunctions } from "./bundle.ts";

/** Minified, in bytes. What a function needs not be ready for, it need not carry. */
const AIM: Readonly<Record<FunctionName, number>> = { plan: 450_000, watch: 900_000, deliver: 950_000, api: 1_000_000 };

const carries = ({ inputs }: Bundle, part: string): boolean =>
  Object.entries(inputs).some(([path, bytes]) => bytes > 0 && path.includes(part));

const CLIENTS = ["dynamodb", "sqs", "secrets-manager", "sns"] as const;
const WANTED: Readonly<Record<FunctionName, readonly (typeof CLIENTS)[number][]>> = {
  plan: ["dynamodb", "sqs"],
  watch: ["dynamodb", "sqs", "secrets-manager"],
  deliver: ["dynamodb", "sqs", "secrets-manager", "sns"],
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
    expect(made.bundles[name].bytes).toBeGreaterThan(100_000);
    expect(made.bundles[name].bytes).toBeLessThanOrEqual(AIM[name]);
  });

  it("carries what it needs and nothing else", () => {
    const bundle = made.bundles[name];
    expect(CLIENTS.filter((client) => carries(bundle, `@aws-sdk/client-${client}/`))).toEqual(WANTED[name]);
    expect(carries(bundle, "/undici/")).toBe(name !== "plan");
    expect(carries(bundle, "/zod/")).toBe(name !== "plan");
    expect(carries(bundle, "/hono/")).toBe(name === "api");
    for (const part of [
      "packages/simulator/",
      "packages/cli/",
      "packages/web/src/pages/",
      "packages/store/src/sqlite",
      "credential-provider-sso",
    ]) {
      expect(carries(bundle, part), part).toBe(false);
    }
  });
});
