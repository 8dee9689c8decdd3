import { createApi, type WebApp } from "./api/app.ts";
import { addPages } from "./pages/app.ts";
import type { WebOptions, WebPorts } from "./ports.ts";

/** The HTTP API, and with `options.pages` the pages for people beside it. */
export function createApp(ports: WebPorts, options: WebOptions): WebApp {
  const app = createApi(ports, options);
  if (options.pages) addPages(app, ports, options);
  return app;
}
