import { fromWhole, plainDate } from "@saldovakt/domain";
import { describe, expect, it } from "vitest";
import { addWatchedAccount, changeAccount, removeAccount } from "./accounts.ts";
import { observed, type World, world } from "./world.fixture.ts";

const IDENTITY = "165590000146";
const PAY_FROM = { iban: "SE45 5000 0000 0583 9825 7466", bic: "essesess" };

const ports = (w: World) => ({ book: w.book, clock: w.watch.clock, random: w.random });

describe("adding an account", () => {
  it("watches it with what was said of it, under an id that tells nothing", async () => {
    const w = world();
    const { account, added } = await addWatchedAccount(
      { identity: ` ${IDENTITY} `, name: " Alfa\n AB ", policy: { reserve: fromWhole(500) }, payFrom: PAY_FROM },
      ports(w),
    );
    expect(added).toBe(true);
    expect(account).toEqual({
      id: expect.stringMatching(/^acc_[0-9a-z]{20}$/),
      source: "skatteverket",
      identity: IDENTITY,
      name: "Alfa AB",
      origin: "command",
      addedAt: w.watch.clock.now(),
      policy: { reserve: fromWhole(500) },
      payFrom: { iban: "SE4550000000058398257466", bic: "ESSESESS" },
    });
    expect(await addWatchedAccount({ identity: IDENTITY, name: "Beta" }, ports(w))).toEqual({ account, added: false });
  });

  it("calls it by its last digits unless told otherwise, and keeps no empty policy", async () => {
    const { account } = await addWatchedAccount({ identity: IDENTITY, policy: {} }, ports(world()));
    expect(account.name).toBe("SE organisation …46");
    expect(account).not.toHaveProperty("policy");
  });

  it.each([
    [{ identity: "165590000147" }, "IDENTITY_CHECK_DIGIT"],
    [{ identity: IDENTITY, source: "skatteetaten" as const }, "SOURCE_MISMATCH"],
    [{ identity: "313367002" }, "SOURCE_NOT_AVAILABLE"],
    [{ identity: "313367002", reading: "statement" as const }, "STATEMENT_NOT_OFFERED"],
    [{ identity: IDENTITY, name: " \u200b " }, "NAME_INVALID"],
    [{ identity: IDENTITY, name: "x".repeat(201) }, "NAME_INVALID"],
    [{ identity: IDENTITY, payFrom: { ...PAY_FROM, iban: "SE4550000000058398257467" } }, "PAY_FROM_INVALID"],
    [{ identity: IDENTITY, payFrom: { ...PAY_FROM, bic: "ESSE" } }, "PAY_FROM_INVALID"],
    [{ identity: IDENTITY, payFrom: { ...PAY_FROM, bic: "ESSESE0S" } }, "PAY_FROM_INVALID"],
  ])("refuses what cannot be right: %j", async (wanted, code) => {
    const w = world();
    const fault = await addWatchedAccount(wanted, ports(w)).catch((thrown) => thrown);
    expect(fault).toMatchObject({ code, scope: "input" });
    expect(`${fault.message} ${fault.remedy}`).not.toMatch(/\d{6}/);
    expect(w.accounts.size).toBe(0);
  });

  it("takes Norwegian numbers where their authority can be read", async () => {
    const { account } = await addWatchedAccount({ identity: "313367002" }, { ...ports(world()), offered: ["skatteetaten"] });
    expect(account.source).toBe("skatteetaten");
  });
});

describe("changing an account", () => {
  it("takes policy fields one by one, and null takes them away", async () => {
    const w = world();
    const account = w.add("Alfa", observed(0, [], plainDate("2026-11-23")));
    const first = await changeAccount(account, { policy: { reserve: fromWhole(10), language: "nb" }, payFrom: PAY_FROM }, w.book);
    expect(first).toMatchObject({ policy: { reserve: fromWhole(10), language: "nb" }, payFrom: { bic: "ESSESESS" } });
    const second = await changeAccount(first, { name: "Beta", policy: { reserve: null, discreet: true } }, w.book);
    expect(second).toMatchObject({ name: "Beta", policy: { language: "nb", discreet: true } });
    expect(w.accounts.get(account.id)).toEqual(second);
    const third = await changeAccount(second, { policy: { language: null, discreet: null }, payFrom: null }, w.book);
    expect(third).toEqual({ ...account, name: "Beta" });
    expect(w.accounts.get(account.id)).toEqual(third);
    await changeAccount(third, { policy: { estimates: false } }, w.book);
    expect(await changeAccount({ ...third, policy: { estimates: false } }, { policy: null }, w.book)).toEqual(third);
    expect(await changeAccount(third, {}, w.book)).toEqual(third);
  });

  it("is how the account's own policy comes into its forecasts", async () => {
    const w = world();
    const account = w.add("Alfa", observed(100, [], plainDate("2026-11-23")));
    const changed = await changeAccount(account, { policy: { reserve: fromWhole(250) } }, w.book);
    expect(w.watch.policyFor(changed)).toEqual({ ...w.policy, reserve: fromWhole(250) });
    expect(w.watch.policyFor(account)).toEqual(w.policy);
  });

  it("leaves a name to the configuration that gives it, and misses an account that has gone", async () => {
    const w = world();
    const account = { ...w.add("Alfa", observed(0, [], plainDate("2026-11-23"))), origin: "configuration" as const };
    await expect(changeAccount(account, { name: "Beta" }, w.book)).rejects.toMatchObject({ code: "ACCOUNT_CONFIGURED", scope: "input" });
    await expect(changeAccount(account, { name: "Alfa", policy: { discreet: true } }, w.book)).resolves.toMatchObject({ name: "Alfa" });
    w.accounts.clear();
    await expect(changeAccount(account, { policy: null }, w.book)).rejects.toMatchObject({ code: "ACCOUNT_UNKNOWN" });
  });
});

describe("removing an account", () => {
  it("erases it, unless the configuration would bring it back", async () => {
    const w = world();
    const account = w.add("Alfa", observed(0, [], plainDate("2026-11-23")));
    await expect(removeAccount({ ...account, origin: "configuration" }, w.book)).rejects.toMatchObject({ code: "ACCOUNT_CONFIGURED" });
    expect(await removeAccount(account, w.book)).toBe(true);
    expect(w.accounts.size).toBe(0);
    expect(await removeAccount(account, w.book)).toBe(false);
  });
});
