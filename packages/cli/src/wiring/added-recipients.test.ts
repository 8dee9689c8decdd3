import { createHash } from "node:crypto";
import type { AccountId, Instant } from "@saldovakt/domain";
import { openSqliteStore } from "@saldovakt/store/sqlite";
import { beforeAll, expect, it } from "vitest";
import { type Installation, install, TODAY } from "../../test/installation.ts";

let here: Installation;
beforeAll(async () => {
  here = await install();
  return () => here.close();
});

const SECRET = `whsec_${createHash("sha256").update("invented").digest("base64")}`;

it("those added by hand are told beside those of the configuration, of the accounts they are told of", async () => {
  const [one = "", two = ""] = here.identities;
  await here.configure({ accounts: [one, two].map((identity) => ({ identity })), policy: { reserve: "9000000.00" }, recipients: [] });
  const { accounts } = JSON.parse((await here.run(["accounts", "list", "--json", "--today", TODAY])).stdout) as {
    accounts: { id: AccountId }[];
  };
  const ids = accounts.map(({ id }) => id);
  const store = openSqliteStore(here.path("saldovakt.db"));
  const createdAt = "2026-11-20T00:00:00.000Z" as Instant;
  const by = { kind: "key", id: "key_1", lasting: true } as const;
  await store.putRecipient({ key: "everything", channel: "console", target: {}, accounts: null, createdAt, by });
  const secrets = [{ secret: SECRET, until: null }];
  // An address that the guard refuses before anything is sent.
  const target = { url: "https://127.0.0.1:9/hook" };
  await store.putRecipient({ key: "one", channel: "webhook", target, secrets, accounts: ids.slice(0, 1), createdAt, by });
  const unknown = { key: "nobody's", channel: "console", target: { of: "nobody" }, accounts: null, createdAt };
  await store.putRecipient(unknown);
  await store.close();

  const { status, stdout } = await here.run(["watch", "--json", "--today", TODAY]);
  expect(status).toBe(0);
  const pass = JSON.parse(stdout) as { alerts: { data: { account: { id: string } } }[]; deliveries: object };
  const ofFirst = pass.alerts.filter(({ data }) => data.account.id === ids[0]).length;
  expect(ofFirst).toBeGreaterThan(0);
  expect(pass.alerts.length).toBeGreaterThan(ofFirst);
  expect(pass.deliveries).toMatchObject({ delivered: pass.alerts.length, failed: ofFirst });

  const after = openSqliteStore(here.path("saldovakt.db"));
  const [told, refused] = [await after.deliveriesOf("everything", 100), await after.deliveriesOf("one", 100)];
  const unheard = await after.deliveriesOf("nobody's", 100);
  const alertIds = await Promise.all(ids.map(async (id) => (await after.alerts(id, 100)).map((alert) => alert.id)));
  await after.close();
  expect(unheard).toEqual([]);
  const { stdout: listed } = await here.run(["recipients", "list"]);
  expect(listed).toMatch(/nobody's .*told nothing: add it again/);
  const { stdout: examined } = await here.run(["doctor", "--json"]);
  const { checks } = JSON.parse(examined) as { checks: { name: string; notes: string[] }[] };
  expect(checks.find(({ name }) => name === "state")?.notes).toEqual([expect.stringMatching(/^1 recipient .* told of nothing/)]);
  expect(told.map(({ alertId }) => alertId).sort()).toEqual(alertIds.flat().sort());
  expect(refused.map(({ accountId, status, fault }) => [accountId, status, fault])).toEqual(
    Array(ofFirst).fill([ids[0], "failed", "HTTP_ADDRESS_REFUSED"]),
  );
});
