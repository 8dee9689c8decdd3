import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseConfiguration } from "@saldovakt/configuration";
import { afterEach, describe, expect, test } from "vitest";
import { readNorwayArguments, startNorwayAsAsked } from "./skatteetaten-command.ts";

const NOW = Date.parse("2026-11-21T23:30:00Z"); // the 22nd in Norway

describe("the arguments", () => {
  test("have defaults: today in Norway, seven companies, free ports, five calls at once", () => {
    expect(readNorwayArguments([], NOW)).toEqual({
      options: {
        today: "2026-11-22",
        seed: 1,
        companies: 7,
        port: 0,
        maskinportenPort: 0,
        altinnPort: 0,
        callsAtOnce: 5,
        latencyMs: 0,
      },
    });
  });

  test("are read one by one, and wrong ones refused", () => {
    expect(
      readNorwayArguments(["--today", "2026-12-14", "--calls-at-once", "unlimited", "--seed=3", "--dir", "/tmp/x"], NOW),
    ).toMatchObject({
      options: { today: "2026-12-14", callsAtOnce: Number.POSITIVE_INFINITY, seed: 3 },
      dir: "/tmp/x",
    });
    expect(readNorwayArguments(["-h"], NOW)).toBeNull();
    expect(() => readNorwayArguments(["--companies", "mange"], NOW)).toThrow(expect.objectContaining({ code: "SIMULATOR_OPTION" }));
    expect(() => readNorwayArguments(["--today", "2026-02-30"], NOW)).toThrow(expect.objectContaining({ code: "DATE_INVALID" }));
    expect(() => readNorwayArguments(["--ukjent"], NOW)).toThrow(/--ukjent/);
  });
});

describe("starting", () => {
  const leftovers: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const clear of leftovers.splice(0)) await clear();
  });

  test("writes the authorities, the secret and a configuration the product takes, and says how to use them", async () => {
    const dir = await mkdtemp(join(tmpdir(), "saldovakt-simulator-"));
    leftovers.push(() => rm(dir, { recursive: true }));
    const asked = readNorwayArguments(["--dir", join(dir, "demo"), "--today", "2026-11-22"], NOW);
    if (!asked) return expect.unreachable();
    const lines: string[] = [];
    const norway = await startNorwayAsAsked(asked, (line) => lines.push(line));
    leftovers.push(() => norway.close());
    const { skatteetaten, maskinporten, altinn } = norway;
    const first = skatteetaten.companies[0]?.org;
    expect(lines.slice(0, 6)).toEqual([
      `API           ${skatteetaten.apiUrl}`,
      `Maskinporten  ${maskinporten.issuer}`,
      `Altinn        ${altinn.platformUrl}`,
      "Today         2026-11-22",
      `Vendor        ${norway.vendor}`,
      `Files         ${join(dir, "demo")}`,
    ]);
    expect(lines.filter((line) => /^ {2}\d{9} {2}/.test(line))).toHaveLength(7);
    const [, accountant, client] = skatteetaten.companies.map(({ org }) => org);
    expect(lines).toContain(`    curl -k -d act=client -d org=${client} 'LINK'`);
    expect(lines.find((line) => line.includes("--client"))).toContain(`status ${accountant} --client ${client} --add --config`);
    expect(lines.at(-1)).toBe(`  saldovakt forecast ${first} --source skatteetaten --config ${join(dir, "demo", "saldovakt.json")}`);
    const read = async (name: string): Promise<string> => readFile(join(dir, "demo", name), "utf8");
    expect(await read("ca.pem")).toBe(norway.ca);
    expect(JSON.parse(await read("maskinporten.secret.json"))).toEqual(norway.secret);
    expect((await stat(join(dir, "demo", "maskinporten.secret.json"))).mode & 0o077).toBe(0);
    const { accounts, ...rest } = parseConfiguration(JSON.parse(await read("saldovakt.json")));
    expect(rest).toMatchObject({
      maskinporten: {
        environment: "test",
        issuer: maskinporten.issuer,
        platformUrl: altinn.platformUrl,
        secret: "file:maskinporten.secret.json",
      },
      skatteetaten: { environment: "test", apiUrl: skatteetaten.apiUrl, package: "regnskapssystem" },
    });
    expect(accounts).toHaveLength(7);
    expect(accounts[0]).toMatchObject({ identity: first, source: "skatteetaten", access: { systemUser: { org: first } } });
  });

  test("leaves what a customer is taken on with from the beginning: a client no system knows, and the commands", async () => {
    const dir = await mkdtemp(join(tmpdir(), "saldovakt-simulator-"));
    leftovers.push(() => rm(dir, { recursive: true }));
    const asked = readNorwayArguments(["--dir", dir, "--companies", "1"], NOW);
    if (!asked) return expect.unreachable();
    const lines: string[] = [];
    const norway = await startNorwayAsAsked(asked, (line) => lines.push(line));
    leftovers.push(() => norway.close());
    const configuration = parseConfiguration(JSON.parse(await readFile(join(dir, "onboarding.json"), "utf8")));
    expect(configuration).toMatchObject({
      maskinporten: { platformUrl: norway.altinn.platformUrl, secret: "file:onboarding.secret.json" },
      accounts: [],
      state: "onboarding.db",
    });
    const path = join(dir, "onboarding.secret.json");
    expect((await stat(path)).mode & 0o077).toBe(0);
    const { clientId } = JSON.parse(await readFile(path, "utf8"));
    const { systems } = norway.altinn.register;
    expect([...systems.values()].flatMap(({ clientIds }) => clientIds)).toEqual([norway.secret.clientId]);
    expect(clientId).not.toBe(norway.secret.clientId);
    expect(lines).toContain(`  saldovakt norway register-system --vendor ${norway.vendor} --config ${join(dir, "onboarding.json")}`);
    expect(lines.join("\n")).not.toContain("--agent");
  });

  test("without a directory writes nothing and says so; many companies are told of in short", async () => {
    const asked = readNorwayArguments(["--companies", "25"], NOW);
    if (!asked) return expect.unreachable();
    const lines: string[] = [];
    const norway = await startNorwayAsAsked(asked, (line) => lines.push(line));
    leftovers.push(() => norway.close());
    expect(lines).toContain("  and 5 more");
    expect(lines.at(-1)).toMatch(/^No files were written\. With --dir DIR/);
  });
});
