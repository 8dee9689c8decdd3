import type { Principal, User } from "@saldovakt/domain";
import { mayGoOn } from "@saldovakt/service";
import type { Context } from "hono";
import { hashKey } from "../keys.ts";
import type { Session, WebPorts } from "../ports.ts";
import { sessionCookie } from "./cookies.ts";
import { standingUser } from "./principals.ts";

type Ports = Pick<WebPorts, "sessions" | "people" | "now">;

/** The session of a request's cookie, if it is not over by itself. */
export async function liveSession(c: Context, { sessions, now }: Pick<Ports, "sessions" | "now">): Promise<Session | null> {
  const cookie = sessionCookie(c);
  if (cookie === undefined) return null;
  const session = await sessions.session(hashKey(cookie));
  return session && now() < session.expiresAt ? session : null;
}

export interface SignedInUser {
  readonly user: User;
  readonly principal: Principal;
}

/** The user of a session, looked at anew each time: whatever they lost, and that they were shut out, holds from the next request on. */
export async function userOf({ userId, createdAt }: Session, { people }: Pick<Ports, "people">): Promise<SignedInUser | null> {
  const standing = userId === undefined ? null : await standingUser(userId, people);
  return standing && mayGoOn(standing.user, createdAt) ? standing : null;
}

export async function userOfSession(c: Context, ports: Ports): Promise<SignedInUser | null> {
  const session = await liveSession(c, ports);
  return session && userOf(session, ports);
}
