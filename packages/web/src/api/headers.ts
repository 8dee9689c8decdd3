import type { Context, Next } from "hono";
import type { WebOptions } from "../ports.ts";
import { largestBody } from "./body.ts";
import { refuse } from "./problem.ts";

/** For answers that are no pages: nothing in them is to be loaded, run or framed. */
const NOTHING = "default-src 'none'; frame-ancestors 'none'";

export const ALWAYS = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
  "content-security-policy": NOTHING,
  "cache-control": "no-store",
};

/** Two years, as browsers ask of hosts they remember. Ignored over plain HTTP. */
const ONLY_HTTPS = { "strict-transport-security": "max-age=63072000" };

type Headers = Readonly<Record<string, string>>;

/** The headers every answer carries, but for those it was given already: a page has its own policy, what may be kept says so. */
export function protect(options: WebOptions) {
  const requestId = options.requestId ?? (() => crypto.randomUUID());
  const always: Headers = { ...ALWAYS, ...(options.pages === "open" ? {} : ONLY_HTTPS) };
  const each = Object.entries(always);
  return async (c: Context, next: Next): Promise<void> => {
    c.set("requestId", requestId());
    c.set("always", always);
    await next();
    if (c.get("whole")) return;
    // On the answer itself: `c.header` would copy it, body and all, once for each.
    const { headers } = c.res;
    for (const [name, value] of each) if (!headers.has(name)) headers.set(name, value);
    headers.set("x-request-id", c.get("requestId"));
  };
}

/** An answer made with all its headers at once, which takes a fraction of the time: for what is asked for most. */
export function wholeAnswer(c: Context, body: string | Uint8Array<ArrayBuffer> | null, status: number, own: Headers): Response {
  const headers = { ...(c.get("always") as Headers | undefined), ...own, "x-request-id": c.get("requestId") ?? "" };
  c.set("whole", true);
  return new Response(body, { status, headers });
}

/** Our longest address has fewer than 100 characters; some proxies take no more than 2 000. */
const LONGEST_URL = 2_000;

/** Turns away what is larger than any question to us. What a body says of its own length is believed when it is read, and not before. */
export async function limit(c: Context, next: Next): Promise<void> {
  if (c.req.url.length > LONGEST_URL) {
    const { pathname, search } = new URL(c.req.url);
    if (pathname.length + search.length > LONGEST_URL) throw refuse(c, "URL_TOO_LONG");
  }
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
