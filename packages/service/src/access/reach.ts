import { type AccountId, type Instant, isUserId, type Reach, reachOf, type User } from "@saldovakt/domain";
import type { AccessBook } from "./ports.ts";

/** Where it is looked up what somebody who made something reaches by now. */
export interface Makers extends Pick<AccessBook, "user" | "groups"> {
  keyById(id: string): Promise<{ readonly accounts: readonly AccountId[] | null; readonly revokedAt: Instant | null } | null>;
}

export const reachOfList = (accounts: readonly AccountId[] | null): Reach => (accounts === null ? "all" : new Set(accounts));

/** What the user reaches now; null for one who is shut out. */
export async function reachOfUser(user: User, people: Pick<AccessBook, "groups">): Promise<Reach | null> {
  if (user.disabledAt !== null) return null;
  // Most have no groups, and nobody looks up what changes nothing.
  const groups = user.role === "owner" || user.accounts === null || user.groups.length === 0 ? [] : await people.groups();
  return reachOf(user, groups);
}

/** What the maker of a key, or of a recipient, reaches now; null when that maker is gone, and for an id that is nobody's. */
export async function reachOfMaker(id: string, makers: Makers): Promise<Reach | null> {
  if (isUserId(id)) {
    const user = await makers.user(id);
    return user && reachOfUser(user, makers);
  }
  const key = await makers.keyById(id);
  return key && key.revokedAt === null ? reachOfList(key.accounts) : null;
}

/** What is left of a list of accounts, null for all, to whoever has that reach. */
export function within(own: readonly AccountId[] | null, reach: Reach): readonly AccountId[] | null {
  if (reach === "all") return own;
  return own ? own.filter((id) => reach.has(id)) : [...reach];
}
