import { SaldovaktError } from "@saldovakt/domain";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CUSTOMER, granted, ISSUER, refused, response, SCOPE } from "../test/fakes.ts";
import { judgeTokenAnswer, tokenRequest } from "./answer.ts";
import type { TokenRequest } from "./grant.ts";

const REQUEST: TokenRequest = { scopes: [SCOPE], consumerOrg: CUSTOMER };
const judged = (answer: Parameters<typeof judgeTokenAnswer>[0], request = REQUEST) => judgeTokenAnswer(answer, request, 0);
const fails = (code: string, scope: string) => expect.objectContaining({ code, scope });

test("the request is the documented form and nothing beside it", () => {
  expect(tokenRequest(`${ISSUER}token`, "a.b.c")).toMatchObject({
    method: "POST",
    url: `${ISSUER}token`,
    headers: { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded" },
    body: "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=a.b.c",
  });
});

describe("a good answer", () => {
  test("gives the token and its life", () => {
    expect(judged(granted("opaque", 7_200))).toEqual({ value: "opaque", lifetimeMs: 7_200_000 });
  });

  test.each([
    [{ access_token: "t" }, 120_000],
    [{ access_token: "t", token_type: "bearer", expires_in: "599" }, 599_000],
    [{ access_token: "t", expires_in: 1e12 }, 7_200_000],
  ])("is read with tolerance", (body, lifetimeMs) => {
    expect(judged(response(200, body)).lifetimeMs).toBe(lifetimeMs);
  });

  test.each([
    {},
    { access_token: 7 },
    { access_token: "two words" },
    { access_token: "" },
    { access_token: "t", token_type: "DPoP" },
    { access_token: "t", expires_in: 0 },
    { access_token: "t", expires_in: "soon" },
  ])("that holds no token is refused: %j", (body) => {
    expect(() => judged(response(200, body))).toThrow(fails("MP_ANSWER_UNEXPECTED", "installation"));
  });
});

/** Maskinporten's codes, and whose fault each is (Digdir, "Feilsøking i Maskinporten"). */
const CODES = [
  ["MP-011", "MP_GRANT_MALFORMED", "installation"],
  ["MP-012", "MP_GRANT_REUSED", "transient"],
  ["MP-100", "MP_CLIENT_UNKNOWN", "installation"],
  ["MP-110", "MP_AUDIENCE_REFUSED", "installation"],
  ["MP-120", "MP_CERTIFICATE_REFUSED", "installation"],
  ["MP-121", "MP_KEY_EXPIRED", "installation"],
  ["MP-122", "MP_CERTIFICATE_FOREIGN", "installation"],
  ["MP-123", "MP_CHAIN_REFUSED", "installation"],
  ["MP-124", "MP_SIGNATURE_REFUSED", "installation"],
  ["MP-130", "MP_CLOCK", "transient"],
  ["MP-200", "MP_SCOPE_REFUSED", "installation"],
  ["MP-201", "MP_SCOPE_FOREIGN", "installation"],
  ["MP-250", "MP_NO_ACCESS", "account"],
  ["MP-251", "MP_NOT_DELEGATED", "account"],
  ["MP-301", "MP_DETAILS_TYPE_UNKNOWN", "installation"],
  ["MP-302", "MP_DETAILS_FIELD_UNKNOWN", "installation"],
  ["MP-303", "MP_SYSTEM_USER_MISSING", "account"],
] as const;

describe("a refusal", () => {
  test.each(CODES)("by %s is %s, %s, wherever the code stands", (own, code, scope) => {
    const places = [
      refused(own),
      refused(null, "invalid_grant", `${own}: Refused`),
      refused(own, "invalid_scope", `Scope ${own === "MP-011" ? "MP-012" : "MP-011"} refused`),
      response(403, { error: "x", error_uri: `https://docs.example/maskinporten#${own}` }),
    ];
    for (const answer of places) {
      expect(() => judged(answer)).toThrow(expect.objectContaining({ code, scope, message: expect.stringContaining(own) }));
      expect(() => judged(answer)).toThrow(expect.objectContaining({ remedy: expect.stringMatching(/\w/) }));
    }
  });

  // Words seen in the wild or in Digdir's documentation, without a code.
  test.each([
    ["Invalid assertion. Client authentication failed. Invalid JWT claim aud.", "MP_AUDIENCE_REFUSED"],
    ["Invalid assertion. Client authentication failed. Expired key.", "MP_KEY_EXPIRED"],
    ["Invalid assertion. Client authentication failed. Invalid JWT signature.", "MP_SIGNATURE_REFUSED"],
    ["Invalid assertion. Client authentication failed. Unknown key identifier (kid) for client", "MP_KEY_UNKNOWN"],
    ["Invalid JWT. The client requires pre-registered jwk and no key identifier (kid) provided", "MP_KEY_REQUIRED"],
    ["Invalid assertion. Issue time is after now", "MP_CLOCK"],
    ["JWT is expired", "MP_CLOCK"],
    ["The combination consumer_org in claim and delegation scope on client is invalid", "MP_CONSUMER_IS_CLIENT"],
    ["Consumer 310000027 has not delegated access to the scope x to supplier 310000019", "MP_NOT_DELEGATED"],
    ["something nobody has described", "MP_REFUSED"],
  ])("in words alone, %j, is %s", (description, code) => {
    expect(() => judged(refused(null, "invalid_grant", description))).toThrow(expect.objectContaining({ code }));
  });

  test.each([
    ["invalid_altinn_customer_configuration", "MP_SYSTEM_USER_MISSING"],
    ["invalid_scope", "MP_SCOPE_REFUSED"],
    ["__proto__", "MP_REFUSED"],
  ])("by its kind alone, %s, is %s", (kind, code) => {
    expect(() => judged(response(400, { error: kind }))).toThrow(expect.objectContaining({ code }));
  });

  test("for want of access is the installation's when no customer is named", () => {
    expect(() => judged(refused("MP-250"), { scopes: [SCOPE] })).toThrow(fails("MP_NO_ACCESS", "installation"));
    expect(() => judged(refused("MP-250"), { scopes: [SCOPE], systemUser: { org: CUSTOMER } })).toThrow(
      fails("MP_NO_ACCESS", "installation"),
    );
  });
});

describe("what is no answer of the token endpoint's", () => {
  test.each([
    [response(503), "MP_UNAVAILABLE"],
    [response(500, { error: "server_error" }), "MP_UNAVAILABLE"],
    [response(429), "MP_RATE_LIMITED"],
    [response(200, "<!DOCTYPE html><p>Log in"), "MP_HTML"],
    [response(403, "<html>Blocked", { "content-type": "text/html" }), "MP_HTML"],
    [response(200, '{"access_token":"t'), "MP_MALFORMED"],
  ])("passes by itself", (answer, code) => {
    expect(() => judged(answer)).toThrow(fails(code, "transient"));
  });

  test("tells how long to stay away", () => {
    expect(() => judged(response(503, "", { "retry-after": "30" }))).toThrow(expect.objectContaining({ retryAfterMs: 30_000 }));
  });

  test("tells it by the server's own clock", () => {
    const headers = { date: "Mon, 01 Jan 2035 09:00:00 GMT", "retry-after": "Mon, 01 Jan 2035 09:00:30 GMT" };
    expect(() => judged(response(429, "", headers))).toThrow(expect.objectContaining({ retryAfterMs: 30_000 }));
  });

  test.each([302, 204, 404])("is refused with status %i", (status) => {
    expect(() => judged(response(status))).toThrow(expect.objectContaining({ scope: "installation" }));
  });
});

test("no answer makes it fall over", () => {
  const json = fc.json();
  const headers = fc.dictionary(fc.constantFrom("content-type", "retry-after", "date"), fc.string());
  fc.assert(
    fc.property(fc.integer({ min: 100, max: 599 }), fc.oneof(json, fc.string()), headers, (status, body, more) => {
      try {
        expect(judged(response(status, body, more)).lifetimeMs).toBeGreaterThan(0);
      } catch (error) {
        expect(error).toBeInstanceOf(SaldovaktError);
      }
    }),
    { numRuns: 500 },
  );
});
