import { type AccountId, plainDate } from "@saldovakt/domain";
import { describe, expect, it } from "vitest";
import { type DeliverPorts, deliverMessage } from "./deliver.ts";
import { INSTALLATION } from "./installation.ts";
import type { AddedRecipient, DeliveryMessage } from "./ports.ts";
import { recipientByKey, recipientsFor } from "./recipients.ts";
import { watchAccount } from "./watch.ts";
import { observed, RECIPIENT, world } from "./world.fixture.ts";

const added = (key: string, accounts: AddedRecipient["accounts"]): AddedRecipient => ({
  key,
  channel: "webhook",
  target: { url: `https://example.com/${key}` },
  accounts,
  createdAt: "2026-11-20T00:00:00.000Z" as AddedRecipient["createdAt"],
});

const [A, B] = ["acc_a", "acc_b"] as AccountId[] as [AccountId, AccountId];

describe("who is told", () => {
  const book = [added("all", null), added("few", [A]), added("none", []), added(RECIPIENT.key, [B])];
  const tell = recipientsFor([RECIPIENT], { recipients: async () => book });
  const keys = async (account: AccountId) => (await tell(account)).map(({ key }) => key);

  it("is everybody of the configuration, and those added for the account or for all; each once", async () => {
    expect(await keys(A)).toEqual([RECIPIENT.key, "all", "few"]);
    expect(await keys(B)).toEqual([RECIPIENT.key, "all"]);
    expect(await keys(INSTALLATION.id)).toEqual([RECIPIENT.key, "all"]);
  });

  it("is found by key again, those of the configuration first", async () => {
    const find = recipientByKey([RECIPIENT], { recipient: async (key) => book.find((each) => each.key === key) ?? null });
    expect(await find(RECIPIENT.key)).toBe(RECIPIENT);
    expect(await find("few")).toBe(book[1]);
    expect(await find("gone")).toBeNull();
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
