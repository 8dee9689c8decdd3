import { X509Certificate } from "node:crypto";
import {
  createLocalJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  errors as faults,
  type JSONWebKeySet,
  type JWTPayload,
  jwtVerify,
  type ProtectedHeaderParameters,
} from "jose";
import { errors } from "oidc-provider";

/**
 * What Digdir's pages "JWT grant", "/token endpoint", "Systembruker for virksomheter" and "Feilsøking" ask of a grant, judged by jose. It shares no line with
 * the adapter or the simulator, so that whoever has misread a rule there is found out.
 */

export interface RegisteredClient {
  readonly org: string;
  readonly scopes: readonly string[];
  /** Its registered keys; none for a client that signs with its organisation's certificate. */
  readonly jwks: JSONWebKeySet | null;
  /** When keys of it end, epoch ms; one that is not named is good. */
  readonly ends?: Readonly<Record<string, number>>;
}

export interface Register {
  readonly issuer: string;
  /** The authorities' root that enterprise certificates must lead to, PEM. */
  readonly root: string;
  readonly clients: ReadonlyMap<string, RegisteredClient>;
  /** Who was given each scope that has restricted access. */
  readonly given: Readonly<Record<string, readonly string[]>>;
  /** Scopes of people's logins, which no grant of a machine's can have. */
  readonly logins: readonly string[];
  readonly delegated: readonly { readonly scope: string; readonly from: string; readonly to: string }[];
  readonly systemUsers: readonly { readonly org: string; readonly externalRef?: string; readonly id: string }[];
  /** False when the id was seen before; notes it otherwise. */
  readonly isNew: (clientId: string, jti: string, exp: number) => Promise<boolean>;
}

/** What a good grant comes to. */
export interface Granted {
  readonly clientId: string;
  readonly scope: string;
  readonly consumer: string;
  readonly supplier: string | null;
  readonly resource: unknown;
  readonly systemUser: string | null;
}

const ALGORITHMS = ["RS256", "RS384", "RS512"];
const CLAIMS = ["aud", "iss", "scope", "iat", "exp", "jti", "resource", "consumer_org", "authorization_details"];
const REQUIRED = ["aud", "iss", "scope", "iat", "exp", "jti"];
const CLOCK_S = 10;
const LONGEST_S = 120;

function refuse(code: string | null, words: string, error = "invalid_grant", status = 400): never {
  const refusal = new errors.CustomOIDCProviderError(error, code === null ? words : `${code}: ${words}`);
  throw Object.assign(refusal, { status, statusCode: status });
}

/** The certificates of the header, own first, or none when one cannot be read. */
function chainOf(x5c: unknown): readonly X509Certificate[] {
  try {
    return (x5c as readonly string[]).map((der) => new X509Certificate(Buffer.from(der, "base64")));
  } catch {
    return [];
  }
}

/** Each issued by the next, all valid now, and the last one the root or issued by it. */
function leadsTo(root: X509Certificate, chain: readonly X509Certificate[], now: number): boolean {
  const valid = chain.every(({ validFrom, validTo }) => Date.parse(validFrom) <= now && now < Date.parse(validTo));
  return valid && chain.every((each, n) => each.verify((chain[n + 1] ?? root).publicKey) && each.checkIssued(chain[n + 1] ?? root));
}

function certified({ x5c }: ProtectedHeaderParameters, client: RegisteredClient, root: string): X509Certificate["publicKey"] {
  const chain = chainOf(x5c);
  const own = chain[0] ?? refuse("MP-123", "the certificate chain cannot be read");
  if (!leadsTo(new X509Certificate(root), chain, Date.now())) refuse("MP-120", "the certificate is not accepted");
  const named = /^(?:organizationIdentifier|2\.5\.4\.97)=NTRNO-(\d{9})$/m.exec(own.subject)?.[1];
  if (named !== client.org) refuse("MP-122", "the certificate belongs to another organisation than the client");
  return own.publicKey;
}

