import { generateKeyPairSync } from "node:crypto";
import { createLocalJWKSet, jwtVerify } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startMaskinporten } from "./maskinporten.ts";
import type { RefusalName } from "./maskinporten-errors.ts";
import type { SimulatedMaskinporten, SimulatedMaskinportenSecret } from "./maskinporten-types.ts";
import { CUSTOMER, call, type GrantChanges, gate, grant, OTHER, present, VENDOR, x5cOf } from "./test-gate.ts";

const NOW = Date.parse("2026-11-22T12:00:00.400Z");
const SECOND = Math.floor(NOW / 1000);
const now = () => NOW;
const SYSTEM_USER = { type: "urn:altinn:systemuser", systemuser_org: { authority: "iso6523-actorid-upis", ID: `0192:${CUSTOMER}` } };

/** A Maskinporten at that moment, with one system user, and a client of the vendor's. */
async function house(authentication: "key" | "certificate" = "key", start = gate) {
  const maskinporten = await start({
    now,
    scopes: [
      { name: "saldovakt:read" },
      { name: "saldovakt:closed", access: [OTHER] },
      { name: "saldovakt:people", kind: "login" },
      { name: "saldovakt:unregistered" },
    ],
    findSystemUser: ({ org, externalRef }) =>
      org === CUSTOMER && externalRef === undefined ? { id: "user-1", systemId: `${VENDOR}_system` } : null,
  });
  const scopes = ["saldovakt:read", "saldovakt:closed", "saldovakt:people"];
  return { maskinporten, secret: await maskinporten.addClient({ org: VENDOR, scopes, authentication }) };
}

const ask = async (maskinporten: SimulatedMaskinporten, secret: SimulatedMaskinportenSecret, changes?: GrantChanges) =>
  present(maskinporten, await grant(maskinporten, secret, NOW, changes));

describe("what Maskinporten publishes", () => {
  test("are its metadata and the keys of its tokens", async () => {
    const { maskinporten, secret } = await house();
    const { issuer, ca } = maskinporten;
    const metadata = (await call(`${issuer}.well-known/oauth-authorization-server`, ca)).json;
    expect(metadata).toMatchObject({ issuer, token_endpoint: `${issuer}token`, jwks_uri: `${issuer}jwk` });
    expect(metadata.grant_types_supported).toEqual(["urn:ietf:params:oauth:grant-type:jwt-bearer"]);
    const { access_token } = (await ask(maskinporten, secret)).json;
    await maskinporten.rotateSigningKey();
    const keys = createLocalJWKSet((await call(metadata.jwks_uri, ca)).json);
    const { payload } = await jwtVerify(access_token, keys, { issuer, currentDate: new Date(NOW) });
    expect(payload.consumer).toEqual({ authority: "iso6523-actorid-upis", ID: `0192:${VENDOR}` });
    await maskinporten.rotateSigningKey({ drop: true });
    const fewer = createLocalJWKSet((await call(metadata.jwks_uri, ca)).json);
    await expect(jwtVerify(access_token, fewer, { currentDate: new Date(NOW) })).rejects.toThrow();
    expect(maskinporten.check(access_token)).toBeNull();
  });

  test("tells the time by its own clock", async () => {
    const { maskinporten } = await house();
    const { headers } = await call(`${maskinporten.issuer}jwk`, maskinporten.ca);
    expect(headers.date).toBe("Sun, 22 Nov 2026 12:00:00 GMT");
  });
});

