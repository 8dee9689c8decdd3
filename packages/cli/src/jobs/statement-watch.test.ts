import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { type Installation, install, TODAY } from "../../test/installation.ts";

const EXAMPLE = join(import.meta.dirname, "../../../../docs/example-kontoutdrag.csv");

let here: Installation;
beforeAll(async () => {
  here = await install();
  return () => here.close();
});

const run = (...args: string[]) => here.run([...args, "--today", TODAY]);

it("an account known by statement stands in lists and passes, is not read, and has nothing told of it", async () => {
  await here.configure({ accounts: [{ identity: here.identities[1] }], policy: { reserve: "9000000.00" } });
  const { account } = JSON.parse((await run("import", EXAMPLE, "--json")).stdout) as { account: { id: string } };
  const pass = JSON.parse((await run("watch", "--json")).stdout) as {
    planned: number;
    read: number;
    accounts: { id: string; status: string }[];
    alerts: { data: { account: { id: string } } }[];
  };
  expect(pass).toMatchObject({ planned: 2, read: 1, failed: 0 });
  expect(pass.accounts.find(({ id }) => id === account.id)).toMatchObject({ status: "statement", shortfall: { currency: "SEK" } });
  expect(pass.alerts.length).toBeGreaterThan(0);
  expect(pass.alerts.filter(({ data }) => data.account.id === account.id)).toEqual([]);

  const again = await run("watch");
  expect([again.status, again.stderr]).toEqual([0, ""]);
  expect(again.stdout).toContain("1 of 1 account read; 1 known by statement; 0 alerts.");
  const { accounts } = JSON.parse((await run("accounts", "list", "--json")).stdout) as { accounts: { id: string; reading?: string }[] };
  expect(accounts.map(({ id, reading }) => [id === account.id, reading])).toEqual(
    expect.arrayContaining([
      [true, "statement"],
      [false, undefined],
    ]),
  );
  const added = await run("accounts", "add", here.identities[0] as string);
  expect(added.stdout).toBe(`${account.id}  Blåklockans Bygg AB was known by statement, and is read from now on\n`);
  const read = JSON.parse((await run("watch", "--json")).stdout) as { accounts: { id: string; status: string }[] };
  expect(read.accounts.find(({ id }) => id === account.id)?.status).toBe("read");
});

it("an account that the configuration comes to list is read from then on", async () => {
  await here.configure({ accounts: [], state: "listed.db" });
  const { account } = JSON.parse((await run("import", EXAMPLE, "--json")).stdout) as { account: { id: string } };
  expect((await run("accounts", "list")).stdout).toMatch(new RegExp(`^${account.id} .* by statement$`, "m"));
  await here.configure({ accounts: [{ identity: here.identities[0], name: "Blåklockans Bygg AB" }], state: "listed.db" });
  const { accounts } = JSON.parse((await run("accounts", "list", "--json")).stdout) as { accounts: object[] };
  expect(accounts).toEqual([expect.objectContaining({ id: account.id, watched: true })]);
  expect(accounts[0]).not.toHaveProperty("reading");
});
