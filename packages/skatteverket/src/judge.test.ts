import { SaldovaktError } from "@saldovakt/domain";
import type { HttpResponse } from "@saldovakt/http";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { atSwedishTime, NOON, response } from "../test/fakes.ts";
import { judgeAnswer } from "./judge.ts";

const PAGE = "<!DOCTYPE html><html><body>Tjänsten är stängd</body></html>";

function judged(answer: HttpResponse, now = NOON): SaldovaktError {
  try {
    judgeAnswer(answer, now);
  } catch (error) {
    if (error instanceof SaldovaktError) return error;
    throw error;
  }
  throw new Error("the answer was taken for good");
}

const felkod = (code: unknown): object => ({ felkod: code, felmeddelande: "words of the authority" });

describe("a good answer", () => {
  test("is its JSON object", () => {
    expect(judgeAnswer(response(200, { saldoSkatteverket: 1, felkod: null }), NOON)).toEqual({ saldoSkatteverket: 1, felkod: null });
  });
});

describe("the service's own errors", () => {
  test.each([
    [1, 400, "SKV_IDENTITY_REFUSED", "account"],
    [2, 400, "SKV_DATE_REFUSED", "input"],
    [3, 404, "SKV_ACCOUNT_UNKNOWN", "account"],
    [4, 500, "SKV_INTERNAL", "transient"],
    [5, 503, "SKV_CLOSED", "transient"],
    [6, 403, "SKV_NOT_AUTHORISED", "account"],
  ])("felkod %i (HTTP %i) is %s", (code, status, expected, scope) => {
    const error = judged(response(status, felkod(code)));
    expect(error).toMatchObject({ code: expected, scope });
    expect(error.remedy).toBeTruthy();
    expect(judged(response(status, felkod(String(code))))).toMatchObject({ code: expected });
    expect(judged(response(200, felkod(code)))).toMatchObject({ code: expected });
  });

  test("felkod 6 names the role to ask for", () => {
    expect(judged(response(403, felkod(6))).remedy).toMatch(/juridiskt läsombud.*organisation number in the certificate/);
  });

  test("an unknown felkod goes by its status", () => {
    expect(judged(response(200, felkod(7)))).toMatchObject({ code: "SKV_ANSWER_UNEXPECTED", scope: "account" });
    expect(judged(response(400, felkod(7)))).toMatchObject({ code: "SKV_REFUSED", scope: "account" });
    expect(judged(response(500, felkod(7)))).toMatchObject({ code: "SKV_BAD_GATEWAY" });
  });
});

describe("the gateway's answers", () => {
  test.each([
    [401, { error: "Invalid client id or secret" }, "SKV_KEYS_REFUSED"],
    [403, { error: "Invalid client id or secret" }, "SKV_KEYS_REFUSED"],
    [401, { error: "The required scopes are not authorized" }, "SKV_SCOPE_REFUSED"],
    [403, { error: "The required scopes are not authorized" }, "SKV_SCOPE_REFUSED"],
    [403, { error: "invalid_scope", error_description: "The token does not have the required scope" }, "SKV_SCOPE_REFUSED"],
    [401, { error: "Token has been revoked." }, "SKV_TOKEN_REFUSED"],
    [401, "Token has been revoked.", "SKV_TOKEN_REFUSED"],
    [401, "", "SKV_TOKEN_REFUSED"],
    [401, " \r\n", "SKV_TOKEN_REFUSED"],
    [401, { error: "Client certificate required" }, "SKV_CERTIFICATE_REFUSED"],
    [401, { error: "something new" }, "SKV_REFUSED"],
  ])("%i %j is %s, an installation fault", (status, body, code) => {
    expect(judged(response(status, body))).toMatchObject({ code, scope: "installation" });
  });

  test("a challenge may be all that speaks of the token", () => {
    expect(judged(response(401, { error: "unauthorized" }, { "www-authenticate": 'Bearer error="invalid_token"' }))).toMatchObject({
      code: "SKV_TOKEN_REFUSED",
    });
  });

  test("a refusal nobody described stops no pass, but for a 401", () => {
    expect(judged(response(403, ""))).toMatchObject({ code: "SKV_REFUSED", scope: "account" });
    expect(judged(response(404, { error: "Not found" }))).toMatchObject({ code: "SKV_REFUSED", scope: "account" });
    expect(judged(response(302, ""))).toMatchObject({ code: "SKV_REFUSED", scope: "account" });
    expect(judged(response(408, ""))).toMatchObject({ code: "SKV_REFUSED", scope: "transient" });
  });

  test("a 429 waits as long as it asks, or a second", () => {
    expect(judged(response(429, "", { "retry-after": "7" }))).toMatchObject({ code: "SKV_RATE_LIMITED", retryAfterMs: 7_000 });
    expect(judged(response(429, "", { "retry-after": "Fri, 20 Nov 2026 11:00:09 GMT" }))).toMatchObject({ retryAfterMs: 9_000 });
    expect(judged(response(429, PAGE))).toMatchObject({ code: "SKV_RATE_LIMITED", scope: "transient", retryAfterMs: 1_000 });
    expect(judged(response(429, { error: "x" }, { "retry-after": "soon" }))).toMatchObject({ retryAfterMs: 1_000 });
  });

  test.each([200, 403, 502, 503])("a web page (HTTP %i) passes by itself", (status) => {
    expect(judged(response(status, PAGE))).toMatchObject({ code: "SKV_HTML", scope: "transient" });
    expect(judged(response(status, "Stängt", { "content-type": "text/html; charset=utf-8" }))).toMatchObject({ code: "SKV_HTML" });
  });

  test("a server out of order is told by its status", () => {
    const error = judged(response(502, "", { "retry-after": "3" }));
    expect(error).toMatchObject({ code: "SKV_BAD_GATEWAY", scope: "transient", retryAfterMs: 3_000 });
    expect(error.message).toContain("502");
  });
});

