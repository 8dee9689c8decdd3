import { SaldovaktError } from "@saldovakt/domain";
import { SignJWT } from "jose";
import { describe, expect, test } from "vitest";
import { CUSTOMER, ISSUER, OTHER, response, VENDOR } from "../../test/fakes.ts";
import {
  API_SCOPE,
  claims,
  encoded,
  type Fields,
  fakeValidator,
  ISSUERS,
  issuer,
  jwk,
  KID,
  NOW_S,
  organisation,
  STRANGERS,
  systemUser,
  token,
  USER_ID,
} from "../../test/provider-fakes.ts";
import type { TokenValidatorOptions } from "./validator.ts";

/** What becomes of a token: the reason it is refused for, or the caller. */
async function verdict(text: string, options: Partial<TokenValidatorOptions> = {}, of = issuer()): Promise<unknown> {
  const answer = await fakeValidator(of, options).validate(text);
  return answer.kind === "refusal" ? answer.reason : answer;
}

const refusedFor = (changes: Fields, options: Partial<TokenValidatorOptions> = {}) => verdict(token(claims(changes)), options);

describe("a token that holds", () => {
  test("tells who calls, for whom, and by which client, without the client's id", async () => {
    const body = claims({ consumer: organisation(CUSTOMER), supplier: organisation(VENDOR), delegation_source: "https://www.altinn.no/" });
    const caller = await fakeValidator(issuer()).validate(token(body));
    expect(caller).toEqual({
      kind: "caller",
      consumer: CUSTOMER,
      supplier: VENDOR,
      systemUser: { id: USER_ID, org: CUSTOMER },
      clientHash: expect.stringMatching(/^[0-9a-f]{20}$/),
    });
    expect(JSON.stringify(caller)).not.toContain("client-of-a-vendor");
  });

  test.each(["RS256", "RS384", "RS512"] as const)("is signed by %s, with or without a stated use of the key", async (alg) => {
    const of = issuer();
    of.keys = [jwk(KID, ISSUERS, { alg: undefined, use: undefined })];
    const made = await new SignJWT(claims()).setProtectedHeader({ alg, kid: KID }).sign(ISSUERS.privateKey);
    expect(await verdict(made, {}, of)).toMatchObject({ kind: "caller" });
  });

  test("needs neither typ nor sub, and may have both", async () => {
    expect(await verdict(token(claims({ sub: "x" }), { typ: "at+jwt" }))).toMatchObject({ kind: "caller" });
    expect(await verdict(token(claims(), { typ: "JWT" }))).toMatchObject({ kind: "caller" });
  });

  test("may name no system user, or details of another kind beside it", async () => {
    expect(await refusedFor({ authorization_details: undefined })).not.toHaveProperty("systemUser");
    expect(await refusedFor({ authorization_details: [{ type: "urn:other" }] })).not.toHaveProperty("systemUser");
    expect(await refusedFor({ authorization_details: [{ type: "urn:other" }, systemUser()] })).toHaveProperty("systemUser");
  });

  test("writes the system user's organisation with ID or id", async () => {
    const { ID, ...rest } = organisation(OTHER);
    const lower = systemUser({ systemuser_org: { ...rest, id: ID }, systemuser_id: [USER_ID.toUpperCase()] });
    expect(await refusedFor({ authorization_details: [lower] })).toMatchObject({ systemUser: { id: USER_ID, org: OTHER } });
  });

  test("may hold other scopes too, and a supplier that cannot be read, for that opens nothing", async () => {
    expect(await refusedFor({ scope: `a:b ${API_SCOPE} c:d` })).toMatchObject({ kind: "caller" });
    expect(await refusedFor({ supplier: "somebody" })).not.toHaveProperty("supplier");
  });
});

