import type { WebOptions, WebPorts } from "../ports.ts";
import { createApi, type WebApp } from "./app.ts";
import { isApis } from "./route.ts";

/**
 * The API with the pages beside it, as `createApp` makes them, for where every start is paid for: the pages are loaded with the first request that is
 * none of the API's.
 */
export function createAppInParts(ports: WebPorts, options: WebOptions): Pick<WebApp, "fetch"> {
  const api = createApi(ports, options);
  let loaded: Promise<WebApp> | undefined;
  const whole = (): Promise<WebApp> => {
    // Routes cannot be added to an app that has answered: the pages get one of their own.
    loaded ??= import("../app.ts").then(({ createApp }) => createApp(ports, options));
    return loaded;
  };
  return {
    fetch: async (request, ...more) => {
      const app = options.pages && !isApis(new URL(request.url).pathname) ? await whole() : api;
      return app.fetch(request, ...more);
    },
  };
}
