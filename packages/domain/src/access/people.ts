import type { Instant } from "../dates.ts";
import type { AuditRecord } from "./audit.ts";
import type { Group, Membership, UserId } from "./principal.ts";

/** Somebody who may sign in. There is no password: a link lets them in, a session keeps them in. */
export interface User extends Membership {
  readonly id: UserId;
  /** How colleagues know them: chosen by themselves. Personal data: in no log, address or metric. */
  readonly name: string;
  readonly createdAt: Instant;
  /** Null while they may sign in. */
  readonly disabledAt: Instant | null;
  /** Sessions begun by then are over, whatever they say themselves. */
  readonly sessionsEndedAt?: Instant;
}

/** A group as it is kept. */
export type AccountGroup = Group & { readonly createdAt: Instant };

/** One that may change is written over the version that was read. */
export type Versioned<T> = T & { readonly version: number };

/** A link that lets one person in, once. Its token is shown once and kept nowhere. */
export interface Invitation extends Membership {
  readonly id: string;
  /** SHA-256 of the token, hex. */
  readonly hash: string;
  /** `join`: makes the user; `sign-in`: lets in one who stands. */
  readonly purpose: "join" | "sign-in";
  /** The user it makes or lets in: fixed from the start, so that it makes one at most. */
  readonly user: UserId;
  /** Who made it: it lets nobody in when they may let nobody in themselves any more. */
  readonly by: AuditRecord["principal"];
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
  readonly usedAt: Instant | null;
}
