import {
  type AccountId,
  type Instant,
  type Membership,
  type PolicyOverrides,
  plainDate,
  policyOf,
  type Role,
  UNSTATED_POLICY,
  type UserId,
} from "@saldovakt/domain";
import { describe, expect, it } from "vitest";
import type { Makers } from "./access/reach.ts";
import { type DeliverPorts, deliverMessage } from "./deliver.ts";
import { INSTALLATION } from "./installation.ts";
import type { AddedBy, AddedRecipient, DeliveryMessage } from "./ports.ts";
import { byOf, recipientByKey, recipientsFor, reposted } from "./recipients.ts";
import { watchAccount } from "./watch.ts";
import { observed, RECIPIENT, world } from "./world.fixture.ts";

const added = (key: string, accounts: AddedRecipient["accounts"]): AddedRecipient => ({
  key,
  channel: "webhook",
  target: { url: `https://example.com/${key}` },
  accounts,
  createdAt: "2026-11-20T00:00:00.000Z" as AddedRecipient["createdAt"],
  by: { kind: "key", id: "key_lasting", lasting: true },
});

const [A, B] = ["acc_a", "acc_b"] as AccountId[] as [AccountId, AccountId];

const nobody: Makers = { user: async () => null, groups: async () => [], keyById: async () => null };

describe("who is told", () => {
  const book = [added("all", null), added("few", [A]), added("none", []), added(RECIPIENT.key, [B])];
  const tell = recipientsFor([RECIPIENT], { ...nobody, recipients: async () => book });
  const keys = async (account: AccountId) => (await tell(account)).map(({ key }) => key);

  it("is everybody of the configuration, and those added for the account or for all; each once", async () => {
    expect(await keys(A)).toEqual([RECIPIENT.key, "all", "few"]);
    expect(await keys(B)).toEqual([RECIPIENT.key, "all"]);
    expect(await keys(INSTALLATION.id)).toEqual([RECIPIENT.key, "all"]);
  });

  it("is found by key again, those of the configuration first", async () => {
    const find = recipientByKey([RECIPIENT], { ...nobody, recipient: async (key) => book.find((each) => each.key === key) ?? null });
    expect(await find(RECIPIENT.key)).toBe(RECIPIENT);
    expect(await find("few")).toBe(book[1]);
    expect(await find("gone")).toBeNull();
  });
});

describe("what somebody added", () => {
  const USER = "usr_00000000000000000001" as UserId;
  const AT = "2026-11-20T00:00:00.000Z" as Instant;
  const by = (kind: AddedBy["kind"], lasting: boolean): AddedBy => ({ kind, id: kind === "user" ? USER : "key_1", lasting });
  const user = (role: Role, accounts: Membership["accounts"], disabledAt: Instant | null = null, groups: Membership["groups"] = []) => ({
    ...nobody,
    user: async () => ({ id: USER, name: "Namn", role, accounts, groups, createdAt: AT, disabledAt, version: 1 }),
    groups: async () => [{ id: "grp_1" as Membership["groups"][number], name: "Kontoret", accounts: [A], createdAt: AT, version: 1 }],
  });
  const key = (accounts: readonly AccountId[] | null, revokedAt: Instant | null = null): Makers => ({
    ...nobody,
    keyById: async () => ({ accounts, revokedAt }),
  });
  /** Of which of A, B and the installation it is told, when it is chosen and when its message is sent. */
  async function told(accounts: AddedRecipient["accounts"], made: AddedBy | undefined, makers: Makers): Promise<string> {
    const { by: _, ...unmade } = added("mine", accounts);
    const recipient = { ...unmade, ...(made && { by: made }) };
    const chosen = recipientsFor([], { ...makers, recipients: async () => [recipient] });
    const found = await recipientByKey([], { ...makers, recipient: async () => recipient })("mine");
    let all = "";
    for (const [name, id] of [
      ["A", A],
      ["B", B],
      ["i", INSTALLATION.id],
    ] as const) {
      const is = (await chosen(id)).length === 1;
      expect((found?.accounts ?? null) === null || found?.accounts?.includes(id)).toBe(is);
      if (is) all += name;
    }
    return all;
  }

  it("is told of no account that whoever added it has lost", async () => {
    const adviser = by("user", false);
    expect(await told([A], adviser, user("adviser", [A]))).toBe("A");
    expect(await told([A], adviser, user("adviser", [B]))).toBe("");
    expect(await told([A, B], adviser, user("adviser", [B]))).toBe("B");
    expect(await told([A], adviser, user("adviser", [], null, ["grp_1" as never]))).toBe("A");
    expect(await told([A], adviser, user("adviser", [A], AT))).toBe("");
    expect(await told([A], adviser, nobody)).toBe("");
    expect(await told(null, adviser, user("adviser", null))).toBe("ABi");
    expect(await told(null, adviser, user("adviser", [B]))).toBe("B");
    expect(await told(null, adviser, nobody)).toBe("");
    expect(await told([A], by("key", false), key([A]))).toBe("A");
    expect(await told([A], by("key", false), key([A], AT))).toBe("");
  });

  it("stays the installation's where an owner, or a key to every account, added it", async () => {
    for (const makers of [user("owner", null), user("owner", null, AT), nobody])
      expect(await told(null, by("user", true), makers)).toBe("ABi");
    for (const makers of [key(null), key(null, AT), nobody]) expect(await told([A], by("key", true), makers)).toBe("A");
    for (const gone of [null, AT]) expect(await told(null, by("user", true), user("adviser", [B], gone))).toBe(gone ? "" : "B");
  });

  it("is told of nothing where it is not known who added it, until it is added again", async () => {
    for (const makers of [nobody, user("owner", null), key(null)]) {
      for (const accounts of [null, [A]]) expect(await told(accounts, undefined, makers)).toBe("");
    }
    const adviser = byOf({ kind: "user", id: USER, role: "adviser", accounts: "all" });
    expect(reposted({}, adviser)).toEqual({ by: adviser });
  });

  it("becomes an owner's who adds it again, and no longer anybody's who may lose it", () => {
    const owner = byOf({ kind: "user", id: USER, role: "owner", accounts: "all" });
    const adviser = byOf({ kind: "user", id: USER, role: "adviser", accounts: "all" });
    expect([owner, adviser]).toEqual([by("user", true), by("user", false)]);
    expect(byOf({ kind: "key", id: "key_1", scopes: [], accounts: new Set([A]) })).toEqual(by("key", false));
    expect(reposted(null, adviser)).toEqual({ by: adviser });
    expect(reposted({ by: by("key", true) }, adviser)).toEqual({ by: by("key", true) });
    expect(reposted({ by: by("key", false) }, owner)).toEqual({ by: owner });
  });
});

