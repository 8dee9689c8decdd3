import { mod11Digit } from "@saldovakt/domain";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { FAULT, inProcess, memoryOutput, TODAY } from "../../../test/installation.ts";
import { installBoth, lastGrant, type NorwegianInstallation, ORG, PARENT, QUIET } from "../../../test/norway.ts";
import { contextOf } from "../../context.ts";
import { width } from "../../table.ts";
import { registerSystem } from "./register.ts";
import { showStatus } from "./status.ts";

/** Invented, with right check digits. */
const VENDOR = `31300000${mod11Digit("31300000")}`;
const ACCOUNTANT = PARENT;
const PACKAGE = "urn:altinn:accesspackage:skattegrunnlag";
const SYSTEM = `${VENDOR}_saldovakt`;

let here: NorwegianInstallation;
let clientId: string;
let secrets: Readonly<Record<"all" | "renewed" | "claims" | "altinn", { readonly clientId: string }>>;

beforeAll(async () => {
  here = await installBoth();
  const { maskinporten } = here.norway;
  const ofAltinn = ["systemregister.write", "systemuser.request.write", "systemuser.request.read"].map(
    (name) => `altinn:authentication/${name}`,
  );
  secrets = {
    all: await maskinporten.addClient({ org: VENDOR }),
    renewed: await maskinporten.addClient({ org: VENDOR }),
    claims: await maskinporten.addClient({ org: VENDOR, scopes: ["skatteetaten:kravogbetalinger"] }),
    altinn: await maskinporten.addClient({ org: VENDOR, scopes: ofAltinn }),
  };
  return () => here.close();
});

let tests = 0;

/** An Altinn that knows nobody, a new state, and a vendor whose client has these scopes. */
async function begin(scopes: keyof typeof secrets = "all"): Promise<void> {
  const { systems, orders, users } = here.norway.altinn.register;
  for (const each of [systems, orders, users]) each.clear();
  await here.write("own.secret.json", secrets[scopes]);
  clientId = secrets[scopes].clientId;
  tests++;
  await configure();
}

const configure = (skatteetaten: object = {}, more: object = {}) =>
  here.configure({
    maskinporten: {
      ...here.sections.maskinporten,
      secret: "file:own.secret.json",
      platformUrl: here.norway.altinn.platformUrl,
    },
    skatteetaten: { ...here.sections.skatteetaten, ...skatteetaten },
    accounts: [],
    state: `state-${tests}.db`,
    ...more,
  });

const run = (...args: string[]) => here.run(["--today", TODAY, ...args]);
const norway = (...args: string[]) => run("norway", ...args);
const asJson = async (...args: string[]) => {
  const { status, stdout, stderr } = await norway(...args, "--json");
  return { status, stderr, json: stdout === "" ? null : JSON.parse(stdout) };
};
const register = () => norway("register-system", "--vendor", VENDOR);
const ask = async (org: string, ...more: string[]) => (await asJson("request-system-user", org, ...more)).json;
const stageOf = async (org: string, ...more: string[]) => {
  const { status, json } = await asJson("status", org, ...more);
  return { status, ...json.customers[0] };
};

/** Neither a fault nor advice may tell a number, nor anything a secret. */
function expectNoNumbers(text: string): void {
  for (const secret of [VENDOR, ORG, QUIET, ACCOUNTANT, clientId]) expect(text).not.toContain(secret);
}

