import { readFile } from "node:fs/promises";
import { openSqliteStore } from "@saldovakt/store/sqlite";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import type * as z from "zod";
import { passDocument } from "../../test/contract.ts";
import { FAULT, type Installation, install, type Outcome, TODAY } from "../../test/installation.ts";
import { width } from "../table.ts";

type Pass = z.infer<typeof passDocument>;

let here: Installation;
beforeAll(async () => {
  here = await install();
  return () => here.close();
});

/** Each test has a state of its own. */
let state = 0;
const fresh = (sections: object = {}): Promise<void> =>
  here.configure({ state: `state-${++state}.db`, recipients: [{ channel: "console" }], ...sections });
afterEach(() => here.authority.setFaults([]));

const watch = (day: string = TODAY, ...args: string[]): Promise<Outcome> => here.run(["watch", "--today", day, ...args]);
const pass = async (day: string = TODAY): Promise<{ status: number | null; document: Pass; stderr: string }> => {
  const { status, stdout, stderr } = await watch(day, "--json");
  return { status, document: passDocument.parse(JSON.parse(stdout)), stderr };
};

/** The console channel's headings: one for every alert that was delivered. */
const letters = (text: string): string[] => text.match(/^(CRITICAL|WARNING|NOTICE|OK) {2}\S+ {2}acc_\w+.*$/gm) ?? [];