describe("inside the nightly window", () => {
  test.each([
    ["a page", response(503, PAGE)],
    ["a page with a good status", response(200, PAGE)],
    ["a 5xx", response(500, "")],
    ["felkod 5", response(503, felkod(5))],
  ])("%s means closed until 05.00", (_, answer) => {
    expect(judged(answer, atSwedishTime(3, 30))).toMatchObject({ code: "SKV_CLOSED", scope: "transient", retryAfterMs: 90 * 60_000 });
  });

  test("felkod 5 by day does not say until when", () => {
    expect(judged(response(503, felkod(5))).retryAfterMs).toBeUndefined();
  });

  test("what the service itself says keeps its meaning", () => {
    expect(judged(response(403, felkod(6)), atSwedishTime(4))).toMatchObject({ code: "SKV_NOT_AUTHORISED" });
    expect(judged(response(500, felkod(4)), atSwedishTime(4))).toMatchObject({ code: "SKV_INTERNAL" });
  });
});

describe("what is no answer", () => {
  test("half a JSON text passes by itself", () => {
    expect(judged(response(200, '{"saldoSkatteverket": -1'))).toMatchObject({ code: "SKV_MALFORMED", scope: "transient" });
    expect(judged(response(200, ""))).toMatchObject({ code: "SKV_MALFORMED" });
  });

  test("JSON of another kind does not", () => {
    expect(judged(response(200, [1, 2]))).toMatchObject({ code: "SKV_ANSWER_UNEXPECTED", scope: "account" });
    expect(judged(response(200, "null"))).toMatchObject({ code: "SKV_ANSWER_UNEXPECTED" });
    expect(judged(response(204, ""))).toMatchObject({ code: "SKV_ANSWER_UNEXPECTED" });
  });
});

test("whatever comes is either an object or a coded error", () => {
  const bodies = fc.oneof(
    fc.string(),
    fc.json(),
    fc.record({ felkod: fc.anything(), error: fc.anything() }).map((o) => JSON.stringify(o)),
  );
  fc.assert(
    fc.property(fc.integer({ min: 200, max: 599 }), bodies, fc.integer({ min: 0, max: 23 }), (status, body, hour) => {
      try {
        expect(typeof judgeAnswer(response(status, body ?? ""), atSwedishTime(hour))).toBe("object");
        expect(status).toBe(200);
      } catch (error) {
        expect(error).toBeInstanceOf(SaldovaktError);
        expect((error as SaldovaktError).code).toMatch(/^SKV_[A-Z_]+$/);
        expect((error as SaldovaktError).remedy).toBeTruthy();
      }
    }),
  );
});
