import { randomUUID } from "node:crypto";
import { authority, type Period } from "./authority.ts";
import { type Call, promptly } from "./call.ts";
import { ellipticKey } from "./certificates.ts";
import { type Delivery, spoil } from "./faults.ts";
import { publicJwk, type RsaKey, readJws, rsaKey, signJws } from "./jws.ts";
import { onceOnly, ring } from "./limits.ts";
import { certificateAuthorities } from "./maskinporten-certificates.ts";
import { refusalReply } from "./maskinporten-errors.ts";
import { type AcceptedGrant, type GrantJudge, judgeGrant, type RegisteredClient } from "./maskinporten-grant.ts";
import type {
  ClientSpec,
  GateFault,
  MaskinportenSimulatorOptions,
  RecordedGrant,
  ScopeSpec,
  SimulatedMaskinporten,
  SimulatedMaskinportenSecret,
} from "./maskinporten-types.ts";
import { errorReply, jsonReply, type Reply } from "./reply.ts";
import { startServer } from "./server.ts";

const GRANTS_KEPT = 10_000;
const DAY_MS = 86_400_000;
const YEAR_MS = 365 * DAY_MS;
const GRANT_TYPE = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/** Krav og betalinger, what a system's vendor needs in Altinn, Maskinporten's own look-up there, the PDP, and our own API. */
export const NORWEGIAN_SCOPES: readonly ScopeSpec[] = [
  "skatteetaten:kravogbetalinger",
  "altinn:authentication/systemregister.write",
  "altinn:authentication/systemuser.request.write",
  "altinn:authentication/systemuser.request.read",
  "altinn:maskinporten/systemuser.read",
  "altinn:authorization/authorize",
  "saldovakt:read",
].map((name) => ({ name }));

type Kind = "metadata" | "jwks" | "token" | "unknown";

const organisation = (org: string) => ({ authority: "iso6523-actorid-upis", ID: `0192:${org}` });

/** The claims of a token (Digdir, "/token endpoint" and "Systembruker for virksomheter"). */
function tokenClaims({ client, scope, consumer, supplier, audience, systemUser }: AcceptedGrant, issuer: string, at: number) {
  const iat = Math.floor(at / 1000);
  return {
    iss: issuer,
    client_amr: client.authentication === "key" ? "private_key_jwt" : "virksomhetssertifikat",
    token_type: "Bearer",
    aud: audience ?? "unspecified",
    scope,
    exp: iat + client.tokenLifetimeSeconds,
    iat,
    client_id: client.clientId,
    jti: randomUUID(),
    consumer: organisation(consumer),
    ...(supplier !== null && { supplier: organisation(supplier), delegation_source: "https://www.altinn.no/" }),
    ...(systemUser && {
      authorization_details: [
        {
          type: "urn:altinn:systemuser",
          systemuser_id: [systemUser.id],
          systemuser_org: organisation(systemUser.org),
          system_id: systemUser.systemId,
        },
      ],
    }),
  };
}

/** The grant of a request's form; a reply when the form is wrong. */
function assertionOf(call: Call): string | "form" | "grantType" {
  const type = call.headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
  const form = new URLSearchParams(call.body);
  const names = [...form.keys()];
  // The grant is all there is of authentication; a client that sends more has misread something.
  if (type !== "application/x-www-form-urlencoded" || call.headers.authorization !== undefined) return "form";
  if (names.length !== new Set(names).size || names.some((name) => name !== "grant_type" && name !== "assertion")) return "form";
  if (form.get("grant_type") !== GRANT_TYPE) return "grantType";
  return form.get("assertion") || "form";
}

/** Faults in order; the first that is not used up strikes. */
export function gateFaults(faults: readonly GateFault[]): (on: GateFault["on"], right: Reply) => Delivery {
  const left = faults.map((each) => ({ ...each, times: each.times ?? Number.POSITIVE_INFINITY }));
  return (on, right) => {
    const struck = left.find((each) => each.on === on && each.times > 0);
    if (!struck) return promptly(right);
    struck.times--;
    return spoil(right, struck.fault);
  };
}

/**
 * Starts a Maskinporten of its own on loopback, over HTTPS: metadata, keys and the token endpoint. It gives tokens for grants that are as documented
 * and refuses all others with the codes of the real one. Throws the network's error when the port is taken.
 */
