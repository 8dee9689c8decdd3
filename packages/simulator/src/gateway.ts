import { instant, type PlainDate, secondOfDay } from "@saldovakt/domain";
import { answer } from "./answers.ts";
import type { Call, Handled } from "./call.ts";
import { promptly } from "./call.ts";
import { type Fault, type FaultCandidate, spoil, tooMany } from "./faults.ts";
import { isIdentity } from "./identities.ts";
import type { Registry } from "./registry.ts";
import { emptyReply, errorReply, felkodReply, jsonReply, pageReply, type Reply } from "./reply.ts";
import { SKATTEKONTO_SCOPE } from "./token-endpoint.ts";
import type { Token, Tokens } from "./tokens.ts";
import type { Operation, SkatteverketSecret } from "./types.ts";

export const API_PATH = "/beskattning/skattekonto/v2";
const CORRELATION_LENGTH = 36;

export interface Gateway {
  readonly registry: Registry;
  readonly tokens: Tokens;
  readonly keys: SkatteverketSecret["apigw"];
  readonly needsCertificate: boolean;
  readonly serviceWindow: boolean | "html";
  readonly rateRetryAfter?: number;
  /** Whether one more call fits into the second. */
  admits(at: number): boolean;
  /** Whether a correlation id is new. */
  isNew(correlationId: string): boolean;
  strike(call: FaultCandidate): Fault | null;
}

const ROUTE = new RegExp(`^${API_PATH}/skattekonton/([^/]+)/(saldo|transaktioner|utbetalningskonto|utbetalningssparrar)$`);

/** What HTTP clients send of their own accord. */
const OWN_HEADERS = [
  "host",
  "connection",
  "keep-alive",
  "content-length",
  "accept-encoding",
  "accept-language",
  "user-agent",
  "sec-fetch-mode",
];

/** How a call of one of the APIs must look. */
export interface Form {
  readonly method: "GET" | "POST";
  readonly correlationHeader: string;
}
const FORM: Form = { method: "GET", correlationHeader: "SKV-client_correlationid" };

/** What the gateway looks at in the calls of every API. */
export type Door = Pick<Gateway, "keys" | "needsCertificate" | "rateRetryAfter" | "admits" | "isNew">;

/** The five of the service description (5.3), a body's own, and what HTTP clients send of their own accord. Anything else may be blocked. */
const allowed = ({ method, correlationHeader }: Form): ReadonlySet<string> =>
  new Set([
    ...["accept", "authorization", "client_id", "client_secret", correlationHeader.toLowerCase(), ...OWN_HEADERS],
    ...(method === "POST" ? ["content-type"] : []),
  ]);

/** Swedish time, in seconds of the day. */
const CLOSES = 3 * 3_600;
const OPENS = 5 * 3_600;

function isClosed(at: number): boolean {
  const second = secondOfDay(instant(at), "Europe/Stockholm");
  return second >= CLOSES && second < OPENS;
}

const acceptsJson = (accept: string | undefined): boolean =>
  (accept ?? "").split(",").some((range) => /^\s*(application\/(json|\*)|\*\/\*)\s*(;|$)/i.test(range));

/** Refuses what is wrong with the call itself, before anybody asks who makes it. */
export function refuseForm(gateway: Door, call: Call, form: Form): Reply | null {
  const { method, correlationHeader } = form;
  if (call.method !== method) return errorReply(405, "Method not allowed", { allow: method });
  const headers = allowed(form);
  const foreign = Object.keys(call.headers).find((name) => !headers.has(name));
  if (foreign !== undefined) return errorReply(400, `Request blocked: header ${foreign} is not allowed`);
  if (gateway.needsCertificate && !call.certificate?.trusted) return errorReply(401, "Client certificate required");
  if (call.headers.client_id !== gateway.keys.clientId || call.headers.client_secret !== gateway.keys.clientSecret) {
    return errorReply(401, "Invalid client id or secret");
  }
  const correlationId = call.headers[correlationHeader.toLowerCase()] ?? "";
  if (correlationId === "") return errorReply(400, `Header ${correlationHeader} is missing`);
  if (correlationId.length > CORRELATION_LENGTH) return errorReply(400, `Header ${correlationHeader} is too long`);
  if (!gateway.isNew(correlationId)) return errorReply(400, `Header ${correlationHeader} has been used before`);
  return gateway.admits(call.at) ? null : tooMany(gateway.rateRetryAfter);
}

/** Refuses a call without a token that opens this service. */
export function refuseToken(token: Token | undefined, at: number, scope: string): Reply | null {
  if (!token || at >= token.expiresAt) return emptyReply(401);
  if (token.revoked) return errorReply(401, "Token has been revoked.");
  if (token.scope !== scope) {
    return jsonReply(403, { error: "invalid_scope", error_description: "The token does not have the required scope" });
  }
  return null;
}

/** The token a call carries, if it is one of ours. */
export function tokenOf(call: Call, tokens: Tokens): Token | undefined {
  const bearer = /^Bearer ([A-Za-z0-9._~+/-]+=*)$/i.exec(call.headers.authorization ?? "")?.[1];
  return bearer === undefined ? undefined : tokens.find(bearer);
}

function refuseQuery(call: Call, operation: Operation): Reply | null {
  if (!acceptsJson(call.headers.accept)) return errorReply(406, "Not acceptable");
  const names = [...call.query.keys()];
  const known = operation === "transaktioner" ? ["datumFrom"] : [];
  const wrong = names.length > known.length || names.some((name) => !known.includes(name));
  return wrong ? errorReply(400, "Unknown query parameter") : null;
}

function serve(gateway: Gateway, call: Call, token: Token | undefined, identity: string, operation: Operation): Reply {
  const { registry } = gateway;
  if (!isIdentity(identity)) return felkodReply(1);
  const account = registry.find(identity);
  if (!account?.registered) return felkodReply(3);
  if (!(token?.opens?.(identity) ?? registry.isOmbud(account))) return felkodReply(6);
  const today: PlainDate = registry.today;
  return answer(account, registry.standing(account), operation, call.query.get("datumFrom"), today);
}

/**
 * Answers a call to the API as gateway and service do: path, method, headers, keys, correlation id and call rate first, then the token and its scope, then
 * the service's hours, and last the account. Faults of the plan strike calls that are right.
 */
export function gateway(house: Gateway): (call: Call) => Handled {
  return (call) => {
    const route = ROUTE.exec(call.path);
    if (!route) return { kind: "unknown", delivery: promptly(errorReply(404, "Not found")) };
    const [, identity = "", name] = route;
    const operation = name as Operation;
    const token = tokenOf(call, house.tokens);
    const noted = { kind: operation, ...(token ? { tokenGeneration: token.generation } : {}) };

    const refused = refuseForm(house, call, FORM) ?? refuseToken(token, call.at, SKATTEKONTO_SCOPE) ?? refuseQuery(call, operation);
    if (refused) return { ...noted, delivery: promptly(refused) };
    if (house.serviceWindow !== false && isClosed(call.at)) {
      return { ...noted, delivery: promptly(house.serviceWindow === "html" ? pageReply(503) : felkodReply(5)) };
    }
    const right = serve(house, call, token, identity, operation);
    const fault = house.strike({ operation, identity });
    if (fault?.kind === "revokedToken" && token) token.revoked = true;
    return { ...noted, delivery: fault ? spoil(right, fault) : promptly(right) };
  };
}