/** The claims, once signature, addressee, sender and time are found right. */
async function signed(assertion: string, header: ProtectedHeaderParameters, clientId: string, register: Register): Promise<JWTPayload> {
  const client = register.clients.get(clientId) ?? refuse("MP-100", "no such client");
  const { kid } = header;
  if ((kid === undefined) === (header.x5c === undefined)) refuse("MP-011", "exactly one of kid and x5c is wanted");
  if (!ALGORITHMS.includes(String(header.alg))) refuse("MP-011", "the algorithm is not one of ours");
  if (kid === undefined && client.jwks) refuse(null, "The client has registered keys, and there is no key identifier (kid)");
  if (kid !== undefined && !client.jwks?.keys.some((key) => key.kid === kid)) refuse(null, "Unknown key identifier (kid) for client");
  if (kid !== undefined && (client.ends?.[kid] ?? Number.POSITIVE_INFINITY) <= Date.now()) refuse("MP-121", "the key has expired");
  const options = { algorithms: ALGORITHMS, audience: register.issuer, issuer: clientId, requiredClaims: REQUIRED };
  try {
    const { payload } = client.jwks
      ? await jwtVerify(assertion, createLocalJWKSet(client.jwks), options)
      : await jwtVerify(assertion, certified(header, client, register.root), options);
    return payload;
  } catch (error) {
    if (error instanceof faults.JWSSignatureVerificationFailed) refuse("MP-124", "the signature is wrong");
    if (error instanceof faults.JWTExpired) refuse("MP-130", "the grant has expired");
    if (error instanceof faults.JWTClaimValidationFailed && error.claim === "aud" && error.reason !== "missing") {
      refuse("MP-110", "the grant is for somebody else");
    }
    if (error instanceof faults.JOSEError) refuse("MP-011", `the grant is malformed: ${error.code}`);
    throw error;
  }
}

function timely({ iat = 0, exp = 0 }: JWTPayload): void {
  if (Math.abs(iat - Date.now() / 1000) > CLOCK_S) refuse("MP-130", "the grant was made too long ago, or is yet to be made");
  if (exp - iat > LONGEST_S) refuse("MP-130", "the grant is good for longer than two minutes");
}

function scoped(scope: unknown, client: RegisteredClient, consumer: string, { given, logins, delegated }: Register): string {
  if (typeof scope !== "string" || scope === "") refuse("MP-011", "the scope is missing");
  for (const each of scope.split(" ")) {
    if (logins.includes(each)) refuse("MP-201", "the scope is none of Maskinporten's", "invalid_scope");
    if (!client.scopes.includes(each)) refuse("MP-200", "the scope is not registered on the client", "invalid_scope");
    if (given[each]?.includes(consumer) === false) refuse("MP-250", "the consumer has no access to the scope", "access_denied", 403);
    const reached =
      consumer === client.org || delegated.some(({ scope, from, to }) => scope === each && from === consumer && to === client.org);
    if (!reached) refuse("MP-251", "the consumer has not delegated the scope", "access_denied", 403);
  }
  return scope;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
const hasOnly = (value: Record<string, unknown>, ...names: readonly string[]): boolean =>
  Object.keys(value).every((name) => names.includes(name));

function systemUser(details: unknown, { systemUsers }: Register): string {
  const wrong = (code: string, words: string): never => refuse(code, words, "invalid_authorization_details");
  const [entry, ...more] = Array.isArray(details) ? details : [];
  if (!isObject(entry) || more.length > 0) return wrong("MP-302", "one entry is wanted");
  if (entry.type !== "urn:altinn:systemuser") return wrong("MP-301", "the type is unknown");
  const org = entry.systemuser_org;
  if (!hasOnly(entry, "type", "systemuser_org", "externalRef") || !isObject(org) || !hasOnly(org, "authority", "ID")) {
    return wrong("MP-302", "a field is unknown");
  }
  const found = systemUsers.find((each) => org.ID === `0192:${each.org}` && entry.externalRef === each.externalRef);
  if (org.authority === "iso6523-actorid-upis" && found) return found.id;
  return refuse("MP-303", "there is no such system user", "invalid_altinn_customer_configuration");
}

/** Judges an assertion. Throws the refusal as the server's library wants it. */
export async function judgeGrant(assertion: string, register: Register): Promise<Granted> {
  let header: ProtectedHeaderParameters;
  let clientId: string;
  try {
    header = decodeProtectedHeader(assertion);
    clientId = decodeJwt(assertion).iss ?? "";
  } catch {
    return refuse("MP-011", "the grant is no JWT", "invalid_request");
  }
  const claims = await signed(assertion, header, clientId, register);
  timely(claims);
  if (typeof claims.aud !== "string") refuse("MP-110", "the grant is for several");
  const unknown = Object.keys(claims).find((name) => !CLAIMS.includes(name));
  if (unknown !== undefined) refuse("MP-011", "a claim is not one of a grant's", "invalid_request");
  if (typeof claims.jti !== "string" || !(await register.isNew(clientId, claims.jti, claims.exp ?? 0)))
    refuse("MP-012", "the grant was used before");
  const client = register.clients.get(clientId) as RegisteredClient;
  const { consumer_org: consumer = client.org, resource, authorization_details: details } = claims;
  if (!/^\d{9}$/.test(String(consumer))) refuse("MP-011", "consumer_org is no organisation number", "invalid_request");
  const scope = scoped(claims.scope, client, String(consumer), register);
  return {
    clientId,
    scope,
    consumer: String(consumer),
    supplier: consumer === client.org ? null : client.org,
    resource: resource ?? "unspecified",
    systemUser: details === undefined ? null : systemUser(details, register),
  };
}
