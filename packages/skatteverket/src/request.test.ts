import type { PlainDate } from "@saldovakt/domain";
import { describe, expect, test } from "vitest";
import { IDENTITY, SETTINGS } from "../test/fakes.ts";
import { apiRequest, callUrl } from "./request.ts";

const BASE = "https://api.example/beskattning/skattekonto/v2";

describe("callUrl", () => {
  test.each([
    ["balance", "saldo"],
    ["transactions", "transaktioner"],
    ["payoutAccount", "utbetalningskonto"],
    ["payoutBlocks", "utbetalningssparrar"],
  ] as const)("%s is asked of %s", (operation, path) => {
    expect(callUrl({ operation, identity: IDENTITY }, SETTINGS)).toBe(`${BASE}/skattekonton/${IDENTITY}/${path}`);
  });

  test("a first day is asked for as datumFrom", () => {
    const call = { operation: "transactions", identity: IDENTITY, from: "2026-01-31" as PlainDate } as const;
    expect(callUrl(call, SETTINGS)).toBe(`${BASE}/skattekonton/${IDENTITY}/transaktioner?datumFrom=2026-01-31`);
  });

  test("slashes where address and path meet do not add up", () => {
    const settings = { apiUrl: `${BASE}//`, paths: { payoutBlocks: "sparrar/{omfragad}" } };
    expect(callUrl({ operation: "payoutBlocks", identity: IDENTITY }, settings)).toBe(`${BASE}/sparrar/${IDENTITY}`);
  });

  test.each(["", "5781006662", "16578100666a", "165781006662/x", "../../secret", "１６５７８１００６６６２", "1657810066620"])(
    "nothing but twelve digits comes to stand in a path: %j",
    (identity) => {
      expect(() => callUrl({ operation: "balance", identity }, SETTINGS)).toThrow(expect.objectContaining({ code: "IDENTITY_LENGTH" }));
    },
  );
});

test("a request carries the five documented headers and no other", () => {
  const apigw = { clientId: "gateway-id", clientSecret: "gateway-hush" };
  const credentials = { apigw, accessToken: "opaque", correlationId: "one" };
  expect(apiRequest("https://api.example/x", credentials, "SKV-client_correlationid")).toEqual({
    method: "GET",
    url: "https://api.example/x",
    headers: {
      Accept: "application/json",
      Authorization: "Bearer opaque",
      client_id: "gateway-id",
      client_secret: "gateway-hush",
      "SKV-client_correlationid": "one",
    },
    deadlineMs: 60_000,
  });
  expect(apiRequest("https://api.example/x", credentials, "skv_client_correlation_id").headers).toHaveProperty(
    "skv_client_correlation_id",
    "one",
  );
});
