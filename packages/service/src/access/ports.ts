import type { AccountGroup, AccountId, AuditRecord, GroupId, Instant, Invitation, User, UserId, Versioned } from "@saldovakt/domain";

/** Who may sign in, as the store keeps them. Of several writers over one version one wins. */
export interface AccessBook {
  users(): Promise<readonly Versioned<User>[]>;
  user(id: UserId): Promise<Versioned<User> | null>;
  putUser(user: User, expected: number): Promise<boolean>;
  eraseUser(id: UserId): Promise<boolean>;
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
