import { type AccountId, type GroupId, inputError, type Membership } from "@saldovakt/domain";
import type { AccessBook } from "./ports.ts";

export interface MembershipPorts {
  readonly people: Pick<AccessBook, "groups">;
  /** Whether the account is watched. */
  readonly isWatched: (id: AccountId) => Promise<boolean>;
}

/** What fits into one record wherever it is kept. */
const MOST_ACCOUNTS = 5_000;
const MOST_GROUPS = 200;
const AT_ONCE = 50;

/** Each account once, all of them watched. Throws `ACCOUNTS_UNKNOWN` and `ACCOUNTS_TOO_MANY` (input). */
export async function checkedAccounts(ids: readonly AccountId[], ports: Pick<MembershipPorts, "isWatched">): Promise<readonly AccountId[]> {
  const each = [...new Set(ids)];
  if (each.length > MOST_ACCOUNTS) {
    throw inputError("ACCOUNTS_TOO_MANY", `the list has more than ${MOST_ACCOUNTS} accounts`, "make several groups of them");
  }
  for (let first = 0; first < each.length; first += AT_ONCE) {
    const known = await Promise.all(each.slice(first, first + AT_ONCE).map(ports.isWatched));
    if (known.includes(false))
      throw inputError("ACCOUNTS_UNKNOWN", "an account of the list is not watched", "list the accounts and their ids");
  }
  return each;
}

/** The membership with each account and group once, all of them there. Owners have no lists: they reach everything. */
export async function checkedMembership({ role, accounts, groups }: Membership, ports: MembershipPorts): Promise<Membership> {
  if (role === "owner") return { role, accounts: null, groups: [] };
  const each: readonly GroupId[] = [...new Set(groups)];
  if (each.length > MOST_GROUPS) throw inputError("GROUPS_TOO_MANY", `nobody is in more than ${MOST_GROUPS} groups`, "join some of them");
  const known = each.length === 0 ? [] : await ports.people.groups();
  if (each.some((id) => !known.some((group) => group.id === id))) {
    throw inputError("GROUPS_UNKNOWN", "a group of the list is not there", "list the groups and their ids");
  }
  return { role, accounts: accounts && (await checkedAccounts(accounts, ports)), groups: each };
}
