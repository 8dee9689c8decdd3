import type { AccountId, Principal, User, UserId } from "@saldovakt/domain";
import { type AccessBook, reachOfList, reachOfUser } from "@saldovakt/service";
import type { ApiKey } from "../ports.ts";

export const OPEN: Principal = { kind: "open", id: "open" };

export const principalOfKey = ({ id, scopes, accounts }: ApiKey): Principal => ({
  kind: "key",
  id,
  scopes,
  accounts: reachOfList(accounts),
});

/** Whoever holds a signed link is nobody in particular. */
export const principalOfLink = (account: AccountId): Principal => ({ kind: "link", id: "link", accounts: new Set([account]) });

/** The user as they stand now; null for one who is gone or shut out. */
export async function standingUser(
  id: UserId,
  people: Pick<AccessBook, "user" | "groups">,
): Promise<{ user: User; principal: Principal } | null> {
  const user = await people.user(id);
  const accounts = user && (await reachOfUser(user, people));
  return user && accounts && { user, principal: { kind: "user", id: user.id, role: user.role, accounts } };
}
