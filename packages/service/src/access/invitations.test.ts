import type { GroupId, Membership, UserId } from "@saldovakt/domain";
import { describe, expect, it } from "vitest";
import { addGroup } from "./groups.ts";
import { acceptInvitation, INVITED_DAYS, invite, openInvitation, SIGN_IN_HOURS, signInLink } from "./invitations.ts";
import { peopleWorld } from "./people.fixture.ts";
import { withdrawInvitations } from "./sign-in-links.ts";
import { changeUser, eraseUser } from "./users.ts";

type World = ReturnType<typeof peopleWorld>;

const DAY = 86_400_000;
const READER: Membership = { role: "reader", accounts: [], groups: [] };
const input = (code: string) => expect.objectContaining({ code, scope: "input", remedy: expect.stringMatching(/\w/) });

it("makes the user it was made for, once", async () => {
  const world = peopleWorld();
  const group = await addGroup({ name: "Kontoret", accounts: world.accounts.slice(0, 2) }, world);
  const { token, invitation } = await invite({ role: "adviser", accounts: world.accounts.slice(2), groups: [group.id, group.id] }, world);
  expect(token).toMatch(/^[\w-]{43}$/);
  expect(JSON.stringify([...world.invitations.values()])).not.toContain(token);
  expect(await openInvitation(token, world)).toEqual(invitation);
  world.clock.now += 60_000;
  const user = await acceptInvitation(token, "  Påhittade\n Person ", world);
  expect(user).toMatchObject({
    id: invitation.user,
    name: "Påhittade Person",
    role: "adviser",
    accounts: world.accounts.slice(2),
    groups: [group.id],
    createdAt: world.now(),
    disabledAt: null,
  });
  expect(await openInvitation(token, world)).toBeNull();
  await expect(acceptInvitation(token, "En annan", world)).rejects.toEqual(input("INVITATION_GONE"));
  expect(await world.people.users()).toHaveLength(1);
});

it("lets one in of many at once, and makes one user", async () => {
  const world = peopleWorld();
  const { token } = await invite(READER, world);
  const tries = await Promise.allSettled(Array.from({ length: 8 }, (_, n) => acceptInvitation(token, `Namn ${n}`, world)));
  expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const each of tries) if (each.status === "rejected") expect(each.reason).toEqual(input("INVITATION_GONE"));
  expect(await world.people.users()).toHaveLength(1);
});

it("can be used again after a crash in between, and makes the same user", async () => {
  const world = peopleWorld();
  const { token, invitation } = await invite(READER, world);
  const { useInvitation } = world.people;
  world.people.useInvitation = async () => {
    throw new Error("the power is out");
  };
  await expect(acceptInvitation(token, "Namn", world)).rejects.toThrow("power");
  world.people.useInvitation = useInvitation;
  expect((await acceptInvitation(token, "Namn", world)).id).toBe(invitation.user);
  expect(await world.people.users()).toHaveLength(1);
});

it("makes nobody when it is taken back in that very moment", async () => {
  const world = peopleWorld();
  const { token, invitation } = await invite(READER, world);
  const { putUser } = world.people;
  world.people.putUser = async (...given) => {
    const put = await putUser(...given);
    await world.people.removeInvitation(invitation.id);
    return put;
  };
  await expect(acceptInvitation(token, "Namn", world)).rejects.toEqual(input("INVITATION_GONE"));
  expect(await world.people.users()).toEqual([]);
});

it("is over after its time, to the millisecond", async () => {
  const world = peopleWorld();
  const { token } = await invite(READER, world);
  world.clock.now += INVITED_DAYS * DAY - 1;
  expect(await openInvitation(token, world)).not.toBeNull();
  world.clock.now += 1;
  expect(await openInvitation(token, world)).toBeNull();
  await expect(acceptInvitation(token, "Namn", world)).rejects.toEqual(input("INVITATION_GONE"));
  expect(await world.people.users()).toEqual([]);
});

it.each(["", "x", "a".repeat(43), "a".repeat(44), `${"a".repeat(42)}\n`])("opens nothing by %j", async (token) => {
  const world = peopleWorld();
  await invite(READER, world);
  expect(await openInvitation(token, world)).toBeNull();
});

it("keeps the link when the name is none", async () => {
  const world = peopleWorld();
  const { token } = await invite(READER, world);
  await expect(acceptInvitation(token, " ", world)).rejects.toEqual(input("NAME_INVALID"));
  expect((await acceptInvitation(token, "Namn", world)).name).toBe("Namn");
});

