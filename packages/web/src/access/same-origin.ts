import type { Context } from "hono";

/**
 * Whether a request that changes something was sent by a page of ours. Browsers say where a request comes from in `Sec-Fetch-Site`; older ones, and all of
 * them over plain HTTP beyond this machine, in `Origin`. One that says neither is no browser's form and is turned away too.
 */
export function fromOurPages(c: Context): boolean {
  const site = c.req.header("sec-fetch-site");
  if (site !== undefined) return site === "same-origin";
  const origin = c.req.header("origin");
  if (origin === undefined || !URL.canParse(origin)) return false;
  return new URL(origin).host === (c.req.header("host") ?? new URL(c.req.url).host).toLowerCase();
}
