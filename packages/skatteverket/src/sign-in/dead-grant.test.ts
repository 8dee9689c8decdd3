import { describe, expect, test } from "vitest";
import { response } from "../../test/fakes.ts";
import { isDeadGrant } from "./dead-grant.ts";

describe("dead", () => {
  test.each<[number, unknown]>([
    [400, { error: "invalid_grant" }],
    [400, { error: "invalid_grant", error_description: "whatever" }],
    [401, { error: "invalid_grant" }],
    [404, { error: "id_not_found" }],
    [404, { code: "id_not_found", message: "x" }],
    [404, "id_not_found"],
    [400, { error: "access_denied", error_description: "Refresh Token status is expired" }],
    [403, { error: "access_denied" }],
    [400, { error: "invalid_request", error_description: "The refresh token is invalid or has expired" }],
    [400, { message: "Refresh token not found" }],
  ])("%i %o", (status, body) => {
    expect(isDeadGrant(response(status, body))).toBe(true);
  });
});

describe("not said to be dead", () => {
  test.each<[number, unknown]>([
    [200, { error: "invalid_grant" }],
    [500, { error: "invalid_grant" }],
    [503, "id_not_found"],
    [429, { error: "access_denied" }],
    [401, { error: "invalid_client", error_description: "refresh token client unknown" }],
    [400, { error: "invalid_scope" }],
    [400, { error: "unauthorized_client", error_description: "code is invalid" }],
    [400, { error: "invalid_request", error_description: "missing field: code_verifier" }],
    [400, { error: "unsupported_grant_type", error_description: "the grant type of a refresh token is unknown" }],
    [400, { message: "grant type is unknown, HTTP code 400 invalid" }],
    [404, "<html>id_not_found</html>"],
    [404, ""],
  ])("%i %o", (status, body) => {
    expect(isDeadGrant(response(status, body))).toBe(false);
  });
});
