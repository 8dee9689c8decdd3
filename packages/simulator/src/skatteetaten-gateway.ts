import { addDays, dayOf, monthOf, type PlainDate, plainDate, yearOf, ymd } from "@saldovakt/domain";
import type { Call } from "./call.ts";
import { promptly } from "./call.ts";
import { type ClaimsResource, claimsAnswer, type Period } from "./claims-answers.ts";
import { isOrganisationNumber } from "./claims-identities.ts";
import type { ClaimsRegistry } from "./claims-registry.ts";
import type { Delivery, FaultCandidate } from "./faults.ts";
import { emptyReply, jsonReply, type Reply } from "./reply.ts";
import { type ClaimsErrorCode, claimsError } from "./skatteetaten-errors.ts";
import { type ClaimsFault, spoilClaims, tooManyAtOnce } from "./skatteetaten-faults.ts";
import type { VerifiedToken, VerifyToken } from "./skatteetaten-types.ts";

export const CLAIMS_PATH = "/v1";
const CORRELATION = "korrelasjonsid";
/** Which characters an id may have is not documented; these can stand in a header. */
const CORRELATION_ID = /^[A-Za-z0-9._-]{1,64}$/;
const PERIOD = ["fraOgMed", "tilOgMed"];

export interface ClaimsGateway {
  readonly registry: ClaimsRegistry;
  readonly scope: string;
  readonly verifyToken: VerifyToken;
  readonly permits: (token: VerifiedToken, org: string) => boolean;
  readonly consents: (token: VerifiedToken, org: string) => boolean;
  /** Notes that a call of this caller is under way; how many of its are now. */
  enter(caller: string, call: Call): number;
  readonly callsAtOnce: number;
  readonly retryAfter?: number;
  strike(call: FaultCandidate<ClaimsResource>): ClaimsFault | null;
  /** An id for a call that brought none. */
  newId(): string;
}

/** What becomes of a call, and what is noted about it. */
export interface HandledClaims {
  readonly delivery: Delivery;
  readonly kind: ClaimsResource | "unknown";
  readonly correlationId: string | null;
  readonly atOnce: number;
}

const ROUTE = /^\/v1\/(regnskapssystem|finans)\/([^/]+)\/(aapnekrav|krav|innbetalinger|utbetalinger)$/;

/** Only JSON: the service can answer XML, too, but this one cannot. */
const acceptsJson = (accept: string | undefined): boolean =>
  accept === undefined || accept.split(",").some((range) => /^\s*(application\/(json|\*)|\*\/\*)\s*(;|$)/i.test(range));

/** The same day a year later; of 29 February the 28th. */
function yearAfter(day: PlainDate): PlainDate {
  const year = yearOf(day) + 1;
  const same = ymd(year, monthOf(day), dayOf(day));
  return monthOf(same) === monthOf(day) ? same : addDays(same, -1);
}

/** The period asked for; a text says what is wrong with it. The documentation's sample from 1 January to the next is the longest there may be. */
export function readPeriod(query: URLSearchParams): Period | string {
  const [from, to] = PERIOD.map((name) => query.get(name));
  if (!from || !to) return "fraOgMed og tilOgMed må oppgis.";
  let period: Period;
  try {
    period = { from: plainDate(from), to: plainDate(to) };
  } catch {
    return "fraOgMed og tilOgMed må være datoer på formen YYYY-MM-DD.";
  }
  if (period.to < period.from) return "tilOgMed er før fraOgMed.";
  return period.to > yearAfter(period.from) ? "Perioden kan være maks ett år." : period;
}

/** What is wrong with the query or the organisation's number, or the period asked for. */
function readInput(call: Call, org: string, resource: ClaimsResource): { readonly wrong: string } | { readonly period: Period | null } {
  const names = [...call.query.keys()].filter((name) => name.toLowerCase() !== CORRELATION);
  const known = resource === "aapnekrav" ? [] : PERIOD;
  if (!isOrganisationNumber(org)) return { wrong: "Ugyldig identifikator." };
  if (names.length !== new Set(names).size || names.some((name) => !known.includes(name))) return { wrong: "Ukjent parameter." };
  if (resource === "aapnekrav") return { period: null };
  const period = readPeriod(call.query);
  return typeof period === "string" ? { wrong: period } : { period };
}