describe("a message that waits", () => {
  async function waiting() {
    const w = world();
    const account = w.add("Alfa", observed(1_000, [["2026-12-14", -5_000]], plainDate("2026-11-23")));
    await watchAccount(account.id, { ...w.watch, recipients: () => [added("few", [account.id])] });
    const ports: DeliverPorts = {
      ...w.deliver,
      delayBefore: () => null,
      clock: w.watch.clock,
      journal: w.watch.journal,
      language: "sv",
      discreet: false,
      accounts: w.watch.records,
      publicUrl: "https://example.test",
      pages: true,
    };
    return { w, account, message: w.queued[0] as DeliveryMessage, ports };
  }

  it("goes to nobody who is told of its account no more", async () => {
    const { w, account, message, ports } = await waiting();
    const told = (accounts: readonly AccountId[]) => deliverMessage(message, { ...ports, recipient: () => added("few", accounts) });
    expect(await told([B])).toMatchObject({ kind: "done", record: { status: "failed", fault: "RECIPIENT_NOT_TOLD" } });
    w.deliveries.clear();
    expect(await told([account.id])).toMatchObject({ record: { status: "delivered" } });
  });

  it("is written in the recipient's language, else the account's own, and as discreetly", async () => {
    const { w, account, message, ports } = await waiting();
    w.accounts.set(account.id, { ...account, policy: { language: "nb", discreet: true } });
    const recipients = [added("few", null), { ...added("few", null), language: "en" as const, discreet: false }];
    for (const recipient of recipients) {
      w.deliveries.clear();
      await deliverMessage(message, { ...ports, recipient: () => recipient });
    }
    expect(w.arrived.map(({ language, discreet }) => [language, discreet])).toEqual([
      ["nb", true],
      ["en", false],
    ]);
  });

  it("is written in the language of the account's country where nobody has said another, and never in it where somebody has", async () => {
    const { w, account, message, ports } = await waiting();
    w.accounts.set(account.id, { ...account, source: "skatteetaten" });
    const told = async (stated: PolicyOverrides, recipient = added("few", null)) => {
      w.deliveries.clear();
      const policyFor: DeliverPorts["policyFor"] = (each) => policyOf({ ...UNSTATED_POLICY, ...stated }, each);
      await deliverMessage(message, { ...ports, policyFor, recipient: () => recipient });
      return w.arrived.at(-1)?.language;
    };
    expect(await told({})).toBe("nb");
    expect(await told({ language: "sv" })).toBe("sv");
    expect(await told({}, { ...added("few", null), language: "en" as const })).toBe("en");
    w.accounts.set(account.id, account);
    expect(await told({})).toBe("sv");
  });

  it("carries the link it is given for its account instead of the page's plain address; programs get theirs as ever", async () => {
    const { w, account, message, ports } = await waiting();
    const linkFor = async ({ id }: { id: string }) => `https://example.test/link/of-${id}`;
    await deliverMessage(message, { ...ports, recipient: () => RECIPIENT, linkFor });
    const [arrived] = w.arrived;
    expect(arrived?.link).toBe(`https://example.test/link/of-${account.id}`);
    expect(arrived?.texts.body).toContain(`/link/of-${account.id}`);
    expect(arrived?.document.data.forecastUrl).toBe(`https://example.test/v1/accounts/${account.id}/forecast`);
    w.deliveries.clear();
    await deliverMessage(message, { ...ports, recipient: () => RECIPIENT, linkFor: async () => null });
    expect(w.arrived[1]?.link).toBeNull();
    w.deliveries.clear();
    await deliverMessage(message, { ...ports, recipient: () => RECIPIENT, linkFor, pages: false });
    expect(w.arrived[2]?.link).toBeNull();
  });
});
