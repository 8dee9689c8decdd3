import { SaldovaktError } from "@saldovakt/domain";
import type { HttpRequest, HttpResponse } from "@saldovakt/http";
import { describe, expect, test } from "vitest";
import { atSwedishTime, NOON, response, SECRET, SETTINGS } from "../test/fakes.ts";
import type { SkatteverketSecret } from "./secret.ts";
import { fetchToken, type GrantedToken } from "./token-grant.ts";

const GOOD = { access_token: "opaque-token", expires_in: 3600, token_type: "Bearer", scope: "ska" };

const certificate = { cert: "-----BEGIN CERTIFICATE-----", key: "-----BEGIN PRIVATE KEY-----" };

async function fetched(
  answer: HttpResponse,
  secret: SkatteverketSecret = SECRET,
  now = NOON,
): Promise<{ token: GrantedToken; sent: HttpRequest[] }> {
  const sent: HttpRequest[] = [];
  const http = {
    send: async (request: HttpRequest) => {
      sent.push(request);
      return answer;
    },
    close: async () => {},
  };
  return { token: await fetchToken(http, SETTINGS, secret, () => now), sent };
}

async function refused(answer: HttpResponse, now = NOON): Promise<SaldovaktError> {
  const error = await fetched(answer, SECRET, now).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(SaldovaktError);
  return error as SaldovaktError;
}

describe("the request", () => {
  test.each<[string, SkatteverketSecret, string]>([
    ["keys alone", SECRET, "grant_type=client_credentials&client_id=oauth-id&client_secret=oauth-hush&scope=ska"],
    [
      "a free certificate",
      { ...SECRET, certificate },
      "grant_type=client_credentials&client_id=oauth-id&client_secret=oauth-hush&scope=ska",
    ],
    [
      "a designated certificate",
      { ...SECRET, oauth2: { clientId: "oauth-id" }, certificate },
      "grant_type=client_credentials&client_id=oauth-id&scope=ska",
    ],
    [
      "characters a form cannot hold",
      { ...SECRET, oauth2: { clientId: "a&b", clientSecret: "c=d+e%" } },
      "grant_type=client_credentials&client_id=a%26b&client_secret=c%3Dd%2Be%25&scope=ska",
    ],
  ])("of %s is the documented form", async (_, secret, body) => {
    const { sent } = await fetched(response(200, GOOD), secret);
    expect(sent).toEqual([
      {
        method: "POST",
        url: SETTINGS.tokenUrl,
        headers: { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded" },
        body,
        deadlineMs: 60_000,
      },
    ]);
  });
});

describe("a good answer", () => {
  test.each([
    [GOOD, 3_600_000],
    [{ ...GOOD, token_type: "bearer", scope: undefined }, 3_600_000],
    [{ ...GOOD, expires_in: "600" }, 600_000],
    [{ ...GOOD, expires_in: undefined }, 3_600_000],
  ])("%j is good for %i ms", async (body, lifetimeMs) => {
    expect((await fetched(response(200, body))).token).toEqual({ value: "opaque-token", lifetimeMs });
  });
});

describe("a refusal", () => {
  test.each([
    [401, { error: "invalid_client" }, "SKV_CREDENTIALS_REFUSED"],
    [400, { error: "invalid_client" }, "SKV_CREDENTIALS_REFUSED"],
    [400, { error: "unauthorized_client" }, "SKV_CREDENTIALS_REFUSED"],
    [401, "", "SKV_CREDENTIALS_REFUSED"],
    [401, { error: "Invalid client id or secret" }, "SKV_CREDENTIALS_REFUSED"],
    [403, "", "SKV_CREDENTIALS_REFUSED"],
    [400, { error: "invalid_scope" }, "SKV_SCOPE_REFUSED"],
    [403, { error: "invalid_scope" }, "SKV_SCOPE_REFUSED"],
    [401, { error: "invalid_client", error_description: "Okänt certifikat" }, "SKV_CERTIFICATE_REFUSED"],
    [400, { error: "invalid_request", error_description: "Client certificate is missing" }, "SKV_CERTIFICATE_REFUSED"],
    [400, { error: "invalid_request", error_description: "missing field: client_secret" }, "SKV_REFUSED"],
    [404, { error: "Not found" }, "SKV_REFUSED"],
  ])("%i %j is %s, an installation fault", async (status, body, code) => {
    const error = await refused(response(status, body));
    expect(error).toMatchObject({ code, scope: "installation" });
    expect(error.remedy).toBeTruthy();
  });

  test("is read beside a challenge, too", async () => {
    expect(await refused(response(400, { error: "invalid_scope" }, { "www-authenticate": 'Basic realm="x"' }))).toMatchObject({
      code: "SKV_SCOPE_REFUSED",
    });
  });
});

describe("an answer that is no token", () => {
  test.each<[number, unknown]>([
    [200, {}],
    [200, []],
    [200, { ...GOOD, access_token: "" }],
    [200, { ...GOOD, access_token: "two\nlines" }],
    [200, { ...GOOD, token_type: "mac" }],
    [200, { ...GOOD, token_type: "DPoP" }],
    [200, { ...GOOD, expires_in: -1 }],
    [200, { ...GOOD, expires_in: "soon" }],
    [201, GOOD],
    [204, ""],
    [302, ""],
  ])("%i %j is unexpected and an installation fault", async (status, body) => {
    const error = await refused(response(status, body));
    expect(error).toMatchObject({ code: "SKV_ANSWER_UNEXPECTED", scope: "installation" });
    // The library's evidence holds the whole answer.
    expect(error.cause).toBeUndefined();
  });

  test("half of one passes by itself", async () => {
    expect(await refused(response(200, '{"access_token":"opa'))).toMatchObject({ code: "SKV_MALFORMED", scope: "transient" });
    expect(await refused(response(200, '{"access_token":"opa', { "content-type": "application/json" }))).toMatchObject({
      code: "SKV_MALFORMED",
    });
  });

  test("pages, busy and broken servers are told as everywhere", async () => {
    expect(await refused(response(200, "<html>"))).toMatchObject({ code: "SKV_HTML" });
    expect(await refused(response(503, "<html>"), atSwedishTime(4))).toMatchObject({ code: "SKV_CLOSED", retryAfterMs: 3_600_000 });
    expect(await refused(response(429, "", { "retry-after": "2" }))).toMatchObject({ code: "SKV_RATE_LIMITED", retryAfterMs: 2_000 });
    expect(await refused(response(500, ""))).toMatchObject({ code: "SKV_BAD_GATEWAY" });
  });
});
