import type { AccountGroup, AccountId, AuditRecord, GroupId, Instant, Invitation, User, UserId, Versioned } from "@saldovakt/domain";
import type { AddedRecipient } from "../ports.ts";

/** What is held of a user beside their own record and the log; each the oldest first. */
export interface HeldOfUser {
  readonly sessions: readonly { readonly createdAt: Instant; readonly expiresAt: Instant }[];
  /** Those that let them in, and those they made for others; used or not. */
  readonly invitations: readonly Invitation[];
  readonly recipients: readonly AddedRecipient[];
  /** Addresses of calendars they made. */
  readonly keys: readonly {
    readonly id: string;
    readonly accounts: readonly AccountId[] | null;
    readonly createdAt: Instant;
    readonly lastUsedAt?: Instant;
    readonly revokedAt: Instant | null;
  }[];
}

/** Who may sign in, as the store keeps them. Of several writers over one version one wins. */
export interface AccessBook {
  users(): Promise<readonly Versioned<User>[]>;
  user(id: UserId): Promise<Versioned<User> | null>;
  putUser(user: User, expected: number): Promise<boolean>;
  /** Together with what is theirs alone: links, sessions, calendars. Recipients they added stay. */
  eraseUser(id: UserId): Promise<boolean>;
  heldOf(id: UserId): Promise<HeldOfUser>;
  groups(): Promise<readonly Versioned<AccountGroup>[]>;
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