describe("a grant as documented", () => {
  test.each(["key", "certificate"] as const)("signed with a %s becomes a token", async (authentication) => {
    const { maskinporten, secret } = await house(authentication);
    const answer = await ask(maskinporten, secret);
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ token_type: "Bearer", expires_in: 120, scope: "saldovakt:read" });
    const claims = maskinporten.check(answer.json.access_token);
    expect(claims).toMatchObject({
      iss: maskinporten.issuer,
      aud: "unspecified",
      scope: "saldovakt:read",
      exp: SECOND + 120,
      client_id: secret.clientId,
      client_amr: authentication === "key" ? "private_key_jwt" : "virksomhetssertifikat",
    });
    for (const absent of ["sub", "supplier", "delegation_source", "authorization_details"]) expect(claims).not.toHaveProperty(absent);
    expect(maskinporten.grants).toMatchObject([{ refused: null }]);
  });

  test.each(["RS384", "RS512"])("may be signed by %s", async (alg) => {
    const { maskinporten, secret } = await house();
    expect((await ask(maskinporten, secret, { header: { alg } })).status).toBe(200);
  });

  test.each([
    ["ten seconds ahead", { iat: SECOND + 10, exp: SECOND + 130 }],
    ["ten seconds behind", { iat: SECOND - 9, exp: SECOND + 111 }],
    ["for another second only", { iat: SECOND, exp: SECOND + 1 }],
  ])("may be %s", async (_, claims) => {
    const { maskinporten, secret } = await house();
    expect((await ask(maskinporten, secret, { claims })).status).toBe(200);
  });

  test.each([
    [["https://api.example"], "https://api.example"],
    [
      ["https://api.example", "https://other.example"],
      ["https://api.example", "https://other.example"],
    ],
  ])("names the API it is for: %j", async (resource, aud) => {
    const { maskinporten, secret } = await house();
    const { access_token } = (await ask(maskinporten, secret, { claims: { resource } })).json;
    expect(maskinporten.check(access_token)?.aud).toEqual(aud);
  });

  test("by a supplier brings a token of the customer's", async () => {
    const { maskinporten, secret } = await house();
    maskinporten.delegate("saldovakt:read", CUSTOMER, VENDOR);
    const asked = { claims: { consumer_org: CUSTOMER } };
    const { access_token } = (await ask(maskinporten, secret, asked)).json;
    expect(maskinporten.check(access_token)).toMatchObject({
      consumer: { ID: `0192:${CUSTOMER}` },
      supplier: { ID: `0192:${VENDOR}` },
      delegation_source: "https://www.altinn.no/",
    });
    maskinporten.revokeDelegation("saldovakt:read", CUSTOMER, VENDOR);
    expect((await ask(maskinporten, secret, asked)).json.error_uri).toBe(`${maskinporten.issuer}errors/MP-251`);
  });

  test("for a system user names it in the token, without the reference", async () => {
    const { maskinporten, secret } = await house();
    const { access_token } = (await ask(maskinporten, secret, { claims: { authorization_details: [SYSTEM_USER] } })).json;
    expect(maskinporten.check(access_token)?.authorization_details).toEqual([
      { ...SYSTEM_USER, systemuser_id: ["user-1"], system_id: `${VENDOR}_system` },
    ]);
  });
});

const details = (changes: object) => ({ claims: { authorization_details: [{ ...SYSTEM_USER, ...changes }] } });

/** Each breaks one rule and no other. */
const WRONG: readonly (readonly [what: string, refused: RefusalName, changes: GrantChanges])[] = [
  ["the audience without its slash", "MP-110", { claims: { aud: "https://localhost" } }],
  ["two audiences", "MP-110", { claims: { aud: ["https://localhost/", "https://other.example/"] } }],
  ["no audience", "MP-110", { claims: { aud: undefined } }],
  ["a client nobody knows", "MP-100", { claims: { iss: "nobody" } }],
  ["no client", "MP-011", { claims: { iss: undefined } }],
  ["a subject", "MP-011", { claims: { sub: "somebody" } }],
  ["a moment before which it does not hold", "MP-011", { claims: { nbf: SECOND } }],
  ["any other claim", "MP-011", { claims: { consumer: CUSTOMER } }],
  ["no id", "MP-011", { claims: { jti: undefined } }],
  ["no scope", "MP-011", { claims: { scope: undefined } }],
  ["no moment of issue", "MP-011", { claims: { iat: undefined } }],
  ["no end", "MP-011", { claims: { exp: undefined } }],
  ["half a second", "MP-011", { claims: { iat: SECOND + 0.5 } }],
  ["too long a life", "lifetime", { claims: { exp: SECOND + 121 } }],
  ["an end before its beginning", "lifetime", { claims: { exp: SECOND - 1 } }],
  ["a moment of issue to come", "tooEarly", { claims: { iat: SECOND + 11, exp: SECOND + 60 } }],
  ["a moment of issue long past", "MP-130", { claims: { iat: SECOND - 11, exp: SECOND + 60 } }],
  ["an end that is past", "MP-130", { claims: { iat: SECOND - 9, exp: SECOND } }],
  ["a header of another kind", "MP-011", { header: { typ: "at+jwt" } }],
  ["an algorithm for other keys", "MP-011", { header: { alg: "PS256" } }],
  ["an unknown key", "unknownKid", { header: { kid: "another" } }],
  ["no key", "needsKid", { header: { kid: undefined } }],
  ["a scope the client has not registered", "MP-200", { claims: { scope: "saldovakt:unregistered" } }],
  ["a scope that does not exist", "MP-200", { claims: { scope: "saldovakt:read saldovakt:nothing" } }],
  ["a scope for people", "MP-201", { claims: { scope: "saldovakt:people" } }],
  ["a scope given to others", "MP-250", { claims: { scope: "saldovakt:closed" } }],
  ["a scope not delegated", "MP-251", { claims: { consumer_org: CUSTOMER } }],
  ["a customer without access", "MP-250", { claims: { consumer_org: CUSTOMER, scope: "saldovakt:closed" } }],
  ["itself as customer", "consumerIsClient", { claims: { consumer_org: VENDOR } }],
  ["a customer's number with a wrong check digit", "MP-011", { claims: { consumer_org: "310000020" } }],
  ["a customer in ISO 6523", "MP-011", { claims: { consumer_org: `0192:${CUSTOMER}` } }],
  ["an empty resource", "MP-011", { claims: { resource: [] } }],
  ["a resource that is no list", "MP-011", { claims: { resource: "https://api.example" } }],
  ["details of another type", "MP-301", details({ type: "urn:altinn:something" })],
  ["details with more fields", "MP-302", details({ system_id: "x" })],
  ["an organisation with more fields", "MP-302", details({ systemuser_org: { ...SYSTEM_USER.systemuser_org, name: "x" } })],
  ["an organisation with `id`", "MP-302", details({ systemuser_org: { authority: "iso6523-actorid-upis", id: `0192:${CUSTOMER}` } })],
  ["an organisation of another authority", "MP-303", details({ systemuser_org: { authority: "x", ID: `0192:${CUSTOMER}` } })],
  ["an organisation without 0192", "MP-303", details({ systemuser_org: { authority: "iso6523-actorid-upis", ID: CUSTOMER } })],
  ["a customer without system user", "MP-303", details({ systemuser_org: { authority: "iso6523-actorid-upis", ID: `0192:${OTHER}` } })],
  ["a reference the system user has not", "MP-303", details({ externalRef: "branch" })],
  ["a reference that is empty", "MP-303", details({ externalRef: "" })],
  ["two system users", "MP-303", { claims: { authorization_details: [SYSTEM_USER, SYSTEM_USER] } }],
  ["no system user", "MP-303", { claims: { authorization_details: [] } }],
];

