import type { AccountId, AuditRecord, Instant, Invitation, User } from "@saldovakt/domain";
import { auditLines, auditPeriod } from "./audit-export.ts";
import type { AccessBook, AuditLog } from "./ports.ts";

type Link = Pick<Invitation, "id" | "purpose" | "user" | "createdAt" | "expiresAt" | "usedAt">;

/** Everything that is held of a user, for them. Nothing in it opens anything: no token, no cookie, no secret, nor their hashes. */
export interface UserExport {
  readonly user: User;
  /** When they signed in, and until when that holds. When somebody was last seen is not kept. */
  readonly sessions: readonly { readonly createdAt: Instant; readonly expiresAt: Instant }[];
  /** The links made for them, used or not. */
  readonly links: readonly Link[];
  /** The links they made for others. */
  readonly invitations: readonly Link[];
  /** Whom they added to be told: with the whole address, which they gave. */
  readonly recipients: readonly {
    readonly key: string;
    readonly channel: string;
    readonly target: Readonly<Record<string, string>>;
    readonly accounts: readonly AccountId[] | null;
    readonly createdAt: Instant;
  }[];
  /** The calendars they made. */
  readonly calendars: readonly {
    readonly id: string;
    readonly accounts: readonly AccountId[] | null;
    readonly createdAt: Instant;
    readonly lastUsedAt: Instant | null;
    readonly revokedAt: Instant | null;
  }[];
  /** What they did, newest first: payments they registered and alerts they acknowledged among it. */
  readonly audit: readonly AuditRecord[];
}

const linkOf = ({ id, purpose, user, createdAt, expiresAt, usedAt }: Invitation): Link => ({
  ...{ id, purpose, user, createdAt, expiresAt, usedAt },
});

export interface UserExportPorts {
  readonly people: Pick<AccessBook, "heldOf">;
  readonly log: Pick<AuditLog, "audit">;
  readonly now: () => Instant;
}

export async function exportOf(user: User, { people, log, now }: UserExportPorts): Promise<UserExport> {
  const { id } = user;
  const held = await people.heldOf(id);
  const audit: AuditRecord[] = [];
  for await (const line of auditLines(log, { ...auditPeriod(undefined, undefined, now()), by: id })) audit.push(line);
  return {
    user,
    sessions: held.sessions.map(({ createdAt, expiresAt }) => ({ createdAt, expiresAt })),
    links: held.invitations.filter((each) => each.user === id).map(linkOf),
    invitations: held.invitations.filter(({ by }) => by.id === id).map(linkOf),
    recipients: held.recipients.map(({ key, channel, target, accounts, createdAt }) => ({ key, channel, target, accounts, createdAt })),
    calendars: held.keys.map((key) => ({
      ...{ id: key.id, accounts: key.accounts, createdAt: key.createdAt },
      ...{ lastUsedAt: key.lastUsedAt ?? null, revokedAt: key.revokedAt },
    })),
    audit,
  };
}
