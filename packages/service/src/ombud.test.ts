import { type Account, appointeeOf, instant, plainDate, SaldovaktError } from "@saldovakt/domain";
import { describe, expect, it } from "vitest";
import { appointment, appointments, appointPageOpened, askedForPermission, clientLinkFor } from "./ombud.ts";
import { watchAccount } from "./watch.ts";
import { observed, type World, world } from "./world.fixture.ts";

const refused = new SaldovaktError("no right to read", { code: "SKV_NOT_AUTHORISED", scope: "account" });
const unknown = new SaldovaktError("no such account", { code: "SKV_ACCOUNT_UNKNOWN", scope: "account" });
const appointee = appointeeOf({ organisation: "165780000054" });

async function stateOf(w: World, id: string): Promise<string> {
  const watched = await w.book.account(id as never);
  return watched ? appointment(watched, appointee).state : "gone";
}

const ask = async (w: World, id: string) => {
  const watched = await w.book.account(id as never);
  return watched && askedForPermission(watched, appointee, { book: w.book, clock: w.watch.clock });
};

describe("an appointment", () => {
  it("goes from refused over asked to granted, and to withdrawn, by what readings meet", async () => {
    const w = world();
    const { id, identity } = w.add("Alfa", refused);
    expect(await stateOf(w, id)).toBe("not-asked");
    await watchAccount(id, w.watch);
    expect(await stateOf(w, id)).toBe("missing");
    await ask(w, id);
    w.today = plainDate("2026-11-24");
    await watchAccount(id, w.watch);
    expect(await stateOf(w, id)).toBe("asked");
    expect(w.accounts.get(id)).toMatchObject({
      ombud: { at: "2026-11-23T06:00:00.000Z", link: "start-page" },
      permission: { refusedSince: "2026-11-23T06:00:00.000Z" },
    });

    w.answers.set(identity, observed(1_000, [], w.today));
    await watchAccount(id, w.watch);
    expect(await stateOf(w, id)).toBe("granted");
    expect(w.accounts.get(id)?.permission).toEqual({ grantedAt: "2026-11-24T06:00:00.000Z" });

    w.today = plainDate("2026-11-26");
    w.answers.set(identity, refused);
    await watchAccount(id, w.watch);
    expect(await stateOf(w, id)).toBe("withdrawn");
    expect(w.accounts.get(id)?.permission).toEqual({ refusedSince: "2026-11-26T06:00:00.000Z", readBefore: true });
    await ask(w, id);
    expect(await stateOf(w, id)).toBe("asked");
  });

  it("takes no other fault for a missing permission, and writes nothing of accounts that were never refused", async () => {
    const w = world();
    const [read, other] = [w.add("Alfa", observed(1_000, [], w.today)), w.add("Beta", unknown)];
    for (const { id } of [read, other]) await watchAccount(id, w.watch);
    expect([await stateOf(w, read.id), await stateOf(w, other.id)]).toEqual(["granted", "not-asked"]);
    expect(w.accounts.get(read.id)).not.toHaveProperty("permission");
    expect(w.accounts.get(other.id)).not.toHaveProperty("permission");
  });

  it("is not withdrawn where the account was read by sign-in before", async () => {
    const w = world();
    const alfa = w.add("Alfa", observed(1_000, [], w.today));
    w.accounts.set(alfa.id, { ...alfa, reading: "interactive" });
    await watchAccount(alfa.id, { ...w.watch, fresh: true, signedIn: () => w.watch.sources("skatteverket") });
    expect(await stateOf(w, alfa.id)).toBe("not-asked");
    w.accounts.set(alfa.id, alfa);
    w.answers.set(alfa.identity, refused);
    await watchAccount(alfa.id, w.watch);
    expect(w.accounts.get(alfa.id)?.permission).toEqual({ refusedSince: "2026-11-23T06:00:00.000Z" });
    expect(await stateOf(w, alfa.id)).toBe("missing");
  });

  it("is listed with what waits first, and not for accounts that need none", async () => {
    const w = world();
    const good = w.add("Alfa", observed(1_000, [], w.today));
    const missing = w.add("Beta", refused);
    const statement = w.add("Gamma", refused);
    w.accounts.set(statement.id, { ...statement, reading: "statement" });
    for (const { id } of [good, missing]) await watchAccount(id, w.watch);
    const lines = await appointments(w.watch.accounts, appointee);
    expect(lines.map(({ account, appointment: { state } }) => [account.name, state])).toEqual([
      ["Beta", "missing"],
      ["Alfa", "granted"],
    ]);
  });

  it("is asked of nobody where no client's permission is needed", async () => {
    const w = world();
    const own = w.add("Alfa", refused);
    const ours = appointeeOf({ organisation: own.identity });
    const asking = (account = own) => askedForPermission({ account, summary: null }, ours, { book: w.book, clock: w.watch.clock });
    await expect(asking()).rejects.toMatchObject({ code: "OMBUD_NOT_NEEDED", scope: "input" });
    await watchAccount(own.id, w.watch);
    await expect(asking(w.accounts.get(own.id))).rejects.toMatchObject({ code: "OMBUD_NOT_NEEDED" });
    await expect(asking({ ...own, identity: "165790000011", id: "acc_gone" as never })).rejects.toMatchObject({ code: "ACCOUNT_UNKNOWN" });
  });
});

