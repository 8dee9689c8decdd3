import type { Instant } from "@saldovakt/domain";
import { openSqliteStore } from "@saldovakt/store/sqlite";
import { expect, test } from "vitest";
import type { PendingSignIn } from "./begin.ts";
import { keptSignIns } from "./kept.ts";
import { memoryDataKeys } from "./key-file.ts";
import type { SignInRecord } from "./records.ts";
import { tokenVault } from "./vault.ts";

const AT = "2026-11-23T10:00:00.000Z" as Instant;
const ACCOUNT = "acc_0123456789abcdefghjk";

const pending: PendingSignIn = {
  ...{ id: "fingerprint", state: "s", codeVerifier: "v".repeat(43), kind: "per", clientId: "c", scope: "ska" },
  ...{ authorizeUrl: "https://a.example/authorize", tokenUrl: "https://a.example/token", redirectUri: "https://b.example/callback" },
  purpose: { account: ACCOUNT, returnTo: "/" },
  expiresAt: AT,
};
const record = (version: string, more: Partial<SignInRecord> = {}): SignInRecord => ({
  ...{ kind: "per", signedInAt: AT, readableUntil: AT, id: "i", version, sealed: "sealed" },
  ...more,
});

async function store() {
  const opened = openSqliteStore(":memory:");
  await opened.addAccount({
    id: ACCOUNT as never,
    source: "skatteverket",
    identity: "165781006662",
    name: "A",
    origin: "command",
    addedAt: AT,
  });
  return opened;
}

test("a sign-in under way comes back as it was kept, once", async () => {
  const { pendings } = keptSignIns(await store());
  await pendings.put(pending);
  expect(await pendings.take(pending.id)).toEqual(pending);
  expect(await pendings.take(pending.id)).toBeNull();
});

test("a record comes back as it was written, leases too, and is written over what was read", async () => {
  const { records } = keptSignIns(await store());
  expect(await records.get(ACCOUNT)).toBeNull();
  expect(await records.replace(ACCOUNT, null, record("a"))).toBe(true);
  expect(await records.replace(ACCOUNT, "a", record("b", { leasedUntil: AT }))).toBe(true);
  expect(await records.replace(ACCOUNT, "a", record("c"))).toBe(false);
  expect(await records.get(ACCOUNT)).toEqual(record("b", { leasedUntil: AT }));
  await records.remove(ACCOUNT, "a");
  expect(await records.get(ACCOUNT)).not.toBeNull();
  await records.remove(ACCOUNT);
  expect(await records.get(ACCOUNT)).toBeNull();
});

test("what is damaged is told without a word of it", async () => {
  const damaged = await store();
  await damaged.putSignIn(ACCOUNT as never, null, { version: "a", body: '{"sealed":"secret-of-somebody' });
  const fault = await keptSignIns(damaged)
    .records.get(ACCOUNT)
    .catch((thrown: unknown) => thrown);
  expect(fault).toMatchObject({ code: "STORE_ITEM_UNREADABLE", scope: "account", remedy: expect.stringMatching(/\w/) });
  expect(JSON.stringify(fault, Object.getOwnPropertyNames(fault))).not.toContain("secret-of-somebody");
});

test("keys in memory open what they sealed, and nothing after they are gone", async () => {
  const tokens = { kind: "per", signedInAt: AT, accessToken: "t", accessUntil: AT, renewal: null } as const;
  const vault = tokenVault(memoryDataKeys());
  const sealed = (await vault.sealer(ACCOUNT))(tokens);
  expect(await vault.open(ACCOUNT, sealed)).toEqual(tokens);
  await expect(tokenVault(memoryDataKeys()).open(ACCOUNT, sealed)).rejects.toMatchObject({ code: "SKV_TOKENS_UNREADABLE" });
});
