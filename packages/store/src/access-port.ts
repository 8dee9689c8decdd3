import type { AccountGroup, AccountId, AuditRecord, GroupId, Instant, Invitation, User, UserId, Versioned } from "@saldovakt/domain";
import type { ApiKeyRecord, RecipientRecord, SessionRecord } from "./port.ts";

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

/** What somebody left behind by using us: each the oldest first. */
export interface HeldOfUser {
  /** Also those that are over, until they are swept. */
  readonly sessions: readonly SessionRecord[];
  /** Those that let them in, and those they made for others; used or not. */
  readonly invitations: readonly Invitation[];
  readonly recipients: readonly RecipientRecord[];
  /** Addresses of calendars. */
  readonly keys: readonly ApiKeyRecord[];
}

/** Who may sign in, in which groups the accounts are, who was invited, and who did what. */
export interface AccessStore {
  /** Oldest first. */
  users(): Promise<readonly Versioned<User>[]>;
  user(id: UserId): Promise<Versioned<User> | null>;
  /** Writes the user as version `expected` + 1 if `expected` is the version that stands (0 = none does yet); false otherwise. */
  putUser(record: User, expected: number): Promise<boolean>;
  /**
   * Erases the user and what is theirs alone: links that would let them in, sessions, addresses of calendars they made, and the rates counted under these ids. What they did stays in the audit
   * log, and recipients they added stay, under their opaque id. False when there was none.
   */
  eraseUser(id: UserId): Promise<boolean>;
  /** What is held of the user beside their own record and the audit log. */
  heldOf(id: UserId): Promise<HeldOfUser>;

  /** Oldest first. */
  groups(): Promise<readonly Versioned<AccountGroup>[]>;
  /** As `putUser`. An account that is erased goes from every group, and from every user's and invitation's list. */
  putGroup(record: AccountGroup, expected: number): Promise<boolean>;
  /** False when there was none. Users keep the id of a group that is gone, and it gives them nothing. */
  removeGroup(id: GroupId): Promise<boolean>;

  /** Those that were not used, expired or not; oldest first. They are kept for 30 days after their end. */
  invitations(): Promise<readonly Invitation[]>;
  /** Whether used or expired or not; the caller looks. */
  invitation(hash: string): Promise<Invitation | null>;
  putInvitation(record: Invitation): Promise<void>;
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
