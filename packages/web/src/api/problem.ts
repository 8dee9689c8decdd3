import type { FaultScope, SaldovaktError } from "@saldovakt/domain";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";

interface Kind {
  readonly status: ContentfulStatusCode;
  readonly title: string;
  /** What to do, for the caller's developer. */
  readonly detail: string;
}

/** What the API itself refuses, by code. */
export const REFUSALS = {
  QUERY_INVALID: { status: 400, title: "The query is not understood", detail: "Compare the query parameters with the documentation." },
  KEY_MISSING: { status: 401, title: "A key is needed", detail: "Send the header `Authorization: Bearer <key>`." },
  KEY_INVALID: { status: 401, title: "The key opens nothing", detail: "The key is unknown or has been revoked. Ask for a new one." },
  SCOPE_MISSING: { status: 403, title: "The key lacks a scope", detail: "Ask for a key with the scope named in `WWW-Authenticate`." },
  ACCOUNT_UNKNOWN: {
    status: 404,
    title: "No such account",
    detail: "No account of this id is watched, or the key does not open it. `GET /v1/accounts` lists those it opens.",
  },
  NOT_READ_YET: {
    status: 404,
    title: "The account has not been read yet",
    detail: "There is nothing to show before the first reading. Ask for `forecast?fresh=true`, or wait for the next pass.",
  },
  NOT_OFFERED_BY_SOURCE: {
    status: 404,
    title: "The authority does not offer this",
    detail: "The account's authority has no such operation. The forecast is offered for every account.",
  },
  ROUTE_UNKNOWN: {
    status: 404,
    title: "No such address",
    detail: "The addresses there are stand in `/openapi.json` and, readable, at `/docs`.",
  },
  METHOD_NOT_ALLOWED: { status: 405, title: "The method is not allowed here", detail: "Use one of the methods named in `Allow`." },
  BODY_TOO_LARGE: { status: 413, title: "The request's body is too large", detail: "Send no body with a question." },
  URL_TOO_LONG: { status: 414, title: "The address is too long", detail: "Shorten the path or the query." },
  HOST_REFUSED: {
    status: 421,
    title: "This server does not go by that name",
    detail: "Call it by `localhost` or `127.0.0.1`, or add the name to those allowed.",
  },
} as const satisfies Record<string, Kind>;

export type RefusalCode = keyof typeof REFUSALS;

/**
 * How a fault below the API is answered. Only its code is passed on: the code is stable and public, whereas nobody has promised what a message or a
 * remedy holds. Those are for the operator, who finds them in the log and in `saldovakt doctor`.
 */
export const FAULTS: Readonly<Record<FaultScope, Kind & { readonly name: string }>> = {
  input: {
    name: "source-refuses-value",
    status: 400,
    title: "The authority does not take a value of the request",
    detail: "Compare the query parameters with the documentation; `code` names what was refused.",
  },
  account: {
    name: "account-not-readable",
    status: 409,
    title: "This account cannot be read as it stands",
    detail: "The authority or the record refuses this account for the reason in `code`, until something is changed about it.",
  },
  installation: {
    name: "source-not-usable",
    status: 502,
    title: "The service cannot use its source",
    detail: "Every account is concerned until the operator has mended what `code` names. Trying again does not help.",
  },
  transient: {
    name: "not-available-now",
    status: 503,
    title: "Not available for the moment",
    detail: "The authority or the record does not answer now, for the reason in `code`. Try again after the time in `Retry-After`.",
  },
  internal: {
    name: "internal",
    status: 500,
    title: "A fault in the program",
    detail: "Report it with the value of the header `X-Request-Id`.",
  },
};

/** Seconds to wait where a passing fault does not say. */
const DEFAULT_RETRY_AFTER = 60;

/** The problem's place in the readable documentation, which doubles as its type. */
export const problemAnchor = (name: string): string => `problem-${name}`;

interface Occasion {
  readonly code: string;
  readonly name: string;
  /** The path without ids. */
  readonly instance: string;
}

function problem(kind: Kind, { code, name, instance }: Occasion, headers: Readonly<Record<string, string>>): Response {
  const { status, title, detail } = kind;
  const body = { type: `/docs#${problemAnchor(name)}`, title, status, detail, code, instance };
  return new Response(JSON.stringify(body), { status, headers: { "content-type": "application/problem+json", ...headers } });
}

export interface RefusalExtras {
  readonly detail?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The answer to a request the API itself refuses (RFC 9457). */
export function refusal(code: RefusalCode, instance: string, extras: RefusalExtras = {}): Response {
  const kind: Kind = REFUSALS[code];
  return problem({ ...kind, detail: extras.detail ?? kind.detail }, { code, name: code, instance }, extras.headers ?? {});
}

/** The same, to be thrown from within a handler. */
export function refuse(code: RefusalCode, instance: string, extras: RefusalExtras = {}): HTTPException {
  return new HTTPException(REFUSALS[code].status, { res: refusal(code, instance, extras) });
}

/** The answer to a fault below the API, with `Retry-After` where waiting helps. */
export function faultAnswer(fault: SaldovaktError, instance: string): Response {
  const { code, scope } = fault;
  if (Object.hasOwn(REFUSALS, code)) return refusal(code as RefusalCode, instance);
  const { name } = FAULTS[scope];
  const seconds = Math.max(1, Math.ceil((fault.retryAfterMs ?? DEFAULT_RETRY_AFTER * 1000) / 1000));
  return problem(FAULTS[scope], { code, name, instance }, scope === "transient" ? { "retry-after": String(seconds) } : {});
}
