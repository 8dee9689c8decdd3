import { hash } from "node:crypto";
import type { User } from "@saldovakt/domain";
import { acceptInvitation } from "@saldovakt/service";
import { openSqliteStore } from "@saldovakt/store/sqlite";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Installation, install, TODAY } from "../../test/installation.ts";

let here: Installation;
let account: string;
beforeAll(async () => {
  here = await install();
  await here.configure({ accounts: [], publicUrl: "https://saldovakt.example" });
  account = JSON.parse((await run("accounts", "add", here.identities[0] ?? "", "--json")).stdout).id;
});
afterAll(() => here.close());

const run = (...args: string[]) => here.run([...args, "--today", TODAY]);
const json = async (...args: string[]) => JSON.parse((await run(...args, "--json")).stdout);

const withStore = async <T>(work: (store: ReturnType<typeof openSqliteStore>) => Promise<T>): Promise<T> => {
  const store = openSqliteStore(`${here.dir}/saldovakt.db`);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
};

/** Follows the link, as the page does. */
const join = (address: string, name: string) =>
  withStore(async (store) => {
    const token = address.split("/join/")[1] ?? "";
    const invitation = await store.invitation(hash("sha256", token, "hex"));
    return acceptInvitation(token, name, { people: store, now: () => invitation?.createdAt ?? ("" as never) });
  });