describe("a grant is refused that has", () => {
  let made: Awaited<ReturnType<typeof house>>;
  beforeAll(async () => {
    made = await house("key", startMaskinporten);
  });
  afterAll(() => made.maskinporten.close());

  test.each(WRONG)("%s: %s", async (_, refused, changes) => {
    const { maskinporten, secret } = made;
    const answer = await ask(maskinporten, secret, changes);
    expect(maskinporten.grants.at(-1)?.refused).toBe(refused);
    const code = /^MP-\d{3}$/.test(refused) ? `${maskinporten.issuer}errors/${refused}` : undefined;
    expect(answer.json.error_uri).toBe(code);
    expect(answer.status).toBe(refused === "MP-250" || refused === "MP-251" ? 403 : 400);
    expect(answer.json.error_description).toMatch(/\(trace_id: [0-9a-f]{32}\)$/);
  });
});

describe("a grant is refused", () => {
  test("that has been seen before", async () => {
    const { maskinporten, secret } = await house();
    const once = await grant(maskinporten, secret, NOW);
    expect((await present(maskinporten, once)).status).toBe(200);
    expect((await present(maskinporten, once)).json.error_uri).toMatch(/MP-012$/);
    const sameId = { claims: { jti: "an id" } };
    expect((await ask(maskinporten, secret, sameId)).status).toBe(200);
    expect((await ask(maskinporten, secret, sameId)).json.error_uri).toMatch(/MP-012$/);
  });

  test("that somebody else signed, and its id stays unused", async () => {
    const { maskinporten, secret } = await house();
    const stranger = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    const forged = await ask(maskinporten, secret, { key: stranger, claims: { jti: "an id" } });
    expect(forged.json.error_uri).toMatch(/MP-124$/);
    expect((await ask(maskinporten, secret, { claims: { jti: "an id" } })).status).toBe(200);
  });

  test("whose words were changed on the way, or that is none", async () => {
    const { maskinporten, secret } = await house();
    const [header, , signature] = (await grant(maskinporten, secret, NOW)).split(".");
    const other = (await grant(maskinporten, secret, NOW)).split(".")[1];
    expect((await present(maskinporten, `${header}.${other}.${signature}`)).json.error_uri).toMatch(/MP-124$/);
    for (const none of ["nonsense", "a.b", "e30.e30.", `${header}.${other}`]) {
      expect((await present(maskinporten, none)).json.error_uri).toMatch(/MP-011$/);
    }
  });

  test("whose key has run out, has been taken away, or is shown as a certificate", async () => {
    const { maskinporten, secret } = await house();
    const old = await maskinporten.addKey(secret.clientId, NOW);
    expect((await ask(maskinporten, old)).json.error_uri).toMatch(/MP-121$/);
    const fresh = await maskinporten.addKey(secret.clientId);
    if (!("kid" in fresh)) throw new Error("no key");
    expect((await ask(maskinporten, fresh)).status).toBe(200);
    maskinporten.keepKey(secret.clientId, fresh.kid);
    expect((await ask(maskinporten, secret)).json.error_description).toMatch(/Unknown key identifier/);
    const certified = { clientId: secret.clientId, ...(await maskinporten.certificate(VENDOR)) };
    expect((await ask(maskinporten, certified)).json.error_description).toMatch(/no key identifier \(kid\) provided/);
  });

  test.each([
    ["expired", "MP-120"],
    ["stranger", "MP-120"],
    ["alone", "MP-120"],
  ] as const)("whose certificate is of the kind %s", async (kind, code) => {
    const { maskinporten, secret } = await house("certificate");
    const other = { clientId: secret.clientId, ...(await maskinporten.certificate(VENDOR, kind)) };
    expect((await ask(maskinporten, other)).json.error_uri).toContain(code);
  });

  test("whose certificate is another organisation's, whose chain is out of order, or is one text", async () => {
    const { maskinporten, secret } = await house("certificate");
    if (!("cert" in secret)) throw new Error("no certificate");
    const foreign = { clientId: secret.clientId, ...(await maskinporten.certificate(OTHER)) };
    expect((await ask(maskinporten, foreign)).json.error_uri).toMatch(/MP-122$/);
    const x5c = x5cOf(secret.cert);
    expect((await ask(maskinporten, secret, { header: { x5c: x5c.toReversed() } })).json.error_uri).toMatch(/MP-120$/);
    expect((await ask(maskinporten, secret, { header: { x5c: x5c[0] } })).json.error_uri).toMatch(/MP-123$/);
    expect((await ask(maskinporten, secret, { header: { x5c: ["bm90IGEgY2VydGlmaWNhdGU="] } })).json.error_uri).toMatch(/MP-123$/);
    expect((await ask(maskinporten, secret, { header: { kid: "both" } })).json.error_uri).toMatch(/MP-011$/);
  });

  test("in a request of another form", async () => {
    const { maskinporten, secret } = await house();
    const send = async (form: Record<string, string>, headers: Record<string, string> = {}) =>
      (await present(maskinporten, await grant(maskinporten, secret, NOW), form, headers)).json.error;
    expect(await send({ grant_type: "client_credentials" })).toBe("unsupported_grant_type");
    expect(await send({ client_id: secret.clientId })).toBe("invalid_request");
    expect(await send({ assertion: "" })).toBe("invalid_request");
    expect(await send({}, { "content-type": "application/json" })).toBe("invalid_request");
    expect(await send({}, { authorization: "Basic eDp5" })).toBe("invalid_request");
    expect((await call(`${maskinporten.issuer}token`, maskinporten.ca)).status).toBe(405);
    expect((await call(`${maskinporten.issuer}nothing`, maskinporten.ca)).status).toBe(404);
  });
});

test("the code of a refusal stands where it is asked to stand", async () => {
  for (const codeIn of ["uri", "description", "both"] as const) {
    const maskinporten = await gate({ codeIn });
    const secret = await maskinporten.addClient({ org: VENDOR });
    const { json } = await present(maskinporten, await grant(maskinporten, secret, Date.now(), { claims: { aud: "x" } }));
    expect("error_uri" in json).toBe(codeIn !== "description");
    expect(json.error_description.includes("MP-110")).toBe(codeIn !== "uri");
  }
});

test("faults strike the calls they are for, as often as they should", async () => {
  const maskinporten = await gate({ faults: [{ on: "token", fault: { kind: "status", status: 503 }, times: 1 }] });
  const secret = await maskinporten.addClient({ org: VENDOR });
  const ask = async () => (await present(maskinporten, await grant(maskinporten, secret, Date.now()))).status;
  expect((await call(`${maskinporten.issuer}jwk`, maskinporten.ca)).status).toBe(200);
  expect([await ask(), await ask()]).toEqual([503, 200]);
  expect(maskinporten.calls).toEqual({ metadata: 0, jwks: 1, token: 2 });
});