describe("a token that does not hold", () => {
  test("is no token, or 200 kB of one, which is not even looked into", async () => {
    for (const text of [
      "",
      ".",
      "..",
      "a.b.c",
      "e30.e30.e30",
      `${encoded("[]")}.e30.AAAA`,
      `${encoded("null")}.e30.AAAA`,
      "x".repeat(50),
    ]) {
      expect(await verdict(text)).toMatch(/^TOKEN_(MALFORMED|ALGORITHM)$/);
    }
    const of = issuer();
    expect(await verdict(token(claims({ padding: "x".repeat(200_000) })), {}, of)).toBe("TOKEN_TOO_LONG");
    expect(await verdict("A".repeat(200_000), {}, of)).toBe("TOKEN_TOO_LONG");
    expect(of.asked).toEqual([]);
    for (const body of ["[]", "null", '"x"', "{", ""]) expect(await verdict(token(body))).toBe("TOKEN_MALFORMED");
  });

  test("is another issuer's, or the same one's written otherwise", async () => {
    for (const iss of ["https://evil.example/", ISSUER.slice(0, -1), `${ISSUER}x`, ISSUER.toUpperCase(), [ISSUER], `${ISSUER} `, null]) {
      expect(await refusedFor({ iss })).toBe("TOKEN_ISSUER");
    }
    expect(await refusedFor({ iss: undefined })).toBe("TOKEN_ISSUER");
  });

  test("has expired, begins later, or tells no time that counts", async () => {
    expect(await refusedFor({ exp: NOW_S - 9 })).toMatchObject({ kind: "caller" });
    expect(await refusedFor({ exp: NOW_S - 10 })).toBe("TOKEN_EXPIRED");
    expect(await refusedFor({ exp: NOW_S - 10 }, { skewSeconds: 30 })).toMatchObject({ kind: "caller" });
    expect(await refusedFor({ exp: NOW_S - 30 }, { skewSeconds: 30 })).toBe("TOKEN_EXPIRED");
    expect(await refusedFor({ iat: NOW_S + 10 })).toMatchObject({ kind: "caller" });
    expect(await refusedFor({ iat: NOW_S + 11 })).toBe("TOKEN_NOT_YET_VALID");
    expect(await refusedFor({ nbf: NOW_S + 10 })).toMatchObject({ kind: "caller" });
    expect(await refusedFor({ nbf: NOW_S + 11 })).toBe("TOKEN_NOT_YET_VALID");
    for (const changes of [{ exp: undefined }, { iat: undefined }, { exp: "9999999999" }, { iat: "1" }, { nbf: "1" }, { exp: null }]) {
      expect(await refusedFor(changes)).toBe("TOKEN_TIMES");
    }
    expect(await refusedFor({ iat: NOW_S + 10, exp: NOW_S + 7_210 })).toMatchObject({ kind: "caller" });
    for (const seconds of [7_201, 10 * 365 * 86_400]) expect(await refusedFor({ exp: NOW_S + seconds })).toBe("TOKEN_TIMES");
    const endless = JSON.stringify(claims()).replace(/"exp":\d+/, '"exp":1e999');
    expect(await verdict(token(endless))).toBe("TOKEN_TIMES");
  });

  test("would hold for longer than any token of the issuer's, whenever it was made", async () => {
    const aged = (seconds: number, left: number) => refusedFor({ iat: NOW_S - seconds, exp: NOW_S + left });
    expect(await aged(3_600, 3_600)).toMatchObject({ kind: "caller" });
    expect(await aged(7_199, 1)).toMatchObject({ kind: "caller" });
    expect(await aged(3_600, 3_601)).toBe("TOKEN_TIMES");
    expect(await aged(10 * 365 * 86_400, 7_200)).toBe("TOKEN_TIMES");
    expect(await refusedFor({ iat: -1e308, exp: NOW_S + 60 })).toBe("TOKEN_TIMES");
  });

  test("lacks the scope as a word of its own", async () => {
    const others = [
      `${API_SCOPE}.all`,
      `x${API_SCOPE}`,
      "saldovakt:rea",
      API_SCOPE.toUpperCase(),
      `${API_SCOPE},a:b`,
      `a:b\t${API_SCOPE}`,
      `a:b\n${API_SCOPE}`,
      "",
      [API_SCOPE],
      { [API_SCOPE]: true },
      undefined,
    ];
    for (const scope of others) expect(await refusedFor({ scope })).toBe("SCOPE_MISSING");
    expect(await refusedFor({ scope: undefined, scp: API_SCOPE, scopes: [API_SCOPE] })).toBe("SCOPE_MISSING");
  });

  test("has a consumer that is none", async () => {
    const forged: readonly unknown[] = [
      undefined,
      null,
      VENDOR,
      `0192:${VENDOR}`,
      [organisation(VENDOR)],
      organisation("310000018"),
      organisation("31000001"),
      organisation(VENDOR, { authority: "iso6523-actorid" }),
      organisation(VENDOR, { authority: ["iso6523-actorid-upis"] }),
      organisation(VENDOR, { authority: undefined }),
      organisation(VENDOR, { ID: `9908:${VENDOR}` }),
      organisation(VENDOR, { ID: VENDOR }),
      organisation(VENDOR, { ID: `0192:${VENDOR}\n` }),
      organisation(VENDOR, { ID: ` 0192:${VENDOR}` }),
      organisation(VENDOR, { ID: [`0192:${VENDOR}`] }),
      organisation(VENDOR, { ID: "0192:３１００００019" }),
      { authority: "iso6523-actorid-upis", id: `0192:${VENDOR}` },
    ];
    for (const consumer of forged) expect(await refusedFor({ consumer })).toBe("TOKEN_CONSUMER");
  });

  test("names a system user nobody can make out, and is not taken for a plain vendor's", async () => {
    const forged: readonly unknown[] = [
      null,
      systemUser(),
      "urn:altinn:systemuser",
      [null],
      [[systemUser()]],
      [systemUser(), systemUser()],
      [systemUser({ systemuser_id: USER_ID })],
      [systemUser({ systemuser_id: [] })],
      [systemUser({ systemuser_id: [USER_ID, "0b8f6c1e-0000-4000-8000-000000000000"] })],
      [systemUser({ systemuser_id: ["1"] })],
      [systemUser({ systemuser_id: [`${USER_ID}\n`] })],
      [systemUser({ systemuser_org: undefined })],
      [systemUser({ systemuser_org: organisation("310000020") })],
      [systemUser({ systemuser_org: organisation(CUSTOMER, { id: `0192:${OTHER}` }) })],
      [systemUser({ systemuser_org: organisation(CUSTOMER, { authority: "x" }) })],
    ];
    for (const details of forged) expect(await refusedFor({ authorization_details: details })).toBe("TOKEN_SYSTEM_USER");
  });

  test("is meant for another", async () => {
    const ours = { audience: "https://saldovakt.example/v1" };
    for (const aud of ["https://elsewhere.example", ["unspecified", "https://elsewhere.example"], [], 7, null, ""]) {
      expect(await refusedFor({ aud })).toBe("TOKEN_AUDIENCE");
      expect(await refusedFor({ aud }, ours)).toBe("TOKEN_AUDIENCE");
    }
    expect(await refusedFor({ aud: undefined })).toMatchObject({ kind: "caller" });
    for (const aud of [undefined, "unspecified", `${ours.audience}/x`]) expect(await refusedFor({ aud }, ours)).toBe("TOKEN_AUDIENCE");
    for (const aud of [ours.audience, ["https://elsewhere.example", ours.audience]]) {
      expect(await refusedFor({ aud }, ours)).toMatchObject({ kind: "caller" });
    }
  });

  test("is answered as RFC 6750 says, in words that hold nothing of it", async () => {
    const validator = fakeValidator(issuer());
    const before = await Promise.all(
      [token(claims(), {}, STRANGERS), token(claims(), { alg: "none" }), token(claims(), { kid: "x" }), "a.b.c"].map(validator.validate),
    );
    for (const each of before) {
      expect(each).toMatchObject({
        status: 401,
        code: "TOKEN_REFUSED",
        challenge: 'Bearer realm="saldovakt", error="invalid_token", error_description="the token is not accepted"',
      });
    }
    expect(await validator.validate(token(claims({ exp: 1 })))).toMatchObject({
      status: 401,
      code: "TOKEN_EXPIRED",
      error: "invalid_token",
    });
    const lacking = await validator.validate(token(claims({ scope: "a:b" })));
    expect(lacking).toMatchObject({ status: 403, code: "SCOPE_MISSING", error: "insufficient_scope" });
    expect(JSON.stringify(lacking)).toContain(`scope=\\"${API_SCOPE}\\"`);
    expect(JSON.stringify([before, lacking])).not.toMatch(/\d{9}|client-of/);
  });
});