const bearerOf = (call: Call): string | null => /^Bearer (\S+)$/i.exec(call.headers.authorization ?? "")?.[1] ?? null;

function correlationOf(call: Call): string | null {
  const inQuery = [...call.query].find(([name]) => name.toLowerCase() === CORRELATION)?.[1];
  return call.headers[CORRELATION] ?? inQuery ?? null;
}

interface Refused {
  readonly code: ClaimsErrorCode;
  readonly detail?: string;
}

/** Whether the bearer may see the organisation: as its system user or with its consent, by the package asked for. */
function refuseCaller(house: ClaimsGateway, token: VerifiedToken, packageName: string, org: string): Refused | null {
  if (!token.scope.split(" ").includes(house.scope)) return { code: "DAS-008" };
  if (packageName === "finans") return house.consents(token, org) ? null : { code: "KB-005" };
  if (token.systemUserOrg === undefined) return { code: "KB-005", detail: "Tokenet har ingen systembruker." };
  return house.permits(token, org) ? null : { code: "KB-005", detail: "Systembrukeren har ikke tilgang." };
}

function serve({ registry }: ClaimsGateway, org: string, resource: ClaimsResource, period: Period | null, id: string): Reply {
  const account = registry.find(org);
  if (!account?.registered) return claimsError("KB-009", id);
  const answer = claimsAnswer(account, registry.standing(account), resource, period);
  return answer ? jsonReply(200, answer) : claimsError("KB-007", id);
}

/**
 * Answers a call: the path and method first, then the token, how many calls are under way, the format, the input, who may see whose claims, and last the
 * claims. Faults of the plan strike calls that are right. Every answer of the service carries the call's correlation id.
 */
export function claimsGateway(house: ClaimsGateway): (call: Call) => HandledClaims {
  const revoked = new Set<string>();
  return (call) => {
    const sent = correlationOf(call);
    const id = sent !== null && CORRELATION_ID.test(sent) ? sent : house.newId();
    const [, packageName = "", org = "", name] = ROUTE.exec(call.path) ?? [];
    let atOnce = 0;
    const handled = (delivery: Delivery): HandledClaims => {
      const { reply } = delivery;
      const echoed = { ...delivery, reply: { ...reply, headers: { korrelasjonsid: id, ...reply.headers } } };
      return { delivery: echoed, kind: (name as ClaimsResource | undefined) ?? "unknown", correlationId: sent, atOnce };
    };
    const refuse = ({ code, detail }: Refused): HandledClaims => handled(promptly(claimsError(code, id, detail)));

    if (name === undefined) return refuse({ code: "KB-003" });
    if (call.method !== "GET") return handled(promptly({ ...emptyReply(405), headers: { allow: "GET" } }));
    const resource = name as ClaimsResource;
    const bearer = bearerOf(call);
    const token = bearer === null || revoked.has(bearer) ? null : house.verifyToken(bearer);
    if (!token || bearer === null) return refuse({ code: "KB-004" });
    atOnce = house.enter(token.supplier ?? token.consumer, call);
    if (atOnce > house.callsAtOnce) return handled(promptly(tooManyAtOnce(house.retryAfter)));
    if (!acceptsJson(call.headers.accept)) return refuse({ code: "KB-008" });
    if (sent !== null && id !== sent) return refuse({ code: "KB-006", detail: "Ugyldig Korrelasjonsid." });
    const input = readInput(call, org, resource);
    if ("wrong" in input) return refuse({ code: "KB-006", detail: input.wrong });
    const refused = refuseCaller(house, token, packageName, org);
    if (refused) return refuse(refused);
    const right = serve(house, org, resource, input.period, id);
    const fault = house.strike({ operation: resource, identity: org });
    if (fault?.kind === "revokedToken") revoked.add(bearer);
    return handled(fault ? spoilClaims(right, fault, id) : promptly(right));
  };
}
