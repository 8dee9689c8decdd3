import type { AccountId, AuditRecord, Group, GroupId, Instant, Membership, UserId } from "@saldovakt/domain";

/** Somebody who may sign in. */
export interface User extends Membership {
  readonly id: UserId;
  /** Chosen by themselves. Personal data: in no log, address or metric. */
  readonly name: string;
  readonly createdAt: Instant;
  readonly disabledAt: Instant | null;
  /** Sessions begun by then are over. */
  readonly sessionsEndedAt?: Instant;
}

export type Kept<T> = T & { readonly version: number };

export type AccountGroup = Group & { readonly createdAt: Instant };

/** A link that lets one person in, once. */
export interface Invitation extends Membership {
  readonly id: string;
  /** SHA-256 of its token, hex. The token is shown once and kept nowhere. */
  readonly hash: string;
  readonly purpose: "join" | "sign-in";
  readonly user: UserId;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
  readonly usedAt: Instant | null;
}

/** Who may sign in, as the store keeps them. Of several writers over one version one wins. */
export interface AccessBook {
  users(): Promise<readonly Kept<User>[]>;
  user(id: UserId): Promise<Kept<User> | null>;
  putUser(user: User, expected: number): Promise<boolean>;
  eraseUser(id: UserId): Promise<boolean>;
  groups(): Promise<readonly Kept<AccountGroup>[]>;
  putGroup(group: AccountGroup, expected: number): Promise<boolean>;
  removeGroup(id: GroupId): Promise<boolean>;
  invitations(): Promise<readonly Invitation[]>;
  invitation(hash: string): Promise<Invitation | null>;
  putInvitation(invitation: Invitation): Promise<void>;
  useInvitation(hash: string, at: Instant): Promise<boolean>;
  removeInvitation(id: string): Promise<boolean>;
}

export interface AuditPeriod {
  /** From this moment on, and before that one. */
  readonly from: Instant;
  readonly to: Instant;
  readonly account?: AccountId;
  /** The opaque id of who did it. */
  readonly by?: string;
}

export interface AuditLog {
  putAudit(record: AuditRecord, how?: "lightly"): Promise<void>;
  /** Newest first. */
  audit(
    query: AuditPeriod & { readonly limit: number; readonly before?: { readonly at: Instant; readonly id: string } },
  ): Promise<readonly AuditRecord[]>;
}
