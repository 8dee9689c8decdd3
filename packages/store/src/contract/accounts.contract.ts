import { instant, minor } from "@saldovakt/domain";
import { describe, expect, test } from "vitest";
import type { ListedAccount, Store } from "../port.ts";
import type { Current } from "../store.contract.ts";
import { at, sampleAccount, sampleSummary } from "./samples.fixture.ts";

async function all(store: Store): Promise<ListedAccount[]> {
  const found: ListedAccount[] = [];
  for await (const listed of store.accounts()) found.push(listed);
  return found;
}

export function accountsContract(current: Current): void {
  describe("accounts", () => {
    test("an account is added once and found by its id and by its identity", async () => {
      const { store } = current();
      const account = sampleAccount(1);
      expect(await store.account(account.id)).toBeNull();
      expect(await store.findAccount(account.source, account.identity)).toBeNull();
      expect(await store.addAccount(account)).toEqual({ account, added: true });
      expect(await store.account(account.id)).toEqual({ account, summary: null });
      expect(await store.findAccount(account.source, account.identity)).toEqual(account);
      expect(await store.findAccount("skatteetaten", account.identity)).toBeNull();
    });

    test("an identity that is watched already keeps its account, whatever id and name the next one brings", async () => {
      const { store } = current();
      const standing = sampleAccount(1);
      await store.addAccount(standing);
      const again = { ...sampleAccount(2), identity: standing.identity };
      expect(await store.addAccount(again)).toEqual({ account: standing, added: false });
      expect(await store.account(again.id)).toBeNull();
      expect(await all(store)).toEqual([{ account: standing, summary: null }]);
    });

    test("the same identity at another source is another account", async () => {
      const { store } = current();
      const swedish = sampleAccount(1);
      const norwegian = { ...sampleAccount(2), identity: swedish.identity, source: "skatteetaten" as const };
      await store.addAccount(swedish);
      expect(await store.addAccount(norwegian)).toEqual({ account: norwegian, added: true });
    });

    test("an id that stands for another identity is refused, and the identity stays free", async () => {
      const { store } = current();
      const standing = sampleAccount(1);
      await store.addAccount(standing);
      const clash = { ...sampleAccount(2), id: standing.id };
      await expect(store.addAccount(clash)).rejects.toMatchObject({ code: "ACCOUNT_ID_TAKEN" });
      expect(await store.account(standing.id)).toEqual({ account: standing, summary: null });
      expect(await store.addAccount(sampleAccount(2))).toEqual({ account: sampleAccount(2), added: true });
    });

    test("of several who add the same identity at once exactly one adds it, and all are given the same account", async () => {
      const { store, another } = current();
      const stores = [store, another(), another()];
      const identity = sampleAccount(1).identity;
      const outcomes = await Promise.all(
        Array.from({ length: 9 }, (_, index) => stores[index % 3]?.addAccount({ ...sampleAccount(index + 1), identity })),
      );
      expect(outcomes.filter((outcome) => outcome?.added)).toHaveLength(1);
      expect(new Set(outcomes.map((outcome) => outcome?.account.id)).size).toBe(1);
      const standing = await all(store);
      expect(standing).toHaveLength(1);
      expect(standing[0]?.account).toEqual(outcomes[0]?.account);
    });

    test("name and origin can be changed, together and one by one; nothing is changed that does not stand", async () => {
      const { store } = current();
      const account = sampleAccount(1);
      expect(await store.updateAccount(account.id, { name: "Nytt namn AB" })).toBe(false);
      expect(await store.account(account.id)).toBeNull();
      await store.addAccount(account);
      await store.putSummary(account.id, sampleSummary());
      expect(await store.updateAccount(account.id, { name: "Nytt namn AB" })).toBe(true);
      expect(await store.updateAccount(account.id, { origin: "configuration" })).toBe(true);
      expect(await store.updateAccount(account.id, {})).toBe(true);
      const changed = { ...account, name: "Nytt namn AB", origin: "configuration" };
      expect(await store.account(account.id)).toEqual({ account: changed, summary: sampleSummary() });
    });

    test("an account's own policy, bank account, access and way of reading are kept as added, changed one by one and taken away", async () => {
      const { store, another } = current();
      const own = {
        policy: { reserve: minor(500_000), language: "nb", remindDaysBefore: [3, 0] },
        payFrom: { iban: "SE4550000000058398257466", bic: "ESSESESS" },
        access: { systemUser: { org: "313367002", externalRef: "avdeling 7" }, consumerOrg: "313367002" },
        reading: "statement",
      } as const;
      const account = sampleAccount(1, own);
      expect(await store.addAccount(account)).toEqual({ account, added: true });
      expect(await another().account(account.id)).toEqual({ account, summary: null });
      expect(await store.findAccount(account.source, account.identity)).toEqual(account);
      expect(await store.updateAccount(account.id, { policy: { estimates: false }, name: "Nytt namn AB" })).toBe(true);
      const changed = { ...account, policy: { estimates: false }, name: "Nytt namn AB" };
      expect(await store.account(account.id)).toEqual({ account: changed, summary: null });
      expect(await store.updateAccount(account.id, { policy: null, reading: null })).toBe(true);
      const { policy, reading, ...rest } = changed;
      expect(await store.account(account.id)).toEqual({ account: rest, summary: null });
      expect(await store.updateAccount(account.id, { payFrom: null, origin: "configuration", reading: "statement" })).toBe(true);
      const access = { systemUser: { org: "310000027" } };
      expect(await store.updateAccount(account.id, { access })).toBe(true);
      expect(await store.account(account.id)).toMatchObject({ account: { access } });
      expect(await store.updateAccount(account.id, { access: null })).toBe(true);
      const { payFrom, access: _, ...bare } = rest;
      expect(await all(store)).toEqual([{ account: { ...bare, origin: "configuration", reading: "statement" }, summary: null }]);
      expect(await store.updateAccount(sampleAccount(2).id, { policy: null })).toBe(false);
      expect(await store.account(sampleAccount(2).id)).toBeNull();
    });

    test("what was asked of an account's owner, and what readings say of the permission, are kept apart and taken away", async () => {
      const { store, another } = current();
      const [at, since] = [instant(Date.UTC(2026, 10, 2)), instant(Date.UTC(2026, 10, 3))];
      const revision = { basis: "made-of", at };
      const account = sampleAccount(1, { ombud: { at, link: "configured" }, permission: { refusedSince: since, readBefore: true } });
      const appointing = { link: { url: "https://www.example.se/made?for=one", expiresAt: since }, openedAt: at };
      await store.addAccount(account);
      expect(await another().account(account.id)).toEqual({ account, summary: null });
      expect(await store.updateAccount(account.id, { permission: { grantedAt: since } })).toBe(true);
      expect(await store.updateAccount(account.id, { ombud: { at: since, link: "start-page" } })).toBe(true);
      expect(await store.updateAccount(account.id, { appointing, revision })).toBe(true);
      const changed = { ...account, ombud: { at: since, link: "start-page" }, permission: { grantedAt: since }, appointing, revision };
      expect(await all(store)).toEqual([{ account: changed, summary: null }]);
      expect(await store.updateAccount(account.id, { ombud: null, permission: null, appointing: null, revision: null })).toBe(true);
      expect(await store.findAccount(account.source, account.identity)).toEqual(sampleAccount(1));
    });

    test("a summary is kept unless a later reading's stands; for no account it leaves nothing", async () => {
      const { store } = current();
      const account = sampleAccount(1);
      await store.putSummary(account.id, sampleSummary());
      expect(await store.account(account.id)).toBeNull();
      await store.addAccount(account);
      await store.putSummary(account.id, sampleSummary({ readAt: at(5) }));
      await store.putSummary(account.id, sampleSummary({ readAt: at(4), severity: "critical" }));
      expect((await store.account(account.id))?.summary).toEqual(sampleSummary({ readAt: at(5) }));
      const madeAnew = sampleSummary({ readAt: at(5), severity: "critical" });
      await store.putSummary(account.id, madeAnew);
      expect((await store.account(account.id))?.summary).toEqual(madeAnew);
    });

    test("more than a hundred accounts are listed page by page, each once, in the order of their ids", async () => {
      const { store } = current();
      const accounts = Array.from({ length: 105 }, (_, index) => sampleAccount(index + 1));
      await Promise.all(accounts.map((account) => store.addAccount(account)));
      const summarised = accounts[77] ?? sampleAccount(78);
      await store.putSummary(summarised.id, sampleSummary());
      const expected = accounts
        .map((account) => ({ account, summary: account.id === summarised.id ? sampleSummary() : null }))
        .sort((a, b) => (a.account.id < b.account.id ? -1 : 1));
      expect(await all(store)).toEqual(expected);
    });

    test("a list that is left early, or added to while it is read, does no harm", async () => {
      const { store } = current();
      for (let number = 1; number <= 5; number++) await store.addAccount(sampleAccount(number));
      let read = 0;
      for await (const { account } of store.accounts()) {
        await store.putSummary(account.id, sampleSummary());
        if (++read === 3) break;
      }
      const summaries = (await all(store)).map(({ summary }) => summary !== null);
      expect(summaries).toEqual([true, true, true, false, false]);
    });
  });
}