describe("from nothing to a forecast", () => {
  beforeEach(() => begin());

  it("registers, asks, waits for the approval, finds the system user and reads the company", async () => {
    const registered = await register();
    expect(registered).toMatchObject({ status: 0, stderr: expect.stringContaining("request-system-user ORGNO") });
    for (const said of [SYSTEM, clientId, "ske-krav-og-betalinger", PACKAGE]) expect(registered.stdout).toContain(said);
    expect(here.norway.altinn.register.systems.get(SYSTEM)).toMatchObject({ vendorOrg: VENDOR, clientIds: [clientId] });

    const asked = await norway("request-system-user", ORG);
    expect(asked.status).toBe(0);
    const [order] = here.norway.altinn.register.orders.values();
    expect(order).toMatchObject({
      org: ORG,
      kind: "standard",
      systemId: SYSTEM,
      resources: ["ske-krav-og-betalinger"],
      accessPackages: [],
    });
    const link = asked.stdout.split("\n")[0] ?? "";
    expect(link).toContain(`systemuser/request?id=${order?.id}`);
    // Once by itself, and once in each letter.
    expect(asked.stdout.split(link)).toHaveLength(4);
    expect(asked.stdout).toContain("Godkjenn tilgang");
    expect(asked.stdout).toContain("Please approve");

    expect(await stageOf(ORG)).toMatchObject({
      status: 3,
      stage: "WAITING",
      turn: "customer",
      order: { id: order?.id, status: "new", confirmUrl: link },
      systemUser: null,
      token: { status: "notTried" },
      readings: [],
    });
    const id = here.norway.altinn.register.approve(order?.id ?? "");
    expect(await stageOf(ORG)).toMatchObject({
      status: 0,
      stage: "READY",
      order: { status: "accepted" },
      systemUser: { id },
      token: { status: "ok" },
      readings: [{ org: ORG, claims: { status: "ok" }, account: null }],
    });
    expect(await stageOf(ORG, "--add", "--name", "Eksempel AS")).toMatchObject({
      stage: "WATCHED",
      readings: [{ account: { id: expect.stringMatching(/^acc_/), name: "Eksempel AS", watched: true } }],
    });
    const forecast = await run("forecast", ORG, "--json");
    expect(forecast.status).toBe(0);
    expect(JSON.parse(forecast.stdout)).toMatchObject({ account: { name: "Eksempel AS" }, shortfall: { currency: "NOK" } });
    expect((await run("watch", "--json")).status).toBe(0);
    for (const { stderr } of [registered, asked]) expectNoNumbers(stderr);
  });

  it("keeps what it was told between commands, each register for itself", async () => {
    await register();
    await ask(ORG);
    await ask(QUIET, "--external-ref", "avdeling 7/æ");
    const { json } = await asJson("status");
    expect(json).toMatchObject({ systemId: SYSTEM });
    expect(json.customers).toMatchObject([
      { org: ORG, externalRef: null, stage: "WAITING" },
      { org: QUIET, externalRef: "avdeling 7/æ", stage: "WAITING" },
    ]);
    // Somebody else's state knows nothing, and is told enough on the command line.
    await configure({}, { state: `other-${tests}.db` });
    expect((await norway("status", ORG)).stderr).toMatch(FAULT("SYSTEM_NOT_REGISTERED"));
    expect(await stageOf(ORG, "--vendor", VENDOR)).toMatchObject({ stage: "WAITING", order: { status: "new" } });
    const nobody = await norway("status", "--vendor", VENDOR);
    expect(nobody).toMatchObject({ status: 0, stdout: "", stderr: expect.stringContaining("request-system-user") });
  });

  it("follows an order no longer when told to", async () => {
    await register();
    await ask(ORG);
    expect((await asJson("status", ORG, "--forget")).json).toEqual({ forgotten: 1 });
    expect((await asJson("status", ORG, "--forget")).json).toEqual({ forgotten: 0 });
    expect((await asJson("status")).json.customers).toEqual([]);
  });

  it("fits 100 columns for people, and says whose turn it is", async () => {
    await register();
    const { orderId } = await ask(ORG, "--external-ref", "en meget lang referanse som ingen ville skrive i en tabell for mennesker");
    await ask(QUIET);
    here.norway.altinn.register.approve(orderId);
    const { status, stdout } = await norway("status");
    expect(status).toBe(3);
    const lines = stdout.split("\n");
    for (const line of lines) if (!line.includes("https://")) expect(width(line)).toBeLessThanOrEqual(100);
    expect(lines[0]).toMatch(/^Organisation +Reference +Kind +Order +System user +Token +Claims +Account +Whose turn$/);
    expect(stdout).toMatch(new RegExp(`^${ORG} .*… +standard +accepted +yes +yes +yes +none +nobody's$`, "m"));
    expect(stdout).toMatch(new RegExp(`^${QUIET} .*standard +new +no +– +– +– +the customer's$`, "m"));
    expect(stdout).toMatch(/^ {2}Next: send the customer the link/m);
  });
});

