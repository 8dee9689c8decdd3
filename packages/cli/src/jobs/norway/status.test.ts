import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { FAULT } from "../../../test/installation.ts";
import { ORG, QUIET } from "../../../test/norway.ts";
import { startVendor, type Vendor } from "../../../test/vendor.ts";
import { showStatus } from "./status.ts";

let vendor: Vendor;
beforeAll(async () => {
  vendor = await startVendor();
  return () => vendor.here.close();
});

const altinn = () => vendor.here.norway.altinn.register;

describe("what a customer can do instead of approving", () => {
  beforeEach(async () => {
    await vendor.begin();
    await vendor.register();
  });

  it("turn it down", async () => {
    const { orderId } = await vendor.ask(ORG);
    altinn().reject(orderId);
    expect(await vendor.stageOf(ORG)).toMatchObject({
      status: 3,
      stage: "REJECTED",
      turn: "operator",
      next: expect.stringContaining("--external-ref"),
    });
    const again = await vendor.norway("request-system-user", ORG);
    expect(again).toMatchObject({ status: 3, stdout: expect.stringContaining("turned this order down") });
    expect((await vendor.norway("request-system-user", ORG, "--external-ref", "2")).status).toBe(0);
  });

  it("let it run out, whether Altinn still tells of it or not", async () => {
    const { orderId } = await vendor.ask(ORG);
    altinn().timeOut(orderId);
    expect(await vendor.stageOf(ORG)).toMatchObject({ status: 3, stage: "TIMED_OUT", turn: "operator" });
    altinn().orders.delete(orderId);
    const later = (days: number) =>
      vendor.here
        .run(["norway", "status", ORG, "--json"], { nowMs: () => Date.now() + days * 86_400_000 })
        .then(({ stdout }) => JSON.parse(stdout));
    expect((await later(11)).customers[0].stage).toBe("TIMED_OUT");
    expect((await later(1)).customers[0].stage).toBe("REMOVED");
    expect((await vendor.ask(ORG)).status).toBe("new");
  });

  it("take it away again", async () => {
    const { orderId } = await vendor.ask(ORG);
    const id = altinn().approve(orderId);
    expect((await vendor.stageOf(ORG)).stage).toBe("READY");
    altinn().removeSystemUser(id);
    expect(await vendor.stageOf(ORG)).toMatchObject({ status: 3, stage: "REMOVED", systemUser: null });
  });

  it("never have been asked", async () => {
    expect(await vendor.stageOf(QUIET)).toMatchObject({ status: 3, stage: "NOT_ASKED", turn: "operator", order: null });
  });
});

describe("what is wrong at our end", () => {
  it("is explained by doctor in the same words", async () => {
    await vendor.begin();
    await vendor.register();
    const { status, stdout } = await vendor.run("doctor", "--account", ORG);
    expect(status).toBe(3);
    expect(stdout).toMatch(/✗ account NO +Altinn has no system user .*\n?.*\(MP_SYSTEM_USER_MISSING\)/);
    expect(stdout.replace(/\s+/g, " ")).toContain("The turn is the customer's. Next: see `saldovakt norway status`");
    const { checks } = JSON.parse((await vendor.run("doctor", "--account", ORG, "--json")).stdout);
    expect(checks.find(({ name }: { name: string }) => name === "account NO").explanation).toMatchObject({
      own: "MP-303",
      turn: "customer",
    });
    expect(stdout).not.toContain(ORG);
  });

  it("names the scopes that the client lacks for Altinn", async () => {
    await vendor.begin("claims");
    const { status, stderr } = await vendor.register();
    expect(status).toBe(2);
    expect(stderr).toMatch(FAULT("MP_SCOPE_REFUSED"));
    expect(stderr).toContain("altinn:authentication/systemuser.request.write");
    vendor.expectNoNumbers(stderr);
  });

  it("explains that the claims' scope is missing: MP-200", async () => {
    await vendor.begin("altinn");
    await vendor.register();
    const { orderId } = await vendor.ask(ORG);
    altinn().approve(orderId);
    expect(await vendor.stageOf(ORG)).toMatchObject({
      status: 2,
      stage: "MP_SCOPE_REFUSED",
      maskinportenCode: "MP-200",
      turn: "operator",
      token: { status: "fault", maskinportenCode: "MP-200" },
      readings: [],
    });
    const { stdout } = await vendor.norway("status", ORG);
    expect(stdout).toMatch(/accepted +yes +MP-200 +– +– +yours$/m);
    expect(stdout).toContain("(MP-200).");
  });

  it("explains that Maskinporten finds no system user for this client: MP-303", async () => {
    await vendor.begin();
    await vendor.register();
    const { orderId } = await vendor.ask(ORG);
    altinn().approve(orderId);
    // A new client of the same vendor, which the system does not list yet.
    await vendor.useClient("renewed");
    expect(await vendor.stageOf(ORG)).toMatchObject({
      status: 3,
      stage: "MP_SYSTEM_USER_MISSING",
      maskinportenCode: "MP-303",
      next: expect.stringContaining("register-system"),
    });
    const shown = await vendor.norway("register-system");
    expect(shown).toMatchObject({
      status: 2,
      stdout: expect.stringContaining("client ids"),
      stderr: expect.stringMatching(FAULT("CONFIRMATION_MISSING")),
    });
    expect((await vendor.norway("register-system", "--yes")).status).toBe(0);
    expect(await vendor.stageOf(ORG)).toMatchObject({ status: 0, stage: "READY" });
  });

  it("refuses a reading by consent, where system users open nothing", async () => {
    await vendor.begin();
    await vendor.configure({ package: "finans" });
    expect((await vendor.register()).stderr).toMatch(FAULT("SYSTEM_USERS_UNUSED"));
  });
});

