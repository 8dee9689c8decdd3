import {
  type AccountGroup,
  type AccountId,
  epochMs,
  type Instant,
  type Invitation,
  instant,
  type User,
  type UserId,
  type Versioned,
} from "@saldovakt/domain";
import type { AccessStore } from "../access-port.ts";
import { unreachable } from "../faults.ts";
import { INVITATION_DAYS, without } from "../lists.ts";
import { decode, encode } from "../remember.ts";
import { type Calls, eachOf, type Item, ifVersionStands, key } from "./calls.ts";
import { ageing, string } from "./items.ts";

type People = Omit<AccessStore, "putAudit" | "audit" | "heldOf">;

/** What is held of a user here. */
export type InvitationsOf = (id: UserId) => Promise<readonly Invitation[]>;

const USERS = "USERS";
const GROUPS = "GROUPS";
const INVITATIONS = "INVITATIONS";

/** Rounds of a change that others come in between of. */
const ROUNDS = 8;

const versioned = <T>(item: Item, what: string): Versioned<T> => ({
  ...decode<T>(string(item, "body"), what),
  version: Number(item.version?.N),
});
const userOf = (item: Item): Versioned<User> => versioned(item, "user");
const groupOf = (item: Item): Versioned<AccountGroup> => versioned(item, "group");

const invitationOf = (item: Item): Invitation => ({
  ...decode<Invitation>(string(item, "body"), "invitation"),
  usedAt: (item.usedAt?.S ?? null) as Instant | null,
});

const oldestFirst = <T extends { readonly createdAt: Instant; readonly id: string }>(records: T[]): T[] =>
  records.sort((a, b) => (`${a.createdAt}|${a.id}` < `${b.createdAt}|${b.id}` ? -1 : 1));

/** Who may sign in, groups of accounts, and invitations. `forgetAccount` takes an account out of all their lists. */
export function access(calls: Calls): {
  readonly port: People;
  readonly invitationsOf: InvitationsOf;
  forgetAccount(id: AccountId): Promise<void>;
} {
  async function all<T>(partition: string, read: (item: Item) => T): Promise<T[]> {
    const found: T[] = [];
    for await (const page of calls.query(partition)) found.push(...page.map(read));
    return found;
  }

  async function put(partition: string, record: User | AccountGroup, expected: number): Promise<boolean> {
    const { version: _, ...kept } = record as Versioned<User | AccountGroup>;
    const item = { ...key(partition, record.id), version: { N: String(expected + 1) }, body: { S: encode(kept) } };
    return (await calls.put(item, ifVersionStands(expected))).won;
  }

  const port: People = {
    users: async () => oldestFirst(await all(USERS, userOf)),
    user: async (id) => {
      const item = await calls.get(key(USERS, id));
      return item ? userOf(item) : null;
    },
    putUser: (record, expected) => put(USERS, record, expected),
    eraseUser: async (id) => {
      // What would let them in first: an erasure that is cut off can be asked for again.
      const theirs = (await all(INVITATIONS, invitationOf)).filter(({ user }) => user === id);
      await eachOf(theirs, ({ hash }) => calls.remove(key(INVITATIONS, hash)));
      return (await calls.remove(key(USERS, id))) !== undefined;
    },

    groups: async () => oldestFirst(await all(GROUPS, groupOf)),
    putGroup: (record, expected) => put(GROUPS, record, expected),
    removeGroup: async (id) => (await calls.remove(key(GROUPS, id))) !== undefined,

    invitations: async () => oldestFirst((await all(INVITATIONS, invitationOf)).filter(({ usedAt }) => usedAt === null)),
    invitation: async (hash) => {
      const item = await calls.get(key(INVITATIONS, hash));
      return item ? invitationOf(item) : null;
    },
    putInvitation: async (record) => {
      const used = record.usedAt === null ? {} : { usedAt: { S: record.usedAt } };
      const seenUntil = instant(epochMs(record.expiresAt) + INVITATION_DAYS * 86_400_000);
      const item = { ...key(INVITATIONS, record.hash), ...ageing(seenUntil, 0), ...used, body: { S: encode(record) } };
      // Wins when it does not stand: a write that arrives twice must not make a used one good again.
      await calls.put(item, { expression: "attribute_not_exists(#PK)" });
    },
    useInvitation: async (hash, at) => {
      // Wins when it stands and was not used. A call that the SDK sent twice loses to itself: the link is spent, and nobody is let in by it.
      const condition = { expression: "attribute_exists(#PK) AND attribute_not_exists(#usedAt)", values: { ":at": { S: at } } };
      return (await calls.update(key(INVITATIONS, hash), "SET #usedAt = :at", condition)) !== undefined;
    },
    removeInvitation: async (id) => {
      const found = (await all(INVITATIONS, invitationOf)).find((each) => each.id === id);
      if (!found) return false;
      return (await calls.remove(key(INVITATIONS, found.hash), { expression: "attribute_not_exists(#usedAt)" })) !== undefined;
    },
  };

  /** Read and written over what was read until nobody comes in between. */
  async function forgetIn<T extends User | AccountGroup>(
    partition: string,
    id: string,
    account: AccountId,
    read: (item: Item) => Versioned<T>,
  ) {
    for (let round = 0; round < ROUNDS; round++) {
      const item = await calls.get(key(partition, id));
      const changed = item && without(read(item), account);
      if (!item || !changed || (await put(partition, changed, Number(item.version?.N)))) return;
    }
    throw unreachable("a list of accounts is being changed all the time");
  }

  return {
    port,
    invitationsOf: async (id) => oldestFirst((await all(INVITATIONS, invitationOf)).filter(({ user, by }) => user === id || by.id === id)),
    async forgetAccount(account) {
      const naming = (records: readonly { readonly id: string; readonly accounts: readonly AccountId[] | null }[]) =>
        records.filter(({ accounts }) => accounts?.includes(account));
      await eachOf(naming(await all(GROUPS, groupOf)), ({ id }) => forgetIn(GROUPS, id, account, groupOf));
      await eachOf(naming(await all(USERS, userOf)), ({ id }) => forgetIn(USERS, id, account, userOf));
      // Nothing but its use changes an invitation, and that is an attribute of its own.
      await eachOf(await all(INVITATIONS, invitationOf), async (invitation) => {
        const changed = without(invitation, account);
        if (!changed) return;
        const condition = { expression: "attribute_exists(#PK)", values: { ":body": { S: encode(changed) } } };
        await calls.update(key(INVITATIONS, invitation.hash), "SET #body = :body", condition);
      });
    },
  };
}