describe("a customer who has a system user by reference", () => {
  beforeEach(() => begin());

  it("is read with the reference, from --add on", async () => {
    await register();
    const { orderId } = await ask(ORG, "--external-ref", "avdeling 7");
    here.norway.altinn.register.approve(orderId);
    // One order is known of the customer: it need not be named.
    expect(await stageOf(ORG, "--add")).toMatchObject({ stage: "WATCHED", externalRef: "avdeling 7" });
    expect((await run("forecast", ORG)).status).toBe(0);
    expect(lastGrant(here.norway)).toMatchObject({ authorization_details: [{ externalRef: "avdeling 7" }] });
    expect(await ask(ORG, "--external-ref", "avdeling 7")).toMatchObject({ status: "exists", orderId: null });
  });

  it("gets it on an account that was added before", async () => {
    await register();
    await run("accounts", "add", ORG, "Eksempel AS");
    const { orderId } = await ask(ORG, "--external-ref", "x");
    here.norway.altinn.register.approve(orderId);
    expect(await stageOf(ORG, "--add")).toMatchObject({ stage: "WATCHED", readings: [{ account: { name: "Eksempel AS" } }] });
    expect((await run("forecast", ORG)).status).toBe(0);
  });
});

describe("an accountant", () => {
  beforeEach(() => begin());

  it("has a system user that acts for its clients", async () => {
    await register();
    const asked = await ask(ACCOUNTANT, "--agent", "--language", "nb");
    expect(Object.keys(asked.letters)).toEqual(["nb"]);
    expect(asked.letters.nb.body).toContain(asked.confirmUrl);
    expect(asked.confirmUrl).toContain("agentrequest");
    const user = here.norway.altinn.register.approve(asked.orderId);
    expect(await stageOf(ACCOUNTANT)).toMatchObject({ status: 0, stage: "AGENT_READY", kind: "agent", turn: "customer" });
    // Not delegated to the agent yet: Skatteetaten does not let it read.
    expect(await stageOf(ACCOUNTANT, "--client", ORG, "--add")).toMatchObject({
      status: 3,
      stage: "CLIENT_NOT_OPENED",
      readings: [{ org: ORG, claims: { status: "fault", code: "SKE_NOT_AUTHORISED" }, account: null }],
    });
    here.norway.altinn.register.delegateClient(user, ORG);
    expect(await stageOf(ACCOUNTANT, "--client", ORG, "--add")).toMatchObject({ status: 0, stage: "WATCHED" });
    expect((await run("forecast", ORG)).status).toBe(0);
    expect(lastGrant(here.norway)).toMatchObject({ authorization_details: [{ systemuser_org: { ID: `0192:${ACCOUNTANT}` } }] });
    // From now on the client is known by its account.
    const { stdout } = await norway("status", ACCOUNTANT);
    expect(stdout).toMatch(new RegExp(`^${ORG} +client .*yes +watched$`, "m"));
    expect(await stageOf(ORG)).toMatchObject({ stage: "WATCHED", org: ACCOUNTANT, readings: [{ org: ORG }] });
    // Another machine knows neither kind nor order.
    await configure({}, { state: `other-${tests}.db` });
    expect(await stageOf(ACCOUNTANT, "--vendor", VENDOR)).toMatchObject({ kind: "agent", stage: "AGENT_READY" });
  });
});

