import { execFile, execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { startMaskinporten } from "@saldovakt/simulator";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { packageMaskinporten } from "../scripts/maskinporten/package.ts";

/* The package as another house has it: packed, unpacked outside of ours, with nothing in reach but what it declares. */

const MODULES = join(import.meta.dirname, "..", "node_modules");
const NAME = "@saldovakt/maskinporten";
const SCOPE = "skatteetaten:kravogbetalinger";
/** An invented organisation with a right check digit. */
const VENDOR = "310000019";

const run = promisify(execFile);
const folder = realpathSync(mkdtempSync(join(tmpdir(), "saldovakt-package-")));
const house = join(folder, "house");
const installed = join(house, "node_modules", NAME);
let authority: Awaited<ReturnType<typeof startMaskinporten>>;

const manifest = () => JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));

/** Lays a library where the other house looks for it. */
function link(library: string): void {
  const place = join(house, "node_modules", library);
  mkdirSync(join(place, ".."), { recursive: true });
  symlinkSync(join(MODULES, library), place);
}

beforeAll(async () => {
  authority = await startMaskinporten();
  await packageMaskinporten(join(folder, "made"));
  const quiet = { npm_config_cache: join(folder, "cache"), npm_config_update_notifier: "false", npm_config_offline: "true" };
  await run("npm", ["pack", join(folder, "made"), "--json"], { cwd: folder, env: { ...process.env, ...quiet } });
  mkdirSync(installed, { recursive: true });
  const [archive = ""] = readdirSync(folder).filter((name) => name.endsWith(".tgz"));
  await run("tar", ["-xzf", join(folder, archive), "-C", installed, "--strip-components=1"]);
  for (const library of Object.keys(manifest().dependencies)) link(library);
  writeFileSync(join(house, "package.json"), JSON.stringify({ type: "module" }));
}, 60_000);

afterAll(async () => {
  await authority.close();
  rmSync(folder, { recursive: true });
});

