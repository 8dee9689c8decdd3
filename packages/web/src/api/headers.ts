import type { Context, Next } from "hono";
import type { WebOptions } from "../ports.ts";
import { largestBody } from "./body.ts";
import { refuse } from "./problem.ts";

/** For answers that are no pages: nothing in them is to be loaded, run or framed. */
const NOTHING = "default-src 'none'; frame-ancestors 'none'";

const ALWAYS: Readonly<Record<string, string>> = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
};

/** Two years, as browsers ask of hosts they remember. Ignored over plain HTTP. */
const ONLY_HTTPS = "max-age=63072000";

/** The headers every answer carries. Whoever answers something to be kept, or a page, has set `Cache-Control` or the policy before. */
export function protect(options: WebOptions) {
  const requestId = options.requestId ?? (() => crypto.randomUUID());
  return async (c: Context, next: Next): Promise<void> => {
    c.set("requestId", requestId());
    await next();
    for (const [name, value] of Object.entries(ALWAYS)) if (!c.res.headers.has(name)) c.header(name, value);
    if (options.pages !== "open") c.header("strict-transport-security", ONLY_HTTPS);
    if (!c.res.headers.has("content-security-policy")) c.header("content-security-policy", NOTHING);
    if (!c.res.headers.has("cache-control")) c.header("cache-control", "no-store");
    c.header("x-request-id", c.get("requestId"));
  };
}

/** Our longest address has fewer than 100 characters; some proxies take no more than 2 000. */
const LONGEST_URL = 2_000;

/** Turns away what is larger than any question to us. What a body says of its own length is believed when it is read, and not before. */
export async function limit(c: Context, next: Next): Promise<void> {
  const { pathname, search } = new URL(c.req.url);
  if (pathname.length + search.length > LONGEST_URL) throw refuse(c, "URL_TOO_LONG");
  if (Number(c.req.header("content-length") ?? 0) > largestBody(c.req.path)) throw refuse(c, "BODY_TOO_LARGE");
  await next();
}

const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];

const withoutPort = (host: string): string => host.toLowerCase().replace(/:\d*$/, "").replace(/\.$/, "");

/** Turns away requests by a name that is not ours, while the pages are open to whoever reaches them. */
export function requireHost(options: WebOptions) {
  const names = new Set([...LOOPBACK, ...(options.allowedHosts ?? [])].map(withoutPort));
  return async (c: Context, next: Next): Promise<void> => {
    const host = c.req.header("host") ?? new URL(c.req.url).host;
    if (!names.has(withoutPort(host))) throw refuse(c, "HOST_REFUSED");
    await next();
  };
}
