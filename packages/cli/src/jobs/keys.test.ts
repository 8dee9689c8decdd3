import { openSqliteStore } from "@saldovakt/store/sqlite";
import { hashKey } from "@saldovakt/web";
import { beforeAll, describe, expect, it } from "vitest";
import { FAULT, type Installation, install, TODAY } from "../../test/installation.ts";
import { width } from "../table.ts";

let here: Installation;
let account: string;
beforeAll(async () => {
  here = await install();
  await here.configure({ accounts: [] });
  account = JSON.parse((await run("accounts", "add", here.identities[0] ?? "", "--json")).stdout).id;
  return () => here.close();
});

const run = (...args: string[]) => here.run([...args, "--today", TODAY]);

const withStore = async <T>(work: (store: ReturnType<typeof openSqliteStore>) => Promise<T>): Promise<T> => {
  const store = openSqliteStore(`${here.dir}/saldovakt.db`);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
};

describe("saldovakt keys add --scope calendar", () => {
  it("prints the address, which opens nothing but the calendar", async () => {
    const { status, stdout, stderr } = await run("keys", "add", "--scope", "calendar", "--accounts", account);
    expect(status).toBe(0);
    const secret = /^\/calendar\/(svk_[0-9a-z]{52})\.ics\n$/.exec(stdout)?.[1] ?? "";
    expect(stderr).toMatch(/^key_\w+ opens the calendar at this address/);
    const record = await withStore((store) => store.keyByHash(hashKey(secret)));
    expect(record).toMatchObject({ scopes: ["calendar"], accounts: [account] });
  });

  it.each([
    [["--scope", "calendar"], "ACCOUNTS_MISSING"],
    [["--scope", "calendar,read", "--accounts", "acc_00000000000000000000"], "SCOPE_ALONE"],
  ])("refuses %j", async (args, code) => {
    const { status, stdout, stderr } = await run("keys", "add", ...args);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(FAULT(code));
  });
});

describe("saldovakt keys add", () => {
  it("takes scopes and accounts with commas between, or each by itself", async () => {
    const other = JSON.parse((await run("accounts", "add", here.identities[5] ?? "", "--json")).stdout).id;
    const made = await run(
      "keys",
      "add",
      "--scope",
      "write",
      "--scope",
      "read:fresh",
      "--accounts",
      account,
      "--accounts",
      other,
      "--json",
    );
    const record = await withStore((store) => store.keyById(JSON.parse(made.stdout).id));
    expect(record).toMatchObject({ scopes: ["write", "read:fresh"], accounts: [account, other] });
  });
});

describe("saldovakt keys list", () => {
  it("tells when each was last used", async () => {
    const { id } = JSON.parse((await run("keys", "add", "--scope", "read", "--name", "used", "--json")).stdout) as { id: string };
    const line = async () => (await run("keys", "list")).stdout.split("\n").find((each) => each.startsWith(id)) ?? "";
    expect(await line()).toMatch(/ never/);
    await withStore((store) => store.touchKey(id, "2026-11-23T08:30:00.000Z" as never));
    expect(await line()).toMatch(/ 2026-11-23/);
    const { keys } = JSON.parse((await run("keys", "list", "--json")).stdout) as { keys: { id: string; lastUsedAt?: string }[] };
    expect(keys.find((key) => key.id === id)?.lastUsedAt).toBe("2026-11-23T08:30:00.000Z");
    for (const each of (await run("keys", "list")).stdout.split("\n")) expect(width(each)).toBeLessThanOrEqual(100);
  });
});

describe("the accounts of a key in the list", () => {
  it("are named where there is one, and counted where there are more", async () => {
    const [first, second] = ["Alfa AB", "Beta AB"].map((name, n) => ({ name, id: "", number: here.identities[n + 1] ?? "" }));
    if (!first || !second) throw new Error("two accounts are needed");
    for (const each of [first, second]) {
      each.id = JSON.parse((await run("accounts", "add", each.number, "--name", each.name, "--json")).stdout).id;
    }
    const line = async (...ids: string[]) => {
      const { id } = JSON.parse((await run("keys", "add", "--scope", "calendar", "--accounts", ids.join(","), "--json")).stdout) as {
        id: string;
      };
      return (await run("keys", "list")).stdout.split("\n").find((each) => each.startsWith(id)) ?? "";
    };
    expect(await line(first.id)).toContain(first.name);
    expect(await line(first.id, second.id)).toMatch(/ 2 /);
  });
});

describe("saldovakt keys rotate-links", () => {
  it("replaces the key that signs links", async () => {
    const key = () => withStore((store) => store.fact("links.key"));
    expect(await key()).toBeNull();
    expect((await run("keys", "rotate-links")).stdout).toMatch(/^Links sent until now open nothing any more/);
    const first = await key();
    expect(JSON.parse((await run("keys", "rotate-links", "--json")).stdout)).toEqual({ rotated: true });
    const second = await key();
    expect([first?.value.length, second?.value === first?.value]).toEqual([43, false]);
  });
});
