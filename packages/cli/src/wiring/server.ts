import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener, RequestError } from "@hono/node-server";
import { inputError, installationLanguage } from "@saldovakt/domain";
import { createApp, unreadableRequest } from "@saldovakt/web";
import type { Context } from "../context.ts";
import { VERSION } from "../program.ts";
import type { Authorities } from "./authority.ts";
import type { Opened } from "./ports.ts";
import { type WaysIn, webPorts } from "./web-ports.ts";

/** What the address of a server may be: loopback's names, or an address of this machine. */
export const LOOPBACK = ["127.0.0.1", "::1", "localhost"];

export const DEFAULT_PORT = 8787;

export interface Listening {
  readonly port: number;
  /** Breaks off what is under way: every answer can be asked for again. */
  close(): Promise<void>;
}

/** `env` is what the server knows of the connection: by it callers are told apart. */
export type Fetch = (request: Request, env?: object) => Response | Promise<Response>;

/**
 * Whether the pages are open to whoever reaches them: on this machine's own address alone, and not where they are said to be reached from elsewhere, by way of
 * a proxy.
 */
export function pagesFor(host: string, publicUrl: string | undefined, signIn: boolean): "open" | "signed-in" {
  const elsewhere = publicUrl !== undefined && !LOOPBACK.includes(new URL(publicUrl).hostname);
  return signIn || elsewhere || !LOOPBACK.includes(host) ? "signed-in" : "open";
}

/** The pages and the HTTP API over what was opened. */
export function webApp(
  context: Context,
  opened: Opened,
  authorities: Authorities,
  pages: "open" | "signed-in",
  waysIn: WaysIn = {},
): Fetch {
  const { publicUrl, skatteverket } = opened.loaded.configuration;
  const app = createApp(webPorts(context, opened, authorities, waysIn), {
    pages,
    version: VERSION,
    language: installationLanguage(opened.loaded.configuration),
    ...(skatteverket ? { callsPerSecond: skatteverket.requestsPerSecond } : {}),
    ...(publicUrl === undefined ? {} : { publicUrl, allowedHosts: [new URL(publicUrl).host] }),
  });
  return (request, env) => app.fetch(request, env);
}

/**
 * Serves on the first free port from `port` on, trying `tries` of them; port 0 is any free one. Throws `PORT_TAKEN`, `PORT_FORBIDDEN` and
 * `HOST_UNKNOWN`.
 */
export async function listen(fetch: Fetch, host: string, port: number, tries = 1): Promise<Listening> {
  const errorHandler = (thrown: unknown): Response =>
    thrown instanceof RequestError ? unreadableRequest() : new Response(null, { status: 500 });
  const server = createServer(getRequestListener(fetch, { errorHandler }));
  for (let at = port; ; at++) {
    const fault = await new Promise<NodeJS.ErrnoException | null>((resolve) => {
      server.once("error", resolve);
      server.listen(at, host, () => {
        server.off("error", resolve);
        resolve(null);
      });
    });
    if (!fault) break;
    if (fault.code !== "EADDRINUSE" || at + 1 >= port + tries) throw portFault(fault, at);
  }
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function portFault(fault: NodeJS.ErrnoException, port: number): Error {
  if (fault.code === "EADDRINUSE")
    return inputError("PORT_TAKEN", `port ${port} is taken by another program`, "give another with --port N; 0 takes any free one");
  if (fault.code === "EACCES")
    return inputError("PORT_FORBIDDEN", `this user may not serve on port ${port}`, "give a port above 1023 with --port N");
  if (fault.code === "EADDRNOTAVAIL" || fault.code === "ENOTFOUND") {
    return inputError(
      "HOST_UNKNOWN",
      "this machine has no such address to serve on",
      "give --host 127.0.0.1, or an address of this machine",
    );
  }
  return fault;
}
