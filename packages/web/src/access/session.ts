import { type AccountId, epochMs, type Instant, instant, isAccountId } from "@saldovakt/domain";
import { linkKey, verifyPageLink } from "@saldovakt/service";
import type { Context } from "hono";
import { hashKey } from "../keys.ts";
import type { WebOptions, WebPorts } from "../ports.ts";
import { linkCookies, sessionCookie, setSessionCookie } from "./cookies.ts";
import { mayRead, mayReadWith, type Viewer } from "./viewer.ts";

const SESSION_HOURS = 12;
const COOKIE_BYTES = 32;
/** What our cookies look like: nothing else is looked up. */
const COOKIE = /^[\w-]{43}$/;
const KEY = /^svk_[0-9a-z]{4,100}$/;

/** Tells who asks, and lets people in and out. */
export interface Access {
  /** Null: nobody we know. For an account's page a signed link counts too. */
  viewer(c: Context, account?: string): Promise<Viewer | null>;
  /** Whether the key opens anything; if so a session is begun and its cookie set. */
  signIn(c: Context, key: string): Promise<boolean>;
  /** Ends the session at once, also for a copy of the cookie. */
  signOut(c: Context): Promise<void>;
  /** What a link's token opens. */
  link(token: string): Promise<{ readonly account: AccountId; readonly expiresAt: Instant } | null>;
}

export function accessTo(ports: WebPorts, options: WebOptions): Access {
  /** As it is: whoever signed a link, and the browser that keeps the cookie, go by it. */
  const now = (): Instant => ports.now();

  const link: Access["link"] = async (token) => verifyPageLink(await linkKey(ports.facts, ports.random), token, now());

  async function signedIn(c: Context): Promise<Viewer | null> {
    const cookie = sessionCookie(c);
    if (cookie === undefined || !COOKIE.test(cookie)) return null;
    const session = await ports.sessions.session(hashKey(cookie));
    if (session?.keyId === undefined || session.expiresAt <= now()) return null;
    // The key is looked at anew each time: what it has lost, and that it was revoked, holds from the next request on.
    const key = await ports.keys.keyById(session.keyId);
    return key && key.revokedAt === null && mayReadWith(key) ? { kind: "key", key } : null;
  }

  async function linked(c: Context, account: string): Promise<Viewer | null> {
    for (const token of linkCookies(c)) {
      const opened = await link(token);
      if (opened?.account === account) return { kind: "link", ...opened };
    }
    return null;
  }

  return {
    link,
    async viewer(c, account) {
      if (options.pages === "open") return { kind: "open" };
      const viewer = await signedIn(c);
      if (account === undefined || !isAccountId(account) || (viewer && mayRead(viewer, account))) return viewer;
      // A link opens its account also to somebody whose own key does not.
      return (await linked(c, account)) ?? viewer;
    },
    async signIn(c, key) {
      if (!KEY.test(key)) return false;
      const record = await ports.keys.keyByHash(hashKey(key));
      if (!record || record.revokedAt !== null || !mayReadWith(record)) return false;
      await endOf(c);
      const cookie = Buffer.from(ports.random(COOKIE_BYTES).subarray(0, COOKIE_BYTES)).toString("base64url");
      const createdAt = now();
      const expiresAt = instant(epochMs(createdAt) + SESSION_HOURS * 3_600_000);
      await ports.keys.touchKey(record.id, createdAt);
      await ports.sessions.putSession({ hash: hashKey(cookie), keyId: record.id, createdAt, expiresAt });
      setSessionCookie(c, cookie, SESSION_HOURS * 3600);
      return true;
    },
    async signOut(c) {
      await endOf(c);
      setSessionCookie(c, "", 0);
    },
  };

  async function endOf(c: Context): Promise<void> {
    const cookie = sessionCookie(c);
    if (cookie !== undefined && COOKIE.test(cookie)) await ports.sessions.endSession(hashKey(cookie));
  }
}
