import type { AccountId, Instant } from "@saldovakt/domain";
import { openSqliteStore } from "@saldovakt/store/sqlite";
import { beforeEach, describe, expect, it } from "vitest";
import { type Installation, install, TODAY } from "../../test/installation.ts";

let here: Installation;
let ids: readonly AccountId[];
beforeEach(async () => {
  here = await install();
  await here.configure({ accounts: here.identities.slice(0, 2).map((identity) => ({ identity })), policy: { reserve: "9000000.00" } });
  ids = (await json("accounts", "list")).accounts.map(({ id }: { id: AccountId }) => id);
  return () => here.close();
});

const run = (...args: string[]) => here.run([...args, "--today", TODAY]);
const json = async (...args: string[]) => JSON.parse((await run(...args, "--json")).stdout);

/** A key to the first account, and a recipient that it added. */
async function added(): Promise<string> {
  const { id } = await json("keys", "add", "--scope", "write", "--accounts", ids[0] ?? "");
  const store = openSqliteStore(here.path("saldovakt.db"));
  await store.putRecipient({
    key: "r_1",
    channel: "console",
    target: {},
    accounts: ids.slice(0, 1),
    createdAt: "2026-11-20T00:00:00.000Z" as Instant,
    by: { kind: "key", id, lasting: false },
  });
  await store.close();
  return id;
}

const state = async () => (await json("recipients", "list")).recipients[0].untold;
const delivered = async () => (await json("watch")).deliveries.delivered;
const check = async (name: string) => (await json("doctor")).checks.find((each: { name: string }) => each.name === name);

describe("revoking a key that added recipients", () => {
  it("says which end with it, and so do the list, doctor and a test", async () => {
    const id = await added();
    expect(await check("recipients")).toMatchObject({ status: "ok", what: "none are configured; 1 recipient added over the HTTP API" });
    const { stderr, stdout } = await run("keys", "revoke", id);
    expect(stdout).toContain(`${id} opens nothing any more.`);
    expect(stderr).toMatch(/1 recipient .* told of nothing any more: console r_1/);
    expect(stderr).toContain(`saldovakt keys revoke ${id} --keep-recipients`);
    expect(await state()).toBe("key-revoked");
    expect((await run("recipients", "list")).stdout).toMatch(/r_1 .*told nothing: its key is revoked/);
    expect((await check("state")).notes.join()).toMatch(/1 recipient .* told of nothing: console r_1 \(its key is revoked: key_\w+\)/);
    expect(await check("recipients")).toMatchObject({ status: "skipped", what: "none are configured" });
    expect(await delivered()).toBe(0);
  });

  it("keeps them where that is asked, of the accounts the key reached, also when it is asked afterwards", async () => {
    const id = await added();
    expect(await json("keys", "revoke", id)).toEqual({ id, revoked: true, recipientsKept: [], recipientsEnded: ["r_1"] });
    expect(await json("keys", "revoke", id, "--keep-recipients")).toMatchObject({ recipientsKept: ["r_1"], recipientsEnded: [] });
    expect(await state()).toBeNull();
    expect(await delivered()).toBeGreaterThan(0);
    expect((await run("keys", "revoke", id)).stderr).toBe("");
    const lines = await json("audit");
    expect(JSON.stringify(lines)).toContain('"handed-over"');
  });

  it("sends no test to whom alerts are not told", async () => {
    const id = await added();
    expect((await json("doctor", "--send-test")).checks.at(-1)).toMatchObject({ name: "test message", status: "ok" });
    await run("keys", "revoke", id);
    await here.configure({ accounts: [], recipients: [{ channel: "console" }] });
    const { checks } = await json("doctor", "--send-test");
    expect(checks.at(-1).what).toMatch(/told of nothing and passed over: console r_1/);
    expect((await json("doctor", "--send-test", "r_1")).checks.at(-1)).toMatchObject({ code: "RECIPIENT_NOT_TOLD" });
  });
});
