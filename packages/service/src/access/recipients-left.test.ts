import type { AccountId, Membership, UserId } from "@saldovakt/domain";
import { describe, expect, it } from "vitest";
import type { AddedRecipient } from "../ports.ts";
import { recipientsFor } from "../recipients.ts";
import { acceptInvitation, invite } from "./invitations.ts";
import { peopleWorld } from "./people.fixture.ts";
import { changeUser, eraseUser, exportUser } from "./users.ts";

const OWNER: Membership = { role: "owner", accounts: null, groups: [] };

async function world() {
  const made = peopleWorld();
  const [first, second] = made.accounts as [AccountId, AccountId];
  const joined = async (membership: Membership) => {
    made.clock.now += 1;
    return acceptInvitation((await invite(membership, made)).token, "Namn", made);
  };
  const [oldest, owner] = [await joined(OWNER), await joined(OWNER)];
  const adviser = await joined({ role: "adviser", accounts: [first], groups: [] });
  let added = 0;
  const add = async (id: UserId, lasting: boolean, accounts: readonly AccountId[] | null = [first, second]): Promise<AddedRecipient> => {
    const key = `rcp_${++added}`;
    const target = { to: `${key}@firman.example` };
    const recipient: AddedRecipient = { key, channel: "email", target, accounts, createdAt: made.now(), by: { kind: "user", id, lasting } };
    await made.recipients.putRecipient(recipient);
    return recipient;
  };
  const tell = recipientsFor([], { ...made.people, recipients: made.recipients.recipients, keyById: async () => null });
  const told = async (account: AccountId) => (await tell(account)).map(({ key }) => key);
  return { ...made, first, second, oldest, owner, adviser, joined, add, told };
}

describe("of recipients that somebody added who is erased", () => {
  it("those of an owner are told on, as the eraser's, whatever they were added as; those of nobody else are touched", async () => {
    const { owner, oldest, adviser, add, told, first, noted, ...ports } = await world();
    const theirs = [await add(owner.id, true), await add(owner.id, false), await add(owner.id, true, null)];
    const others = [await add(oldest.id, true), await add(adviser.id, false)];
    const before = await told(first);
    const by = { kind: "user", id: oldest.id } as const;
    expect(await eraseUser(owner.id, { ...ports, by })).toEqual({ kept: theirs, removed: [] });
    const handed = theirs.map((each) => ({ ...each, by: { ...by, lasting: true } }));
    expect(await ports.recipients.recipients()).toEqual([...handed, ...others]);
    expect(await told(first)).toEqual(before);
    expect(noted).toEqual(theirs.map(({ key }) => ({ action: "recipients.change", changes: ["handed-over"], about: key })));
  });

  it("they are the oldest owner's where no other owner erases", async () => {
    const { owner, oldest, add, ...ports } = await world();
    await add(owner.id, true);
    await eraseUser(owner.id, ports);
    expect((await ports.recipients.recipients()).map(({ by }) => by)).toEqual([{ kind: "user", id: oldest.id, lasting: true }]);
  });

  it("those told by the rights of somebody who is no owner go with them, and that is written down", async () => {
    const { adviser, add, told, first, noted, ...ports } = await world();
    const theirs = await add(adviser.id, false);
    expect(await told(first)).toEqual([theirs.key]);
    expect(await eraseUser(adviser.id, ports)).toEqual({ kept: [], removed: [theirs] });
    expect(await ports.recipients.recipients()).toEqual([]);
    expect(noted).toEqual([{ action: "recipients.change", changes: ["removed"], about: theirs.key }]);
  });

  it("of an owner's who had become less as much stays as they still reached: erasing them brings nothing back", async () => {
    const { owner, oldest, add, told, first, second, ...ports } = await world();
    const [both, lost] = [await add(owner.id, true), await add(owner.id, true, [second])];
    await changeUser(owner.id, { role: "adviser", accounts: [first] }, ports);
    expect([await told(first), await told(second)]).toEqual([[both.key], []]);
    expect(await eraseUser(owner.id, ports)).toEqual({ kept: [both], removed: [lost] });
    expect([await told(first), await told(second)]).toEqual([[both.key], []]);
  });

  it("none is touched when the user may not be erased", async () => {
    const { owner, oldest, add, ...ports } = await world();
    const theirs = await add(oldest.id, true);
    await changeUser(owner.id, { disabled: true }, ports);
    await expect(eraseUser(oldest.id, ports)).rejects.toMatchObject({ code: "LAST_OWNER" });
    expect(await ports.recipients.recipients()).toEqual([theirs]);
    expect(ports.noted).toEqual([]);
  });
});

it("everything that is held of a user is given to them, and nothing that opens anything", async () => {
  const { owner, adviser, add, clock, invitations, ...ports } = await world();
  const theirs = { ...(await add(adviser.id, false)), secrets: [{ secret: "whsec_secret", until: null }] };
  await ports.recipients.putRecipient(theirs);
  await add(owner.id, true);
  const { invitation, token } = await invite(OWNER, { ...ports, by: { kind: "user", id: adviser.id } });
  const [createdAt, expiresAt] = [ports.now(), ports.now()];
  const session = { hash: "session's hash", userId: adviser.id, createdAt, expiresAt };
  const key = { id: "key_1", hash: "key's hash", name: "calendar", accounts: null, createdAt, revokedAt: null };
  const people = {
    ...ports.people,
    heldOf: async (id: UserId) => ({ ...(await ports.people.heldOf(id)), sessions: [session], keys: [key] }),
  };
  const all = await exportUser(adviser.id, { ...ports, people });
  const link = { purpose: "join", createdAt: expect.any(String), expiresAt: expect.any(String) };
  const { key: recipient, channel, target, accounts } = theirs;
  expect(all).toEqual({
    user: adviser,
    sessions: [{ createdAt, expiresAt }],
    links: [{ ...link, id: expect.stringMatching(/^inv_/), user: adviser.id, usedAt: adviser.createdAt }],
    invitations: [{ ...link, id: invitation.id, user: invitation.user, usedAt: null }],
    recipients: [{ key: recipient, channel, target, accounts, createdAt: theirs.createdAt }],
    calendars: [{ id: "key_1", accounts: null, createdAt, lastUsedAt: null, revokedAt: null }],
    audit: [],
  });
  const secrets = [token, invitation.hash, "whsec_secret", "session's hash", "key's hash"];
  expect(secrets.filter((secret) => JSON.stringify(all).includes(secret))).toEqual([]);
});