describe("what a customer can do instead of approving", () => {
  beforeEach(async () => {
    await begin();
    await register();
  });

  it("turn it down", async () => {
    const { orderId } = await ask(ORG);
    here.norway.altinn.register.reject(orderId);
    expect(await stageOf(ORG)).toMatchObject({
      status: 3,
      stage: "REJECTED",
      turn: "operator",
      next: expect.stringContaining("--external-ref"),
    });
    const again = await norway("request-system-user", ORG);
    expect(again).toMatchObject({ status: 3, stdout: expect.stringContaining("turned this order down") });
    expect((await norway("request-system-user", ORG, "--external-ref", "2")).status).toBe(0);
  });

  it("let it run out, whether Altinn still tells of it or not", async () => {
    const { orderId } = await ask(ORG);
    here.norway.altinn.register.timeOut(orderId);
    expect(await stageOf(ORG)).toMatchObject({ status: 3, stage: "TIMED_OUT", turn: "operator" });
    here.norway.altinn.register.orders.delete(orderId);
    const later = (days: number) =>
      here
        .run(["norway", "status", ORG, "--json"], { nowMs: () => Date.now() + days * 86_400_000 })
        .then(({ stdout }) => JSON.parse(stdout));
    expect((await later(11)).customers[0].stage).toBe("TIMED_OUT");
    expect((await later(1)).customers[0].stage).toBe("REMOVED");
    expect((await ask(ORG)).status).toBe("new");
  });

  it("take it away again", async () => {
    const { orderId } = await ask(ORG);
    const id = here.norway.altinn.register.approve(orderId);
    expect((await stageOf(ORG)).stage).toBe("READY");
    here.norway.altinn.register.removeSystemUser(id);
    expect(await stageOf(ORG)).toMatchObject({ status: 3, stage: "REMOVED", systemUser: null });
  });

  it("never have been asked", async () => {
    expect(await stageOf(QUIET)).toMatchObject({ status: 3, stage: "NOT_ASKED", turn: "operator", order: null });
  });
});

describe("what is wrong at our end", () => {
  it("names the scopes that the client lacks for Altinn", async () => {
    await begin("claims");
    const { status, stderr } = await register();
    expect(status).toBe(2);
    expect(stderr).toMatch(FAULT("MP_SCOPE_REFUSED"));
    expect(stderr).toContain("altinn:authentication/systemuser.request.write");
    expectNoNumbers(stderr);
  });

  it("explains that the claims' scope is missing: MP-200", async () => {
    await begin("altinn");
    await register();
    const { orderId } = await ask(ORG);
    here.norway.altinn.register.approve(orderId);
    expect(await stageOf(ORG)).toMatchObject({
      status: 2,
      stage: "MP_SCOPE_REFUSED",
      maskinportenCode: "MP-200",
      turn: "operator",
      token: { status: "fault", maskinportenCode: "MP-200" },
      readings: [],
    });
    const { stdout } = await norway("status", ORG);
    expect(stdout).toMatch(/accepted +yes +MP-200 +– +– +yours$/m);
    expect(stdout).toContain("(MP-200).");
  });

  it("explains that Maskinporten finds no system user for this client: MP-303", async () => {
    await begin();
    await register();
    const { orderId } = await ask(ORG);
    here.norway.altinn.register.approve(orderId);
    // A new client of the same vendor, which the system does not list yet.
    await here.write("own.secret.json", secrets.renewed);
    expect(await stageOf(ORG)).toMatchObject({
      status: 3,
      stage: "MP_SYSTEM_USER_MISSING",
      maskinportenCode: "MP-303",
      next: expect.stringContaining("register-system"),
    });
    const shown = await norway("register-system");
    expect(shown).toMatchObject({
      status: 2,
      stdout: expect.stringContaining("client ids"),
      stderr: expect.stringMatching(FAULT("CONFIRMATION_MISSING")),
    });
    expect((await norway("register-system", "--yes")).status).toBe(0);
    expect(await stageOf(ORG)).toMatchObject({ status: 0, stage: "READY" });
  });

  it("refuses a reading by consent, where system users open nothing", async () => {
    await begin();
    await configure({ package: "finans" });
    expect((await register()).stderr).toMatch(FAULT("SYSTEM_USERS_UNUSED"));
  });
});

