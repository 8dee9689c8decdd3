import { type AccountId, epochMs, type Instant, type Invitation, instant, isAccountId, type User } from "@saldovakt/domain";
import { linkKey, verifyPageLink } from "@saldovakt/service";
import type { Context } from "hono";
import { hashKey } from "../keys.ts";
import type { ApiKey, Session, WebOptions, WebPorts } from "../ports.ts";
import { sessionCookie, setSessionCookie } from "./cookies.ts";
import { linkCookies } from "./page-cookies.ts";
import { OPEN, principalOfKey, principalOfLink } from "./principals.ts";
import { joinLog, sessionLog } from "./session-log.ts";
import { liveSession, userOf } from "./user-session.ts";
import { mayRead, maySeeList, type Viewer } from "./viewer.ts";

const SESSION_HOURS = 12;
/** A user has nothing to type in again: a new link is asked of an owner. What they may is looked at anew with every request. */
const USER_SESSION_HOURS = 30 * 24;
const COOKIE_BYTES = 32;
const KEY = /^svk_[0-9a-z]{4,100}$/;

/** Tells who asks, and lets people in and out. */
export interface Access {
  /** Null: nobody we know. For an account's page a signed link counts too. */
  viewer(c: Context, account?: string): Promise<Viewer | null>;
  /** Whether the key opens anything; if so a session is begun and its cookie set. */
  signIn(c: Context, key: string): Promise<boolean>;
  /** Begins a session of the user whom the invitation lets in, and sets its cookie. That it does is written down before `accept` makes or finds the user. */
  signInBy(c: Context, invitation: Invitation, accept: () => Promise<User>): Promise<void>;
  /** Ends the session at once, also for a copy of the cookie. */
  signOut(c: Context): Promise<void>;
  /** What a link's token opens. */
  link(token: string): Promise<{ readonly account: AccountId; readonly expiresAt: Instant } | null>;
}

/** Null for a key that opens no page: a calendar's. */
function viewerOf(key: ApiKey): Viewer | null {
  const viewer: Viewer = { kind: "key", key, principal: principalOfKey(key) };
  return maySeeList(viewer) ? viewer : null;
}

export function accessTo(ports: WebPorts, options: WebOptions): Access {
  /** As it is: whoever signed a link, and the browser that keeps the cookie, go by it. */
  const now = (): Instant => ports.now();

  const written = sessionLog(ports);

  const link: Access["link"] = async (token) => verifyPageLink(await linkKey(ports.facts, ports.random), token, now());

  async function signedIn(c: Context): Promise<Viewer | null> {
    const session = await liveSession(c, ports);
    if (!session) return null;
    if (session.keyId === undefined) {
      const signedIn = await userOf(session, ports);
      return signedIn && { kind: "user", ...signedIn };
    }
    // The key is looked at anew each time: what it has lost, and that it was revoked, holds from the next request on.
    const key = await ports.keys.keyById(session.keyId);
    return key && key.revokedAt === null ? viewerOf(key) : null;
  }

  async function linked(c: Context, account: string): Promise<Viewer | null> {
    for (const token of linkCookies(c)) {
      const opened = await link(token);
      if (opened?.account === account) return { kind: "link", ...opened, principal: principalOfLink(opened.account) };
    }
    return null;
  }

  return {
    link,
    async viewer(c, account) {
      if (options.pages === "open") return { kind: "open", principal: OPEN };
      const viewer = await signedIn(c);
      if (account === undefined || !isAccountId(account) || (viewer && mayRead(viewer, account))) return viewer;
      // A link opens its account also to somebody whose own key does not.
      return (await linked(c, account)) ?? viewer;
    },
    async signIn(c, key) {
      if (!KEY.test(key)) return false;
      const record = await ports.keys.keyByHash(hashKey(key));
      if (!record || record.revokedAt !== null || !viewerOf(record)) return false;
      await written(c, { kind: "key", id: record.id }, "session.begin");
      await ports.keys.touchKey(record.id, now());
      await begin(c, { keyId: record.id }, SESSION_HOURS);
      return true;
    },
    async signInBy(c, invitation, accept) {
      const user = await joinLog(ports)(c, invitation, accept);
      await begin(c, { userId: user.id }, USER_SESSION_HOURS);
    },
    async signOut(c) {
      const leaving = await signedIn(c);
      if (leaving) await written(c, leaving.principal, "session.end");
      await endOf(c);
      setSessionCookie(c, "", 0);
    },
  };

  /** A session of its own, whatever the browser was signed in with before. */
  async function begin(c: Context, who: Pick<Session, "keyId" | "userId">, hours: number): Promise<void> {
    await endOf(c);
    const cookie = Buffer.from(ports.random(COOKIE_BYTES).subarray(0, COOKIE_BYTES)).toString("base64url");
    const createdAt = now();
    const expiresAt = instant(epochMs(createdAt) + hours * 3_600_000);
    await ports.sessions.putSession({ hash: hashKey(cookie), ...who, createdAt, expiresAt });
    setSessionCookie(c, cookie, hours * 3600);
  }

  async function endOf(c: Context): Promise<void> {
    const cookie = sessionCookie(c);
    if (cookie !== undefined) await ports.sessions.endSession(hashKey(cookie));
  }
}
