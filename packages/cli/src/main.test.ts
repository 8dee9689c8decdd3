import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { forecastDocument } from "../test/contract.ts";
import { ended, FAULT, type Installation, install, LAUNCHER, started, TODAY } from "../test/installation.ts";
import { width } from "./table.ts";

/** The command as users start it. Node 20 stands for what a machine may have. */
const OLD_NODE = ["--import", 'data:text/javascript,Object.defineProperty(process,"versions",{value:{...process.versions,node:"20.0.0"}})'];

/** What a demo has printed once it serves. */
const shown = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let printed = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      printed += chunk;
      if (printed.includes("Ctrl-C stops")) resolve(printed);
    });
    child.on("exit", () => reject(new Error(`it ended by itself: ${printed}`)));
  });

let here: Installation;
beforeAll(async () => {
  here = await install();
  return () => here.close();
});

describe("saldovakt, in a process of its own", () => {
  it("prints a forecast's document, and nothing of Node's own", async () => {
    const { status, stdout, stderr } = await here.spawn(["forecast", here.identities[1] ?? "", "--json", "--today", TODAY]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(forecastDocument.parse(JSON.parse(stdout)).today).toBe(TODAY);
  });

  it("keeps a state across processes, tells nothing twice, and warns of nothing", async () => {
    await here.configure({ accounts: here.identities.slice(0, 4).map((identity) => ({ identity, name: "Exempel AB" })) });
    const passes = [await here.spawn(["watch", "--json", "--today", TODAY]), await here.spawn(["watch", "--json", "--today", TODAY])];
    expect(passes.map(({ status, stderr }) => ({ status, stderr }))).toEqual([0, 0].map((status) => ({ status, stderr: "" })));
    const [first, second] = passes.map(({ stdout }) => JSON.parse(stdout));
    expect(first.alerts.length).toBeGreaterThan(0);
    expect(second.alerts).toEqual([]);
  });

  it("starts the project's own Node where the machine's is too old, and passes its exit status on", async () => {
    const child = started(here.dir, ["forecast", "165790000012"], OLD_NODE);
    const { status, stdout, stderr } = await ended(child);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(FAULT("IDENTITY_CHECK_DIGIT"));
  });
});

describe("saldovakt demo, in a process of its own", () => {
  it("reads companies of two countries, prints table and alerts, and ends with --once", async () => {
    const before = readdirSync(here.dir);
    const { status, stdout, stderr } = await here.spawn(["demo", "--once", "--today", TODAY]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    for (const line of stdout.split("\n")) expect(width(line)).toBeLessThanOrEqual(100);
    expect(stdout).toMatch(/^Company +Balance +Next due +Missing +Pay by +State$/m);
    expect(stdout).toMatch(/^\S.* AS +– +\d{4}-\d\d-\d\d +[\d ,]+ +NOK +\d{4}-\d\d-\d\d +(act now|act soon|look)$/m);
    expect(stdout).toMatch(/^\S.* AB +-?[\d ,]+ +\d{4}-\d\d-\d\d +[\d ,]+ +SEK +\d{4}-\d\d-\d\d +(act now|act soon|look)$/m);
    expect(stdout).toMatch(/^ {2}to \d{4} \d\d \d{5}, KID \d+[\d-]$/m);
    expect(stdout).toMatch(/^shortfall\.detected .* 5050-1055 +\d{13}$/m);
    expect(stdout).toMatch(/^18 of 18 companies read in [\d.]+ s; \d+ alerts\.$/m);
    expect(stdout).toMatch(/^One more, .+ AB, is known by a statement of \d+ rows alone: its forecast is estimated\.$/m);
    expect(readdirSync(here.dir)).toEqual(before);
  });

  it("serves pages and API until Ctrl-C, then ends with 0, also through a Node that it starts", async () => {
    const child = started(here.dir, ["demo", "--port", "0", "--today", TODAY], OLD_NODE);
    const outcome = ended(child);
    const printed = await shown(child);
    const at = /^Pages +(\S+)$/m.exec(printed)?.[1] ?? "";
    const key = /svk_\w+/.exec(printed)?.[0];
    const answer = await fetch(`${at}/v1/accounts`, { headers: { authorization: `Bearer ${key}` } });
    expect(((await answer.json()) as { accounts: unknown[] }).accounts).toHaveLength(20);
    expect((await fetch(at)).status).toBe(200);
    child.kill("SIGINT");
    expect(await outcome).toMatchObject({ status: 0, stderr: "" });
    await expect(fetch(at)).rejects.toThrow();
  });

  it("ends with 0 when Ctrl-C comes before it has read anything", async () => {
    const child = started(here.dir, ["demo", "--today", TODAY]);
    const outcome = ended(child);
    await new Promise<void>((resolve) => child.stdout?.once("data", () => resolve()));
    child.kill("SIGINT");
    expect(await outcome).toMatchObject({ status: 0, stderr: "" });
  });

  it("does not go on unseen when the shell between it and npm is ended", async () => {
    const command = `${JSON.stringify(process.execPath)} ${JSON.stringify(LAUNCHER)} demo --port 0 --today ${TODAY}; true`;
    const env = { PATH: process.env.PATH ?? "", HOME: here.dir, npm_lifecycle_event: "start" };
    const shell = spawn("/bin/sh", ["-c", command], { cwd: here.dir, env });
    const outcome = ended(shell); // the streams close when the last to hold them ends
    const at = /^Pages +(\S+)$/m.exec(await shown(shell))?.[1] ?? "";
    expect((await fetch(`${at}/health`)).status).toBe(200);
    shell.kill("SIGKILL");
    await outcome;
    await expect(fetch(`${at}/health`)).rejects.toThrow();
  });
});
