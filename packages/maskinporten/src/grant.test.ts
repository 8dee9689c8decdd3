import { mod11Digit } from "@saldovakt/domain";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CUSTOMER, ISSUER, OTHER, SCOPE, START } from "../test/fakes.ts";
import { grantClaims, normalised, type TokenRequest } from "./grant.ts";

const BY = { issuer: ISSUER, clientId: "client-1" };

/** What Maskinporten documents; a claim beyond these is answered with 400. */
const DOCUMENTED = ["aud", "iss", "scope", "iat", "exp", "jti", "resource", "consumer_org", "authorization_details"];

const org = fc
  .integer({ min: 20_000_000, max: 99_999_999 })
  .map(String)
  .filter((eight) => /^\d$/.test(mod11Digit(eight)))
  .map((eight) => eight + mod11Digit(eight));
const scope = fc.stringMatching(/^[a-z]{2,12}:[a-z/.]{1,20}$/);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const request: fc.Arbitrary<TokenRequest> = fc.record({
  scopes: fc.array(scope, { minLength: 1, maxLength: 5 }),
  resource: maybe(fc.webUrl()),
  consumerOrg: maybe(org),
  systemUser: maybe(fc.record({ org, externalRef: maybe(fc.string({ minLength: 1 })) })),
});
const moment = fc.integer({ min: 1, max: 4_102_444_800_000 });

describe("the claims of a grant", () => {
  test("are the documented ones and no other, whatever is asked for", () => {
    fc.assert(
      fc.property(request, moment, fc.uuid(), (wanted, now, jti) => {
        const claims = grantClaims(normalised(wanted), BY, now, jti);
        expect(DOCUMENTED).toEqual(expect.arrayContaining(Object.keys(claims)));
        expect(Object.values(claims)).not.toContain(undefined);
        expect(claims).toMatchObject({ aud: ISSUER, iss: "client-1", jti });
        expect(claims.iat).toBe(Math.floor(now / 1000));
        expect(claims.exp - claims.iat).toBeGreaterThan(0);
        expect(claims.exp - claims.iat).toBeLessThanOrEqual(120);
        expect(new Set(claims.scope.split(" "))).toEqual(new Set(wanted.scopes));
        expect(claims.consumer_org).toBe(wanted.consumerOrg);
        expect(claims.resource).toEqual(wanted.resource === undefined ? undefined : [wanted.resource]);
        const details = wanted.systemUser && {
          type: "urn:altinn:systemuser",
          systemuser_org: { authority: "iso6523-actorid-upis", ID: `0192:${wanted.systemUser.org}` },
          ...(wanted.systemUser.externalRef !== undefined && { externalRef: wanted.systemUser.externalRef }),
        };
        expect(JSON.stringify(claims.authorization_details)).toBe(details && JSON.stringify([details]));
      }),
    );
  });

  test("are for one moment and one try", () => {
    const wanted = normalised({ scopes: [SCOPE] });
    expect(grantClaims(wanted, BY, START + 999, "a")).toEqual({
      ...{ aud: ISSUER, iss: "client-1", scope: SCOPE, jti: "a" },
      ...{ iat: START / 1000, exp: START / 1000 + 60 },
    });
  });
});

describe("a request for a token", () => {
  test("has one form, in whatever order and however often its scopes stand", () => {
    fc.assert(
      fc.property(request, fc.nat(), (wanted, turn) => {
        const { scopes } = wanted;
        const at = turn % scopes.length;
        const turned = { ...wanted, scopes: [...scopes.slice(at), ...scopes, ...scopes.slice(0, at)] };
        expect(normalised(turned)).toEqual(normalised(wanted));
        expect(normalised(normalised(wanted))).toEqual(normalised(wanted));
      }),
    );
  });

  test.each<[string, string, TokenRequest]>([
    ["MP_REQUEST_INVALID", "no scope", { scopes: [] }],
    ["MP_REQUEST_INVALID", "two scopes in one", { scopes: [`${SCOPE} other:scope`] }],
    ["MP_REQUEST_INVALID", "an empty scope", { scopes: [""] }],
    ["MP_REQUEST_INVALID", "a text in place of a list, which would be a scope for every letter", { scopes: "abc" as never }],
    ["MP_REQUEST_INVALID", "a scope that is no text", { scopes: [SCOPE, 7 as never] }],
    ["MP_REQUEST_INVALID", "no list at all", {} as never],
    ["MP_REQUEST_INVALID", "an empty resource", { scopes: [SCOPE], resource: "" }],
    ["MP_REQUEST_INVALID", "an empty reference", { scopes: [SCOPE], systemUser: { org: CUSTOMER, externalRef: "" } }],
    ["MP_REQUEST_INVALID", "a list of resources", { scopes: [SCOPE], resource: ["https://api.example"] as never }],
    ["MP_REQUEST_INVALID", "a reference that is no text", { scopes: [SCOPE], systemUser: { org: CUSTOMER, externalRef: 7 as never } }],
    ["MP_REQUEST_INVALID", "a reference that is none", { scopes: [SCOPE], systemUser: { org: CUSTOMER, externalRef: null as never } }],
    ["MP_REQUEST_INVALID", "a Swedish customer", { scopes: [SCOPE], consumerOrg: "165781006662" }],
    ["IDENTITY_CHECK_DIGIT", "a wrong check digit", { scopes: [SCOPE], consumerOrg: "310000020" }],
    ["IDENTITY_CHARACTERS", "letters", { scopes: [SCOPE], systemUser: { org: "0192:310000027" } }],
    ["IDENTITY_LENGTH", "too few digits", { scopes: [SCOPE], consumerOrg: OTHER.slice(1) }],
  ])("is refused with %s for %s", (code, _, wanted) => {
    expect(() => normalised(wanted)).toThrow(expect.objectContaining({ code, scope: "input" }));
  });
});
