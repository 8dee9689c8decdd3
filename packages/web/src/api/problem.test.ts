import { SaldovaktError } from "@saldovakt/domain";
import { describe, expect, it } from "vitest";
import type { SourceOperations } from "../ports.ts";
import * as schemas from "./openapi/schemas.ts";
import { apiWorld, SHORT } from "./world.fixture.ts";

describe("a fault of the source", () => {
  const failing = (details: Partial<ConstructorParameters<typeof SaldovaktError>[1]>) => {
    const fail = async (): Promise<never> => {
      throw new SaldovaktError("165591002748 at host 10.1.2.3 says svk_secret", {
        code: "SKV_SOMETHING",
        scope: "transient",
        remedy: "look into /etc/saldovakt/secret.json",
        ...details,
      });
    };
    return apiWorld({ source: { read: fail }, operations: { balance: fail, transactions: fail, payoutAccount: fail, payoutBlocks: fail } });
  };
  const live = ["forecast?fresh=true", "balance", "transactions", "payout-account", "payout-blocks"];

  it.each([
    ["input", 400],
    ["account", 409],
    ["installation", 502],
    ["transient", 503],
    ["internal", 500],
  ] as const)("of scope %s is answered with %i, its code and none of its words", async (scope, status) => {
    const { of, faults } = failing({ scope });
    // A fresh reading that fails for the moment is answered from the record.
    const refused = scope === "transient" ? live.slice(1) : live;
    for (const path of refused) {
      const answer = await of(SHORT, path);
      const text = await answer.text();
      expect([path, answer.status]).toEqual([path, status]);
      expect(answer.headers.get("content-type")).toBe("application/problem+json");
      expect(answer.headers.get("retry-after")).toBe(scope === "transient" ? "60" : null);
      expect(schemas.Problem.parse(JSON.parse(text))).toMatchObject({ code: "SKV_SOMETHING", status });
      for (const secret of ["1655", "10.1.2.3", "svk_", "/etc"]) expect(text).not.toContain(secret);
    }
    expect(faults.map((fault) => fault.route)).toEqual(status < 500 ? [] : refused.map((path) => `/v1/accounts/-/${path.split("?")[0]}`));
    expect(JSON.stringify(faults)).not.toContain("1655");
  });

  it("says when to try again", async () => {
    const answer = await failing({ retryAfterMs: 5_400_001 }).of(SHORT, "balance");
    expect(answer.headers.get("retry-after")).toBe("5401");
  });

  it("that is a fault in the program tells the operator where, and nobody what", async () => {
    const operations: SourceOperations = {
      balance: async () => {
        throw new TypeError("165591002748 is not iterable");
      },
    };
    const { of, faults } = apiWorld({ operations }, { requestId: () => "r-1" });
    const answer = await of(SHORT, "balance");
    expect(answer.status).toBe(500);
    expect(answer.headers.get("x-request-id")).toBe("r-1");
    expect(await answer.json()).toMatchObject({ code: "INTERNAL" });
    expect(faults).toMatchObject([{ requestId: "r-1", route: "/v1/accounts/-/balance", status: 500, code: "INTERNAL", scope: "internal" }]);
    expect(faults[0]?.frames?.[0]).toMatch(/problem\.test\.ts/);
    expect(JSON.stringify(faults)).not.toContain("1655");
  });
});
