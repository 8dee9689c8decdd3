import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";

const LOOPBACK = /^(?:localhost|127\.0\.0\.1|\[::1\])$/;

/** Cookies go over TLS alone, but for a server on this machine. */
export function isSecure(c: Context): boolean {
  const { protocol, hostname } = new URL(c.req.url);
  return protocol === "https:" || !LOOPBACK.test(hostname);
}

/** The prefixes are promises that browsers hold a cookie to: set over TLS, and with `__Host-` by this very host for all of it. */
export const named = (c: Context, prefix: "__Host-" | "__Secure-", name: string): string => `${isSecure(c) ? prefix : ""}${name}`;

const sessionName = (c: Context): string => named(c, "__Host-", "saldovakt-session");

const SESSION = /^[\w-]{43}$/;

/** What is none of ours is none: nothing else is looked up. */
export function sessionCookie(c: Context): string | undefined {
  const value = getCookie(c, sessionName(c));
  return value !== undefined && SESSION.test(value) ? value : undefined;
}

/** Sent to no request that another site has caused. `seconds` 0 takes the cookie away. */
export function setSessionCookie(c: Context, value: string, seconds: number): void {
  setCookie(c, sessionName(c), value, { path: "/", httpOnly: true, secure: isSecure(c), sameSite: "Strict", maxAge: seconds });
}