export async function startMaskinporten(options: MaskinportenSimulatorOptions = {}): Promise<SimulatedMaskinporten> {
  const { port = 0, now = Date.now, findSystemUser = () => null, codeIn = "uri", scopes: specs = NORWEGIAN_SCOPES } = options;
  // OpenSSL goes by the real clock, grants by the injected one: certificates suit both.
  const [first, last] = [Math.min(Date.now(), now()), Math.max(Date.now(), now())];
  const good: Period = { from: first - DAY_MS, to: last + 2 * YEAR_MS };
  const past: Period = { from: first - 2 * YEAR_MS, to: first - DAY_MS };
  const tls = await authority("Maskinportens tjener", good);
  const trusted = await certificateAuthorities({ from: past.from, to: good.to + YEAR_MS });
  const { key, publicKey } = await ellipticKey();
  const certificate = { cert: await tls.server(publicKey), key };

  const scopes = new Map(specs.map(({ name, kind = "maskinporten", access }) => [name, { kind, access: access && new Set(access) }]));
  const clients = new Map<string, RegisteredClient>();
  const delegations = new Set<string>();
  const delegation = (...parts: readonly string[]): string => parts.join(" ");
  const grants = ring<RecordedGrant>(GRANTS_KEPT);
  const calls = { metadata: 0, jwks: 0, token: 0 };
  let signing: { kid: string; key: RsaKey } = { kid: randomUUID(), key: await rsaKey() };
  let published = [signing];
  let strike = gateFaults(options.faults ?? []);
  let issuer = "";

  const judge = (): GrantJudge => ({
    issuer,
    client: (clientId) => clients.get(clientId),
    trusts: trusted.trusts,
    isNew,
    scope(name) {
      const scope = scopes.get(name);
      return scope ? { kind: scope.kind, admits: (org) => scope.access?.has(org) ?? true } : null;
    },
    isDelegated: (...parts) => delegations.has(delegation(...parts)),
    findSystemUser,
  });
  const isNew = onceOnly();

  function answerGrant(call: Call): Reply {
    const assertion = assertionOf(call);
    if (assertion === "form" || assertion === "grantType") return refusalReply({ name: assertion }, issuer, codeIn);
    const verdict = judgeGrant(assertion, judge(), call.at);
    const refused = "name" in verdict ? verdict : null;
    grants.put({ at: call.at, assertion, refused: refused?.name ?? null });
    if ("name" in verdict) return refusalReply(verdict, issuer, codeIn);
    const document = {
      access_token: signJws(tokenClaims(verdict, issuer, call.at), signing),
      token_type: "Bearer",
      expires_in: verdict.client.tokenLifetimeSeconds,
      scope: verdict.scope,
    };
    return jsonReply(200, document, { "cache-control": "no-store" });
  }

  const ROUTES: Readonly<Record<string, readonly [kind: Exclude<Kind, "unknown">, method: string, answer: (call: Call) => Reply]>> = {
    "/.well-known/oauth-authorization-server": [
      "metadata",
      "GET",
      () =>
        jsonReply(200, {
          issuer,
          token_endpoint: `${issuer}token`,
          jwks_uri: `${issuer}jwk`,
          token_endpoint_auth_methods_supported: ["private_key_jwt"],
          token_endpoint_auth_signing_alg_values_supported: ["RS256", "RS384", "RS512"],
          grant_types_supported: [GRANT_TYPE],
          authorization_details_types_supported: ["urn:altinn:systemuser"],
        }),
    ],
    "/jwk": ["jwks", "GET", () => jsonReply(200, { keys: published.map(({ kid, key }) => publicJwk(kid, key)) })],
    "/token": ["token", "POST", answerGrant],
  };

  const dated = (delivery: Delivery, at: number): Delivery => ({
    ...delivery,
    reply: { ...delivery.reply, headers: { date: new Date(at).toUTCString(), ...delivery.reply.headers } },
  });

  const server = await startServer<{ delivery: Delivery; kind: Kind }>({
    port,
    ca: tls.ca,
    certificate,
    asksForCertificate: false,
    closesOnWrongCertificate: false,
    now,
    latencyMs: 0,
    handle(call) {
      const route = ROUTES[call.path];
      if (!route) return { kind: "unknown", delivery: dated(promptly(errorReply(404, "not_found")), call.at) };
      const [kind, method, answer] = route;
      calls[kind]++;
      const right = call.method === method ? answer(call) : errorReply(405, "method_not_allowed", { allow: method });
      return { kind, delivery: dated(strike(kind, right), call.at) };
    },
    noted: () => {},
  });
  issuer = `https://localhost:${server.port}/`;

  const periods = { good, past };

  async function addKey(clientId: string, validTo = now() + YEAR_MS): Promise<SimulatedMaskinportenSecret> {
    const kid = randomUUID();
    const key = await rsaKey();
    clients.get(clientId)?.keys.set(kid, { publicKey: key.publicKey, validTo });
    return { clientId, kid, key: key.pem };
  }

  return {
    issuer,
    ca: tls.ca,
    async addClient({ org, scopes: own = [...scopes.keys()], authentication = "key", tokenLifetimeSeconds = 120 }: ClientSpec) {
      const clientId = randomUUID();
      clients.set(clientId, { clientId, org, scopes: new Set(own), authentication, tokenLifetimeSeconds, keys: new Map() });
      if (authentication === "key") return addKey(clientId);
      return { clientId, ...(await trusted.issue(org, "good", periods)) };
    },
    addKey,
    keepKey(clientId, kept) {
      const keys = clients.get(clientId)?.keys;
      for (const kid of keys?.keys() ?? []) if (kid !== kept) keys?.delete(kid);
    },
    certificate: (org, kind = "good") => trusted.issue(org, kind, periods),
    giveAccess(scope, org) {
      scopes.get(scope)?.access?.add(org);
    },
    delegate: (scope, customer, supplier) => void delegations.add(delegation(scope, customer, supplier)),
    revokeDelegation: (scope, customer, supplier) => void delegations.delete(delegation(scope, customer, supplier)),
    check(token) {
      const jws = readJws(token);
      const by = published.find(({ kid }) => kid === jws?.header.kid);
      if (!jws || !by || !jws.isSignedBy(by.key.publicKey)) return null;
      return jws.claims.iss === issuer && Number(jws.claims.exp) * 1000 > now() ? jws.claims : null;
    },
    async rotateSigningKey({ drop = false } = {}) {
      signing = { kid: randomUUID(), key: await rsaKey() };
      published = drop ? [signing] : [...published, signing];
    },
    setFaults(faults) {
      strike = gateFaults(faults);
    },
    get grants() {
      return grants.values();
    },
    get calls() {
      return { ...calls };
    },
    close: () => server.close(),
  };
}