describe("saldovakt users", () => {
  it("invites, lists, lets in again, shuts out, exports and erases; and writes it down", async () => {
    expect((await run("users", "list")).stderr).toContain("users invite --role owner");
    const invited = await run("users", "invite", "--role", "owner");
    expect(invited.stdout).toMatch(/^https:\/\/saldovakt\.example\/join\/[\w-]{43}\n$/);
    expect(invited.stderr).toMatch(/one person in, once, until \d{4}-\d\d-\d\d \d\d:\d\d UTC/);
    const owner = await join(invited.stdout.trim(), "Påhittade Ägaren");
    const { address } = await json("users", "invite", "--role", "reader", "--accounts", account);
    expect((await run("users", "list")).stdout).toMatch(/Påhittade Ägaren.*owner.*all[\s\S]*\(invited\).*reader/);
    const reader = await join(address, "Påhittade Läsaren");
    const listed = await json("users", "list");
    expect(listed.users).toEqual([
      expect.objectContaining({ id: owner.id, role: "owner", accounts: null }),
      expect.objectContaining({ id: reader.id, role: "reader", accounts: [account] }),
    ]);
    expect(listed.invitations).toEqual([]);

    expect((await run("users", "link", reader.id)).stdout).toMatch(/\/join\/[\w-]{43}\n$/);
    expect(await json("users", "disable", reader.id)).toEqual({ id: reader.id, disabled: true });
    expect((await run("users", "list")).stdout).toContain("shut out");
    expect((await run("users", "link", reader.id)).status).toBe(2);
    expect((await run("users", "enable", reader.id)).stdout).toContain("users link");
    expect((await json("users", "export", reader.id)).user).toMatchObject({ id: reader.id, name: "Påhittade Läsaren" });
    const erased = { id: reader.id, erased: true, recipientsKept: [], recipientsRemoved: [] };
    expect(await json("users", "erase", reader.id)).toEqual(erased);

    const { lines } = await json("audit");
    const done = lines
      .filter(({ action }: { action: string }) => action !== "account.add")
      .map(({ action, changes = [], about = "", outcome, reason = "" }: Partial<Record<string, string>> & { changes?: string[] }) => [
        ...[action, changes.join(" "), about.replace(/^inv_[0-9a-f]{16}$/, "inv_"), outcome, reason],
      ]);
    expect(done).toEqual([
      ["users.change", "erased", reader.id, "permitted", ""],
      ["users.read", "", reader.id, "permitted", ""],
      ["users.change", "let-in", reader.id, "permitted", ""],
      ["invitations.change", "sign-in-link", reader.id, "failed", "USER_DISABLED"],
      ["invitations.change", "sign-in-link", reader.id, "permitted", ""],
      ["users.change", "shut-out", reader.id, "permitted", ""],
      ["invitations.change", "sign-in-link", "inv_", "permitted", ""],
      ["invitations.change", "sign-in-link", reader.id, "permitted", ""],
      ["invitations.change", "invited", "inv_", "permitted", ""],
      ["invitations.change", "invited", "", "permitted", ""],
      ["invitations.change", "invited", "inv_", "permitted", ""],
      ["invitations.change", "invited", "", "permitted", ""],
    ]);
    expect(JSON.stringify(lines)).not.toContain("Påhittade");
    const { stdout } = await run("audit", "--csv");
    expect(parse(stdout, { columns: true })).toHaveLength(lines.length);
    expect((await run("audit", "--from", TODAY, "--by", "usr_nobody")).stderr).toContain("Nothing is written down");
    expect((await run("audit")).stdout).toMatch(/command cli\s[\s\S]*users\.change erased/);
  });

  it("exports all that is held of somebody, and says which recipients go and which are another owner's", async () => {
    const people: User[] = [];
    for (const role of ["owner", "owner", "adviser"]) {
      people.push(await join((await json("users", "invite", "--role", role)).address, "Påhittade Personen"));
    }
    const [heir, owner, adviser] = people as [User, User, User];
    const recipient = (key: string, by: User, lasting: boolean) => ({
      ...{ key, channel: "email", target: { to: `${key}@firman.example` }, accounts: null, createdAt: by.createdAt },
      by: { kind: "user" as const, id: by.id, lasting },
    });
    await withStore(async (store) => {
      await store.putRecipient(recipient("aaaaaaaaaaaaaaaa", owner, true));
      await store.putRecipient(recipient("bbbbbbbbbbbbbbbb", adviser, false));
      await store.putSession({
        hash: "c".repeat(64),
        userId: adviser.id,
        createdAt: adviser.createdAt,
        expiresAt: "2199-01-01T00:00:00.000Z" as never,
      });
    });
    expect(await json("users", "export", adviser.id)).toMatchObject({
      sessions: [{ createdAt: adviser.createdAt }],
      links: [{ purpose: "join", user: adviser.id }],
      recipients: [{ key: "bbbbbbbbbbbbbbbb", target: { to: "bbbbbbbbbbbbbbbb@firman.example" } }],
    });
    const gone = await run("users", "erase", adviser.id);
    expect(gone.stderr).toContain("1 recipient that they added is gone with their rights: email bbbbbbbbbbbbbbbb");
    expect(gone.stderr).toContain("add the address again");
    expect((await run("users", "erase", owner.id)).stdout).toContain("Told on, as another owner's: aaaaaaaaaaaaaaaa.");
    const left = await withStore((store) => store.recipients());
    expect(left.map(({ key, by }) => [key, by?.lasting])).toEqual([["aaaaaaaaaaaaaaaa", true]]);
    expect(left[0]?.by?.id).not.toBe(owner.id);
    const { lines } = await json("audit");
    const told = lines.filter(({ action }: { action: string }) => action === "recipients.change");
    expect(told.map(({ changes, about }: { changes: string[]; about: string }) => [changes, about])).toEqual([
      [["handed-over"], "aaaaaaaaaaaaaaaa"],
      [["removed"], "bbbbbbbbbbbbbbbb"],
    ]);
    expect(heir.role).toBe("owner");
  });

  it.each([
    [["users", "invite", "--role", "emperor"], "ROLE_UNKNOWN"],
    [["users", "invite", "--role", "reader", "--accounts", "acc_zzzzzzzzzzzzzzzzzzzz"], "ACCOUNTS_UNKNOWN"],
    [["users", "invite", "--role", "reader", "--accounts", "165781006662"], "ID_INVALID"],
    [["users", "invite", "--role", "reader", "--groups", "grp_zzzzzzzzzzzzzzzzzzzz"], "GROUPS_UNKNOWN"],
    [["users", "disable", "usr_zzzzzzzzzzzzzzzzzzzz"], "USER_UNKNOWN"],
    [["users", "erase", "somebody"], "USER_UNKNOWN"],
    [["audit", "--account", "165781006662"], "ID_INVALID"],
    [["audit", "--from", "2026-02-30"], "DATE_INVALID"],
    [["audit", "--from", "2026-02-20", "--to", "2026-02-10"], "PERIOD_INVALID"],
    [["keys", "add", "--scope", "admin", "--accounts", "acc_zzzzzzzzzzzzzzzzzzzz"], "SCOPE_ALONE"],
  ])("refuses %j with %s, and repeats nothing of it", async (args, code) => {
    const { status, stdout, stderr } = await run(...args);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(`(${code})`);
    expect(stderr).not.toContain("165781006662");
  });
});