describe("saldovakt watch", () => {
  it("reads every account, tells what is new once, and gives the document alone on standard output", async () => {
    await fresh();
    const first = await pass();
    expect(first.status).toBe(0);
    expect(first.document).toMatchObject({ today: TODAY, planned: 12, read: 12, failed: 0, stopped: null });
    expect(first.document.accounts).toHaveLength(12);
    expect(first.document.alerts.length).toBeGreaterThan(5);
    expect(first.document.deliveries).toEqual({ delivered: first.document.alerts.length, failed: 0, waiting: 0, next: null });
    expect(letters(first.stderr)).toHaveLength(first.document.alerts.length);
    expect(new Set(first.document.alerts.map(({ data, type }) => `${data.episode} ${type}`)).size).toBe(first.document.alerts.length);
    expect(JSON.stringify(first.document.accounts)).not.toMatch(/\d{12}/);

    const second = await pass();
    expect(second.status).toBe(0);
    expect(second.document).toMatchObject({ read: 12, alerts: [], deliveries: { delivered: 0, waiting: 0 } });
    expect(letters(second.stderr)).toEqual([]);
    expect(second.document.accounts.map(({ id }) => id)).toEqual(first.document.accounts.map(({ id }) => id));
  });

  it("prints tables of at most 100 columns, the most urgent first, and a line that sums up", async () => {
    await fresh({ recipients: [] });
    const { status, stdout, stderr } = await watch();
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    for (const line of stdout.split("\n")) expect(width(line)).toBeLessThanOrEqual(100);
    expect(stdout).toMatch(/^Company +Balance +Next due +Missing +Pay by +State\n.*act now\n/m);
    expect(stdout).toMatch(/^shortfall\.detected .* 5050-1055 +\d{13}$/m);
    expect(stdout).toMatch(/\n12 of 12 accounts read; \d+ alerts\.\n$/);
  });

  it("sends nothing twice from two runs at once", async () => {
    await fresh();
    const runs = await Promise.all([watch(), watch(), watch()]);
    for (const { status } of runs) expect(status).toBe(0);
    const told = runs.flatMap(({ stdout }) => letters(stdout));
    expect(new Set(told).size).toBe(told.length);
    await fresh();
    expect(told.length).toBe((await pass()).document.alerts.length);
  });

  it("tells what a payment has covered", async () => {
    const [, short = ""] = here.identities;
    await fresh({ accounts: [{ identity: short, name: "Exempel AB" }] });
    const { document } = await pass();
    const needed = document.alerts.reduce((sum, { data }) => sum + Number(data.payments[0]?.amount.amount ?? 0), 0);
    here.authority.pay(short, needed, TODAY);
    const covered = await pass();
    expect(covered.document.alerts.map(({ type }) => type)).toEqual(document.alerts.map(() => "shortfall.covered"));
  });

  it("tells each fault of accounts once, goes on with the others, and exits 3", async () => {
    await fresh();
    const [first = "", second = ""] = here.identities;
    for (const identity of [first, second])
      await here.authority.setFaults([
        { when: { identity: first }, fault: { kind: "felkod", code: 6 } },
        { when: { identity }, fault: { kind: "felkod", code: 6 } },
      ]);
    const { status, document, stderr } = await pass();
    expect(status).toBe(3);
    expect(document).toMatchObject({ planned: 12, read: 10, failed: 2, stopped: null });
    expect(document.accounts.filter(({ code }) => code === "SKV_NOT_AUTHORISED")).toHaveLength(2);
    expect(stderr.match(/^saldovakt: .*$/gm)).toEqual([
      expect.stringMatching(/^saldovakt: 2 accounts could not be read: .+ \(SKV_NOT_AUTHORISED\)$/),
    ]);
    expect(document.alerts.filter(({ type }) => type === "source.denied")).toHaveLength(2);
  });

  it("gives a reminder from the last reading when the source is closed", async () => {
    await fresh({ accounts: [{ identity: here.identities[2], name: "Exempel AB" }] });
    const before = await pass();
    const due = before.document.alerts[0]?.data.dueDate ?? "";
    here.authority.setFaults([{ fault: { kind: "closed" } }]);
    const { status, document } = await pass(due);
    expect(status).toBe(3);
    expect(document.accounts).toMatchObject([{ status: "failed", code: "SKV_CLOSED" }]);
    expect(document.alerts.map(({ type }) => type)).toContain("shortfall.reminder");
  });

  it("stops at refused keys, says so once, and loses nothing", async () => {
    await fresh();
    await pass();
    const path = here.path(`state-${state}.db`);
    const kept = async () => {
      const store = openSqliteStore(path);
      const accounts: unknown[] = [];
      for await (const account of store.accounts()) accounts.push(account);
      await store.close();
      return accounts;
    };
    const before = await kept();
    await here.write("wrong.secret.json", { ...here.authority.secret, apigw: { clientId: "wrong", clientSecret: "wrong" } });
    const { apiUrl, tokenUrl } = here.authority;
    await here.configure({
      state: `state-${state}.db`,
      skatteverket: { apiUrl, tokenUrl, ca: "file:ca.pem", secret: "file:wrong.secret.json", requestsPerSecond: 100 },
    });
    const { status, document, stderr } = await pass();
    expect(status).toBe(2);
    expect(document).toMatchObject({ planned: 12, read: 0, stopped: { code: "SKV_KEYS_REFUSED" } });
    expect(stderr).toMatch(FAULT("SKV_KEYS_REFUSED"));
    expect(await kept()).toEqual(before);
  });

  it("stops before the first call at a certificate that has expired, and has said so in time", async () => {
    const certificate = await here.authority.certificateFor("expired");
    await here.write("expired.secret.json", { ...here.authority.secret, certificate });
    const { apiUrl, tokenUrl } = here.authority;
    await fresh({ skatteverket: { apiUrl, tokenUrl, ca: "file:ca.pem", secret: "file:expired.secret.json" } });
    const calls = here.authority.requests.length;
    const { status, document, stderr } = await pass();
    expect(status).toBe(2);
    expect(document).toMatchObject({ planned: 12, read: 0, failed: 0, stopped: { code: "CERTIFICATE_EXPIRED" } });
    expect(document.alerts.map(({ type }) => type)).toEqual(["certificate.expiring"]);
    expect(document.deliveries.delivered).toBe(1);
    expect(stderr).toMatch(/\nsaldovakt: [^\n]+ \(CERTIFICATE_EXPIRED\)\n {2}[^\n]+\n$/);
    expect((await pass()).document.alerts).toEqual([]);
    expect(here.authority.requests.length).toBe(calls);
  });

  it("stops at a secret that cannot be read, and still tries what waits", async () => {
    const { apiUrl, tokenUrl } = here.authority;
    await fresh({ skatteverket: { apiUrl, tokenUrl, secret: "file:gone.json" } });
    const { status, document, stderr } = await pass();
    expect(status).toBe(2);
    expect(document.stopped).toMatchObject({ code: "REFERENCE_UNREADABLE" });
    expect(stderr).toMatch(FAULT("REFERENCE_UNREADABLE"));
  });

  it("does not read an account that the configuration no longer lists, nor forget it", async () => {
    const accounts = here.identities.slice(0, 2).map((identity) => ({ identity, name: "Exempel AB" }));
    await fresh({ accounts });
    expect((await pass()).document.planned).toBe(2);
    await here.configure({ state: `state-${state}.db`, accounts: accounts.slice(0, 1), recipients: [] });
    expect((await pass()).document.planned).toBe(1);
    const { stdout, stderr } = await here.run(["accounts", "list"]);
    expect(stdout).toMatch(/not watched$/m);
    expect(stderr).toMatch(/no longer in the configuration/);
  });

  it("gives up a message to an address that may not be called, and says so", async () => {
    await fresh({
      recipients: [{ channel: "webhook", url: "https://127.0.0.1/hook", secret: "env:HOOK" }],
      accounts: [{ identity: here.identities[2], name: "Exempel AB" }],
    });
    const env = { HOOK: `whsec_${Buffer.alloc(32, 7).toString("base64")}` };
    const { status, stdout, stderr } = await here.run(["watch", "--today", TODAY, "--json"], { env });
    const { deliveries, alerts } = passDocument.parse(JSON.parse(stdout));
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(deliveries).toEqual({ delivered: 0, failed: alerts.length, waiting: 0, next: null });
  });

  it.each([
    [
      "a webhook without its secret",
      [{ channel: "webhook", url: "https://hooks.example.com/a", secret: "env:HOOK" }],
      "REFERENCE_UNREADABLE",
    ],
    [
      "a webhook secret of the wrong form",
      [{ channel: "webhook", url: "https://hooks.example.com/a", secret: "file:ca.pem" }],
      "WEBHOOK_SECRET_INVALID",
    ],
  ])("refuses %s before anything is read", async (_, recipients, code) => {
    await fresh({ recipients });
    const calls = here.authority.requests.length;
    const { status, stdout, stderr } = await watch();
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(FAULT(code));
    expect(here.authority.requests.length).toBe(calls);
  });

  it("leaves a file that is no state as it is", async () => {
    const text = "somebody's notes, longer than the header of a database would be; ".repeat(4);
    await here.write("notes.db", text);
    await here.configure({ state: "notes.db" });
    const { status, stdout, stderr } = await watch();
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(FAULT("STORE_UNREADABLE"));
    expect(await readFile(here.path("notes.db"), "utf8")).toBe(text);
  });

  it("says how to begin when no accounts are watched", async () => {
    await fresh({ accounts: [] });
    const { status, stdout } = await watch();
    expect(status).toBe(0);
    expect(stdout).toBe("No accounts are watched: list them in the configuration, or add one with `saldovakt accounts add`.\n");
  });
});
