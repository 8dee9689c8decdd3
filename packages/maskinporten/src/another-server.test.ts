import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { createHttpClient, type HttpClient, type HttpResponse, systemTimer } from "@saldovakt/http";
import { startMaskinporten } from "@saldovakt/simulator";
import { CompactSign, decodeJwt, decodeProtectedHeader, type JSONWebKeySet, type JWTPayload } from "jose";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type AnotherServer, anotherServer, GRANT } from "../test/another-server.ts";
import { CUSTOMER, errorOf, KEY, OTHER, SCOPE, VENDOR } from "../test/fakes.ts";
import type { TokenRequest } from "./grant.ts";
import { createMaskinporten, type Maskinporten, type MaskinportenOptions } from "./maskinporten.ts";
import { ALGORITHMS, type CertificateSecret, type KeySecret, type MaskinportenSecret } from "./secret.ts";

/*
 * The adapter against an authorization server built on another library, whose rules for grants are written from the documentation and judged by jose. Only
 * certificates come from the simulator; nothing of it, or of the adapter, decides here what is right.
 */

const CLIENTS = { keyed: "keyed-client", certified: "certified-client" };
const RESTRICTED = "skatteetaten:restricted";
const LOGIN = "profile";

const keyed: KeySecret = { clientId: CLIENTS.keyed, kid: "key-now", key: KEY };
const strange = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
const enterprise: Record<"good" | "other" | "stranger" | "alone" | "expired", Omit<CertificateSecret, "clientId">> = {} as never;
let server: AnotherServer;
let http: HttpClient;
const said: string[] = [];

beforeAll(async () => {
  // It warns of what is meant for tests: its memory, and its keys.
  for (const method of ["warn", "info"] as const) vi.spyOn(console, method).mockImplementation((text: string) => void said.push(text));
  const authorities = await startMaskinporten();
  for (const kind of ["good", "stranger", "alone", "expired"] as const) enterprise[kind] = await authorities.certificate(VENDOR, kind);
  enterprise.other = await authorities.certificate(OTHER);
  await authorities.close();
  const jwk = createPublicKey(KEY).export({ format: "jwk" });
  const jwks = { keys: ["key-now", "key-past"].map((kid) => ({ ...jwk, kid, use: "sig" })) } as JSONWebKeySet;
  const scopes = [SCOPE, RESTRICTED];
  server = await anotherServer({
    root: enterprise.good.cert.match(/-----BEGIN[\s\S]*?-----END CERTIFICATE-----/g)?.at(-1) ?? "",
    clients: new Map([
      [CLIENTS.keyed, { org: VENDOR, scopes, jwks, ends: { "key-past": Date.now() } }],
      [CLIENTS.certified, { org: VENDOR, scopes, jwks: null }],
    ]),
    given: { [RESTRICTED]: [OTHER] },
    logins: [LOGIN],
    delegated: [{ scope: SCOPE, from: CUSTOMER, to: VENDOR }],
    systemUsers: [
      { org: OTHER, id: "plain" },
      { org: OTHER, externalRef: "avdeling 7", id: "with-reference" },
    ],
  });
  http = createHttpClient({ tls: { ca: [server.ca] } });
});
afterAll(async () => {
  await http.close();
  await server.close();
  vi.restoreAllMocks();
});

async function using<T>(secret: MaskinportenSecret, work: (gate: Maskinporten) => Promise<T>, options: Partial<MaskinportenOptions> = {}) {
  const gate = createMaskinporten({
    settings: { issuer: server.issuer, ca: server.ca },
    secret: async () => secret,
    timer: { now: systemTimer.now, pause: async () => {} },
    random: () => 0,
    jti: () => crypto.randomUUID(),
    ...options,
  });
  try {
    return await work(gate);
  } finally {
    await gate.close();
  }
}

const granted = (secret: MaskinportenSecret, request: Partial<TokenRequest> = {}) =>
  using(secret, async (gate) => server.standsFor(await gate.token({ scopes: [SCOPE], ...request })));

