import {
  type AccountGroup,
  type AuditRecord,
  groupId,
  type Instant,
  type Invitation,
  instant,
  type User,
  type UserId,
  userId,
} from "@saldovakt/domain";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AuditQuery } from "../access-port.ts";
import type { RecipientRecord, SessionRecord } from "../port.ts";
import type { Current } from "../store.contract.ts";
import { at, sampleAccount, sampleKey } from "./samples.fixture.ts";

export const sampleUser = (number: number, change: Partial<User> = {}): User => ({
  id: userId(new Uint8Array(20).fill(number)),
  name: `Påhittade Person ${number}`,
  role: "adviser",
  accounts: [],
  groups: [],
  createdAt: at(number),
  disabledAt: null,
  ...change,
});

export const sampleGroup = (number: number, change: Partial<AccountGroup> = {}): AccountGroup => ({
  id: groupId(new Uint8Array(20).fill(number)),
  name: `Kontoret ${number}`,
  accounts: [],
  createdAt: at(number),
  ...change,
});

const invitation = (number: number, change: Partial<Invitation> = {}): Invitation => ({
  id: `inv_${number}`,
  hash: sampleKey(200 + number).hash,
  purpose: "join",
  user: sampleUser(number).id,
  role: "reader",
  accounts: [],
  groups: [],
  createdAt: at(number),
  expiresAt: at(number + 24),
  by: { kind: "key", id: "key_1" },
  usedAt: null,
  ...change,
});

let lines = 0;
const line = (moment: Instant, change: Partial<AuditRecord> = {}): AuditRecord => ({
  id: `a${String(lines++).padStart(6, "0")}`,
  at: moment,
  principal: { kind: "user", id: sampleUser(1).id },
  action: "account.read",
  outcome: "permitted",
  ...change,
});

