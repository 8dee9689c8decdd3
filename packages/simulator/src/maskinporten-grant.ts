import type { KeyObject, X509Certificate } from "node:crypto";
import { parseIdentity } from "@saldovakt/domain";
import { type Fields, type Jws, readJws } from "./jws.ts";
import { organisationOf, readX5c } from "./maskinporten-certificates.ts";
import type { Refusal, RefusalName } from "./maskinporten-errors.ts";
import type { SystemUserFinder } from "./maskinporten-types.ts";

export interface RegisteredClient {
  readonly clientId: string;
  readonly org: string;
  readonly scopes: ReadonlySet<string>;
  readonly authentication: "key" | "certificate";
  readonly tokenLifetimeSeconds: number;
  readonly keys: Map<string, { readonly publicKey: KeyObject; readonly validTo: number }>;
}

/** All a grant is judged by. */
export interface GrantJudge {
  readonly issuer: string;
  client(clientId: string): RegisteredClient | undefined;
  trusts(chain: readonly X509Certificate[], at: number): boolean;
  /** Notes the id of a grant; false when it has been used before. */
  isNew(jti: string): boolean;
  /** Null: no such scope. */
  scope(name: string): { readonly kind: "maskinporten" | "login"; admits(org: string): boolean } | null;
  isDelegated(scope: string, customer: string, supplier: string): boolean;
  readonly findSystemUser: SystemUserFinder;
}

/** A grant that holds: what the token will say. */
export interface AcceptedGrant {
  readonly client: RegisteredClient;
  readonly scope: string;
  readonly consumer: string;
  readonly supplier: string | null;
  readonly audience: unknown;
  readonly systemUser: { readonly id: string; readonly systemId: string; readonly org: string } | null;
}

const CLAIMS = new Set(["aud", "iss", "scope", "iat", "exp", "jti", "resource", "consumer_org", "authorization_details"]);
const HEADERS = new Set(["alg", "kid", "x5c", "typ"]);
const ALGORITHMS = new Set(["RS256", "RS384", "RS512"]);
const SKEW_S = 10;
const LONGEST_S = 120;

class Refused extends Error {
  readonly refusal: Refusal;
  constructor(name: RefusalName, detail?: string) {
    super(name);
    this.refusal = { name, ...(detail !== undefined && { detail }) };
  }
}

const refuse = (name: RefusalName, detail?: string): never => {
  throw new Refused(name, detail);
};

const isText = (value: unknown): value is string => typeof value === "string" && value !== "";
const isSecond = (value: unknown): value is number => typeof value === "number" && Number.isInteger(value) && value > 0;

function isOrganisation(text: unknown): text is string {
  if (typeof text !== "string" || !/^\d{9}$/.test(text)) return false;
  try {
    return parseIdentity(text).country === "NO";
  } catch {
    return false;
  }
}

/** "Currently only array supported" (Digdir, "JWT grant"). */
const isResourceList = (value: unknown): boolean => Array.isArray(value) && value.length > 0 && value.every(isText);

/** The grant's own form, before anybody asks whose it is. */
function checkForm({ header, claims }: Jws): void {
  const foreign = [...Object.keys(header).filter((name) => !HEADERS.has(name)), ...Object.keys(claims).filter((name) => !CLAIMS.has(name))];
  if (foreign.length > 0) refuse("MP-011", foreign[0]);
  if (!ALGORITHMS.has(String(header.alg))) refuse("MP-011", "alg");
  if (header.typ !== undefined && header.typ !== "JWT") refuse("MP-011", "typ");
  if (header.kid !== undefined && header.x5c !== undefined) refuse("MP-011", "kid and x5c");
  for (const name of ["iss", "scope", "jti"]) if (!isText(claims[name])) refuse("MP-011", name);
  for (const name of ["iat", "exp"]) if (!isSecond(claims[name])) refuse("MP-011", name);
  if (claims.consumer_org !== undefined && !isOrganisation(claims.consumer_org)) refuse("MP-011", "consumer_org");
  if (claims.resource !== undefined && !isResourceList(claims.resource)) refuse("MP-011", "resource");
}

/** The key the grant must have been signed with. */
function keyOf({ header }: Jws, client: RegisteredClient, judge: GrantJudge, at: number): KeyObject {
  if (header.x5c !== undefined) {
    const chain = readX5c(header.x5c);
    const [own] = chain ?? [];
    if (!chain || !own) return refuse("MP-123");
    if (client.authentication === "key") return refuse("needsKid");
    if (!judge.trusts(chain, at)) return refuse("MP-120");
    if (organisationOf(own) !== client.org) return refuse("MP-122");
    return own.publicKey;
  }
  if (!isText(header.kid)) return refuse("needsKid");
  const key = client.keys.get(header.kid);
  if (!key) return refuse("unknownKid");
  if (at >= key.validTo) return refuse("MP-121");
  return key.publicKey;
}

