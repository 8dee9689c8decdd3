import type { AccountId, AuditRecord, Group, GroupId, Instant, Membership, UserId } from "@saldovakt/domain";

/** Somebody who may sign in. There is no password: a link lets them in, a session keeps them in. */
export interface UserRecord extends Membership {
  readonly id: UserId;
  /** How colleagues know them: chosen by themselves. Personal data. */
  readonly name: string;
  readonly createdAt: Instant;
  /** Null while they may sign in. */
  readonly disabledAt: Instant | null;
  /** Sessions begun by then are over, whatever they say themselves. */
  readonly sessionsEndedAt?: Instant;
}

/** One that may change is written over the version that was read. */
export type Versioned<T> = T & { readonly version: number };

export type GroupRecord = Group & { readonly createdAt: Instant };

/** A link that lets one person in, once. The link's token is never stored. */
export interface InvitationRecord extends Membership {
  readonly id: string;
  /** SHA-256 of the token, hex. */
  readonly hash: string;
  /** `join`: makes the user; `sign-in`: lets in one who stands. */
  readonly purpose: "join" | "sign-in";
  /** The user it makes or lets in: fixed from the start, so that it makes one at most. */
  readonly user: UserId;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
  readonly usedAt: Instant | null;
}

/** Which lines of the audit log, the newest first. */
export interface AuditQuery {
  /** From this moment on, and before that one. */
  readonly from: Instant;
  readonly to: Instant;
  readonly account?: AccountId;
  /** The opaque id of who did it. */
  readonly by?: string;
  readonly limit: number;
  /** Only those that come after it in the list. */
  readonly before?: { readonly at: Instant; readonly id: string };
}

/** Who may sign in, in which groups the accounts are, who was invited, and who did what. */
export interface AccessStore {
  /** Oldest first. */
  users(): Promise<readonly Versioned<UserRecord>[]>;
  user(id: UserId): Promise<Versioned<UserRecord> | null>;
  /** Writes the user as version `expected` + 1 if `expected` is the version that stands (0 = none does yet); false otherwise. */
  putUser(record: UserRecord, expected: number): Promise<boolean>;
  /** Erases the user and what would let them in. What they did stays in the audit log, under their opaque id. False when there was none. */
  eraseUser(id: UserId): Promise<boolean>;

  /** Oldest first. */
  groups(): Promise<readonly Versioned<GroupRecord>[]>;
  /** As `putUser`. An account that is erased goes from every group, and from every user's and invitation's list. */
  putGroup(record: GroupRecord, expected: number): Promise<boolean>;
  /** False when there was none. Users keep the id of a group that is gone, and it gives them nothing. */
  removeGroup(id: GroupId): Promise<boolean>;

  /** Those that were not used, expired or not; oldest first. They are kept for 30 days after their end. */
  invitations(): Promise<readonly InvitationRecord[]>;
  /** Whether used or expired or not; the caller looks. */
  invitation(hash: string): Promise<InvitationRecord | null>;
  putInvitation(record: InvitationRecord): Promise<void>;
  /** Marks it as used. Of several at once one wins; false for the others, and where there is none. */
  useInvitation(hash: string, at: Instant): Promise<boolean>;
  /** By its id. False when there was none. */
  removeInvitation(id: string): Promise<boolean>;

  /**
   * Keeps a line, for as long as alerts are kept. Lines are never changed. One that is written for a change is on disk when this resolves; with `lightly` a
   * power cut may take it back.
   */
  putAudit(record: AuditRecord, how?: "lightly"): Promise<void>;
  /** By `at`, then by id, newest first. */
  audit(query: AuditQuery): Promise<readonly AuditRecord[]>;
}
