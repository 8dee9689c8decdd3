import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { readArguments, startAsAsked } from "./command.ts";

const NOW = Date.parse("2026-11-21T23:30:00Z"); // the 22nd in Sweden

describe("the arguments", () => {
  test("have defaults: today in Sweden, a dozen companies, free ports, four calls a second", () => {
    expect(readArguments([], NOW)).toEqual({
      options: {
        today: "2026-11-22",
        seed: 1,
        companies: 12,
        port: 0,
        tokenPort: 0,
        grant: "designated",
        requestsPerSecond: 4,
        latencyMs: 0,
        mutualTlsOnApi: false,
        serviceWindow: false,
      },
    });
  });

  test("are read one by one", () => {
    const asked = readArguments(
      ["--today", "2026-12-14", "--requests-per-second", "unlimited", "--grant=free", "--mutual-tls-on-api", "--dir", "/tmp/x"],
      NOW,
    );
    expect(asked).toMatchObject({
      options: { today: "2026-12-14", requestsPerSecond: Number.POSITIVE_INFINITY, grant: "free", mutualTlsOnApi: true },
      dir: "/tmp/x",
    });
    expect(readArguments(["--help"], NOW)).toBeNull();
  });

  test("wrong ones are refused", () => {
    expect(() => readArguments(["--companies", "många"], NOW)).toThrow(expect.objectContaining({ code: "SIMULATOR_OPTION" }));
    expect(() => readArguments(["--grant", "bankid"], NOW)).toThrow(expect.objectContaining({ code: "SIMULATOR_OPTION" }));
    expect(() => readArguments(["--today", "2026-02-30"], NOW)).toThrow(expect.objectContaining({ code: "DATE_INVALID" }));
    expect(() => readArguments(["--sign-in", "localhost:8080"], NOW)).toThrow(expect.objectContaining({ code: "SIMULATOR_OPTION" }));
    expect(() => readArguments(["--okänd"], NOW)).toThrow(/--okänd/);
  });
});

describe("starting", () => {
  const leftovers: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const clear of leftovers.splice(0)) await clear();
  });

  test("writes the authority, the secret and a configuration of all companies, and says where it is", async () => {
    const dir = await mkdtemp(join(tmpdir(), "saldovakt-simulator-"));
    leftovers.push(() => rm(dir, { recursive: true }));
    const asked = readArguments(["--dir", join(dir, "demo"), "--companies", "3", "--today", "2026-11-22"], NOW);
    if (!asked) return expect.unreachable();
    const lines: string[] = [];
    const skatteverket = await startAsAsked(asked, (line) => lines.push(line));
    leftovers.push(() => skatteverket.close());
    expect(lines).toEqual([
      `API    ${skatteverket.apiUrl}`,
      `Token  ${skatteverket.tokenUrl}`,
      "Today  2026-11-22",
      `Files  ${join(dir, "demo")}`,
    ]);
    const read = async (name: string): Promise<string> => readFile(join(dir, "demo", name), "utf8");
    expect(await read("ca.pem")).toBe(skatteverket.ca);
    expect(JSON.parse(await read("skatteverket.secret.json"))).toEqual(skatteverket.secret);
    expect((await stat(join(dir, "demo", "skatteverket.secret.json"))).mode & 0o077).toBe(0);
    expect(JSON.parse(await read("saldovakt.json"))).toEqual({
      skatteverket: {
        environment: "test",
        apiUrl: skatteverket.apiUrl,
        tokenUrl: skatteverket.tokenUrl,
        requestsPerSecond: 4,
        mutualTlsOnApi: false,
        ca: "file:ca.pem",
        secret: "file:skatteverket.secret.json",
      },
      recipients: [],
      accounts: skatteverket.companies.map(({ identity, name }) => ({ identity, name })),
      state: "saldovakt.db",
    });
  });

  test("with --sign-in it says where to sign in, and writes the keys for it", async () => {
    const dir = await mkdtemp(join(tmpdir(), "saldovakt-simulator-"));
    leftovers.push(() => rm(dir, { recursive: true }));
    const redirects = ["http://localhost:8080/connect/skatteverket/callback", "https://saldovakt.example/callback"];
    const asked = readArguments(["--dir", dir, ...redirects.flatMap((address) => ["--sign-in", address])], NOW);
    if (!asked) return expect.unreachable();
    expect(asked.options.signIn).toEqual({ redirectUris: redirects });
    const lines: string[] = [];
    const skatteverket = await startAsAsked(asked, (line) => lines.push(line));
    leftovers.push(() => skatteverket.close());
    const { signIn } = skatteverket;
    expect(lines).toContain(`Sign in (per)  ${signIn?.per.authorizeUrl}  ${signIn?.per.tokenUrl}`);
    const path = join(dir, "skatteverket.sign-in.secret.json");
    expect(JSON.parse(await readFile(path, "utf8"))).toEqual(signIn?.secret);
    expect((await stat(path)).mode & 0o077).toBe(0);
  });
});