describe("what passes by itself", () => {
  it("is told of the customer it met; the others are followed", async () => {
    await vendor.begin();
    await vendor.register();
    for (const org of [ORG, QUIET]) altinn().approve((await vendor.ask(org)).orderId);
    // The first customer's first call and its tries after it.
    vendor.here.norway.altinn.setFaults([{ on: "altinn", fault: { kind: "status", status: 503 }, times: 3 }]);
    const { status, json } = await vendor.asJson("status");
    expect(status).toBe(3);
    expect(json.customers).toMatchObject([
      { org: ORG, stage: "ALTINN_UNAVAILABLE", turn: "nobody", order: null },
      { org: QUIET, stage: "READY" },
    ]);
  });
});

describe("what faults tell", () => {
  it("holds no number, nor in the chain of causes, whoever is out of reach", async () => {
    await vendor.begin();
    await vendor.register();
    await vendor.ask(ORG);
    const { maskinporten, skatteetaten } = vendor.here.sections;
    const away = { ...maskinporten, secret: "file:own.secret.json", platformUrl: "https://localhost:1" };
    const known = JSON.parse(await vendor.here.read("saldovakt.json")).state;
    await vendor.here.configure({ maskinporten: away, skatteetaten, accounts: [], state: known });
    for (const args of [["register-system"], ["request-system-user", QUIET], ["status", ORG]]) {
      const { status, stdout, stderr } = await vendor.here.run(["norway", ...args, "--verbose"], { env: { SALDOVAKT_DEBUG: "1" } });
      expect(status).toBe(3);
      expect(`${stdout}${stderr}`).toMatch(/HTTP_/);
      vendor.expectNoNumbers(stderr);
    }
  });
});

describe("--wait", () => {
  beforeEach(async () => {
    await vendor.begin();
    await vendor.register();
  });

  async function waiting(options: Parameters<typeof showStatus>[2], pause: (ms: number, count: number) => void) {
    const { context, stdout, stderr } = vendor.context();
    const pauses: number[] = [];
    const timer = {
      pause: async (ms: number) => {
        pauses.push(ms);
        pause(ms, pauses.length);
      },
    };
    const status = await showStatus(context, ORG, { ...options, json: true }, timer);
    return { status, pauses, stderr: stderr(), stage: JSON.parse(stdout()).customers[0].stage };
  }

  it("ends with the customer's answer", async () => {
    const { orderId } = await vendor.ask(ORG);
    const { status, pauses, stage, stderr } = await waiting({ wait: true, add: true }, (_, count) => {
      if (count === 3) altinn().approve(orderId);
    });
    expect({ status, stage }).toEqual({ status: 0, stage: "WATCHED" });
    expect(pauses).toEqual([5_000, 7_500, 11_250]);
    expect(stderr).toContain("Waiting for an answer, 15 minutes at most");
    vendor.expectNoNumbers(stderr);
  });

  it("ends with the time given, to the millisecond", async () => {
    await vendor.ask(ORG);
    const { status, pauses, stage } = await waiting({ wait: "2" }, () => {});
    expect({ status, stage }).toEqual({ status: 3, stage: "WAITING" });
    expect(pauses.reduce((sum, each) => sum + each, 0)).toBe(120_000);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(60_000);
  });

  it("does not wait where there is nothing to wait for", async () => {
    expect((await waiting({ wait: "1" }, () => {})).pauses).toEqual([]);
  });
});
