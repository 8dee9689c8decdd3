import type { Membership, UserId } from "@saldovakt/domain";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { auditor } from "./audit.ts";
import { addGroup, changeGroup, removeGroup } from "./groups.ts";
import { acceptInvitation, invite } from "./invitations.ts";
import { peopleWorld } from "./people.fixture.ts";
import { changeUser, eraseUser, exportUser, mayGoOn } from "./users.ts";

const input = (code: string) => expect.objectContaining({ code, scope: "input", remedy: expect.stringMatching(/\w/) });

async function world() {
  const made = peopleWorld();
  const joined = async (membership: Membership) => acceptInvitation((await invite(membership, made)).token, "Namn", made);
  const owner = await joined({ role: "owner", accounts: null, groups: [] });
  const reader = await joined({ role: "reader", accounts: made.accounts.slice(0, 1), groups: [] });
  return { ...made, joined, owner, reader };
}

it("changes what is said and nothing else", async () => {
  const { reader, accounts, ...ports } = await world();
  expect(await changeUser(reader.id, { role: "adviser" }, ports)).toEqual({ ...reader, role: "adviser" });
  expect(await changeUser(reader.id, { accounts: null }, ports)).toMatchObject({ role: "adviser", accounts: null });
  const ids = accounts.slice(0, 2);
  expect(await changeUser(reader.id, { accounts: [...ids, ...ids], name: " Nytt  namn" }, ports)).toMatchObject({
    accounts: ids,
    name: "Nytt namn",
  });
  await expect(changeUser(reader.id, { groups: ["grp_zzzzzzzzzzzzzzzzzzzz" as never] }, ports)).rejects.toEqual(input("GROUPS_UNKNOWN"));
  await expect(changeUser("usr_zzzzzzzzzzzzzzzzzzzz" as UserId, {}, ports)).rejects.toEqual(input("USER_UNKNOWN"));
});

it("gives whoever is no owner any more what is said, and nothing else", async () => {
  const { joined, ...ports } = await world();
  const second = await joined({ role: "owner", accounts: null, groups: [] });
  expect(await changeUser(second.id, { role: "adviser" }, ports)).toMatchObject({ role: "adviser", accounts: [] });
});

it("ends sessions when somebody is shut out, and none of them begins anew", async () => {
  const { reader, clock, ...ports } = await world();
  const since = ports.now();
  expect(mayGoOn(reader, since)).toBe(true);
  clock.now += 1;
  const out = await changeUser(reader.id, { disabled: true }, ports);
  expect(out).toMatchObject({ disabledAt: ports.now(), sessionsEndedAt: ports.now() });
  expect(mayGoOn(out, since)).toBe(false);
  clock.now += 1;
  expect((await changeUser(reader.id, { disabled: true }, ports)).disabledAt).toBe(out.disabledAt);
  const back = await changeUser(reader.id, { disabled: false }, ports);
  expect(back.disabledAt).toBeNull();
  expect(mayGoOn(back, since)).toBe(false);
  expect(mayGoOn(back, ports.now())).toBe(true);
  const signedOut = await changeUser(reader.id, { signOut: true }, ports);
  expect(mayGoOn(signedOut, ports.now())).toBe(false);
});

it("leaves an owner", async () => {
  const { owner, joined, ...ports } = await world();
  for (const change of [{ role: "adviser" }, { disabled: true }] as const) {
    await expect(changeUser(owner.id, change, ports)).rejects.toEqual(input("LAST_OWNER"));
  }
  await expect(eraseUser(owner.id, ports)).rejects.toEqual(input("LAST_OWNER"));
  const second = await joined({ role: "owner", accounts: null, groups: [] });
  const both = await Promise.allSettled([
    changeUser(owner.id, { role: "reader" }, ports),
    changeUser(second.id, { role: "reader" }, ports),
  ]);
  const owners = (await ports.people.users()).filter(({ role }) => role === "owner");
  expect(owners).toHaveLength(1);
  expect(both.filter(({ status }) => status === "rejected").length).toBe(owners.length);
});

it("leaves an owner also when all of them are erased, or go in different ways, in the same moment", async () => {
  type World = Awaited<ReturnType<typeof world>>;
  const ways: readonly ((id: UserId, ports: World) => Promise<unknown>)[] = [
    eraseUser,
    (id, ports) => changeUser(id, { disabled: true }, ports),
    (id, ports) => changeUser(id, { role: "reader" }, ports),
  ];
  for (const others of [1, 2, 3]) {
    for (const way of ways) {
      const ports = await world();
      const owners = [ports.owner];
      for (let n = 0; n < others; n++) owners.push(await ports.joined({ role: "owner", accounts: null, groups: [] }));
      const each = await Promise.allSettled(owners.map(({ id }, n) => (n === 0 ? way : eraseUser)(id, ports)));
      const left = (await ports.people.users()).filter(({ role, disabledAt }) => role === "owner" && disabledAt === null);
      expect(left.length).toBeGreaterThan(0);
      expect(left.length).toBeLessThan(owners.length);
      const kept = owners.filter((_, n) => each[n]?.status === "rejected").map(({ id }) => id);
      expect(left.map(({ id }) => id).sort()).toEqual(kept.sort());
      for (const outcome of each) if (outcome.status === "rejected") expect(outcome.reason).toEqual(input("LAST_OWNER"));
      // Nothing of what did not hold is left: whoever stays is as before.
      for (const { version: _, ...user } of left) expect(owners).toContainEqual(user);
    }
  }
});

