import { instant, luhnDigit } from "@saldovakt/domain";
import type { Fault } from "@saldovakt/simulator";
import { describe, expect, test } from "vitest";
import { COMPANY, connect, refusal, simulate } from "../test/simulated.ts";

describe("faults", () => {
  const page = { status: 502, body: "<html></html>" };
  test.each<[string, Fault, string]>([
    ["felkod 1", { kind: "felkod", code: 1 }, "SKV_IDENTITY_REFUSED"],
    ["felkod 2", { kind: "felkod", code: 2 }, "SKV_DATE_REFUSED"],
    ["felkod 3", { kind: "felkod", code: 3 }, "SKV_ACCOUNT_UNKNOWN"],
    ["felkod 4", { kind: "felkod", code: 4 }, "SKV_INTERNAL"],
    ["felkod 5", { kind: "felkod", code: 5 }, "SKV_CLOSED"],
    ["felkod 6", { kind: "felkod", code: 6 }, "SKV_NOT_AUTHORISED"],
    ["429", { kind: "http429", retryAfter: 2 }, "SKV_RATE_LIMITED"],
    ["a cut before the answer", { kind: "cut" }, "HTTP_CUT"],
    ["a cut in the answer", { kind: "cut", at: "body" }, "HTTP_CUT"],
    ["a page", { kind: "html" }, "SKV_HTML"],
    ["a page with a good status", { kind: "html", status: 200 }, "SKV_HTML"],
    ["a page of another status", { kind: "status", ...page }, "SKV_HTML"],
    ["half JSON", { kind: "halfJson" }, "SKV_MALFORMED"],
    ["a revoked token, always", { kind: "revokedToken" }, "SKV_TOKEN_REFUSED"],
    ["a bare 401, always", { kind: "emptyBody401" }, "SKV_TOKEN_REFUSED"],
    ["closed", { kind: "closed" }, "SKV_CLOSED"],
    ["a 500 without a word", { kind: "status", status: 500 }, "SKV_BAD_GATEWAY"],
    ["a refusal without a word", { kind: "status", status: 418 }, "SKV_REFUSED"],
    [
      "an answer without the balance",
      { kind: "status", status: 200, body: '{"senastUppdaterad":"2026-11-20T05:12:37"}' },
      "SKV_ANSWER_UNEXPECTED",
    ],
  ])("%s", async (_, fault, code) => {
    const simulated = await simulate({ faults: [{ fault }] });
    const skatteverket = connect(simulated);
    const error = await refusal(skatteverket.read(COMPANY.identity));
    expect(error.code).toBe(code);
    const calls = simulated.requests.filter(({ kind }) => kind === "saldo").length;
    expect(calls).toBe(error.retryable ? 3 : code === "SKV_TOKEN_REFUSED" ? 2 : 1);

    // Once over, all is well; and twice in a call does no harm when it passes by itself.
    simulated.setFaults(error.retryable ? [{ when: { operation: "saldo", to: 2 }, fault }] : []);
    if (code !== "SKV_TOKEN_REFUSED") expect(await skatteverket.read(COMPANY.identity)).toMatchObject({ balance: 150_000 });
  });

  test("a slow answer is waited for", async () => {
    const simulated = await simulate({ faults: [{ fault: { kind: "slow", ms: 20 } }] });
    expect(await connect(simulated).read(COMPANY.identity)).toMatchObject({ balance: 150_000 });
  });

  test.each<[string, Fault, string]>([
    ["a cut", { kind: "cut" }, "HTTP_CUT"],
    ["a page", { kind: "html" }, "SKV_HTML"],
    ["half JSON", { kind: "halfJson" }, "SKV_MALFORMED"],
    ["429", { kind: "http429" }, "SKV_RATE_LIMITED"],
    ["a 500", { kind: "status", status: 500 }, "SKV_BAD_GATEWAY"],
    ["another's JSON", { kind: "status", status: 200, body: "{}" }, "SKV_ANSWER_UNEXPECTED"],
  ])("at the token endpoint: %s", async (_, fault, code) => {
    const simulated = await simulate({ faults: [{ when: { operation: "token" }, fault }] });
    const skatteverket = connect(simulated);
    const error = await refusal(skatteverket.read(COMPANY.identity));
    expect(error.code).toBe(code);
    expect(simulated.requests).toHaveLength(error.retryable ? 3 : 1);
    simulated.setFaults(error.retryable ? [{ when: { operation: "token", to: 2 }, fault }] : []);
    await skatteverket.read(COMPANY.identity);
  });

  test.each([true, "html"] as const)("the closed night (%s) is known", async (serviceWindow) => {
    const night = Date.UTC(2026, 10, 20, 2, 30);
    const simulated = await simulate({ serviceWindow, now: () => night });
    const error = await refusal(connect(simulated, { now: () => instant(night) }).read(COMPANY.identity));
    expect(error).toMatchObject({ code: "SKV_CLOSED", scope: "transient", retryAfterMs: 90 * 60_000 });
    expect(simulated.requests.filter(({ kind }) => kind === "saldo")).toHaveLength(1);
  });

  test("one account's fault is its own", async () => {
    const numbered = (nine: string): string => `16${nine}${luhnDigit(nine)}`;
    const companies = [COMPANY, { identity: numbered("559201111"), ombud: false }, { identity: numbered("559202222"), registered: false }];
    const skatteverket = connect(await simulate({ companies }));
    const outcomes = await Promise.all(
      companies.map(({ identity }) =>
        skatteverket.read(identity).then(
          () => "read",
          (error) => error.code,
        ),
      ),
    );
    expect(outcomes).toEqual(["read", "SKV_NOT_AUTHORISED", "SKV_ACCOUNT_UNKNOWN"]);
  });
});