describe("another house's server accepts", () => {
  const ways = ["key", "certificate"].flatMap((way) => ALGORITHMS.map((algorithm) => [way, algorithm] as const));

  test.each(ways)("our grant by %s and %s: our own, a customer's and a system user's", async (way, algorithm) => {
    const secret: MaskinportenSecret =
      way === "key" ? { ...keyed, algorithm } : { clientId: CLIENTS.certified, ...enterprise.good, algorithm };
    const { clientId } = secret;
    const own = { clientId, scope: SCOPE, consumer: VENDOR, supplier: null, resource: "unspecified", systemUser: null };
    expect(await granted(secret)).toEqual(own);
    expect(decodeProtectedHeader(server.assertions.at(-1) ?? "").alg).toBe(algorithm);
    expect(await granted(secret, { resource: "https://api.example/" })).toEqual({ ...own, resource: ["https://api.example/"] });
    expect(await granted(secret, { consumerOrg: CUSTOMER })).toEqual({ ...own, consumer: CUSTOMER, supplier: VENDOR });
    expect(await granted(secret, { systemUser: { org: OTHER } })).toEqual({ ...own, systemUser: "plain" });
    expect(await granted(secret, { systemUser: { org: OTHER, externalRef: "avdeling 7" } })).toEqual({
      ...own,
      systemUser: "with-reference",
    });
  });

  test("a token for as long as it says, asked for once", async () => {
    await using(keyed, async (gate) => {
      const before = server.assertions.length;
      const [first, second] = await Promise.all([gate.token({ scopes: [SCOPE] }), gate.token({ scopes: [SCOPE] })]);
      expect(second).toBe(first);
      expect(server.assertions).toHaveLength(before + 1);
      expect(await gate.metadata()).toEqual({
        issuer: server.issuer,
        tokenEndpoint: `${server.issuer}token`,
        jwksUri: `${server.issuer}jwk`,
      });
    });
  });

  test("and helps a clock that is a minute off to the right time", async () => {
    const timer = { now: () => systemTimer.now() + 60_000, pause: async () => {} };
    const before = server.assertions.length;
    expect(await using(keyed, async (gate) => server.standsFor(await gate.token({ scopes: [SCOPE] })), { timer })).toMatchObject({
      scope: SCOPE,
    });
    expect(server.assertions).toHaveLength(before + 2);
  });
});

interface Change {
  readonly header?: Record<string, unknown>;
  /** A claim that is undefined is left out. */
  readonly claims?: JWTPayload;
  readonly key?: KeyObject;
}

/** Our own grant but for one thing. */
async function altered(secret: MaskinportenSecret, { header, claims, key = createPrivateKey(secret.key) }: Change): Promise<string> {
  await granted(secret);
  const ours = server.assertions.at(-1) ?? "";
  const content = { ...decodeJwt(ours), jti: crypto.randomUUID(), ...claims };
  const signing = new CompactSign(new TextEncoder().encode(JSON.stringify(content)));
  return signing.setProtectedHeader({ ...decodeProtectedHeader(ours), ...header } as { alg: string }).sign(key);
}

