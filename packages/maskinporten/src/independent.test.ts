import { createPublicKey, X509Certificate } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { systemTimer } from "@saldovakt/http";
import { startMaskinporten } from "@saldovakt/simulator";
import { decodeProtectedHeader, importX509, type JWTPayload, jwtVerify } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CUSTOMER, KEY, OTHER, VENDOR } from "../test/fakes.ts";
import type { TokenRequest } from "./grant.ts";
import { createMaskinporten } from "./maskinporten.ts";
import { ALGORITHMS, type MaskinportenSecret } from "./secret.ts";

/*
 * The rules of Digdir's "JWT grant", "/token endpoint" and "Systembruker for virksomheter", one by one, checked by jose on what the adapter puts on the
 * wire. Nothing of the adapter or of the simulator decides here what is right.
 */

interface Received {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: IncomingMessage["headers"];
  readonly form: URLSearchParams;
}

const received: Received[] = [];
const server = createServer((request, response) => {
  let body = "";
  request.on("data", (chunk: Buffer) => {
    body += chunk.toString();
  });
  request.on("end", () => {
    response.setHeader("content-type", "application/json");
    if (request.method === "GET") {
      response.end(JSON.stringify({ issuer, token_endpoint: `${issuer}token`, jwks_uri: `${issuer}jwk` }));
      return;
    }
    received.push({ method: request.method, path: request.url, headers: request.headers, form: new URLSearchParams(body) });
    response.end(JSON.stringify({ access_token: `t${received.length}`, token_type: "Bearer", expires_in: 120, scope: "a:b" }));
  });
});
let issuer = "";
let certificate: { readonly cert: string; readonly key: string };

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const maskinporten = await startMaskinporten();
  certificate = await maskinporten.certificate(VENDOR);
  await maskinporten.close();
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

async function sent(secret: MaskinportenSecret, request: TokenRequest): Promise<Received> {
  const maskinporten = createMaskinporten({
    settings: { issuer },
    secret: async () => secret,
    timer: systemTimer,
    random: Math.random,
    jti: () => crypto.randomUUID(),
  });
  await maskinporten.token(request);
  await maskinporten.close();
  return received.at(-1) as Received;
}

const DOCUMENTED = new Set(["aud", "iss", "scope", "iat", "exp", "jti", "resource", "consumer_org", "authorization_details"]);
const seen = new Set<unknown>();

/** Every rule for the request and its claims; resolves to the claims. */
async function judged({ method, path, headers, form }: Received, secret: MaskinportenSecret): Promise<JWTPayload> {
  expect([method, path]).toEqual(["POST", "/token"]);
  expect(headers["content-type"]).toBe("application/x-www-form-urlencoded");
  expect(headers.authorization).toBeUndefined();
  expect([...form.keys()].sort()).toEqual(["assertion", "grant_type"]);
  expect(form.get("grant_type")).toBe("urn:ietf:params:oauth:grant-type:jwt-bearer");

  const assertion = form.get("assertion") ?? "";
  const header = decodeProtectedHeader(assertion);
  expect(["RS256", "RS384", "RS512"]).toContain(header.alg);
  expect(Object.keys(header).sort()).toEqual("kid" in secret ? ["alg", "kid"] : ["alg", "x5c"]);
  const key = "kid" in secret ? createPublicKey(secret.key) : await importX509(pemOf(header.x5c?.[0]), header.alg ?? "");
  const { payload } = await jwtVerify(assertion, key, {
    algorithms: ["RS256", "RS384", "RS512"],
    audience: issuer,
    issuer: secret.clientId,
    requiredClaims: ["aud", "iss", "scope", "iat", "exp", "jti"],
    clockTolerance: 0,
  });
  expect(payload.aud).toBe(issuer);
  for (const claim of Object.keys(payload)) expect(DOCUMENTED).toContain(claim);
  const now = Date.now() / 1000;
  expect(Math.abs((payload.iat ?? 0) - now)).toBeLessThan(10);
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBeLessThanOrEqual(120);
  expect(payload.exp).toBeGreaterThan(now);
  expect(typeof payload.jti).toBe("string");
  expect(seen).not.toContain(payload.jti);
  seen.add(payload.jti);
  return payload;
}

const pemOf = (der: string | undefined): string => `-----BEGIN CERTIFICATE-----\n${der}\n-----END CERTIFICATE-----`;
const keyed = (): MaskinportenSecret => ({ clientId: "my-client", kid: "my-key", key: KEY });

describe("an independent verifier accepts", () => {
  test.each(ALGORITHMS)("a grant of a registered key by %s", async (algorithm) => {
    const secret: MaskinportenSecret = { ...keyed(), algorithm };
    const payload = await judged(await sent(secret, { scopes: ["b:b", "a:a"] }), secret);
    expect(String(payload.scope).split(" ").sort()).toEqual(["a:a", "b:b"]);
    for (const absent of ["resource", "consumer_org", "authorization_details"]) expect(payload).not.toHaveProperty(absent);
  });

  test("a grant of an enterprise certificate with its full chain, own certificate first", async () => {
    const secret: MaskinportenSecret = { clientId: "my-client", ...certificate };
    const request = await sent(secret, { scopes: ["a:a"] });
    await judged(request, secret);
    const x5c = decodeProtectedHeader(request.form.get("assertion") ?? "").x5c ?? [];
    const chain = x5c.map((der) => new X509Certificate(Buffer.from(der, "base64")));
    expect(chain).toHaveLength(3);
    expect(chain[0]?.subject).toContain(VENDOR);
    for (const [index, each] of chain.entries()) expect(each.verify((chain[index + 1] ?? each).publicKey)).toBe(true);
  });

  test("a grant for a customer, an API and a system user", async () => {
    const request: TokenRequest = {
      scopes: ["a:a"],
      resource: "https://api.example/",
      consumerOrg: CUSTOMER,
      systemUser: { org: OTHER, externalRef: "avdeling 7" },
    };
    const payload = await judged(await sent(keyed(), request), keyed());
    expect(payload.resource).toEqual(["https://api.example/"]);
    expect(payload.consumer_org).toBe(CUSTOMER);
    expect(payload.authorization_details).toEqual([
      {
        type: "urn:altinn:systemuser",
        systemuser_org: { authority: "iso6523-actorid-upis", ID: `0192:${OTHER}` },
        externalRef: "avdeling 7",
      },
    ]);
  });

  test("a grant for a system user without a reference, which then is not mentioned", async () => {
    const payload = await judged(await sent(keyed(), { scopes: ["a:a"], systemUser: { org: OTHER } }), keyed());
    expect(payload.authorization_details).toEqual([
      { type: "urn:altinn:systemuser", systemuser_org: { authority: "iso6523-actorid-upis", ID: `0192:${OTHER}` } },
    ]);
  });
});
