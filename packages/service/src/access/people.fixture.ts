import { createHash } from "node:crypto";
import {
  type AccountGroup,
  type AccountId,
  type AuditRecord,
  accountId,
  type Instant,
  type Invitation,
  instant,
  type User,
} from "@saldovakt/domain";
import type { AddedRecipient } from "../ports.ts";
import type { Deed } from "./audit.ts";
import type { AccessBook, AuditLog } from "./ports.ts";

/** Who may sign in, and the log, in memory, with a clock that stands until it is set. */
export function peopleWorld() {
  const users = new Map<string, { value: User; version: number }>();
  const groups = new Map<string, { value: AccountGroup; version: number }>();
  const invitations = new Map<string, Invitation>();
  const told = new Map<string, AddedRecipient>();
  const lines: AuditRecord[] = [];
  const accounts = [1, 2, 3].map((n) => accountId(new Uint8Array(20).fill(n)));
  const noted: Deed[] = [];
  const clock = { now: Date.UTC(2026, 10, 23, 9) };
  let drawn = 0;

  function put<T extends { readonly id: string }>(map: Map<string, { value: T; version: number }>, value: T, expected: number): boolean {
    if ((map.get(value.id)?.version ?? 0) !== expected) return false;
    map.set(value.id, { value, version: expected + 1 });
    return true;
  }
  const kept = <T>(entry: { value: T; version: number }) => ({ ...entry.value, version: entry.version });

  const people: AccessBook = {
    users: async () => [...users.values()].map(kept),
    user: async (id) => {
      const entry = users.get(id);
      return entry ? kept(entry) : null;
    },
    putUser: async (user, expected) => put(users, user, expected),
    async eraseUser(id) {
      for (const [hash, { user }] of invitations) if (user === id) invitations.delete(hash);
      return users.delete(id);
    },
    heldOf: async (id) => ({
      sessions: [],
      invitations: [...invitations.values()].filter(({ user, by }) => user === id || by.id === id),
      recipients: [...told.values()].filter(({ by }) => by?.id === id),
      keys: [],
    }),
    groups: async () => [...groups.values()].map(kept),
    putGroup: async (group, expected) => put(groups, group, expected),
    removeGroup: async (id) => groups.delete(id),
    invitations: async () => [...invitations.values()].filter(({ usedAt }) => usedAt === null),
    invitation: async (hash) => invitations.get(hash) ?? null,
    putInvitation: async (invitation) => void invitations.set(invitation.hash, invitation),
    async useInvitation(hash, at) {
      const standing = invitations.get(hash);
      if (!standing || standing.usedAt !== null) return false;
      invitations.set(hash, { ...standing, usedAt: at });
      return true;
    },
    async removeInvitation(id) {
      const found = [...invitations.values()].find((each) => each.id === id && each.usedAt === null);
      return found !== undefined && invitations.delete(found.hash);
    },
  };
  const log: AuditLog = {
    putAudit: async (record) => void lines.push(record),
    async audit({ from, to, account, by, limit, before }) {
      const order = ({ at, id }: { at: string; id: string }): string => `${at}|${id}`;
      return lines
        .filter(({ at }) => at >= from && at < to)
        .filter((line) => account === undefined || line.account === account)
        .filter((line) => by === undefined || line.principal.id === by)
        .filter((line) => !before || order(line) < order(before))
        .sort((a, b) => (order(a) < order(b) ? 1 : -1))
        .slice(0, limit);
    },
  };
  return {
    people,
    log,
    lines,
    accounts,
    clock,
    invitations,
    recipients: {
      recipients: async () => [...told.values()],
      putRecipient: async (record: AddedRecipient) => void told.set(record.key, record),
      removeRecipient: async (key: string) => told.delete(key),
    },
    noted,
    note: async (deed: Deed) => void noted.push(deed),
    now: (): Instant => instant(clock.now),
    by: { kind: "command", id: "cli" } as const,
    random: (count: number): Uint8Array => createHash("shake256", { outputLength: count }).update(String(drawn++)).digest(),
    isWatched: async (id: AccountId) => accounts.includes(id),
  };
}