const posted = (form: Record<string, string>): Promise<HttpResponse> =>
  http.send({
    method: "POST",
    url: `${server.issuer}token`,
    headers: { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(form).toString(),
    deadlineMs: 10_000,
    maxBytes: 100_000,
  });

async function refusal(form: Record<string, string>): Promise<readonly unknown[]> {
  const { status, body } = await posted(form);
  const { error, error_description: description, error_uri: uri, ...more } = JSON.parse(body) as Record<string, string>;
  expect(more).toEqual({});
  const code = /^MP-\d{3}(?=: )/.exec(description ?? "")?.[0] ?? null;
  expect(uri).toBe(code === null ? undefined : `${server.issuer}errors/${code}`);
  return [status, error, code];
}

const seconds = (more: number): number => Math.floor(Date.now() / 1000) + more;
const details = (change: object, org: object = {}) => ({
  authorization_details: [
    { type: "urn:altinn:systemuser", systemuser_org: { authority: "iso6523-actorid-upis", ID: `0192:${OTHER}`, ...org }, ...change },
  ],
});

/** One thing wrong in each. */
const WRONG: Readonly<Record<string, readonly [change: () => Change, code: string | null, error?: string, status?: number]>> = {
  "signed by another algorithm": [() => ({ header: { alg: "PS256" } }), "MP-011"],
  "with both kid and x5c": [() => ({ header: { x5c: ["AAAA"] } }), "MP-011"],
  "with neither": [() => ({ header: { kid: undefined } }), "MP-011"],
  "with a claim too many (sub)": [() => ({ claims: { sub: CLIENTS.keyed } }), "MP-011", "invalid_request"],
  "with a claim too many (nbf)": [() => ({ claims: { nbf: seconds(-1) } }), "MP-011", "invalid_request"],
  "without jti": [() => ({ claims: { jti: undefined } as never }), "MP-011"],
  "without iat": [() => ({ claims: { iat: undefined } as never }), "MP-011"],
  "without exp": [() => ({ claims: { exp: undefined } as never }), "MP-011"],
  "without scope": [() => ({ claims: { scope: undefined } }), "MP-011"],
  "without aud": [() => ({ claims: { aud: undefined } as never }), "MP-011"],
  "of an unknown client": [() => ({ claims: { iss: "nobody" } }), "MP-100"],
  "for another": [() => ({ claims: { aud: "https://maskinporten.example/" } }), "MP-110"],
  "for the issuer without its slash": [() => ({ claims: { aud: server.issuer.slice(0, -1) } }), "MP-110"],
  "for several": [() => ({ claims: { aud: [server.issuer, "https://maskinporten.example/"] } }), "MP-110"],
  "by a key whose time is over": [() => ({ header: { kid: "key-past" } }), "MP-121"],
  "by a key nobody knows": [() => ({ header: { kid: "key-of-nobody" } }), null],
  "signed by a key that is not its kid's": [() => ({ key: strange }), "MP-124"],
  "from eleven seconds back": [() => ({ claims: { iat: seconds(-12), exp: seconds(30) } }), "MP-130"],
  "from eleven seconds ahead": [() => ({ claims: { iat: seconds(12), exp: seconds(30) } }), "MP-130"],
  "that is over": [() => ({ claims: { iat: seconds(-5), exp: seconds(-1) } }), "MP-130"],
  "for longer than two minutes": [() => ({ claims: { iat: seconds(0), exp: seconds(121) } }), "MP-130"],
  "for a scope that is not the client's": [() => ({ claims: { scope: `${SCOPE} a:b` } }), "MP-200", "invalid_scope"],
  "for a scope of logins": [() => ({ claims: { scope: LOGIN } }), "MP-201", "invalid_scope"],
  "for a scope it was not given": [() => ({ claims: { scope: RESTRICTED } }), "MP-250", "access_denied", 403],
  "for a customer that has not delegated": [() => ({ claims: { consumer_org: OTHER } }), "MP-251", "access_denied", 403],
  "for a customer that is none": [() => ({ claims: { consumer_org: "31" } }), "MP-011", "invalid_request"],
  "for details of another type": [() => ({ claims: details({ type: "urn:else" }) }), "MP-301", "invalid_authorization_details"],
  "for details with an unknown field": [() => ({ claims: details({ systemuser_id: "x" }) }), "MP-302", "invalid_authorization_details"],
  "for an organisation with an unknown field": [() => ({ claims: details({}, { id: "x" }) }), "MP-302", "invalid_authorization_details"],
  "for no system user": [() => ({ claims: details({}, { ID: `0192:${CUSTOMER}` }) }), "MP-303", "invalid_altinn_customer_configuration"],
  "for a system user by another reference": [
    () => ({ claims: details({ externalRef: "8" }) }),
    "MP-303",
    "invalid_altinn_customer_configuration",
  ],
};

describe("another house's server refuses our grant", () => {
  test.each(Object.entries(WRONG))("%s", async (_, [change, code, error = "invalid_grant", status = 400]) => {
    expect(await refusal({ grant_type: GRANT, assertion: await altered(keyed, change()) })).toEqual([status, error, code]);
  });

  test("sent twice, and takes it once", async () => {
    const form = { grant_type: GRANT, assertion: await altered(keyed, {}) };
    expect((await posted(form)).status).toBe(200);
    expect(await refusal(form)).toEqual([400, "invalid_grant", "MP-012"]);
  });

  test("in another form than the documented one", async () => {
    const assertion = await altered(keyed, {});
    expect(await refusal({ grant_type: "urn:ietf:params:oauth:grant-type:saml2-bearer", assertion })).toEqual([
      400,
      "unsupported_grant_type",
      null,
    ]);
    expect(await refusal({ assertion })).toEqual([400, "invalid_request", null]);
    expect(await refusal({ grant_type: GRANT })).toEqual([400, "invalid_request", "MP-011"]);
    expect(await refusal({ grant_type: GRANT, assertion: "no.jwt" })).toEqual([400, "invalid_request", "MP-011"]);
  });

  test("by a certificate that cannot be read, and by another's key", async () => {
    const secret: CertificateSecret = { clientId: CLIENTS.certified, ...enterprise.good };
    const asked = async (change: Change) => refusal({ grant_type: GRANT, assertion: await altered(secret, change) });
    expect(await asked({ header: { x5c: ["AAAA"] } })).toEqual([400, "invalid_grant", "MP-123"]);
    expect(await asked({ header: { x5c: [] } })).toEqual([400, "invalid_grant", "MP-123"]);
    expect(await asked({ key: strange })).toEqual([400, "invalid_grant", "MP-124"]);
  });
});

describe("the adapter understands another house's refusal", () => {
  const strangeKey = strange.export({ type: "pkcs8", format: "pem" }).toString();
  const certifiedBy = (kind: keyof typeof enterprise): MaskinportenSecret => ({ clientId: CLIENTS.certified, ...enterprise[kind] });
  const cases: Readonly<
    Record<string, readonly [secret: () => MaskinportenSecret, code: string, scope: string, request?: Partial<TokenRequest>]>
  > = {
    "of the client": [() => ({ ...keyed, clientId: "nobody" }), "MP_CLIENT_UNKNOWN", "installation"],
    "of a key unknown": [() => ({ ...keyed, kid: "key-of-nobody" }), "MP_KEY_UNKNOWN", "installation"],
    "of a key that is over": [() => ({ ...keyed, kid: "key-past" }), "MP_KEY_EXPIRED", "installation"],
    "of the signature": [() => ({ ...keyed, key: strangeKey }), "MP_SIGNATURE_REFUSED", "installation"],
    "of a certificate in a key's place": [() => ({ clientId: CLIENTS.keyed, ...enterprise.good }), "MP_KEY_REQUIRED", "installation"],
    "of another's certificate": [() => certifiedBy("other"), "MP_CERTIFICATE_FOREIGN", "installation"],
    "of a stranger's certificate": [() => certifiedBy("stranger"), "MP_CERTIFICATE_REFUSED", "installation"],
    "of a certificate without its chain": [() => certifiedBy("alone"), "MP_CERTIFICATE_REFUSED", "installation"],
    "of a certificate that is over": [() => certifiedBy("expired"), "CERTIFICATE_EXPIRED", "installation"],
    "of the scope": [() => keyed, "MP_SCOPE_REFUSED", "installation", { scopes: ["a:b"] }],
    "of a scope of logins": [() => keyed, "MP_SCOPE_FOREIGN", "installation", { scopes: [LOGIN] }],
    "of access": [() => keyed, "MP_NO_ACCESS", "installation", { scopes: [RESTRICTED] }],
    "of a customer's access": [() => keyed, "MP_NO_ACCESS", "account", { scopes: [RESTRICTED], consumerOrg: CUSTOMER }],
    "of a customer": [() => keyed, "MP_NOT_DELEGATED", "account", { consumerOrg: OTHER }],
    "of a system user": [() => keyed, "MP_SYSTEM_USER_MISSING", "account", { systemUser: { org: CUSTOMER } }],
  };

  test.each(Object.entries(cases))("%s", async (_, [secret, code, scope, request]) => {
    const error = await using(secret(), (gate) => errorOf(gate.token({ scopes: [SCOPE], ...request })));
    expect([error.code, error.scope]).toEqual([code, scope]);
    expect(error.message).not.toMatch(/\d{9}/);
  });

  test("of a grant used before, which it makes anew until it is taken", async () => {
    const ids = ["same", "same", "another"];
    const token = () => using(keyed, (gate) => gate.token({ scopes: [SCOPE] }), { jti: () => ids.shift() ?? "none" });
    expect(await server.standsFor(await token())).toMatchObject({ scope: SCOPE });
    expect(await server.standsFor(await token())).toMatchObject({ scope: SCOPE });
    expect(ids).toEqual([]);
  });

  test("of an issuer written without its slash", async () => {
    const settings = { issuer: server.issuer.slice(0, -1), ca: server.ca };
    const error = await using(keyed, (gate) => errorOf(gate.token({ scopes: [SCOPE] })), { settings });
    expect(error).toMatchObject({ code: "MP_ISSUER_MISMATCH", scope: "installation" });
  });
});

test("the server had nothing else to say", () => {
  expect(said.filter((text) => !/^oidc-provider WARNING: a quick start development-only/.test(text))).toEqual([]);
});
