import { addDays, instant, mod11Digit, type PlainDate } from "@saldovakt/domain";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { FAULT, type Surroundings, TODAY } from "../../test/installation.ts";
import { installBoth, lastGrant, type NorwegianInstallation, ORG, PARENT, QUIET } from "../../test/norway.ts";
import { width } from "../table.ts";

let here: NorwegianInstallation;
beforeAll(async () => {
  here = await installBoth();
  return () => here.close();
});
beforeEach(() => here.configure());

const nok = (amount: string) => ({ currency: "NOK", amount });
const asJson = async (...args: string[]) => {
  const { status, stdout, stderr } = await here.run([...args, "--json", "--today", TODAY]);
  return { status, stderr, json: stdout === "" ? null : JSON.parse(stdout) };
};

describe("saldovakt forecast of a Norwegian company, in a process of its own", () => {
  it("is the contract's: a charge and a payment for every unpaid due date, and no balance", async () => {
    const { status, stdout, stderr } = await here.spawn(["forecast", ORG, "--source", "skatteetaten", "--json", "--today", TODAY]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const made = JSON.parse(stdout);
    expect(made).toMatchObject({
      account: { id: expect.stringMatching(/^acc_/), source: "skatteetaten", name: "Eksempel AS" },
      today: TODAY,
      stale: false,
      balance: nok("0.00"),
      reserve: nok("0.00"),
      enforcementBalance: nok("0.00"),
      accruedInterest: nok("-12.50"),
      nextReconciliation: null,
      shortfall: nok("26920.50"),
      payBy: TODAY,
    });
    const payee = { scheme: "bban", referenceType: "KID", number: expect.stringMatching(/^\d{11}$/) };
    expect(made.dueDates).toMatchObject([
      {
        dueDate: TODAY,
        overdue: true,
        charges: [{ text: expect.stringContaining("Arbeidsgiveravgift"), amount: nok("-8400.00"), estimated: false }],
        payments: [{ amount: nok("8400.00"), payBy: TODAY, payTo: { ...payee, reference: "12343" } }],
      },
      {
        dueDate: "2026-12-10",
        overdue: false,
        charges: [{ text: expect.stringContaining("Merverdiavgift"), amount: nok("-18420.50"), estimated: false }],
        payments: [{ amount: nok("18420.50"), payBy: "2026-12-09", payTo: { ...payee, reference: "12343" } }],
      },
      {
        dueDate: "2026-12-14",
        payments: [{ amount: nok("100.00"), payBy: "2026-12-11", payTo: { ...payee, reference: null } }],
      },
    ]);
    const codes = made.warnings.map(({ code }: { code: string }) => code);
    expect(codes).toEqual(expect.arrayContaining(["CREDIT_CLAIM", "UNPLACED_PAYMENT", "NO_REFERENCE"]));
    expect(stdout).not.toContain(ORG);
  });

  it("says it for people within 100 columns, without a balance where there is none", async () => {
    const { status, stdout } = await here.run(["forecast", ORG, "--today", TODAY]);
    expect(status).toBe(0);
    for (const line of stdout.split("\n")) expect(width(line)).toBeLessThanOrEqual(100);
    expect(stdout).toContain("KID");
    expect(stdout).not.toMatch(/Kronofogden|OCR|SEK|[Bb]alance/);
    expect(stdout).toContain("Unpaid in all");
    const quiet = await here.run(["forecast", QUIET, "--today", TODAY]);
    expect(quiet.stdout).toMatch(/Nothing is due within the horizon[\s\S]*Nothing is unpaid\./);
  });

  it("takes the installation's bank days where it states them", async () => {
    await here.configure({ policy: { language: "en", payDaysBefore: 2 } });
    const { json } = await asJson("forecast", ORG);
    expect(json.dueDates[1].payments[0].payBy).toBe("2026-12-08");
  });

  it.each([
    [ORG, "skatteverket", "SOURCE_MISMATCH"],
    [ORG, "toString", "SOURCE_UNKNOWN"],
  ])("refuses another authority than the number's: %s at %s", async (identity, source, code) => {
    const { status, stderr } = await here.run(["forecast", identity, "--source", source]);
    expect(status).toBe(2);
    expect(stderr).toMatch(FAULT(code));
  });
});

describe("grants", () => {
  it("are for the company's own system user, the one that is named, or what was delegated", async () => {
    await asJson("forecast", QUIET);
    const systemUser = (org: string, more: object = {}) => [
      { type: "urn:altinn:systemuser", systemuser_org: { authority: "iso6523-actorid-upis", ID: `0192:${org}` }, ...more },
    ];
    expect(lastGrant(here.norway)).toMatchObject({ scope: "skatteetaten:kravogbetalinger", authorization_details: systemUser(QUIET) });
    const named = { identity: ORG, systemUser: { org: PARENT, externalRef: "avdeling 7" }, consumerOrg: PARENT };
    await here.configure({ accounts: [named] });
    const { status, stderr } = await here.run(["forecast", ORG, "--today", TODAY]);
    expect(lastGrant(here.norway)).toMatchObject({
      consumer_org: PARENT,
      authorization_details: systemUser(PARENT, { externalRef: "avdeling 7" }),
    });
    expect(status).toBe(3);
    expect(stderr).toMatch(/\(MP_(NOT_DELEGATED|SYSTEM_USER_MISSING)\)/);
  });

  it("follow what an account was added with by hand", async () => {
    const id = `31200000${mod11Digit("31200000") ?? ""}`;
    const added = await asJson("accounts", "add", id, "--system-user-org", PARENT, "--external-ref", "x", "--name", "Ny AS");
    expect(added).toMatchObject({ status: 0, json: { source: "skatteetaten", added: true } });
    expect((await asJson("forecast", id)).stderr).toContain("MP_SYSTEM_USER_MISSING");
    const details = () => (lastGrant(here.norway).authorization_details as { systemuser_org: { ID: string }; externalRef?: string }[])[0];
    expect(details()).toMatchObject({ systemuser_org: { ID: `0192:${PARENT}` }, externalRef: "x" });
    expect((await asJson("accounts", "set", added.json.id, "--system-user-org", "none")).status).toBe(0);
    await asJson("forecast", id);
    expect(details()).not.toHaveProperty("externalRef");
    expect(details()?.systemuser_org.ID).toBe(`0192:${id}`);
    await asJson("accounts", "remove", added.json.id);
  });

  it.each([
    [["accounts", "add", ORG, "--external-ref", "x"], "ACCESS_INVALID"],
    [["accounts", "add", ORG, "--consumer-org", "165781006662"], "ACCESS_INVALID"],
  ])("are refused what cannot be: %j", async (args, code) => {
    expect((await here.run(args)).stderr).toMatch(FAULT(code));
  });
});

describe("both countries side by side", () => {
  it("are read in one pass, each in its own currency", async () => {
    const { status, json } = await asJson("watch");
    expect(status).toBe(0);
    expect(json).toMatchObject({ planned: 4, read: 4, failed: 0, stopped: null });
    const currencies = json.accounts.map((account: { source: string; shortfall: { currency: string } }) => [
      account.source,
      account.shortfall.currency,
    ]);
    for (const [source, currency] of currencies) expect(currency).toBe(source === "skatteetaten" ? "NOK" : "SEK");
    expect(new Set(currencies.map(([source]: [string]) => source)).size).toBe(2);
    const { stdout } = await here.run(["accounts", "list", "--today", TODAY]);
    for (const line of stdout.split("\n")) expect(width(line)).toBeLessThanOrEqual(100);
  });

  it("keep nobody of one from being read when the other's keys are refused", async () => {
    await here.write("wrong.secret.json", { ...here.norway.secret, clientId: "00000000-0000-4000-8000-000000000000" });
    const { maskinporten, skatteetaten } = here.sections;
    await here.configure({ maskinporten: { ...maskinporten, secret: "file:wrong.secret.json" }, skatteetaten });
    const { status, json, stderr } = await asJson("watch");
    expect(json).toMatchObject({ planned: 4, read: 2, stopped: { code: "MP_CLIENT_UNKNOWN" } });
    expect({ status, told: stderr.match(/MP_CLIENT_UNKNOWN/g)?.length }).toEqual({ status: 2, told: 1 });
    const { stdout } = await here.run(["watch", "--today", TODAY]);
    for (const name of ["Eksempel AS", "Stille AS"]) expect(stdout).toMatch(new RegExp(`^${name} .* not read$`, "m"));
    expect(stdout).toContain("2 of 4 accounts read, 2 not read;");
  });

  it("keep reading when one organisation meets what is usually the installation's fault", async () => {
    await here.configure({ state: "odd.db" });
    here.norway.skatteetaten.setFaults([{ when: { identity: ORG }, fault: { kind: "kode", code: "KB-003" } }]);
    const { status, json } = await asJson("watch");
    here.norway.skatteetaten.setFaults([]);
    expect({ status, json }).toMatchObject({ status: 3, json: { planned: 4, read: 3, failed: 1, stopped: null } });
    expect(json.accounts).toContainEqual(expect.objectContaining({ name: "Eksempel AS", code: "SKE_ADDRESS_UNKNOWN" }));
  });

  it("tell of each authority's key by itself, and once", async () => {
    await here.write("soon.secret.json", { ...here.norway.secret, keyValidTo: "2026-12-10" });
    const { maskinporten, skatteetaten } = here.sections;
    await here.configure({ maskinporten: { ...maskinporten, secret: "file:soon.secret.json" }, skatteetaten, state: "keys.db" });
    const told = async () => {
      const { json } = await asJson("watch");
      return json.alerts.flatMap(({ type, data }: { type: string; data: { dueDate: string; account: { source: string } } }) =>
        type === "certificate.expiring" ? [[data.dueDate, data.account.source]] : [],
      );
    };
    expect(await told()).toEqual([["2026-12-10", "skatteetaten"]]);
    expect(await told()).toEqual([]);
  });

  it("fail an account whose authority is not configured, and read the others", async () => {
    const { accounts } = JSON.parse(await here.read("saldovakt.json"));
    await here.configure({ maskinporten: undefined, skatteetaten: undefined, accounts });
    const { status, json } = await asJson("watch");
    expect({ status, json }).toMatchObject({ status: 3, json: { planned: 4, read: 2, failed: 2 } });
    expect(json.accounts.filter(({ code }: { code?: string }) => code === "SOURCE_NOT_CONFIGURED")).toHaveLength(2);
  });

  it("need not both be there: Norway alone is read and examined", async () => {
    await here.configure({ skatteverket: undefined, accounts: [{ identity: ORG }], state: "norway.db" });
    expect(await asJson("watch")).toMatchObject({ status: 0, json: { planned: 1, read: 1 } });
    const { json } = await asJson("doctor");
    expect(json.checks.map(({ name }: { name: string }) => name)).toEqual([
      "configuration",
      "references",
      "keys NO",
      "token NO",
      "account NO",
      "state",
      "recipients",
    ]);
    expect(json.ok).toBe(true);
  });
});

describe("a clock that is off", () => {
  it("is told of in a pass before grants are refused for it, and not where it is a second", async () => {
    let ahead = 8_000;
    const skewed = await installBoth({ now: () => Date.now() + ahead });
    try {
      const { status, stderr } = await skewed.run(["watch", "--today", TODAY]);
      expect({ status, stderr }).toEqual({
        status: 0,
        stderr: expect.stringMatching(/note: this machine's clock is [789] seconds behind: let it be set by NTP/),
      });
      ahead = 1_000;
      expect((await skewed.run(["watch", "--today", TODAY])).stderr).not.toContain("clock");
    } finally {
      await skewed.close();
    }
  });
});

describe("doctor", () => {
  const of = async (name: string, around: Surroundings = {}) => {
    const { stdout, status } = await here.run(["doctor", "--json", "--today", TODAY], around);
    const { checks } = JSON.parse(stdout) as { checks: { name: string }[] };
    // biome-ignore lint/suspicious/noExplicitAny: what comes is looked at field by field
    return { status, found: checks.find((check) => check.name === name) as any };
  };

  it("says whose system user opened an account, and when nobody knows how long the key is good", async () => {
    expect((await of("account NO")).found).toMatchObject({ status: "ok", what: expect.stringContaining("by the system user of its own") });
    expect((await of("keys NO")).found.notes[0]).toContain("keyValidTo");
    const { stdout } = await here.run(["doctor", "--today", TODAY]);
    for (const line of stdout.split("\n")) expect(width(line)).toBeLessThanOrEqual(100);
    for (const secret of [ORG, QUIET, here.norway.vendor]) expect(stdout).not.toContain(secret);
  });

  /** Keys are used now, and are to last until the stated day: the later of the two counts. At noon it is the same day everywhere. */
  const [now] = [instant(Date.now()).slice(0, 10), TODAY].sort().reverse() as [PlainDate];
  const atNoon = { nowMs: () => Date.parse(`${now}T12:00:00Z`) };

  it.each([
    [60, true],
    [61, false],
    [7, true],
  ])("warns %i days before the key ends: %s", async (days, warned) => {
    const keyValidTo = addDays(now, days);
    await here.write("soon.secret.json", { ...here.norway.secret, keyValidTo });
    const { maskinporten, skatteetaten } = here.sections;
    await here.configure({ maskinporten: { ...maskinporten, secret: "file:soon.secret.json" }, skatteetaten });
    const { found } = await of("keys NO", atNoon);
    expect(found.what).toContain(`valid until ${keyValidTo}`);
    expect(found.notes.some((note: string) => /^it ends in \d+ days: register a new one/.test(note))).toBe(warned);
  });

  it("doubts a key that is past its day, and says so once", async () => {
    await here.write("past.secret.json", {
      ...here.norway.secret,
      keyValidTo: addDays(now, -21),
    });
    const { maskinporten, skatteetaten } = here.sections;
    await here.configure({ maskinporten: { ...maskinporten, secret: "file:past.secret.json" }, skatteetaten });
    const { stdout } = await here.run(["doctor", "--today", TODAY], atNoon);
    expect(stdout).toMatch(/^! keys NO [\s\S]*which is\s+past[\s\S]*it ended 21 days ago/m);
    expect(stdout).not.toMatch(/\(-\d+ days?\)|✓ keys NO/);
  });

  it("says in plain words what Maskinporten refuses, and what to do", async () => {
    await here.configure({ accounts: [{ identity: PARENT }] });
    const { status, found } = await of("account NO");
    expect(found).toMatchObject({
      status: "fault",
      code: "MP_SYSTEM_USER_MISSING",
      remedy: expect.stringContaining("approve the system user"),
    });
    expect(status).toBe(3);
    await here.configure({ skatteetaten: { ...here.sections.skatteetaten, scope: "skatteetaten:noeannet" } });
    expect((await of("token NO")).found).toMatchObject({
      status: "fault",
      code: "MP_SCOPE_REFUSED",
      remedy: expect.stringMatching(/scope/),
    });
  });
});