function checkTime({ iat, exp }: { readonly iat: number; readonly exp: number }, at: number): void {
  const now = at / 1000;
  if (exp - iat > LONGEST_S || exp <= iat) refuse("lifetime");
  if (iat > now + SKEW_S) refuse("tooEarly");
  if (exp <= now || iat < now - SKEW_S) refuse("MP-130");
}

function checkScopes(names: readonly string[], client: RegisteredClient, consumer: string, judge: GrantJudge): void {
  for (const name of names) {
    const scope = judge.scope(name);
    if (!scope || !client.scopes.has(name)) throw new Refused("MP-200", name);
    if (scope.kind !== "maskinporten") refuse("MP-201", name);
    if (!scope.admits(consumer)) refuse("MP-250", name);
    if (consumer !== client.org && !judge.isDelegated(name, consumer, client.org)) refuse("MP-251", `${consumer} ${name} ${client.org}`);
  }
}

const fieldsOf = (value: unknown): Fields | null =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : null;

const foreignTo = (fields: Fields, known: readonly string[]): boolean => Object.keys(fields).some((name) => !known.includes(name));

/** The system user of the one party asked for (Digdir, "Systembruker for virksomheter": "man kan kun spørre på en part i gangen"). */
function systemUserOf(details: unknown, client: RegisteredClient, judge: GrantJudge): AcceptedGrant["systemUser"] {
  if (details === undefined) return null;
  const [only] = Array.isArray(details) && details.length === 1 ? details : [];
  const wanted = fieldsOf(only) ?? refuse("MP-303");
  if (wanted.type !== "urn:altinn:systemuser") refuse("MP-301");
  const organisation = fieldsOf(wanted.systemuser_org) ?? refuse("MP-303", "systemuser_org");
  if (foreignTo(wanted, ["type", "systemuser_org", "externalRef"]) || foreignTo(organisation, ["authority", "ID"])) refuse("MP-302");
  const { externalRef } = wanted;
  if (externalRef !== undefined && !isText(externalRef)) return refuse("MP-303", "externalRef");
  const org = /^0192:(\d{9})$/.exec(String(organisation.ID))?.[1];
  if (organisation.authority !== "iso6523-actorid-upis" || !isOrganisation(org)) return refuse("MP-303", "systemuser_org");
  const found = judge.findSystemUser({ clientId: client.clientId, vendorOrg: client.org, org, externalRef });
  return found ? { ...found, org } : refuse("MP-303", org);
}

/** The claims once their form has been looked at. */
interface CheckedClaims {
  readonly aud: unknown;
  readonly iss: string;
  readonly scope: string;
  readonly iat: number;
  readonly exp: number;
  readonly jti: string;
  readonly resource?: readonly string[];
  readonly consumer_org?: string;
}

function accepted(assertion: string, judge: GrantJudge, at: number): AcceptedGrant {
  const jws = readJws(assertion) ?? refuse("MP-011");
  checkForm(jws);
  const { aud, iss, scope, iat, exp, jti, resource, consumer_org } = jws.claims as unknown as CheckedClaims;
  const client = judge.client(iss) ?? refuse("MP-100");
  if (aud !== judge.issuer) refuse("MP-110");
  if (!jws.isSignedBy(keyOf(jws, client, judge, at))) refuse("MP-124");
  checkTime({ iat, exp }, at);
  // Counted as used only now: a grant somebody else made up must not use up an id.
  if (!judge.isNew(`${iss} ${jti}`)) refuse("MP-012");
  if (consumer_org === client.org) refuse("consumerIsClient");
  const consumer = consumer_org ?? client.org;
  const names = scope.split(" ").filter(Boolean);
  checkScopes(names, client, consumer, judge);
  return {
    client,
    scope: names.join(" "),
    consumer,
    supplier: consumer === client.org ? null : client.org,
    audience: resource?.length === 1 ? resource[0] : resource,
    systemUser: systemUserOf(jws.claims.authorization_details, client, judge),
  };
}

/** Judges a grant as Maskinporten's documentation says, strict wherever it leaves room. */
export function judgeGrant(assertion: string, judge: GrantJudge, at: number): AcceptedGrant | Refusal {
  try {
    return accepted(assertion, judge, at);
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    throw error;
  }
}