describe("a system that stands in the register", () => {
  beforeEach(() => begin());
  const REDIRECT = "https://saldovakt.example/ferdig";

  it("is left as it is where nothing differs, and otherwise changed where that is said", async () => {
    expect((await asJson("register-system", "--vendor", VENDOR)).json).toMatchObject({
      outcome: "registered",
      system: { id: SYSTEM, vendorOrg: VENDOR, title: { nb: "Saldovakt" }, visible: false, redirectUrls: [] },
      changes: [],
    });
    expect((await asJson("register-system")).json).toMatchObject({ outcome: "unchanged", changes: [] });
    const before = here.norway.altinn.calls.length;
    const refused = await asJson("register-system", "--name", "Vakt");
    expect(refused).toMatchObject({
      status: 2,
      json: null,
      stderr: expect.stringMatching(/- Saldovakt[\s\S]+\+ Vakt[\s\S]+CONFIRMATION_MISSING/),
    });
    expect(here.norway.altinn.calls.slice(before).map(({ method }) => method)).toEqual(["GET"]);
    const replaced = await asJson("register-system", "--name", "Vakt", "--redirect", REDIRECT, "--visible", "--yes");
    expect(replaced.json).toMatchObject({
      outcome: "replaced",
      changes: [
        { field: "title", from: ["Saldovakt"], to: ["Vakt"] },
        { field: "redirect addresses", from: [], to: [REDIRECT] },
        { field: "visible", from: ["no"], to: ["yes"] },
      ],
    });
    // What is not said stays.
    expect((await asJson("register-system", "--redirect", "none", "--yes")).json).toMatchObject({
      system: { title: { nb: "Vakt" }, visible: true, redirectUrls: [] },
      changes: [{ field: "redirect addresses" }],
    });
  });

  it("is asked about before it is replaced", async () => {
    await register();
    const stdout = memoryOutput();
    const stderr = memoryOutput();
    const world = {
      ...{ env: {}, cwd: here.dir, stdout, stderr, nowMs: Date.now, stdin: async () => "", stdinBytes: async () => Buffer.alloc(0) },
      interrupted: () => new Promise<void>(() => {}),
    };
    const context = contextOf(world, { config: "saldovakt.json" });
    expect(await registerSystem(context, { name: "Vakt" }, async () => false)).toBe(2);
    expect(here.norway.altinn.register.systems.get(SYSTEM)?.body.name).toMatchObject({ nb: "Saldovakt" });
    expect(await registerSystem(context, { name: "Vakt" }, async () => true)).toBe(0);
    expect(here.norway.altinn.register.systems.get(SYSTEM)?.body.name).toMatchObject({ nb: "Vakt" });
  });

  it("sends a customer back to its own addresses only", async () => {
    await norway("register-system", "--vendor", VENDOR, "--redirect", REDIRECT);
    expect((await ask(ORG, "--redirect", REDIRECT)).status).toBe("new");
    expect((await norway("request-system-user", QUIET, "--redirect", "https://other.example/")).stderr).toMatch(
      FAULT("ALTINN_REDIRECT_REFUSED"),
    );
  });
});

