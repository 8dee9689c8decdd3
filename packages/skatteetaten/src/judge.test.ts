import { SaldovaktError } from "@saldovakt/domain";
import { describe, expect, it, test } from "vitest";
import { READ_AT, response } from "../test/fakes.ts";
import { judgeAnswer } from "./judge.ts";

const judged = (...answer: Parameters<typeof response>): unknown => {
  try {
    return judgeAnswer(response(...answer), READ_AT);
  } catch (thrown) {
    if (thrown instanceof SaldovaktError) return `${thrown.code} ${thrown.scope}`;
    throw thrown;
  }
};

const coded = (kode: string) => ({ kode, melding: "om 01019012345", korrelasjonsid: "x" });

test.each([
  [500, "KB-001", "SKE_INTERNAL transient"],
  [500, "KB-002", "SKE_INTERNAL transient"],
  [404, "KB-003", "SKE_ADDRESS_UNKNOWN installation"],
  [401, "KB-004", "SKE_TOKEN_REFUSED installation"],
  [403, "KB-005", "SKE_NOT_AUTHORISED account"],
  [400, "KB-006", "SKE_REQUEST_REFUSED account"],
  [406, "KB-008", "SKE_FORMAT_REFUSED installation"],
  [404, "KB-009", "SKE_ACCOUNT_UNKNOWN account"],
  [500, "DAS-001", "SKE_INTERNAL transient"],
  [500, "DAS-003", "SKE_INTERNAL transient"],
  [403, "DAS-008", "SKE_NOT_AUTHORISED account"],
])("%s %s is %s", (status, kode, expected) => expect(judged(status, coded(kode))).toBe(expected));

test("200 with KB-007 beside claims is an answer with claims", () => {
  const answer = { ...coded("KB-007"), aapentKravMedGjenstaaendeBeloep: [{ gjenstaaendeBeloep: 100 }] };
  expect(judged(200, answer)).toEqual(answer);
});

test.each([202, 204])("%s says nothing of what is open", (status) => expect(judged(status, "")).toBe("SKE_MALFORMED transient"));

test.each([
  ["KB-001", "SKE_INTERNAL transient"],
  ["KB-005", "SKE_NOT_AUTHORISED account"],
  ["KB-007", null],
  ["XX-1", "SKE_ANSWER_UNEXPECTED account"],
])("200 with %s alone is no good answer", (kode, expected) => expect(judged(200, coded(kode))).toBe(expected));

test("KB-007 is an empty answer, and only as the 404 it is documented as", () => {
  expect(judged(404, coded("KB-007"))).toBeNull();
  expect(judged(400, coded("KB-007"))).toBe("SKE_REFUSED account");
});

describe("what is no answer of the service", () => {
  it.each([
    [200, "<html>", {}, "SKE_HTML transient"],
    [200, '{"a":', {}, "SKE_MALFORMED transient"],
    [200, "[]", {}, "SKE_MALFORMED transient"],
    [502, "<html>", {}, "SKE_BAD_GATEWAY transient"],
    [401, "", {}, "SKE_TOKEN_REFUSED installation"],
    [403, "<html>", {}, "SKE_NOT_AUTHORISED account"],
    [404, "", {}, "SKE_REFUSED account"],
    [408, "", {}, "SKE_REFUSED transient"],
    [301, "", {}, "SKE_REFUSED account"],
    [429, "", {}, "SKE_RATE_LIMITED transient"],
  ])("%s %j", (status, body, headers, expected) => expect(judged(status, body, headers)).toBe(expected));
});

test("Retry-After is heeded, by the server's own clock", () => {
  const wait = (headers: Record<string, string>) => {
    try {
      judgeAnswer(response(429, "", headers), READ_AT);
    } catch (thrown) {
      return (thrown as SaldovaktError).retryAfterMs;
    }
    return undefined;
  };
  expect(wait({ "retry-after": "7" })).toBe(7_000);
  expect(wait({})).toBe(1_000);
  expect(wait({ date: "Mon, 23 Nov 2026 09:00:00 GMT", "retry-after": "Mon, 23 Nov 2026 09:00:30 GMT" })).toBe(30_000);
});
