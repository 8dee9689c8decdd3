import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { FAULT } from "../../../test/installation.ts";
import { lastGrant, ORG, QUIET } from "../../../test/norway.ts";
import { ACCOUNTANT, SYSTEM, startVendor, VENDOR, type Vendor } from "../../../test/vendor.ts";
import { width } from "../../table.ts";

let vendor: Vendor;
beforeAll(async () => {
  vendor = await startVendor();
  return () => vendor.here.close();
});

const PACKAGE = "urn:altinn:accesspackage:skattegrunnlag";
const altinn = () => vendor.here.norway.altinn.register;

describe("from nothing to a forecast", () => {
  beforeEach(() => vendor.begin());

  it("registers, asks, waits for the approval, finds the system user and reads the company", async () => {
    const registered = await vendor.register();
    expect(registered).toMatchObject({ status: 0, stderr: expect.stringContaining("request-system-user ORGNO") });
    for (const said of [SYSTEM, vendor.clientId(), "ske-krav-og-betalinger", PACKAGE]) expect(registered.stdout).toContain(said);
    expect(altinn().systems.get(SYSTEM)).toMatchObject({ vendorOrg: VENDOR, clientIds: [vendor.clientId()] });

    const asked = await vendor.norway("request-system-user", ORG);
    expect(asked.status).toBe(0);
    const [order] = altinn().orders.values();
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

    expect(await vendor.stageOf(ORG)).toMatchObject({
      status: 3,
      stage: "WAITING",
      turn: "customer",
      order: { id: order?.id, status: "new", confirmUrl: link },
      systemUser: null,
      token: { status: "notTried" },
      readings: [],
    });
    const id = altinn().approve(order?.id ?? "");
    expect(await vendor.stageOf(ORG)).toMatchObject({
      status: 0,
      stage: "READY",
      order: { status: "accepted" },
      systemUser: { id },
      token: { status: "ok" },
      readings: [{ org: ORG, claims: { status: "ok" }, account: null }],
    });
    const process = await vendor.here.spawn(["norway", "status", ORG]);
    expect(process).toMatchObject({ status: 0, stderr: "", stdout: expect.stringContaining("everything works") });
    expect(await vendor.stageOf(ORG, "--add", "--name", "Eksempel AS")).toMatchObject({
      stage: "WATCHED",
      readings: [{ account: { id: expect.stringMatching(/^acc_/), name: "Eksempel AS", watched: true } }],
    });
    const forecast = await vendor.run("forecast", ORG, "--json");
    expect(forecast.status).toBe(0);
    expect(JSON.parse(forecast.stdout)).toMatchObject({ account: { name: "Eksempel AS" }, shortfall: { currency: "NOK" } });
    expect((await vendor.run("watch", "--json")).status).toBe(0);
    await vendor.run("accounts", "remove", ORG);
    expect((await vendor.asJson("status")).json.customers).toEqual([]);
    for (const { stderr } of [registered, asked]) vendor.expectNoNumbers(stderr);
  });

  it("keeps what it was told between commands, each register for itself", async () => {
    await vendor.register();
    await vendor.ask(ORG);
    await vendor.ask(QUIET, "--external-ref", "avdeling 7/æ");
    const { json } = await vendor.asJson("status");
    expect(json).toMatchObject({ systemId: SYSTEM });
    expect(json.customers).toMatchObject([
      { org: ORG, externalRef: null, stage: "WAITING" },
      { org: QUIET, externalRef: "avdeling 7/æ", stage: "WAITING" },
    ]);
    // Somebody else's state knows nothing, and is told enough on the command line.
    await vendor.loseState();
    expect((await vendor.norway("status", ORG)).stderr).toMatch(FAULT("SYSTEM_NOT_REGISTERED"));
    expect(await vendor.stageOf(ORG, "--vendor", VENDOR)).toMatchObject({ stage: "WAITING", order: { status: "new" } });
    const nobody = await vendor.norway("status", "--vendor", VENDOR);
    expect(nobody).toMatchObject({ status: 0, stdout: "", stderr: expect.stringContaining("request-system-user") });
  });

  it("follows an order no longer when told to", async () => {
    await vendor.register();
    await vendor.ask(ORG);
    expect((await vendor.asJson("status", ORG, "--forget")).json).toEqual({ forgotten: 1 });
    expect((await vendor.asJson("status", ORG, "--forget")).json).toEqual({ forgotten: 0 });
    expect((await vendor.asJson("status")).json.customers).toEqual([]);
  });

  it("fits 100 columns for people, and says whose turn it is", async () => {
    await vendor.register();
    const { orderId } = await vendor.ask(ORG, "--external-ref", "en meget lang referanse som ingen ville skrive i en tabell for mennesker");
    await vendor.ask(QUIET);
    altinn().approve(orderId);
    const { status, stdout } = await vendor.norway("status");
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
  beforeEach(() => vendor.begin());

  it("is read with the reference, from --add on", async () => {
    await vendor.register();
    const { orderId } = await vendor.ask(ORG, "--external-ref", "avdeling 7");
    altinn().approve(orderId);
    // One order is known of the customer: it need not be named.
    expect(await vendor.stageOf(ORG, "--add")).toMatchObject({ stage: "WATCHED", externalRef: "avdeling 7" });
    expect((await vendor.run("forecast", ORG)).status).toBe(0);
    expect(lastGrant(vendor.here.norway)).toMatchObject({ authorization_details: [{ externalRef: "avdeling 7" }] });
    expect(await vendor.ask(ORG, "--external-ref", "avdeling 7")).toMatchObject({ status: "exists", orderId: null });
  });

  it("gets it on an account that was added before", async () => {
    await vendor.register();
    await vendor.run("accounts", "add", ORG, "Eksempel AS");
    const { orderId } = await vendor.ask(ORG, "--external-ref", "x");
    altinn().approve(orderId);
    expect(await vendor.stageOf(ORG, "--add")).toMatchObject({ stage: "WATCHED", readings: [{ account: { name: "Eksempel AS" } }] });
    expect((await vendor.run("forecast", ORG)).status).toBe(0);
  });
});

describe("an accountant", () => {
  beforeEach(() => vendor.begin());

  it("has a system user that acts for its clients", async () => {
    await vendor.register();
    const asked = await vendor.ask(ACCOUNTANT, "--agent", "--language", "nb");
    expect(Object.keys(asked.letters)).toEqual(["nb"]);
    expect(asked.letters.nb.body).toContain(asked.confirmUrl);
    expect(asked.confirmUrl).toContain("agentrequest");
    const user = altinn().approve(asked.orderId);
    expect(await vendor.stageOf(ACCOUNTANT)).toMatchObject({ status: 0, stage: "AGENT_READY", kind: "agent", turn: "customer" });
    // Not delegated to the agent yet: Skatteetaten does not let it read.
    expect(await vendor.stageOf(ACCOUNTANT, "--client", ORG, "--add")).toMatchObject({
      status: 3,
      stage: "CLIENT_NOT_OPENED",
      readings: [{ org: ORG, claims: { status: "fault", code: "SKE_NOT_AUTHORISED" }, account: null }],
    });
    altinn().delegateClient(user, ORG);
    expect(await vendor.stageOf(ACCOUNTANT, "--client", ORG, "--add")).toMatchObject({ status: 0, stage: "WATCHED" });
    expect((await vendor.run("forecast", ORG)).status).toBe(0);
    expect(lastGrant(vendor.here.norway)).toMatchObject({ authorization_details: [{ systemuser_org: { ID: `0192:${ACCOUNTANT}` } }] });
    // From now on the client is known by its account.
    const { stdout } = await vendor.norway("status", ACCOUNTANT);
    expect(stdout).toMatch(new RegExp(`^${ORG} +client .*yes +watched$`, "m"));
    expect(await vendor.stageOf(ORG)).toMatchObject({ stage: "WATCHED", org: ACCOUNTANT, readings: [{ org: ORG }] });
    // Another machine knows neither kind nor order.
    await vendor.loseState();
    expect(await vendor.stageOf(ACCOUNTANT, "--vendor", VENDOR)).toMatchObject({ kind: "agent", stage: "AGENT_READY" });
  });
});

describe("the audit log", () => {
  it("says what was registered, asked for, watched and forgotten, without a number", async () => {
    await vendor.begin();
    await vendor.register();
    await vendor.register(); // nothing differs
    const { orderId } = await vendor.ask(ORG);
    altinn().approve(orderId);
    await vendor.stageOf(ORG);
    await vendor.stageOf(ORG, "--add");
    await vendor.norway("status", ORG, "--forget");
    const { stdout } = await vendor.run("audit", "--json");
    vendor.expectNoNumbers(stdout);
    const { lines } = JSON.parse(stdout);
    const { account } = lines[0];
    expect(account).toMatch(/^acc_/);
    const said = { id: expect.any(String), at: expect.any(String), principal: { kind: "command", id: "cli" }, outcome: "permitted" };
    expect(lines).toEqual([
      { ...said, action: "norway.change", changes: ["forgotten"], account },
      { ...said, action: "account.add", account },
      { ...said, action: "account.add" },
      { ...said, action: "norway.change", changes: ["access-asked"] },
      { ...said, action: "norway.change", changes: ["system-registered"] },
    ]);
  });
});