it("leaves an owner in whatever order the store answers", async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.array(fc.boolean(), { minLength: 2, maxLength: 4 }), async (scheduler, ways) => {
      const ports = await world();
      const owners = [ports.owner];
      for (let n = 1; n < ways.length; n++) owners.push(await ports.joined({ role: "owner", accounts: null, groups: [] }));
      const { people } = ports;
      const later = {
        ...people,
        users: scheduler.scheduleFunction(people.users),
        putUser: scheduler.scheduleFunction(people.putUser),
        eraseUser: scheduler.scheduleFunction(people.eraseUser),
      };
      const go = (id: UserId, erased: boolean) =>
        erased ? eraseUser(id, { ...ports, people: later }) : changeUser(id, { disabled: true }, { ...ports, people: later });
      const each = await scheduler.waitFor(Promise.allSettled(owners.map(({ id }, n) => go(id, ways[n] === true))));
      const left = (await people.users()).filter(({ role, disabledAt }) => role === "owner" && disabledAt === null).map(({ id }) => id);
      expect(left.length).toBeGreaterThan(0);
      expect(left.sort()).toEqual(
        owners
          .filter((_, n) => each[n]?.status === "rejected")
          .map(({ id }) => id)
          .sort(),
      );
    }),
    { numRuns: 300 },
  );
});

it("shuts an owner out before erasing them, and erases one who was shut out only while another stays", async () => {
  const { owner, joined, ...ports } = await world();
  const second = await joined({ role: "owner", accounts: null, groups: [] });
  const { eraseUser: erase } = ports.people;
  ports.people.eraseUser = async () => Promise.reject(new Error("cut off"));
  await expect(eraseUser(second.id, ports)).rejects.toThrow("cut off");
  expect(await ports.people.user(second.id)).toMatchObject({ role: "owner", disabledAt: ports.now(), sessionsEndedAt: ports.now() });
  ports.people.eraseUser = erase;
  await expect(eraseUser(owner.id, ports)).rejects.toEqual(input("LAST_OWNER"));
  await eraseUser(second.id, ports);
  expect(await ports.people.user(second.id)).toBeNull();
  expect(await ports.people.user(owner.id)).toMatchObject({ role: "owner", disabledAt: null });
});

it("does not lose a change that comes in between", async () => {
  const { reader, ...ports } = await world();
  await Promise.all([changeUser(reader.id, { role: "adviser" }, ports), changeUser(reader.id, { name: "Nytt namn" }, ports)]);
  expect(await ports.people.user(reader.id)).toMatchObject({ role: "adviser", name: "Nytt namn" });
  ports.people.putUser = async () => false;
  await expect(changeUser(reader.id, { name: "Annat" }, ports)).rejects.toMatchObject({ code: "CHANGED_MEANWHILE", scope: "transient" });
});

it("gives a user everything of theirs, and erases all of it but the opaque id", async () => {
  const { reader, owner, log, lines, ...ports } = await world();
  const audit = auditor(log, ports.now, ports.random);
  const by = (id: string) => ({ principal: { kind: "user", id } as const });
  await audit.permitted(by(reader.id), { action: "account.read", account: ports.accounts[0] ?? null });
  await audit.permitted(by(owner.id), { action: "users.change", about: reader.id });
  const all = await exportUser(reader.id, { ...ports, log });
  expect(all.user).toEqual(reader);
  expect(all.audit).toEqual([lines[0]]);
  await eraseUser(reader.id, ports);
  await expect(exportUser(reader.id, { ...ports, log })).rejects.toEqual(input("USER_UNKNOWN"));
  await expect(eraseUser(reader.id, ports)).rejects.toEqual(input("USER_UNKNOWN"));
  expect(lines).toHaveLength(2);
  expect(JSON.stringify(lines)).not.toContain(reader.name);
});

it("makes, changes and removes groups", async () => {
  const { accounts, ...ports } = await world();
  const [first, second] = accounts;
  const group = await addGroup({ name: " Kontoret ", accounts: [first, first] as never }, ports);
  expect(group).toMatchObject({ id: expect.stringMatching(/^grp_\w{20}$/), name: "Kontoret", accounts: [first] });
  const both = await Promise.all([
    changeGroup(group.id, { name: "Nytt" }, ports),
    changeGroup(group.id, { accounts: [second] as never }, ports),
  ]);
  expect(both).toHaveLength(2);
  expect(await ports.people.groups()).toEqual([{ ...group, name: "Nytt", accounts: [second], version: 3 }]);
  const strange = "acc_zzzzzzzzzzzzzzzzzzzz" as never;
  await expect(changeGroup(group.id, { accounts: [strange] }, ports)).rejects.toEqual(input("ACCOUNTS_UNKNOWN"));
  await expect(addGroup({ name: "", accounts: [] }, ports)).rejects.toEqual(input("NAME_INVALID"));
  await removeGroup(group.id, ports);
  await expect(removeGroup(group.id, ports)).rejects.toEqual(input("GROUP_UNKNOWN"));
  await expect(changeGroup(group.id, {}, ports)).rejects.toEqual(input("GROUP_UNKNOWN"));
});