describe("what is packed", () => {
  test("is JavaScript, declarations and pages: no source, no test, no key", () => {
    const files = readdirSync(installed, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const paths = files.map((entry) => join(entry.parentPath, entry.name));
    const others = paths.map((path) => path.slice(installed.length + 1)).filter((path) => !/^(types\/.+\.d\.ts|[\w-]+\.js)$/.test(path));
    expect(others.sort()).toEqual(["LICENSE", "PROVIDER.md", "README.md", "package.json"]);
    expect(paths.filter((path) => /test|fake/.test(path.slice(installed.length)))).toEqual([]);
    for (const path of paths) {
      const text = readFileSync(path, "utf8");
      expect(text, path).not.toMatch(/-----BEGIN [A-Z ]+-----\n/);
      if (/\.(js|d\.ts)$/.test(path)) expect(text, path).not.toMatch(/(?:from|import\() ?"(?:@saldovakt\/|[^"]+\.ts")/);
    }
  });

  test("declares exactly the libraries that this house has tried it with", () => {
    const { dependencies, private: hidden, ...rest } = manifest();
    expect(hidden).toBeUndefined();
    expect(rest).toMatchObject({ name: NAME, license: "MIT", type: "module" });
    expect(Object.keys(dependencies)).toEqual(["jose", "undici", "zod"]);
    for (const [library, version] of Object.entries(dependencies)) {
      expect(JSON.parse(readFileSync(join(MODULES, library, "package.json"), "utf8")).version).toBe(version);
    }
    const targets = Object.values(manifest().exports).flatMap((entry) => Object.values(entry as Record<string, string>));
    expect(targets).toHaveLength(4);
    for (const target of targets) expect(existsSync(join(installed, target)), target).toBe(true);
  });
});

/** This Node and whatever other that the package is for stands on the path, by their versions. */
function runtimes(): readonly (readonly [version: string, path: string])[] {
  const onPath = (process.env.PATH ?? "").split(delimiter).map((each) => join(each, "node"));
  const found = new Map<string, string>();
  for (const path of [process.execPath, ...onPath.filter((each) => existsSync(each))]) {
    const version = execFileSync(path, ["--version"], { encoding: "utf8" }).trim();
    const [major = 0, minor = 0] = version.slice(1).split(".").map(Number);
    const meant = major === 20 ? minor >= 20 : major > 22 || (major === 22 && minor >= 19);
    if (meant && !found.has(version)) found.set(version, path);
  }
  return [...found];
}

const USER = `
import { createHttpClient, createMaskinporten, describeCredentials, expiryNotice, instant, parseSecret, SaldovaktError, systemTimer } from "${NAME}";
import { carriesToken, createTokenValidator } from "${NAME}/provider";

const { issuer, ca, secret, other, enterprise, scope } = JSON.parse(process.env.GIVEN);
const made = { timer: systemTimer, random: Math.random, jti: () => crypto.randomUUID() };
const maskinporten = createMaskinporten({ settings: { issuer, ca }, secret: async () => parseSecret(JSON.stringify(secret)), ...made });
const validator = createTokenValidator({ issuer, ca, scope, now: Date.now });
const http = createHttpClient({ tls: { ca: [ca] } });

const token = await maskinporten.token({ scopes: [scope] });
const answer = await maskinporten.withToken({ scopes: [scope] }, (bearer) =>
  http.send({ method: "GET", url: issuer + ".well-known/oauth-authorization-server", headers: { Authorization: "Bearer " + bearer } }));
const fault = (promise) => promise.then(() => null, (error) => error instanceof SaldovaktError && { code: error.code, scope: error.scope });
const stranger = createMaskinporten({ settings: { issuer, ca }, secret: async () => ({ ...secret, key: other }), ...made });
const { validTo } = await describeCredentials({ ...secret, keyValidTo: "2020-01-01" });
console.log(JSON.stringify({
  carried: carriesToken("Bearer " + token),
  caller: await validator.validate(token),
  changed: await validator.validate(token.slice(0, -4) + "AAAA"),
  status: answer.status,
  asked: await fault(maskinporten.token({ scopes: scope })),
  refused: await fault(stranger.token({ scopes: [scope] })),
  secret: await fault((async () => parseSecret("{"))()),
  certificate: (await describeCredentials({ clientId: "certified", ...enterprise })).chainComplete,
  warning: expiryNotice(validTo, instant(Date.now())).warning,
}));
for (const each of [maskinporten, stranger, validator, http]) await each.close();
`;

describe("its user", () => {
  test.each(runtimes())("gets a token and checks it with %s", async (version, node) => {
    const secret = await authority.addClient({ org: VENDOR, scopes: [SCOPE] });
    const other = await authority.addClient({ org: VENDOR, scopes: [SCOPE] });
    writeFileSync(join(house, "user.js"), USER);
    const { issuer, ca } = authority;
    const enterprise = await authority.certificate(VENDOR);
    const given = JSON.stringify({ issuer, ca, secret, other: other.key, enterprise, scope: SCOPE });
    const plain = /^v2[2-4]/.test(version) ? ["--no-experimental-strip-types"] : [];
    const { PATH = "" } = process.env;
    const { stdout, stderr } = await run(node, [...plain, "user.js"], { cwd: house, env: { PATH, GIVEN: given } });
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toEqual({
      carried: true,
      caller: expect.objectContaining({ kind: "caller", consumer: VENDOR }),
      changed: expect.objectContaining({ kind: "refusal", status: 401, reason: "TOKEN_SIGNATURE" }),
      status: 200,
      asked: { code: "MP_REQUEST_INVALID", scope: "input" },
      refused: { code: "MP_SIGNATURE_REFUSED", scope: "installation" },
      secret: { code: "SECRET_INVALID", scope: "installation" },
      certificate: true,
      warning: "expired",
    });
  });

  test("has its types checked", async () => {
    link("@types/node");
    const options = { module: "nodenext", target: "es2024", strict: true, noEmit: true, skipLibCheck: false, types: ["node"] };
    writeFileSync(join(house, "tsconfig.json"), JSON.stringify({ compilerOptions: options, files: ["right.ts", "wrong.ts"] }));
    const consumer = `import { createMaskinporten, parseSecret, systemTimer } from "${NAME}";
import { createTokenValidator } from "${NAME}/provider";
const maskinporten = createMaskinporten({ settings: { issuer: "https://maskinporten.no/" }, secret: async () => parseSecret("{}"), timer: systemTimer, random: Math.random, jti: () => crypto.randomUUID() });
const { kind } = await createTokenValidator({ issuer: "https://maskinporten.no/", scope: "some:scope", now: Date.now }).validate("token");
`;
    const right = `export const known: "caller" | "refusal" = kind;\nexport const token: string = await maskinporten.token({ scopes: ["some:scope"] });\n`;
    writeFileSync(join(house, "right.ts"), consumer + right);
    writeFileSync(join(house, "wrong.ts"), consumer + right.replace('"caller" | ', "").replace('["some:scope"]', '"text"'));
    const tsc = join(MODULES, "typescript", "bin", "tsc");
    const { stdout } = await run(process.execPath, [tsc, "-p", house, "--pretty", "false"], { cwd: house }).catch((error) => error);
    expect(stdout.match(/^\S.*error TS\d+/gm)).toEqual([
      "wrong.ts(5,14): error TS2322",
      expect.stringMatching(/^wrong.ts\(6,\d+\): error TS2322$/),
    ]);
  }, 60_000);
});
