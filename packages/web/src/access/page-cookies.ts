import { hash } from "node:crypto";
import type { AccountId } from "@saldovakt/domain";
import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { isSecure, named } from "./cookies.ts";

const linkName = (c: Context): string => named(c, "__Secure-", "saldovakt-link");
const languageName = (c: Context): string => named(c, "__Host-", "saldovakt-language");

const LINK_LENGTH = 256;

/** The tokens of links sent with this request. One left over from another path may come first, so all are looked at. */
export function linkCookies(c: Context): readonly string[] {
  const name = linkName(c);
  return (c.req.header("cookie") ?? "")
    .split(";")
    .map((part) => part.trim())
    .filter((part) => part.startsWith(`${name}=`) && part.length <= LINK_LENGTH)
    .map((part) => part.slice(name.length + 1))
    .slice(0, 4);
}

/** Kept for that account's page alone, so that links to several stand side by side. `Lax`, for the link was followed from a message on another site. */
export function setLinkCookie(c: Context, account: AccountId, token: string, seconds: number): void {
  setCookie(c, linkName(c), token, {
    path: `/accounts/${account}`,
    httpOnly: true,
    secure: isSecure(c),
    sameSite: "Lax",
    maxAge: seconds,
  });
}

const YEAR_SECONDS = 365 * 86_400;

export const languageCookie = (c: Context): string | undefined => getCookie(c, languageName(c));

export function setLanguageCookie(c: Context, language: string): void {
  setCookie(c, languageName(c), language, { path: "/", httpOnly: true, secure: isSecure(c), sameSite: "Lax", maxAge: YEAR_SECONDS });
}

const CONNECT = "saldovakt-connect-";
/** Each in a tab of its own: more than anybody has open, and few enough for a header. */
const CONNECTS = 8;

/** Each sign-in under way has a cookie of its own, named after what comes back with the browser: none ends or answers for another. */
const connectName = (c: Context, state: string): string =>
  named(c, "__Host-", `${CONNECT}${hash("sha256", state, "base64url").slice(0, 16)}`);

/** `Lax`: the authority's site sends the browser back. */
const putConnect = (c: Context, name: string, value: string, maxAge: number): void =>
  setCookie(c, name, value, { path: "/", httpOnly: true, secure: isSecure(c), sameSite: "Lax", maxAge });

/** What the browser holds of the sign-in with that state. */
export const connectCookie = (c: Context, state: string): string | undefined => getCookie(c, connectName(c, state));

/** Keeps it beside those of other sign-ins under way; of too many the oldest, which browsers send first (RFC 6265 5.4), go. */
export function setConnectCookie(c: Context, state: string, value: string, seconds: number): void {
  const others = Object.keys(getCookie(c)).filter((name) => name.startsWith(named(c, "__Host-", CONNECT)));
  for (const name of others.slice(0, Math.max(0, others.length - CONNECTS + 1))) putConnect(c, name, "", 0);
  putConnect(c, connectName(c, state), value, seconds);
}

export function endConnectCookie(c: Context, state: string): void {
  if (connectCookie(c, state) !== undefined) putConnect(c, connectName(c, state), "", 0);
}
