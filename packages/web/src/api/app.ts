import { type Account, type Language, NOT_AUTHORISED, type SaldovaktError, toSaldovaktError } from "@saldovakt/domain";
import { type Context, Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import type { Gate } from "../access/gate.ts";
import type { AnsweredFault, WebOptions, WebPorts } from "../ports.ts";
import { type Answer, askingOf } from "./answers/asking.ts";
import { answers } from "./answers/index.ts";
import { limit, protect, requireHost } from "./headers.ts";
import { onDemand } from "./on-demand.ts";
import { faultAnswer, refusal } from "./problem.ts";
import { allowedOn, PATHS, pattern, ROUTES, type RouteName, withoutIds } from "./route.ts";

export interface WebEnv {
  /**
   * `usualLanguage`: of a page whose reader asks for none that we speak, in place of the installation's. `account`: the one that a program asks about, let in.
   */
  Variables: { requestId: string; usualLanguage?: Language; account?: Account };
}

export type WebApp = Hono<WebEnv>;

/** The HTTP API alone: what the `api` function serves. Keeps no session, and loads the documentation only when it is asked for. */
export function createApi(ports: WebPorts, options: WebOptions): WebApp {
  const app: WebApp = new Hono();
  app.use(protect(options), limit);
  if (options.pages === "open") app.use(requireHost(options));

  const asking = askingOf(onDemand(ports, options), options);
  const answered = (answer: Answer) => settled(asking.gate, answer);
  const all = { ...answers(asking), openapi: openapi(options), docs: docs(options) } satisfies Record<RouteName, unknown>;
  for (const name of Object.keys(ROUTES) as RouteName[]) app.on(ROUTES[name].method, pattern(ROUTES[name].path), answered(all[name]));
  for (const path of PATHS) app.all(pattern(path), otherMethod(allowedOn(path)));

  app.notFound(routeUnknown);
  app.onError(answerThrown(ports));
  return app;
}

/** What a program is told of something thrown. */
export const answerThrown =
  (ports: Pick<WebPorts, "onFault" | "appointee">) =>
  (thrown: Error, c: Context<WebEnv>): Response | Promise<Response> => {
    if (thrown instanceof HTTPException) return thrown.getResponse();
    const fault = toSaldovaktError(thrown);
    const account = c.get("account");
    if (fault.code === NOT_AUTHORISED && account) return permissionMissing(c, fault, account, ports.appointee?.organisation ?? null);
    const answer = faultAnswer(c, fault);
    if (answer.status >= 500) ports.onFault?.(answeredFault(c, fault, answer.status));
    return answer;
  };

async function permissionMissing(c: Context, fault: SaldovaktError, account: Account, organisation: string | null): Promise<Response> {
  const { missingPermission } = await import("./permission.ts");
  return faultAnswer(c, fault, missingPermission(account, organisation));
}

/** What was let in and came to nothing is written down as such. */
const settled =
  (gate: Gate, answer: Answer): Answer =>
  async (c) => {
    try {
      const given = await answer(c);
      if (given.status >= 400) await gate.failed(c, c.get("problem") ?? "INTERNAL");
      return given;
    } catch (thrown) {
      await gate.failed(c, thrown instanceof HTTPException ? (c.get("problem") ?? "INTERNAL") : toSaldovaktError(thrown).code);
      throw thrown;
    }
  };

export const routeUnknown = (c: Context): Response => refusal(c, "ROUTE_UNKNOWN");

/** Says which methods there are, to whoever asks or uses another. */
export const otherMethod =
  (allow: string) =>
  (c: Context): Response =>
    c.req.method === "OPTIONS" ? c.body(null, 204, { allow }) : refusal(c, "METHOD_NOT_ALLOWED", { headers: { allow } });

const openapi = (options: WebOptions) => async (c: Context) => {
  const { servedDocument } = await import("./openapi/served.ts");
  return c.json(servedDocument(options.version), 200, { "cache-control": "public, max-age=3600" });
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
