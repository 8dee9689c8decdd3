import { type ChangeCode, type Instant, inputError, type Membership, SaldovaktError, type User, type UserId } from "@saldovakt/domain";
import { readableName } from "../accounts.ts";
import { checkedMembership, type MembershipPorts } from "./membership.ts";
import type { AccessBook } from "./ports.ts";
import type { LeavingPorts, RecipientsLeft } from "./recipients-left.ts";
import { removeSignInLinks, withdrawInvitations } from "./sign-in-links.ts";
import type { UserExport, UserExportPorts } from "./user-export.ts";

export interface UserPorts extends MembershipPorts {
  readonly people: AccessBook;
  readonly now: () => Instant;
}

/** What is absent stays. */
export type UserChange = Partial<Membership> & {
  readonly name?: string;
  /** True: may not sign in, every session is over at once, and no link from before lets them in. False: may again, by a new link. */
  readonly disabled?: boolean;
  /** Ends every session. */
  readonly signOut?: true;
};

/** What a change is in the log. */
export function changesOfUser({ role, accounts, groups, name, disabled, signOut }: UserChange): readonly ChangeCode[] {
  return [
    ...(role === undefined ? [] : (["role"] as const)),
    ...(accounts === undefined && groups === undefined ? [] : (["reach"] as const)),
    ...(name === undefined ? [] : (["name"] as const)),
    ...(disabled === undefined ? [] : ([disabled ? "shut-out" : "let-in"] as const)),
    ...(signOut === undefined ? [] : (["signed-out"] as const)),
  ];
}

/** Rounds of a change that others come in between of. */
const ROUNDS = 5;

const userUnknown = (): SaldovaktError => inputError("USER_UNKNOWN", "there is no such user", "list the users to see who there is");

const lastOwner = (): SaldovaktError =>
  inputError("LAST_OWNER", "nobody would be left who may let others in", "make somebody else an owner first");

const isOwner = (user: User): boolean => user.role === "owner" && user.disabledAt === null;

/** Throws `LAST_OWNER` when nobody but this user is an owner who may sign in. */
async function requireOther(id: UserId, people: AccessBook): Promise<void> {
  if (!(await people.users()).some((other) => other.id !== id && isOwner(other))) throw lastOwner();
}

/**
 * Changes what a user may do; it holds from their next request on. Throws `USER_UNKNOWN`, `LAST_OWNER`, `NAME_INVALID`, `ACCOUNTS_UNKNOWN` and `GROUPS_UNKNOWN` (input), and `CHANGED_MEANWHILE`
 * (transient).
 */
export async function changeUser(id: UserId, change: UserChange, ports: UserPorts): Promise<User> {
  const { people } = ports;
  for (let round = 0; round < ROUNDS; round++) {
    const before = await people.user(id);
    if (!before) throw userUnknown();
    const { version, ...kept } = before;
    const { name, disabled, signOut } = change;
    const asked = change.role !== undefined || change.accounts !== undefined || change.groups !== undefined;
    const membership = asked
      ? await checkedMembership(
          {
            role: change.role ?? kept.role,
            // Whoever is an owner no longer reaches what is said, and nothing else.
            accounts: change.accounts !== undefined ? change.accounts : kept.role === "owner" ? [] : kept.accounts,
            groups: change.groups ?? kept.groups,
          },
          ports,
        )
      : {};
    const ends = signOut || (disabled === true && kept.disabledAt === null);
    const after: User = {
      ...kept,
      ...membership,
      ...(name === undefined ? {} : { name: readableName(name) }),
      ...(disabled === undefined ? {} : { disabledAt: disabled ? (kept.disabledAt ?? ports.now()) : null }),
      ...(ends ? { sessionsEndedAt: ports.now() } : {}),
    };
    const goes = isOwner(kept) && !isOwner(after);
    if (goes) await requireOther(id, people);
    if (!(await people.putUser(after, version))) continue;
    if (goes && !(await people.users()).some(isOwner)) {
      // Two owners let each other go in the same moment: neither holds. Of those who stand again by then one tries anew, lest all be refused.
      await people.putUser(kept, version + 1);
      const others = (await people.users()).filter((other) => other.id !== id && isOwner(other));
      if (others.length > 0 && others.every((other) => other.id < id)) continue;
      throw lastOwner();
    }
    // After the user is written, and once more when they are let in: a link that was made in between would otherwise stay.
    if (disabled !== undefined) await removeSignInLinks(id, people);
    if (goes) await withdrawInvitations({ kind: "user", id }, people);
    return after;
  }
  throw new SaldovaktError("the user is being changed by others at the same time", { code: "CHANGED_MEANWHILE", scope: "transient" });
}

export type ErasePorts = UserPorts & Pick<LeavingPorts, "recipients" | "by" | "note">;

/**
 * Erases the user and what is theirs alone, and settles the recipients they added; the log keeps their opaque id. An owner is shut out first, so that of owners erased in the same moment one stays; when
 * that is cut off they stay shut out, and can be erased again. Throws `USER_UNKNOWN` and `LAST_OWNER` (input), and `CHANGED_MEANWHILE` (transient).
 */
export async function eraseUser(id: UserId, ports: ErasePorts): Promise<RecipientsLeft> {
  const { people } = ports;
  const user = await people.user(id);
  if (!user) throw userUnknown();
  if (isOwner(user)) await changeUser(id, { disabled: true }, ports);
  // One who is shut out already may be so by another erasure, which is yet to be taken back.
  else if (user.role === "owner") await requireOther(id, people);
  const { settleRecipients } = await import("./recipients-left.ts");
  const settled = await settleRecipients(user, ports);
  if (!(await people.eraseUser(id))) throw userUnknown();
  return settled;
}

/** Everything that is held of the user, for them. Throws `USER_UNKNOWN` (input). */
export async function exportUser(id: UserId, ports: UserExportPorts & { readonly people: Pick<AccessBook, "user"> }): Promise<UserExport> {
  const found = await ports.people.user(id);
  if (!found) throw userUnknown();
  const { version: _, ...user } = found;
  const { exportOf } = await import("./user-export.ts");
  return exportOf(user, ports);
}

/** Whether the user may go on with a session begun then. */
export const mayGoOn = (user: User, since: Instant): boolean =>
  user.disabledAt === null && (user.sessionsEndedAt === undefined || user.sessionsEndedAt < since);
