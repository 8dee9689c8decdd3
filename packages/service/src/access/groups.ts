import { type AccountGroup, type AccountId, type GroupId, groupId, type Instant, inputError, SaldovaktError } from "@saldovakt/domain";
import { readableName } from "../accounts.ts";
import type { RandomBytes } from "../link.ts";
import { checkedAccounts, type MembershipPorts } from "./membership.ts";
import type { AccessBook } from "./ports.ts";

export interface GroupPorts extends MembershipPorts {
  readonly people: AccessBook;
  readonly now: () => Instant;
  readonly random: RandomBytes;
}

const ROUNDS = 5;
const MOST_GROUPS = 1_000;

const unknown = (): SaldovaktError => inputError("GROUP_UNKNOWN", "there is no such group", "list the groups and their ids");

/** Makes a group. Throws `NAME_INVALID`, `ACCOUNTS_UNKNOWN` and `GROUPS_TOO_MANY` (input). */
export async function addGroup(
  wanted: { readonly name: string; readonly accounts: readonly AccountId[] },
  ports: GroupPorts,
): Promise<AccountGroup> {
  const name = readableName(wanted.name);
  const accounts = await checkedAccounts(wanted.accounts, ports);
  if ((await ports.people.groups()).length >= MOST_GROUPS) {
    throw inputError("GROUPS_TOO_MANY", `there are ${MOST_GROUPS} groups already`, "remove those that are not needed");
  }
  const group: AccountGroup = { id: groupId(ports.random(20)), name, accounts, createdAt: ports.now() };
  if (await ports.people.putGroup(group, 0)) return group;
  throw new SaldovaktError("a new group's id stands already", { code: "GROUP_ID_TAKEN", scope: "internal" });
}

/** Changes a group; whoever is in it reaches its accounts from the next request on. Throws as `addGroup`, and `GROUP_UNKNOWN` (input) and `CHANGED_MEANWHILE` (transient). */
export async function changeGroup(
  id: GroupId,
  change: { readonly name?: string; readonly accounts?: readonly AccountId[] },
  ports: GroupPorts,
): Promise<AccountGroup> {
  for (let round = 0; round < ROUNDS; round++) {
    const before = (await ports.people.groups()).find((group) => group.id === id);
    if (!before) throw unknown();
    const { version, ...kept } = before;
    const after: AccountGroup = {
      ...kept,
      ...(change.name === undefined ? {} : { name: readableName(change.name) }),
      ...(change.accounts === undefined ? {} : { accounts: await checkedAccounts(change.accounts, ports) }),
    };
    if (await ports.people.putGroup(after, version)) return after;
  }
  throw new SaldovaktError("the group is being changed by others at the same time", { code: "CHANGED_MEANWHILE", scope: "transient" });
}

/** Removes a group; its accounts stay watched. Throws `GROUP_UNKNOWN` (input). */
export async function removeGroup(id: GroupId, { people }: Pick<GroupPorts, "people">): Promise<void> {
  if (!(await people.removeGroup(id))) throw unknown();
}