describe("a client's own link", () => {
  const later = (now: string, days: number) => instant(Date.parse(now) + days * 86_400_000);
  const NOW = "2026-11-23T06:00:00.000Z";

  function asking(more: Partial<Account> = {}) {
    const w = world();
    const { id } = w.add("Alfa", refused);
    w.accounts.set(id, { ...(w.accounts.get(id) as Account), identity: "165790000037", ...more });
    const asked: string[] = [];
    const make = async (days = 0) => {
      const now = () => later(NOW, days);
      const links = {
        link: async (identity: string) => {
          asked.push(identity);
          return { url: `https://www.example.se/${asked.length}`, expiresAt: later(now(), 21) };
        },
      };
      return clientLinkFor((await w.book.account(id)) as never, appointee, { book: w.book, links, now });
    };
    return { ...w, id, make, asked, account: () => w.accounts.get(id) as Account };
  }

  it("is made once, kept, and made anew when it nears its end", async () => {
    const { make, asked, account } = asking();
    const made = await make();
    expect(made.account.appointing?.link).toEqual({ url: "https://www.example.se/1", expiresAt: later(NOW, 21) });
    expect(account()).toEqual(made.account);
    await make(13);
    expect(asked).toEqual([account().identity]);
    expect((await make(14)).account.appointing?.link?.url).toBe("https://www.example.se/2");
  });

  it("stands in the note of what was sent while it holds", async () => {
    const { make, id, account, book, watch } = asking();
    await make();
    const note = async () => {
      await askedForPermission((await book.account(id)) as never, appointee, { book, clock: watch.clock });
      return account().ombud?.link;
    };
    expect(await note()).toBe("client");
    await book.updateAccount(id, { appointing: { link: { url: "https://www.example.se/", expiresAt: instant(Date.parse(NOW)) } } });
    expect(await note()).toBe("start-page");
  });

  it("is none where nobody's permission is needed, and none for estates", async () => {
    const own = asking({ identity: "165780000054" });
    await expect(own.make()).rejects.toMatchObject({ code: "OMBUD_NOT_NEEDED" });
    const estate = asking({ identity: "161000000008" });
    await expect(estate.make()).rejects.toMatchObject({ code: "OMBUD_ON_PAPER", scope: "input" });
    expect([...own.asked, ...estate.asked]).toEqual([]);
  });

  it("leaves the page's first opening as it is, and the other way round", async () => {
    const { make, account, book } = asking();
    await appointPageOpened(account(), { book, now: () => later(NOW, 0) });
    await appointPageOpened(account(), { book, now: () => later(NOW, 1) });
    await make();
    expect(account().appointing).toEqual({
      openedAt: NOW,
      link: { url: "https://www.example.se/1", expiresAt: later(NOW, 21) },
    });
  });
});
