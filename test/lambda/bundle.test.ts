import { describe, expect, it } from "vitest";
import { FUNCTIONS, type FunctionName } from "../../functions/src/index.ts";
import { type Bundle, bundleFunction } from "./bundle.ts";

/** Minified, in bytes. What a function needs not be ready for, it need not carry. */
const AIM: Readonly<Record<FunctionName, number>> = { plan: 450_000, watch: 900_000, deliver: 950_000, api: 1_000_000 };

const carries = ({ inputs }: Bundle, part: string): boolean =>
  Object.entries(inputs).some(([path, bytes]) => bytes > 0 && path.includes(part));

describe.each(Object.keys(FUNCTIONS) as FunctionName[])("the bundle of %s", (name) => {
  it("is as small as was aimed at, and carries nothing it has no use for", async () => {
    const bundle = await bundleFunction(name);
    try {
      expect(bundle.bytes).toBeLessThanOrEqual(AIM[name]);
      const clients = ["dynamodb", "sqs", "secrets-manager", "sns"].filter((client) => carries(bundle, `@aws-sdk/client-${client}/`));
      const WANTED: Readonly<Record<FunctionName, readonly string[]>> = {
        plan: ["dynamodb", "sqs"],
        watch: ["dynamodb", "sqs", "secrets-manager"],
        deliver: ["dynamodb", "sqs", "secrets-manager", "sns"],
        api: ["dynamodb", "sqs", "secrets-manager"],
      };
      expect(clients).toEqual(WANTED[name]);
      expect(carries(bundle, "/undici/")).toBe(name !== "plan");
      expect(carries(bundle, "/zod/")).toBe(name !== "plan");
      expect(carries(bundle, "/hono/")).toBe(name === "api");
      expect(carries(bundle, "packages/simulator/")).toBe(false);
      expect(carries(bundle, "packages/web/src/pages/")).toBe(false);
      expect(carries(bundle, "packages/store/src/sqlite")).toBe(false);
    } finally {
      await bundle.remove();
    }
  });
});
