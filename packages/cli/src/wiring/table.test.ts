import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { startTable } from "../../test/dynamodb.ts";
import { type Installation, install } from "../../test/installation.ts";

let here: Installation;
let table: Awaited<ReturnType<typeof startTable>>;

beforeAll(async () => {
  [here, table] = await Promise.all([install({ companies: 3 }), startTable("saldovakt-test")]);
});
afterAll(() => Promise.all([here.close(), table.stop()]));

beforeEach(async () => {
  for (const [name, value] of Object.entries(table.env)) vi.stubEnv(name, value);
  await here.configure({ accounts: [], state: "dynamodb:saldovakt-test" });
});
afterEach(() => void vi.unstubAllEnvs());

const run = async (...args: string[]) => {
  const { status, stdout, stderr } = await here.run([...args, "--json"]);
  return { status, stderr, json: stdout === "" ? null : JSON.parse(stdout) };
};

describe("a state in DynamoDB", () => {
  it("takes accounts, payments and keys, and gives them back", async () => {
    const [identity = ""] = here.identities;
    const added = await run("accounts", "add", identity, "Exempel AB");
    expect(added).toMatchObject({ status: 0, json: { name: "Exempel AB", added: true } });
    const { id } = added.json;
    expect((await run("accounts", "list")).json.accounts).toMatchObject([{ id, watched: true }]);

    expect((await run("payments", "add", id, "33250")).status).toBe(0);
    expect((await run("payments", "list", id)).json.payments).toMatchObject([{ amount: { amount: "33250.00" } }]);
    expect((await run("keys", "add", "--scope", "read")).json.key).toMatch(/^svk_/);
    expect((await run("export", id)).json).toMatchObject({ account: { id, identity }, payments: [{ status: "under-way" }] });

    expect((await run("accounts", "remove", id)).json).toMatchObject({ id, erased: { payments: 1 } });
    expect((await run("accounts", "list")).json.accounts).toEqual([]);
  });

  it("watches whatever was taken in from a configuration, whichever configuration asks", async () => {
    const accounts = here.identities.map((identity) => ({ identity }));
    await here.configure({ accounts, state: "dynamodb:saldovakt-test" });
    expect((await run("accounts", "list")).json.accounts).toHaveLength(3);
    await here.configure({ accounts: [], state: "dynamodb:saldovakt-test" });
    const { json } = await run("accounts", "list");
    expect(json.accounts.map((account: { watched: boolean }) => account.watched)).toEqual([true, true, true]);
  });

  it("is looked at by doctor, which tries one of its accounts", async () => {
    const { status, json } = await run("doctor");
    const of = (name: string) => json.checks.find((check: { name: string }) => check.name === name);
    expect(of("state")).toMatchObject({ status: "ok", what: "the table saldovakt-test holds 3 accounts" });
    expect(of("account")).toMatchObject({ status: "ok" });
    expect(status).toBe(0);
  });

  it.each(["watch", "serve"])("is not for %s, which needs the queue of a file", async (command) => {
    expect(await here.run([command])).toMatchObject({ status: 2, stderr: expect.stringContaining("(STATE_NOT_LOCAL)") });
  });

  it("that is not there, or in a region nobody named, is told so", async () => {
    await here.configure({ accounts: [], state: "dynamodb:elsewhere" });
    expect(await run("accounts", "list")).toMatchObject({ status: 2, stderr: expect.stringContaining("(STORE_UNREADABLE)") });
    vi.stubEnv("AWS_REGION", undefined);
    vi.stubEnv("AWS_DEFAULT_REGION", undefined);
    vi.stubEnv("AWS_CONFIG_FILE", "/nowhere");
    expect(await run("accounts", "list")).toMatchObject({ status: 2, stderr: expect.stringContaining("(AWS_REGION_MISSING)") });
    const { status, stderr } = await here.run(["accounts", "list"], { env: { SALDOVAKT_REGION: "eu-north-1" } });
    expect([status, stderr]).toEqual([2, expect.stringContaining("(STORE_UNREADABLE)")]);
  });
});
