import { Hono } from "hono";
import type { WebOptions, WebPorts } from "../ports.ts";

export interface WebEnv {
  Variables: { requestId: string };
}

export type WebApp = Hono<WebEnv>;

/** The HTTP API alone. */
export function createApi(_ports: WebPorts, options: WebOptions): WebApp {
  const app: WebApp = new Hono();
  app.get("/health", (c) => c.json({ status: "ok", version: options.version }));
  return app;
}
