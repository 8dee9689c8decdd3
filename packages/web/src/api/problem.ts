import type { SaldovaktError } from "@saldovakt/domain";
import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import { FAULTS, type Kind, REFUSALS, type RefusalCode } from "./problems.ts";
import { withoutIds } from "./route.ts";

/** Seconds to wait where a passing fault does not say. */
const DEFAULT_RETRY_AFTER = 60;

/** The problem's place in the readable documentation, which doubles as its type. */
export const problemAnchor = (name: string): string => `problem-${name}`;

/** One field of a body that is not as it should be. Never repeats what stood there: it might be an identity. */
export interface FieldError {
  /** Where it stands, `policy.reserve`; empty for the body as a whole. */
  readonly field: string;
  /** The fault's own code, where it has one. */
  readonly code?: string;
  readonly detail: string;
  readonly remedy: string;
}

export interface RefusalExtras {
  readonly detail?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly errors?: readonly FieldError[];
  /** Whose is missing. */
  readonly permission?: "client" | "certificate" | "person";
}

function problem(
  c: Context,
  kind: Kind,
  { code, name }: { readonly code: string; readonly name: string },
  extras: RefusalExtras,
): Response {
  const { status, title } = kind;
  c.set("problem", code);
  const body = {
    type: `/docs#${problemAnchor(name)}`,
    title,
    status,
    detail: extras.detail ?? kind.detail,
    code,
    instance: withoutIds(c.req.path),
    requestId: c.get("requestId"),
    ...(extras.permission ? { permission: extras.permission } : {}),
    ...(extras.errors ? { errors: extras.errors } : {}),
  };
  return new Response(JSON.stringify(body), { status, headers: { "content-type": "application/problem+json", ...extras.headers } });
}

/** The answer to a request the API itself refuses (RFC 9457). */
export const refusal = (c: Context, code: RefusalCode, extras: RefusalExtras = {}): Response =>
  problem(c, REFUSALS[code], { code, name: code }, extras);

/** The same, to be thrown from within a handler. */
export const refuse = (c: Context, code: RefusalCode, extras: RefusalExtras = {}): HTTPException =>
  new HTTPException(REFUSALS[code].status, { res: refusal(c, code, extras) });

/** The answer to a fault below the API, with `Retry-After` where waiting helps. */
export function faultAnswer(c: Context, fault: SaldovaktError, extras: Pick<RefusalExtras, "detail" | "permission"> = {}): Response {
  const { code, scope } = fault;
  if (Object.hasOwn(REFUSALS, code)) return refusal(c, code as RefusalCode);
  const { name } = FAULTS[scope];
  const seconds = Math.max(1, Math.ceil((fault.retryAfterMs ?? DEFAULT_RETRY_AFTER * 1000) / 1000));
  const headers = scope === "transient" ? { "retry-after": String(seconds) } : {};
  return problem(c, FAULTS[scope], { code, name }, { ...extras, headers });
}