describe("a key set that cannot be had", () => {
  test.each([
    [response(503), "MP_UNAVAILABLE"],
    [response(429, "", { "retry-after": "7" }), "MP_RATE_LIMITED"],
    [response(200, "<!doctype html><title>x</title>"), "MP_HTML"],
    [response(200, "{"), "MP_MALFORMED"],
    [response(200, { keys: {} }), "MP_MALFORMED"],
    [response(200, { keys: [null, 7, {}, { kid: "x" }] }), "MP_KEYS_UNUSABLE"],
    [response(404), "MP_KEYS_UNUSABLE"],
    [response(302, "", { location: "https://evil.example" }), "MP_KEYS_UNUSABLE"],
    [new SaldovaktError("x", { code: "HTTP_TIMEOUT", scope: "transient" }), "HTTP_TIMEOUT"],
    [new TypeError("x"), "INTERNAL"],
  ])("lets nobody in", async (instead, reason) => {
    const of = issuer();
    of.instead = instead;
    const answer = await fakeValidator(of).validate(token());
    expect(answer).toMatchObject({ kind: "refusal", status: 503, code: "AUTHORISATION_UNAVAILABLE", reason, challenge: null });
    expect(answer).toHaveProperty("retryAfterSeconds", reason === "MP_RATE_LIMITED" ? 7 : 10);
  });
});

test("options that would let the wrong ones in are refused", () => {
  const made = (options: Partial<TokenValidatorOptions>) => () => fakeValidator(issuer(), options);
  expect(made({ issuer: "maskinporten" })).toThrow(expect.objectContaining({ code: "MP_ISSUER_INVALID" }));
  for (const scope of ["", "a b", 'a"b']) expect(made({ scope })).toThrow(expect.objectContaining({ code: "PROVIDER_SCOPE_INVALID" }));
  for (const audience of ["", "unspecified"]) {
    expect(made({ audience })).toThrow(expect.objectContaining({ code: "PROVIDER_AUDIENCE_INVALID" }));
  }
  for (const skewSeconds of [-1, 31, Number.NaN]) {
    expect(made({ skewSeconds })).toThrow(expect.objectContaining({ code: "PROVIDER_SKEW_INVALID" }));
  }
});