describe("--wait", () => {
  beforeEach(async () => {
    await begin();
    await register();
  });

  async function waiting(options: Parameters<typeof showStatus>[2], pause: (ms: number, count: number) => void) {
    const [stdout, stderr] = [memoryOutput(), memoryOutput()];
    const world = {
      ...{ env: {}, cwd: here.dir, stdout, stderr, nowMs: Date.now, stdin: async () => "", stdinBytes: async () => Buffer.alloc(0) },
      interrupted: () => new Promise<void>(() => {}),
    };
    const pauses: number[] = [];
    const timer = {
      pause: async (ms: number) => {
        pauses.push(ms);
        pause(ms, pauses.length);
      },
    };
    const status = await showStatus(contextOf(world, { config: "saldovakt.json", today: TODAY }), ORG, { ...options, json: true }, timer);
    return { status, pauses, stderr: stderr.text(), stage: JSON.parse(stdout.text()).customers[0].stage };
  }

  it("ends with the customer's answer", async () => {
    const { orderId } = await ask(ORG);
    const { status, pauses, stage, stderr } = await waiting({ wait: true, add: true }, (_, count) => {
      if (count === 3) here.norway.altinn.register.approve(orderId);
    });
    expect({ status, stage }).toEqual({ status: 0, stage: "WATCHED" });
    expect(pauses).toEqual([5_000, 7_500, 11_250]);
    expect(stderr).toContain("Waiting for an answer, 15 minutes at most");
    expectNoNumbers(stderr);
  });

  it("ends with the time given, to the millisecond", async () => {
    await ask(ORG);
    const { status, pauses, stage } = await waiting({ wait: "2" }, () => {});
    expect({ status, stage }).toEqual({ status: 3, stage: "WAITING" });
    expect(pauses.reduce((sum, each) => sum + each, 0)).toBe(120_000);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(60_000);
  });

  it("does not wait where there is nothing to wait for", async () => {
    expect((await waiting({ wait: "1" }, () => {})).pauses).toEqual([]);
  });
});

describe("what is typed", () => {
  beforeEach(() => begin());

  it.each([
    [["request-system-user", "313367003"], "ORGANISATION_INVALID"],
    [["request-system-user", "165781006662"], "ORGANISATION_INVALID"],
    [["request-system-user", ORG, "--external-ref", ""], "EXTERNAL_REF_INVALID"],
    [["request-system-user", ORG, "--redirect", "http://a.example"], "REDIRECT_INVALID"],
    [["request-system-user", ORG, "--language", "sv"], "LANGUAGE_UNKNOWN"],
    [["request-system-user", ORG], "SYSTEM_NOT_REGISTERED"],
    [["register-system"], "VENDOR_MISSING"],
    [["register-system", "--vendor", "x"], "ORGANISATION_INVALID"],
    [["register-system", "--vendor", ORG], "ALTINN_FORBIDDEN"],
    [["register-system", "--vendor", VENDOR, "--name", " "], "TEXT_INVALID"],
    [["register-system", "--vendor", VENDOR, "--access-package", "x"], "ACCESS_PACKAGE_INVALID"],
    [["status", ORG, "--wait", "0"], "WAIT_INVALID"],
    [["status", "--forget"], "ORGANISATION_MISSING"],
    [["status", "--client", ORG], "ORGANISATION_MISSING"],
    [["status", ORG, "--client", "1"], "ORGANISATION_INVALID"],
  ])("%j is refused: %s", async (args, code) => {
    const { status, stdout, stderr } = await norway(...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(FAULT(code));
    expectNoNumbers(stderr);
  });

  it("may come by standard input", async () => {
    await register();
    const { stdout } = await inProcess(here.dir, ["norway", "request-system-user", "-", "--json"], { input: ` ${ORG}\n` });
    expect(JSON.parse(stdout)).toMatchObject({ org: ORG, status: "new" });
  });

  it("is explained by --help, with examples", async () => {
    for (const command of ["register-system", "request-system-user", "status"]) {
      const { status, stdout } = await norway(command, "--help");
      expect(status).toBe(0);
      expect(stdout).toMatch(/Examples:\n {2}\$ saldovakt norway /);
    }
  });
});
