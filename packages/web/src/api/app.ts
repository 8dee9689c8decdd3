import { type SaldovaktError, toSaldovaktError } from "@saldovakt/domain";
import { type Context, Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import type { AnsweredFault, WebOptions, WebPorts } from "../ports.ts";
import { answers } from "./answers.ts";
import { limit, protect, requireHost } from "./headers.ts";
import { faultAnswer, refusal } from "./problem.ts";
import { ROUTES, type RouteName, withoutIds } from "./route.ts";

export interface WebEnv {
  Variables: { requestId: string };
}

export type WebApp = Hono<WebEnv>;

/** The HTTP API alone: what the `api` function serves. Reads no body, keeps no session, and loads the documentation only when it is asked for. */
export function createApi(ports: WebPorts, options: WebOptions): WebApp {
  const app: WebApp = new Hono();
  app.use(protect(options), limit);
  if (options.pages === "open") app.use(requireHost(options));

  const all = { ...answers(ports, options), openapi: openapi(options), docs: docs(options) } satisfies Record<RouteName, unknown>;
  for (const name of Object.keys(ROUTES) as RouteName[]) app.get(ROUTES[name], all[name]);
  for (const path of Object.values(ROUTES)) app.all(path, methodNotAllowed);

  app.notFound(routeUnknown);
  app.onError((thrown, c) => {
    if (thrown instanceof HTTPException) return thrown.getResponse();
    const fault = toSaldovaktError(thrown);
    const answer = faultAnswer(fault, withoutIds(c.req.path));
    if (answer.status >= 500) ports.onFault?.(answeredFault(c, fault, answer.status));
    return answer;
  });
  return app;
}

export const routeUnknown = (c: Context): Response => refusal("ROUTE_UNKNOWN", withoutIds(c.req.path));

/** Any method but GET and HEAD, on a path that exists. */
export const methodNotAllowed = (c: Context): Response =>
  refusal("METHOD_NOT_ALLOWED", withoutIds(c.req.path), { headers: { allow: "GET, HEAD" } });

const openapi = (options: WebOptions) => async (c: Context) => {
  const { openapiDocument } = await import("./openapi/document.ts");
  return c.json(openapiDocument(options.version), 200, { "cache-control": "public, max-age=3600" });
};

const docs = (options: WebOptions) => async (c: Context) => {
  const { docsPage } = await import("./docs/page.ts");
  const { body, policy } = docsPage(options.version);
  return c.html(body, 200, { "cache-control": "public, max-age=3600", "content-security-policy": policy });
};

/** What may be logged of a fault. */
export function answeredFault(c: Context<WebEnv>, fault: SaldovaktError, status: number): AnsweredFault {
  const told = { requestId: c.get("requestId"), route: withoutIds(c.req.path), status, code: fault.code, scope: fault.scope };
  return fault.scope === "internal" ? { ...told, frames: framesOf(fault.cause ?? fault) } : told;
}

/** The stack's frames without the message above them. */
const framesOf = (thrown: unknown): readonly string[] =>
  thrown instanceof Error
    ? (thrown.stack ?? "")
        .replace(thrown.message, "")
        .split("\n")
        .filter((line) => /^\s+at .*:\d+:\d+\)?$/.test(line))
        .slice(0, 10)
        .map((line) => line.trim())
    : [];
