import { type AccountId, type GroupId, groupId, type Membership, type UserId, userId } from "@saldovakt/domain";
import { invite } from "@saldovakt/service";
import { peoplePorts } from "./access/people-ports.ts";
import { hashKey } from "./keys.ts";
import type { WebPorts } from "./ports.ts";

export interface SeededPeople {
  readonly owner: UserId;
  /** Reaches the account by a group. */
  readonly adviser: UserId;
  readonly reader: UserId;
  readonly group: GroupId;
  readonly invitation: string;
  /** The invitation's. */
  readonly token: string;
}

const idOf = (n: number) => userId(new Uint8Array(20).fill(n));

/** One more user, by a number of their own: the seeded people have those below 10. */
export async function seedUser(ports: WebPorts, n: number, name: string, membership: Membership): Promise<UserId> {
  await ports.people.putUser({ id: idOf(n), name, ...membership, createdAt: ports.now(), disabledAt: null }, 0);
  return idOf(n);
}

export async function seedGroup(ports: WebPorts, n: number, name: string, account: AccountId): Promise<GroupId> {
  const id = groupId(new Uint8Array(20).fill(n));
  await ports.people.putGroup({ id, name, accounts: [account], createdAt: ports.now() }, 0);
  return id;
}

/** An owner, an adviser and a reader of one account, by a group the one and by name the other, and an invitation that waits. */
export async function seedPeople(ports: WebPorts, account: AccountId): Promise<SeededPeople> {
  const group = await seedGroup(ports, 9, "Påhittade Kontoret", account);
  const put = (n: number, name: string, membership: Membership) => seedUser(ports, n, name, membership);
  const owner = await put(1, "Påhittade Ägaren", { role: "owner", accounts: null, groups: [] });
  await put(4, "Påhittade Andra", { role: "owner", accounts: null, groups: [] });
  const adviser = await put(2, "Påhittade Rådgivaren", { role: "adviser", accounts: [], groups: [group] });
  const reader = await put(3, "Påhittade Läsaren", { role: "reader", accounts: [account], groups: [] });
  const { invitation, token } = await invite(
    { role: "reader", accounts: [account], groups: [group] },
    { ...peoplePorts(ports), by: { kind: "command", id: "cli" } },
  );
  return { owner, adviser, reader, group, invitation: invitation.id, token };
}

/** A session of the user, as a browser sends it to a server on this machine. */
export async function sessionOf(ports: WebPorts, user: UserId): Promise<{ cookie: string }> {
  const cookie = Buffer.from(user.padEnd(32, "-")).toString("base64url").slice(0, 43);
  const createdAt = ports.now();
  const expiresAt = `2099${createdAt.slice(4)}` as typeof createdAt;
  await ports.sessions.putSession({ hash: hashKey(cookie), userId: user, createdAt, expiresAt });
  return { cookie: `saldovakt-session=${cookie}` };
}
