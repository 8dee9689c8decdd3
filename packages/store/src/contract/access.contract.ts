import type { AccountGroup } from "@saldovakt/domain";
import { describe, expect, test } from "vitest";
import type { RecipientRecord, SessionRecord } from "../port.ts";
import type { Current } from "../store.contract.ts";
import { ALL, sampleLine } from "./lines.fixture.ts";
import { sampleGroup, sampleInvitation, sampleUser } from "./people.fixture.ts";
import { at, sampleAccount, sampleKey } from "./samples.fixture.ts";

export function accessContract(current: Current): void {
  describe("users and groups", () => {
    test("are written over the version that was read and no other, and listed oldest first", async () => {
      const { store, another } = current();
      expect(await store.user(sampleUser(1).id)).toBeNull();
      expect(await store.putUser(sampleUser(2), 1)).toBe(false);
      for (const number of [2, 1]) expect(await store.putUser(sampleUser(number), 0)).toBe(true);
      expect(await store.putUser(sampleUser(1, { role: "owner" }), 0)).toBe(false);
      expect(await another().putUser(sampleUser(1, { role: "owner" }), 1)).toBe(true);
      expect(await store.putUser(sampleUser(1, { role: "reader" }), 1)).toBe(false);
      expect(await store.user(sampleUser(1).id)).toEqual({ ...sampleUser(1, { role: "owner" }), version: 2 });
      expect(await store.users()).toEqual([
        { ...sampleUser(1, { role: "owner" }), version: 2 },
        { ...sampleUser(2), version: 1 },
      ]);

      for (const number of [2, 1]) expect(await store.putGroup(sampleGroup(number), 0)).toBe(true);
      expect(await store.putGroup(sampleGroup(1), 0)).toBe(false);
      expect(await store.putGroup({ ...sampleGroup(2, { name: "Annat" }), version: 1 } as AccountGroup, 1)).toBe(true);
      expect(await another().groups()).toEqual([
        { ...sampleGroup(1), version: 1 },
        { ...sampleGroup(2, { name: "Annat" }), version: 2 },
      ]);
      expect(await store.removeGroup(sampleGroup(1).id)).toBe(true);
      expect(await store.removeGroup(sampleGroup(1).id)).toBe(false);
      expect(await store.groups()).toHaveLength(1);
    });

    test("of several writers at once exactly one wins", async () => {
      const { store, another } = current();
      const other = another();
      for (const version of [0, 1]) {
        const wins = await Promise.all(
          Array.from({ length: 8 }, (_, n) => (n % 2 ? store : other).putUser(sampleUser(1, { name: `${version} ${n}` }), version)),
        );
        expect(wins.filter(Boolean)).toHaveLength(1);
        expect(await store.user(sampleUser(1).id)).toMatchObject({ name: `${version} ${wins.indexOf(true)}`, version: version + 1 });
      }
    });

    test("an erased user leaves nothing but the opaque id in the log", async () => {
      const { store, texts } = current();
      for (const number of [1, 2]) await store.putUser(sampleUser(number), 0);
      await store.putInvitation(sampleInvitation(1, { purpose: "sign-in" }));
      await store.putInvitation(sampleInvitation(2));
      await store.putAudit(sampleLine(at(1)));
      expect(await store.eraseUser(sampleUser(1).id)).toBe(true);
      expect(await store.eraseUser(sampleUser(1).id)).toBe(false);
      expect(await store.user(sampleUser(1).id)).toBeNull();
      expect(await store.invitation(sampleInvitation(1).hash)).toBeNull();
      expect(await store.invitation(sampleInvitation(2).hash)).toEqual(sampleInvitation(2));
      expect(await store.users()).toEqual([{ ...sampleUser(2), version: 1 }]);
      expect(await store.audit({ ...ALL, by: sampleUser(1).id })).toHaveLength(1);
      if (texts) expect((await texts()).filter((text) => text.includes(sampleUser(1).name))).toEqual([]);
    });

    test("what is held of a user is told whole, and erased but for recipients and what others made", async () => {
      const { store, another, texts } = current();
      const [one, other] = [sampleUser(1).id, sampleUser(2).id];
      const session = (number: number, change: Partial<SessionRecord>): SessionRecord => ({
        ...{ hash: sampleKey(300 + number).hash, createdAt: at(number), expiresAt: at(number + 24) },
        ...change,
      });
      const calendar = (number: number, parent: string) => sampleKey(number, { scopes: ["calendar"], parent });
      const recipient = (number: number, id: string): RecipientRecord => ({
        ...{
          key: `rcp_${number}`,
          channel: "email",
          target: { to: `person${number}@firman.example` },
          accounts: [],
          createdAt: at(number),
        },
        by: { kind: "user", id, lasting: false },
      });
      for (const number of [1, 2]) await store.putUser(sampleUser(number), 0);
      const theirs = [session(1, { userId: one }), session(2, { userId: one })];
      const others = [session(3, { userId: other }), session(4, { keyId: "key_1" })];
      for (const each of [...theirs.toReversed(), ...others]) await store.putSession(each);
      const used = sampleInvitation(3, { user: one, usedAt: at(4) });
      const byThem = sampleInvitation(5, { user: sampleUser(9).id, by: { kind: "user", id: one } });
      for (const each of [byThem, used, sampleInvitation(6, { user: other })]) await store.putInvitation(each);
      for (const each of [calendar(1, one), calendar(2, other)]) await store.putKey(each);
      for (const each of [recipient(1, one), recipient(2, other)]) await store.putRecipient(each);
      for (const asker of [one, "key_1", "key_2"]) await store.reserveSlots(`api:${asker}`, 1, 1_000, 50_000);

      expect(await another().heldOf(one)).toEqual({
        ...{ sessions: theirs, invitations: [used, byThem], recipients: [recipient(1, one)], keys: [calendar(1, one)] },
      });
      expect(await store.heldOf(sampleUser(7).id)).toEqual({ sessions: [], invitations: [], recipients: [], keys: [] });

      expect(await store.eraseUser(one)).toBe(true);
      for (const { hash } of theirs) expect(await store.session(hash)).toBeNull();
      for (const each of others) expect(await store.session(each.hash)).toEqual(each);
      expect(await store.keys()).toEqual([calendar(2, other)]);
      expect([await store.keyById("key_1"), await store.keyByHash(calendar(1, one).hash)]).toEqual([null, null]);
      expect(await store.heldOf(one)).toEqual({ ...{ sessions: [], invitations: [byThem], recipients: [recipient(1, one)], keys: [] } });
      const rates = [one, "key_1", "key_2"].map((asker) => store.reserveSlots(`api:${asker}`, 1, 1_000, 0));
      expect(await Promise.all(rates)).toEqual([0, 0, 51_000]);
      if (texts) expect((await texts()).filter((text) => text.includes(theirs[0]?.hash ?? ""))).toEqual([]);
    });

    test("a user's session that ends, or is swept, leaves nothing", async () => {
      const { store, texts } = current();
      const userId = sampleUser(1).id;
      const sessions = [1, 2].map((number) => ({
        ...{ hash: sampleKey(300 + number).hash, userId, createdAt: at(1), expiresAt: at(number + 1) },
      }));
      for (const each of sessions) await store.putSession(each);
      await store.endSession(sessions[1]?.hash ?? "");
      expect((await store.heldOf(userId)).sessions).toEqual([sessions[0]]);
      expect(await store.prune(at(3))).toBe(1);
      expect((await store.heldOf(userId)).sessions).toEqual([]);
      if (texts) expect((await texts()).filter((text) => text.includes(userId))).toEqual([]);
    });

    test("an account that is erased goes from every list, and from no other list", async () => {
      const { store, texts } = current();
      const [gone, stays] = [sampleAccount(1), sampleAccount(2)];
      for (const account of [gone, stays]) await store.addAccount(account);
      const both = [gone.id, stays.id];
      await store.putGroup(sampleGroup(1, { accounts: both }), 0);
      await store.putGroup(sampleGroup(2, { accounts: [stays.id] }), 0);
      await store.putUser(sampleUser(1, { accounts: both, groups: [sampleGroup(1).id] }), 0);
      await store.putUser(sampleUser(2, { accounts: null }), 0);
      await store.putInvitation(sampleInvitation(1, { accounts: both }));
      await store.putInvitation(sampleInvitation(2, { accounts: both }));
      await store.useInvitation(sampleInvitation(2).hash, at(3));
      await store.eraseAccount(gone.id);
      expect((await store.groups()).map(({ accounts, version }) => [accounts, version])).toEqual([
        [[stays.id], 2],
        [[stays.id], 1],
      ]);
      expect(await store.user(sampleUser(1).id)).toEqual({
        ...sampleUser(1, { accounts: [stays.id], groups: [sampleGroup(1).id] }),
        version: 2,
      });
      expect(await store.user(sampleUser(2).id)).toEqual({ ...sampleUser(2, { accounts: null }), version: 1 });
      expect(await store.invitation(sampleInvitation(1).hash)).toEqual(sampleInvitation(1, { accounts: [stays.id] }));
      expect(await store.invitation(sampleInvitation(2).hash)).toEqual(sampleInvitation(2, { accounts: [stays.id], usedAt: at(3) }));
      if (texts) expect((await texts()).filter((text) => text.includes(gone.id))).toEqual([]);
    });

    test("a change that comes in between of an erasure is not lost", async () => {
      const { store, another } = current();
      const [gone, stays] = [sampleAccount(1), sampleAccount(2)];
      for (const account of [gone, stays]) await store.addAccount(account);
      await store.putGroup(sampleGroup(1, { accounts: [gone.id] }), 0);
      const other = another();
      const rename = async () => {
        for (let round = 0; round < 5; round++) {
          const [standing] = await other.groups();
          if (!standing) return;
          await other.putGroup(
            { ...standing, name: `Namn ${round}`, accounts: [...new Set([...standing.accounts, stays.id])] },
            standing.version,
          );
        }
      };
      await Promise.all([store.eraseAccount(gone.id), rename()]);
      const [after] = await store.groups();
      expect(after?.accounts).toEqual([stays.id]);
    });
  });

  describe("invitations", () => {
    test("are listed until they are used or taken back, and never become good again", async () => {
      const { store, another } = current();
      for (const number of [3, 1, 2]) await store.putInvitation(sampleInvitation(number));
      expect(await another().invitations()).toEqual([1, 2, 3].map((number) => sampleInvitation(number)));
      expect(await store.useInvitation(sampleInvitation(1).hash, at(5))).toBe(true);
      expect(await store.useInvitation(sampleInvitation(1).hash, at(6))).toBe(false);
      expect(await store.useInvitation(sampleInvitation(9).hash, at(6))).toBe(false);
      await store.putInvitation(sampleInvitation(1));
      expect(await store.invitation(sampleInvitation(1).hash)).toEqual(sampleInvitation(1, { usedAt: at(5) }));
      expect(await store.removeInvitation("inv_1")).toBe(false);
      expect(await store.removeInvitation("inv_2")).toBe(true);
      expect(await store.removeInvitation("inv_2")).toBe(false);
      expect(await store.invitation(sampleInvitation(2).hash)).toBeNull();
      expect(await store.invitations()).toEqual([sampleInvitation(3)]);
    });

    test("let one in, however many come at once", async () => {
      const { store, another } = current();
      const other = another();
      await store.putInvitation(sampleInvitation(1));
      const won = await Promise.all(
        Array.from({ length: 8 }, (_, n) => (n % 2 ? store : other).useInvitation(sampleInvitation(1).hash, at(n))),
      );
      expect(won.filter(Boolean)).toHaveLength(1);
      expect((await store.invitation(sampleInvitation(1).hash))?.usedAt).toBe(at(won.indexOf(true)));
    });

    test("are pruned some time after their end", async () => {
      const { store } = current();
      await store.putInvitation(sampleInvitation(1));
      expect(await store.prune(at(25 + 29 * 24))).toBe(0);
      expect(await store.prune(at(26 + 30 * 24))).toBe(1);
      expect(await store.invitations()).toEqual([]);
    });
  });
}