it("names only accounts and groups that are there; owners need none", async () => {
  const world = peopleWorld();
  const strange = "acc_zzzzzzzzzzzzzzzzzzzz" as (typeof world.accounts)[number];
  await expect(invite({ ...READER, accounts: [strange] }, world)).rejects.toEqual(input("ACCOUNTS_UNKNOWN"));
  await expect(invite({ ...READER, groups: ["grp_zzzzzzzzzzzzzzzzzzzz" as GroupId] }, world)).rejects.toEqual(input("GROUPS_UNKNOWN"));
  const many = Array.from({ length: 201 }, (_, n) => `grp_${n}` as GroupId);
  await expect(invite({ ...READER, groups: many }, world)).rejects.toEqual(input("GROUPS_TOO_MANY"));
  const { invitation } = await invite({ role: "owner", accounts: [strange], groups: many }, world);
  expect(invitation).toMatchObject({ role: "owner", accounts: null, groups: [] });
});

it("lets a user in again, once, with what they may by then", async () => {
  const world = peopleWorld();
  const { token } = await invite(READER, world);
  const { id } = await acceptInvitation(token, "Namn", world);
  const again = await signInLink(id, world);
  expect(again.invitation).toMatchObject({ purpose: "sign-in", user: id });
  await changeUser(id, { role: "adviser" }, world);
  expect(await acceptInvitation(again.token, "Ett annat namn", world)).toMatchObject({ id, name: "Namn", role: "adviser" });
  await expect(acceptInvitation(again.token, "", world)).rejects.toEqual(input("INVITATION_GONE"));

  const late = await signInLink(id, world);
  world.clock.now += SIGN_IN_HOURS * 3_600_000;
  expect(await openInvitation(late.token, world)).toBeNull();

  const lost = await signInLink(id, world);
  const stale = await signInLink(id, world);
  expect(await openInvitation(lost.token, world)).toBeNull();
  expect(await openInvitation(stale.token, world)).not.toBeNull();
  await changeUser(id, { disabled: true }, world);
  expect(await openInvitation(stale.token, world)).toBeNull();
  await expect(signInLink(id, world)).rejects.toEqual(input("USER_DISABLED"));
  await changeUser(id, { disabled: false }, world);
  expect(await openInvitation(stale.token, world)).toBeNull();
  await world.people.eraseUser(id);
  await expect(signInLink(id, world)).rejects.toEqual(input("USER_UNKNOWN"));
});

describe("links of an owner who is none any more", () => {
  const owner = { role: "owner", accounts: null, groups: [] } as const;
  const scene = async () => {
    const world = peopleWorld();
    const joined = async () => acceptInvitation((await invite(owner, world)).token, "Namn", world);
    const [maker, other] = [await joined(), await joined()];
    const by = { ...world, by: { kind: "user", id: maker.id } as const };
    return { world, maker, links: [(await invite(owner, by)).token, (await signInLink(other.id, by)).token] };
  };

  it.each([
    ["shut out", (id: UserId, world: World) => changeUser(id, { disabled: true }, world)],
    ["made a reader", (id: UserId, world: World) => changeUser(id, { role: "reader", accounts: [], groups: [] }, world)],
    ["erased", (id: UserId, world: World) => eraseUser(id, world)],
    // As when a link is made in the moment in which others are taken back.
    ["written over in the store", async (id: UserId, { people }: World) => people.eraseUser(id)],
  ])("let nobody in: %s", async (_, goes) => {
    const { world, maker, links } = await scene();
    for (const token of links) expect(await openInvitation(token, world)).not.toBeNull();
    await goes(maker.id, world);
    for (const token of links) {
      expect(await openInvitation(token, world)).toBeNull();
      await expect(acceptInvitation(token, "Namn", world)).rejects.toEqual(input("INVITATION_GONE"));
    }
  });

  it("stay gone when they are an owner again, and those of others stand", async () => {
    const { world, maker, links } = await scene();
    const { token } = await invite(owner, world);
    await changeUser(maker.id, { disabled: true }, world);
    await changeUser(maker.id, { disabled: false }, world);
    for (const each of links) expect(await openInvitation(each, world)).toBeNull();
    expect(await openInvitation(token, world)).not.toBeNull();
  });

  it("of a key are taken back with it", async () => {
    const world = peopleWorld();
    const { token } = await invite(owner, { ...world, by: { kind: "key", id: "key_1" } });
    await withdrawInvitations({ kind: "key", id: "key_2" }, world.people);
    expect(await openInvitation(token, world)).not.toBeNull();
    await withdrawInvitations({ kind: "key", id: "key_1" }, world.people);
    expect(await openInvitation(token, world)).toBeNull();
  });
});
