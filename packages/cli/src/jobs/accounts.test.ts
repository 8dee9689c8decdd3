import { openSqliteStore } from "@saldovakt/store/sqlite";
import { hashKey } from "@saldovakt/web";
import { beforeAll, describe, expect, it } from "vitest";
import { FAULT, type Installation, install, TODAY } from "../../test/installation.ts";
import { width } from "../table.ts";

let here: Installation;
beforeAll(async () => {
  here = await install();
  await here.configure({ accounts: [] });
  return () => here.close();
});

const run = (...args: string[]) => here.run([...args, "--today", TODAY]);
const json = async (...args: string[]) => {
  const { status, stdout, stderr } = await run(...args, "--json");
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return JSON.parse(stdout);
};

describe("saldovakt accounts", () => {
  it("adds an account once, lists it, watches it and erases it", async () => {
    const [identity = ""] = here.identities;
    const added = await json("accounts", "add", identity, "--name", "Exempel AB");
    expect(added).toEqual({ id: expect.stringMatching(/^acc_/), source: "skatteverket", name: "Exempel AB", added: true });
    expect(await json("accounts", "add", identity, "--name", "Annat AB")).toEqual({ ...added, added: false });
    expect((await run("accounts", "add", "-", "--name", "x")).stderr).toMatch(FAULT("IDENTITY_LENGTH"));

    const { accounts } = await json("accounts", "list");
    expect(accounts).toMatchObject([{ id: added.id, name: "Exempel AB", severity: "unread", balance: null, watched: true }]);
    expect((await json("watch")).read).toBe(1);
    expect((await json("accounts", "list")).accounts[0].balance.currency).toBe("SEK");
    const listed = await run("accounts", "list");
    expect(listed.stdout).toMatch(new RegExp(`^${added.id}  Exempel AB`, "m"));
    for (const line of listed.stdout.split("\n")) expect(width(line)).toBeLessThanOrEqual(100);

    const exported = JSON.parse((await run("export", added.id)).stdout);
    expect(exported).toMatchObject({ account: { id: added.id, identity }, observation: { source: "skatteverket" } });

    const removed = await run("accounts", "remove", identity);
    expect(removed.status).toBe(0);
    expect(removed.stdout).toBe(`${added.id} is erased, with 1 reading, 0 alerts, 0 deliveries, 0 registered payments.\n`);
    expect((await run("export", added.id)).stderr).toMatch(FAULT("ACCOUNT_UNKNOWN"));
    expect((await json("accounts", "list")).accounts).toEqual([]);
  });

  it("takes a name beside the number, or names an account so that its number stays unknown", async () => {
    const [, , second = "", third = ""] = here.identities;
    expect((await json("accounts", "add", second, "Exempel AB")).name).toBe("Exempel AB");
    expect((await json("accounts", "add", third)).name).toBe(`SE organisation …${third.slice(-2)}`);
    for (const identity of [second, third]) await run("accounts", "remove", identity);
  });

  it("says that an erased account is still in the configuration", async () => {
    await here.configure({ accounts: [{ identity: here.identities[3], name: "Exempel AB" }] });
    const { status, stdout, stderr } = await run("accounts", "remove", here.identities[3] ?? "", "--json");
    expect(status).toBe(0);
    expect(JSON.parse(stdout).erased).toEqual({ readings: 0, alerts: 0, deliveries: 0, payments: 0 });
    expect(stderr).toMatch(/^note: saldovakt\.json still lists the account/);
    await here.configure({ accounts: [] });
  });

  it("gives an account a policy and a bank account of its own, changes them field by field and takes them back", async () => {
    const [, , second = ""] = here.identities;
    const iban = "SE45 5000 0000 0583 9825 7466";
    const { id } = await json("accounts", "add", second, "Exempel AB", "--reserve", "500", "--language", "nb");
    expect((await json("accounts", "list")).accounts).toMatchObject([{ id, policy: { reserve: "500.00", language: "nb" } }]);
    const masked = { iban: "SE45 … 7466", bic: "ESSESESS" };
    const options = ["--reserve", "default", "--remind-days-before", "7,1", "--estimates", "no", "--pay-from", `${iban},ESSESESS`];
    expect(await json("accounts", "set", id, ...options)).toEqual({
      id,
      name: "Exempel AB",
      policy: { language: "nb", remindDaysBefore: [7, 1], estimates: false },
      payFrom: masked,
    });
    const store = openSqliteStore(here.path("saldovakt.db"));
    expect((await store.account(id))?.account).toMatchObject({ payFrom: { iban: "SE4550000000058398257466", bic: "ESSESESS" } });
    await store.close();
    const said = await run("accounts", "set", second, "--name", "Annat AB");
    expect(said.stdout).toBe(`${id}  Annat AB: its own language nb; remindDaysBefore 7, 1; estimates false; pays from SE45 … 7466\n`);
    const none = ["--language", "default", "--remind-days-before", "default", "--estimates", "default", "--pay-from", "none"];
    expect(await json("accounts", "set", id, ...none)).toEqual({ id, name: "Annat AB", policy: {}, payFrom: null });
    await run("accounts", "remove", second);
  });

  it("keeps name, policy and bank account of a listed account as the configuration says, and the rest as it was set", async () => {
    const [, , , identity = ""] = here.identities;
    const payFrom = { iban: "SE45 5000 0000 0583 9825 7466", bic: "ESSESESS" };
    await here.configure({ accounts: [{ identity, name: "Nu AB", payFrom, policy: { reserve: "250.00" } }] });
    const [listed] = (await json("accounts", "list")).accounts;
    expect(listed).toMatchObject({ name: "Nu AB", policy: { reserve: "250.00" } });
    expect((await run("accounts", "set", listed.id, "--name", "Annat AB")).stderr).toMatch(FAULT("ACCOUNT_CONFIGURED"));
    await here.configure({ accounts: [{ identity, name: "Sen AB" }] });
    expect(await json("accounts", "set", listed.id, "--language", "en")).toEqual({
      id: listed.id,
      name: "Sen AB",
      policy: { reserve: "250.00", language: "en" },
      payFrom: { iban: "SE45 … 7466", bic: "ESSESESS" },
    });
    await here.configure({ accounts: [{ identity, name: "Sen AB", policy: { reserve: "300.00" } }] });
    expect((await json("accounts", "list")).accounts).toMatchObject([{ policy: { reserve: "300.00" } }]);
    await here.configure({ accounts: [] });
    await run("accounts", "remove", identity);
  });

  it("takes the name of the configuration for an account it lists", async () => {
    const [, identity = ""] = here.identities;
    await json("accounts", "add", identity, "--name", "Förr AB");
    await here.configure({ accounts: [{ identity, name: "Nu AB" }] });
    expect((await json("accounts", "list")).accounts).toMatchObject([{ name: "Nu AB", watched: true }]);
    await here.configure({ accounts: [] });
    expect((await json("accounts", "list")).accounts).toMatchObject([{ name: "Nu AB", watched: true }]); // Added by hand: it stays.
    await run("accounts", "remove", identity);
  });

  it.each([
    [["accounts", "add", "165790000012", "--name", "x"], "IDENTITY_CHECK_DIGIT"],
    [["accounts", "add", "313367002", "--name", "x"], "SOURCE_NOT_AVAILABLE"],
    [["accounts", "add", "165790000011", "--name", " "], "NAME_INVALID"],
    [["accounts", "add", "165790000011", "--reserve", "-1"], "CONFIGURATION_INVALID"],
    [["accounts", "set", "165790000011", "--language", "fi"], "CONFIGURATION_INVALID"],
    [["accounts", "set", "165790000011", "--discreet", "maybe"], "CONFIGURATION_INVALID"],
    [["accounts", "set", "165790000011", "--pay-from", "SE4550000000058398257467,ESSESESS"], "PAY_FROM_INVALID"],
    [["accounts", "set", "165790000011", "--pay-from", "SE4550000000058398257466"], "PAY_FROM_INVALID"],
    [["accounts", "set", "165790000011"], "OPTION_MISSING"],
    [["accounts", "set", "165790000011", "--reserve", "1"], "ACCOUNT_UNKNOWN"],
    [["accounts", "remove", "acc_00000000000000000000"], "ACCOUNT_UNKNOWN"],
    [["accounts", "remove", "165790000011"], "ACCOUNT_UNKNOWN"],
    [["accounts", "remove", "acc_x"], "ACCOUNT_UNKNOWN"],
    [["payments", "list", "165790000011"], "ACCOUNT_UNKNOWN"],
    [["export", "165790000011"], "ACCOUNT_UNKNOWN"],
  ])("refuses %j", async (args, code) => {
    const { status, stdout, stderr } = await run(...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(FAULT(code));
  });
});

describe("saldovakt payments", () => {
  it("registers, lists and removes", async () => {
    const { id } = await json("accounts", "add", here.identities[4] ?? "", "--name", "Exempel AB");
    const payment = await json("payments", "add", id, "33 250,50", "--made", "2026-12-09");
    expect(payment).toEqual({
      id: expect.stringMatching(/^pay_[0-9a-f]{16}$/),
      amount: { currency: "SEK", amount: "33250.50" },
      madeOn: "2026-12-09",
      expectedOn: "2026-12-14",
      expiresOn: "2026-12-18",
      status: "under-way",
      seenOn: null,
    });
    expect((await json("payments", "list", id)).payments).toEqual([payment]);
    expect((await run("payments", "list", id)).stdout).toMatch(
      new RegExp(`^${payment.id}  33 250,50  2026-12-09  2026-12-14  under way`, "m"),
    );
    expect((await run("payments", "remove", id, "pay_0")).stderr).toMatch(FAULT("PAYMENT_UNKNOWN"));
    expect(await json("payments", "remove", id, payment.id)).toEqual({ id: payment.id, removed: true });
    expect((await run("payments", "list", id)).stderr).toBe("No payment is registered for this account.\n");
    await run("accounts", "remove", id);
  });

  it.each([
    [["0"], "PAYMENT_INVALID"],
    [["12.345"], "MONEY_FORMAT"],
    [["much"], "MONEY_FORMAT"],
    [["100", "--made", "2026-02-30"], "DATE_INVALID"],
    [["100", "--made", "2026-12-09", "--expected", "2026-12-08"], "PAYMENT_INVALID"],
  ])("refuses %j", async (args, code) => {
    const { id } = await json("accounts", "add", here.identities[5] ?? "", "--name", "Exempel AB");
    const { status, stderr } = await run("payments", "add", id, ...args);
    expect(status).toBe(2);
    expect(stderr).toMatch(FAULT(code));
  });
});

describe("saldovakt keys", () => {
  it("shows a key once and keeps its hash alone", async () => {
    const { id: account } = await json("accounts", "add", here.identities[5] ?? "", "--name", "Exempel AB");
    const made = await json("keys", "add", "--scope", "read,read:fresh", "--accounts", account, "--name", "dashboard");
    expect(made).toEqual({ id: expect.stringMatching(/^key_/), key: expect.stringMatching(/^svk_/) });
    const store = openSqliteStore(here.path("saldovakt.db"));
    expect(await store.keyByHash(hashKey(made.key))).toMatchObject({
      id: made.id,
      scopes: ["read", "read:fresh"],
      accounts: [account],
      name: "dashboard",
    });
    await store.close();

    const { keys } = await json("keys", "list");
    expect(keys).toMatchObject([{ id: made.id, name: "dashboard", revokedAt: null }]);
    expect(JSON.stringify(keys)).not.toMatch(/svk_|hash/);
    expect((await run("keys", "list")).stdout).toMatch(new RegExp(`^${made.id}  dashboard  read, read:fresh`, "m"));

    expect(await json("keys", "revoke", made.id)).toEqual({ id: made.id, revoked: true, recipientsKept: [], recipientsEnded: [] });
    expect((await json("keys", "list")).keys[0].revokedAt).toMatch(/^\d{4}-/);
  });

  it("prints the key alone on standard output, so that it can be piped", async () => {
    const { stdout, stderr } = await run("keys", "add", "--scope", "read");
    expect(stdout).toMatch(/^svk_[0-9a-z]+\n$/);
    expect(stderr).toMatch(/^key_\w+ opens read\. Keep the key now/);
  });

  it.each([
    [["add", "--scope", "reed"], "SCOPE_UNKNOWN"],
    [["add", "--scope", ","], "SCOPE_UNKNOWN"],
    [["add"], "OPTION_MISSING"],
    [["add", "--scope", "read", "--accounts", "165790000011"], "ACCOUNT_UNKNOWN"],
    [["add", "--scope", "read", "--accounts", "acc_00000000000000000000"], "ACCOUNT_UNKNOWN"],
    [["add", "--scope", "read", "--accounts", ""], "ACCOUNT_UNKNOWN"],
    [["add", "--scope", "read", "--name", "x".repeat(101)], "NAME_INVALID"],
    [["revoke", "key_x"], "KEY_UNKNOWN"],
  ])("refuses %j", async (args, code) => {
    const { status, stdout, stderr } = await run("keys", ...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(FAULT(code));
    expect(stderr).not.toContain("165790000011");
  });
});
