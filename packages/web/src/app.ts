import { createApi, type WebApp } from "./api/app.ts";
import type { WebOptions, WebPorts } from "./ports.ts";

/** The HTTP API, and with `options.pages` the pages for people beside it. */
export function createApp(ports: WebPorts, options: WebOptions): WebApp {
  return createApi(ports, options);
}