const ALL: AuditQuery = { from: at(-10_000), to: at(10_000), limit: 1_000 };

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
      await store.putInvitation(invitation(1, { purpose: "sign-in" }));
      await store.putInvitation(invitation(2));
      await store.putAudit(line(at(1)));
      expect(await store.eraseUser(sampleUser(1).id)).toBe(true);
      expect(await store.eraseUser(sampleUser(1).id)).toBe(false);
      expect(await store.user(sampleUser(1).id)).toBeNull();
      expect(await store.invitation(invitation(1).hash)).toBeNull();
      expect(await store.invitation(invitation(2).hash)).toEqual(invitation(2));
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
      const used = invitation(3, { user: one, usedAt: at(4) });
      const byThem = invitation(5, { user: sampleUser(9).id, by: { kind: "user", id: one } });
      for (const each of [byThem, used, invitation(6, { user: other })]) await store.putInvitation(each);
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
      await store.putInvitation(invitation(1, { accounts: both }));
      await store.putInvitation(invitation(2, { accounts: both }));
      await store.useInvitation(invitation(2).hash, at(3));
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
      expect(await store.invitation(invitation(1).hash)).toEqual(invitation(1, { accounts: [stays.id] }));
      expect(await store.invitation(invitation(2).hash)).toEqual(invitation(2, { accounts: [stays.id], usedAt: at(3) }));
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
      for (const number of [3, 1, 2]) await store.putInvitation(invitation(number));
      expect(await another().invitations()).toEqual([1, 2, 3].map((number) => invitation(number)));
      expect(await store.useInvitation(invitation(1).hash, at(5))).toBe(true);
      expect(await store.useInvitation(invitation(1).hash, at(6))).toBe(false);
      expect(await store.useInvitation(invitation(9).hash, at(6))).toBe(false);
      await store.putInvitation(invitation(1));
      expect(await store.invitation(invitation(1).hash)).toEqual(invitation(1, { usedAt: at(5) }));
      expect(await store.removeInvitation("inv_1")).toBe(false);
      expect(await store.removeInvitation("inv_2")).toBe(true);
      expect(await store.removeInvitation("inv_2")).toBe(false);
      expect(await store.invitation(invitation(2).hash)).toBeNull();
      expect(await store.invitations()).toEqual([invitation(3)]);
    });

    test("let one in, however many come at once", async () => {
      const { store, another } = current();
      const other = another();
      await store.putInvitation(invitation(1));
      const won = await Promise.all(Array.from({ length: 8 }, (_, n) => (n % 2 ? store : other).useInvitation(invitation(1).hash, at(n))));
      expect(won.filter(Boolean)).toHaveLength(1);
      expect((await store.invitation(invitation(1).hash))?.usedAt).toBe(at(won.indexOf(true)));
    });

    test("are pruned some time after their end", async () => {
      const { store } = current();
      await store.putInvitation(invitation(1));
      expect(await store.prune(at(25 + 29 * 24))).toBe(0);
      expect(await store.prune(at(26 + 30 * 24))).toBe(1);
      expect(await store.invitations()).toEqual([]);
    });
  });

  describe("the audit log", () => {
    test("is read newest first, page by page, over the months", async () => {
      const { store } = current();
      const hours = [-2_000, -1_000, -900, -20, 0, 0, 1, 300, 301, 1_200];
      const written = hours.map((hour) => line(at(hour)));
      for (const each of written.toReversed()) await store.putAudit(each, "lightly");
      const expected = written.toReversed();
      expect(await store.audit(ALL)).toEqual(expected);
      const found: AuditRecord[] = [];
      for (;;) {
        const last = found.at(-1);
        const page = await store.audit({ ...ALL, limit: 3, ...(last && { before: { at: last.at, id: last.id } }) });
        found.push(...page);
        if (page.length < 3) break;
      }
      expect(found).toEqual(expected);
      expect(await store.audit({ ...ALL, limit: 0 })).toEqual([]);
    });

    test("is bounded by its first moment, and by the one after its last", async () => {
      const { store } = current();
      const written = [0, 1, 2, 3].map((hour) => line(at(hour)));
      for (const each of written) await store.putAudit(each);
      expect(await store.audit({ ...ALL, from: at(1), to: at(3) })).toEqual([written[2], written[1]]);
      expect(await store.audit({ ...ALL, from: at(3), to: at(3) })).toEqual([]);
    });

    test("is picked by account and by who it was", async () => {
      const { store } = current();
      const [first, second] = [sampleAccount(1).id, sampleAccount(2).id];
      const other = { kind: "key", id: "key_1" } as const;
      const written = [
        line(at(1), { account: first, onBehalfOf: second }),
        line(at(2), { account: second, outcome: "refused", reason: "ACCOUNT_UNKNOWN", requestId: "r-1" }),
        line(at(3), { account: first, principal: other }),
        line(at(4), { about: sampleUser(2).id }),
      ];
      for (const each of written) await store.putAudit(each);
      expect(await store.audit({ ...ALL, account: first })).toEqual([written[2], written[0]]);
      expect(await store.audit({ ...ALL, account: first, by: "key_1" })).toEqual([written[2]]);
      expect(await store.audit({ ...ALL, by: sampleUser(1).id, limit: 2 })).toEqual([written[3], written[1]]);
    });

    test("never changes a line, and forgets what is old", async () => {
      const { store } = current();
      const written = [line(at(1)), line(at(2))];
      for (const each of written) await store.putAudit(each);
      await store.putAudit({ ...(written[0] as AuditRecord), outcome: "refused" });
      expect(await store.audit(ALL)).toEqual(written.toReversed());
      expect(await store.prune(at(2))).toBe(1);
      expect(await store.audit(ALL)).toEqual([written[1]]);
    });

    test("holds whatever is written, whatever the order", async () => {
      const { store } = current();
      const base = 20_000;
      let run = 0;
      const moments = fc.array(fc.integer({ min: 0, max: 80 * 24 }), { minLength: 1, maxLength: 8 });
      await fc.assert(
        fc.asyncProperty(moments, fc.integer({ min: 1, max: 4 }), async (hours, limit) => {
          const by = sampleUser(run++ % 30).id as UserId;
          const start = base + run * 3_000;
          const written = hours.map((hour) => line(at(start + hour), { principal: { kind: "user", id: by } }));
          for (const each of written) await store.putAudit(each, "lightly");
          const sorted = written.toSorted((a, b) => (`${b.at}${b.id}` < `${a.at}${a.id}` ? -1 : 1));
          const to = instant(Date.parse(at(start + 3_000)));
          expect(await store.audit({ from: at(start), to, by, limit })).toEqual(sorted.slice(0, limit));
        }),
        { numRuns: 6 },
      );
    });
  });
}
