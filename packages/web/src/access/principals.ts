import { type AccountId, type Group, isUserId, type Principal, type Reach, reachOf, type UserId } from "@saldovakt/domain";
import type { AccessBook, User } from "@saldovakt/service";
import type { ApiKey } from "../ports.ts";

const reachOfList = (accounts: readonly AccountId[] | null): Reach => (accounts === null ? "all" : new Set(accounts));

export const OPEN: Principal = { kind: "open", id: "open" };

export const principalOfKey = ({ id, scopes, accounts }: ApiKey): Principal => ({
  kind: "key",
  id,
  scopes,
  accounts: reachOfList(accounts),
});

/** Whoever holds a signed link is nobody in particular. */
export const principalOfLink = (account: AccountId): Principal => ({ kind: "link", id: "link", accounts: new Set([account]) });

export const principalOfUser = (user: User, groups: readonly Group[]): Principal => ({
  kind: "user",
  id: user.id,
  role: user.role,
  accounts: reachOf(user, groups),
});

/** The user as they stand now; null for one who is gone or shut out. */
export async function standingUser(
  id: UserId,
  people: Pick<AccessBook, "user" | "groups">,
): Promise<{ user: User; principal: Principal } | null> {
  const user = await people.user(id);
  if (!user || user.disabledAt !== null) return null;
  // Most have no groups, and nobody looks up what changes nothing.
  const groups = user.role === "owner" || user.accounts === null || user.groups.length === 0 ? [] : await people.groups();
  return { user, principal: principalOfUser(user, groups) };
}

/** What a key's maker reaches now; null when that maker is gone, and for an id that is nobody's. */
export async function reachOfMaker(
  id: string,
  keys: { keyById(id: string): Promise<ApiKey | null> },
  people: Pick<AccessBook, "user" | "groups">,
): Promise<Reach | null> {
  if (isUserId(id)) {
    const standing = await standingUser(id, people);
    return standing?.principal.kind === "user" ? standing.principal.accounts : null;
  }
  const parent = await keys.keyById(id);
  return parent && parent.revokedAt === null ? reachOfList(parent.accounts) : null;
}
