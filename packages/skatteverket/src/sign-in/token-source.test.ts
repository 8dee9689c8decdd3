import { instant } from "@saldovakt/domain";
import { describe, expect, test } from "vitest";
import { ACCOUNT, callsOf, type House, house, kmsError, MINUTE, signInAs } from "../../test/signed-in.ts";
import { COMPANY, hush, refusal } from "../../test/simulated.ts";
import type { SignInRecord } from "./index.ts";

const { identity } = COMPANY;

async function signedIn(...options: Parameters<typeof house>): Promise<House> {
  const at = await house(...options);
  await signInAs(at);
  return at;
}

const good = (statuses: readonly number[]): number => statuses.filter((status) => status === 200).length;

describe("renewal", () => {
  test("comes when the access token ends, not before, and moves the end on", async () => {
    const at = await signedIn();
    at.clock.pass(59 * MINUTE);
    await at.interactive().balance(identity);
    expect(callsOf(at, "refresh")).toEqual([]);
    at.clock.pass(2 * MINUTE);
    await at.interactive().balance(identity);
    expect(callsOf(at, "refresh")).toEqual([200]);
    const state = await at.signIns().state(ACCOUNT);
    expect(state).toEqual({ kind: "per", signedInAt: "2026-11-20T11:00:00.000Z", readableUntil: "2026-11-20T13:06:00.000Z" });
    expect((await at.record()).leasedUntil).toBeUndefined();
  });

  test("ten times at most; then nobody asks any more", async () => {
    const at = await signedIn();
    const skatteverket = at.interactive();
    for (let n = 0; n < 10; n++) {
      at.clock.pass(62 * MINUTE);
      await skatteverket.balance(identity);
    }
    expect(good(callsOf(at, "refresh"))).toBe(10);
    // The last access token is the end.
    expect((await at.signIns().state(ACCOUNT))?.readableUntil).toBe(instant(at.clock.now() + 59.5 * MINUTE));
    at.clock.pass(62 * MINUTE);
    expect(await refusal(skatteverket.balance(identity))).toMatchObject({ code: "SKV_SIGN_IN_OVER" });
    expect(callsOf(at, "refresh")).toHaveLength(10);
    expect(await at.records.get(ACCOUNT)).toBeNull();
  });

  test("of what is over is no more, and it is not kept; a look at it is enough", async () => {
    const [read, looked] = [await signedIn(), await signedIn()];
    for (const at of [read, looked]) {
      at.clock.pass(64 * MINUTE);
      expect(await at.signIns().state(ACCOUNT)).not.toBeNull();
      expect(await at.records.get(ACCOUNT)).not.toBeNull();
      at.clock.pass(MINUTE);
    }
    expect(await refusal(read.interactive().balance(identity))).toMatchObject({ code: "SKV_SIGN_IN_OVER" });
    expect(await looked.signIns().state(ACCOUNT)).toBeNull();
    for (const at of [read, looked]) expect(await at.records.get(ACCOUNT)).toBeNull();
  });

  test("that is under way when the sign-in's time is over keeps it", async () => {
    const at = await signedIn();
    const record = await at.record();
    const leased: SignInRecord = { ...record, version: "leased", leasedUntil: instant(at.clock.now() + 66 * MINUTE) };
    await at.records.replace(ACCOUNT, record.version, leased);
    at.clock.pass(65 * MINUTE);
    expect(await at.signIns().state(ACCOUNT)).toBeNull();
    expect(await at.records.get(ACCOUNT)).toEqual(leased);
  });

  test("not after 65 minutes", async () => {
    const at = await signedIn();
    at.clock.pass(65 * MINUTE);
    expect(await refusal(at.interactive().balance(identity))).toMatchObject({ code: "SKV_SIGN_IN_OVER", scope: "account" });
    expect(callsOf(at, "refresh")).toEqual([]);
  });

  test("comes early when the API refuses the access token", async () => {
    const at = await signedIn();
    const skatteverket = at.interactive();
    await skatteverket.balance(identity);
    at.simulated.revokeTokens();
    await skatteverket.read(identity);
    // Another that never had the old one takes the new.
    await at.interactive().read(identity);
    expect(callsOf(at, "refresh")).toEqual([200]);
  });
});

describe("one at a time", () => {
  test("within a process", async () => {
    const at = await signedIn();
    at.clock.pass(61 * MINUTE);
    const skatteverket = at.interactive();
    await Promise.all(Array.from({ length: 10 }, () => skatteverket.balance(identity)));
    expect(callsOf(at, "refresh")).toEqual([200]);
  });

  test("across processes: the authority ends a sign-in whose token is used twice, and never gets to", async () => {
    const at = await signedIn();
    for (let round = 0; round < 3; round++) {
      at.clock.pass(61 * MINUTE);
      await Promise.all(Array.from({ length: 12 }, () => at.interactive().balance(identity)));
      expect(callsOf(at, "refresh")).toHaveLength(round + 1);
    }
  });

  test("a process that died while renewing holds the others up for as long as its lease", async () => {
    const at = await signedIn();
    at.clock.pass(61 * MINUTE);
    const leased: SignInRecord = { ...(await at.record()), leasedUntil: instant(at.clock.now() + 20_000) };
    await at.records.replace(ACCOUNT, leased.version, { ...leased, version: "theirs" });
    const before = at.clock.now();
    await at.interactive().balance(identity);
    expect(at.clock.now() - before).toBeGreaterThanOrEqual(20_000);
    expect(callsOf(at, "refresh")).toEqual([200]);
  });

  test("nobody waits for ever", async () => {
    const at = await signedIn();
    at.clock.pass(61 * MINUTE);
    const leased: SignInRecord = { ...(await at.record()), leasedUntil: instant(at.clock.now() + 600 * MINUTE) };
    await at.records.replace(ACCOUNT, leased.version, { ...leased, version: "theirs" });
    expect(await refusal(at.interactive().balance(identity))).toMatchObject({ code: "SKV_SIGN_IN_BUSY", scope: "transient" });
    expect(callsOf(at, "refresh")).toEqual([]);
  });
});

describe("a dead refresh token is the end, in every dialect", () => {
  const status = (code: number, body: unknown) => ({ kind: "status", status: code, body: JSON.stringify(body) }) as const;
  test.each([
    status(404, { error: "id_not_found" }),
    status(400, { error: "access_denied", error_description: "Refresh Token status is expired" }),
    status(400, { error: "invalid_grant" }),
  ])("$status $body", async (fault) => {
    const at = await signedIn({ faults: [{ when: { operation: "refresh" }, fault }] });
    at.clock.pass(61 * MINUTE);
    const error = await refusal(at.interactive().balance(identity));
    expect(error).toMatchObject({
      code: "SKV_SIGN_IN_OVER",
      scope: "account",
      remedy: expect.stringContaining("sign in at Skatteverket again"),
    });
    // Asked once; what is dead is not kept, and not tried again.
    expect(callsOf(at, "refresh")).toHaveLength(1);
    expect(await at.records.get(ACCOUNT)).toBeNull();
    expect(await at.signIns().state(ACCOUNT)).toBeNull();
  });

  test("ended at the authority, while it is still ours", async () => {
    const at = await signedIn();
    const skatteverket = at.interactive();
    await skatteverket.balance(identity);
    at.signIn.endAll();
    expect(await refusal(skatteverket.balance(identity))).toMatchObject({ code: "SKV_SIGN_IN_OVER" });
    await signInAs(at);
    expect(await at.interactive().balance(identity)).toMatchObject({ balance: 150_000 });
  });
});

describe("faults on the way", () => {
  test("a server out of order is asked again, and the lease is given back", async () => {
    const at = await signedIn({ faults: [{ when: { operation: "refresh", to: 2 }, fault: { kind: "status", status: 502 } }] });
    at.clock.pass(61 * MINUTE);
    await at.interactive().balance(identity);
    expect(callsOf(at, "refresh")).toEqual([502, 502, 200]);
  });

  test("when it stays so, the sign-in is kept for later", async () => {
    const at = await signedIn({ faults: [{ when: { operation: "refresh", to: 3 }, fault: { kind: "html" } }] });
    at.clock.pass(61 * MINUTE);
    expect(await refusal(at.interactive().balance(identity))).toMatchObject({ code: "SKV_HTML", scope: "transient" });
    expect((await at.record()).leasedUntil).toBeUndefined();
    await at.interactive().balance(identity);
    expect(callsOf(at, "refresh").at(-1)).toBe(200);
  });

  test("an answer that is lost takes the sign-in with it: what was rotated is unknown to us", async () => {
    const at = await signedIn({ faults: [{ when: { operation: "refresh", nth: 1 }, fault: { kind: "cut", at: "body" } }] });
    at.clock.pass(61 * MINUTE);
    expect(await refusal(at.interactive().balance(identity))).toMatchObject({ code: "SKV_SIGN_IN_OVER" });
    expect(await at.records.get(ACCOUNT)).toBeNull();
  });

  test("without the vault's key nothing is renewed that could not be kept", async () => {
    const at = await signedIn();
    at.clock.pass(61 * MINUTE);
    const { generateDataKey } = at.kms;
    at.kms.generateDataKey = async () => {
      throw kmsError("ThrottlingException");
    };
    expect(await refusal(at.interactive().balance(identity))).toMatchObject({ code: "SKV_VAULT_KEY_UNAVAILABLE", scope: "transient" });
    expect(callsOf(at, "refresh")).toEqual([]);
    at.kms.generateDataKey = generateDataKey;
    await at.interactive().balance(identity);
  });

  test("a record moved to another account opens nothing", async () => {
    const at = await signedIn();
    await at.records.replace("acc_other", null, await at.record());
    expect(await refusal(at.interactive({ account: "acc_other" }).balance(identity))).toMatchObject({
      code: "SKV_TOKENS_UNREADABLE",
      scope: "account",
    });
  });

  test("keys exchanged meanwhile are taken up", async () => {
    const at = await signedIn();
    at.clock.pass(61 * MINUTE);
    const { secret } = at.signIn;
    const old = { ...secret, oauth2: { ...secret.oauth2, clientSecret: "exchanged-key" } };
    hush("exchanged-key");
    const skatteverket = at.interactive({ secret: async (asked) => (asked?.fresh ? secret : old) });
    await skatteverket.balance(identity);
    expect(callsOf(at, "refresh")).toEqual([401, 200]);
  });
});

describe("meanwhile", () => {
  /** Runs something else just before the renewed tokens are written. */
  async function interfering(at: House, meanwhile: () => Promise<unknown>): Promise<Promise<unknown>> {
    at.clock.pass(61 * MINUTE);
    let writes = 0;
    const records = {
      ...at.records,
      async replace(...[account, version, record]: Parameters<typeof at.records.replace>) {
        if (++writes === 2) await meanwhile();
        return at.records.replace(account, version, record);
      },
    };
    return at.interactive({ records }).balance(identity);
  }

  test("disconnected: the renewed tokens are not kept", async () => {
    const at = await signedIn();
    expect(await refusal(interfering(at, () => at.signIns().disconnect(ACCOUNT)))).toMatchObject({ code: "SKV_SIGN_IN_OVER" });
    expect(await at.records.get(ACCOUNT)).toBeNull();
  });

  test("signed in anew: that sign-in stands, and the renewed tokens are kept behind it until it has read", async () => {
    const at = await signedIn();
    const first = await at.record();
    let anew: SignInRecord | undefined;
    await interfering(at, async () => {
      await signInAs(at);
      anew = await at.record();
    });
    expect(callsOf(at, "refresh")).toEqual([200]);
    const { earlier, version: _, ...standing } = await at.record();
    expect(anew).toMatchObject(standing);
    expect(earlier).toMatchObject({ id: first.id, readableUntil: "2026-11-20T13:06:00.000Z" });
    expect(earlier?.leasedUntil).toBeUndefined();
    await at.signIns().giveWay(ACCOUNT, standing.id);
    expect(await at.interactive().balance(identity)).toMatchObject({ balance: 150_000 });
    expect(callsOf(at, "refresh")).toEqual([200]);
  });

  test("signed in anew, and that has read: the renewed tokens are nobody's", async () => {
    const at = await signedIn();
    let anew: SignInRecord | undefined;
    await interfering(at, async () => {
      await at.signIns().proven(ACCOUNT, (await signInAs(at)).id);
      anew = await at.record();
    });
    expect(await at.record()).toEqual(anew);
  });

  test("ended by the authority: what stood before stands again, and reads", async () => {
    const at = await signedIn();
    const first = await at.record();
    at.clock.pass(MINUTE);
    await signInAs(at);
    const present = await at.record();
    // The second one's renewal is refused for good, as where the authority has ended it.
    const tokens = await at.vault.open(ACCOUNT, present.sealed);
    const renewal = { token: "ended-refresh-token-1", until: instant(at.clock.now() + 65 * MINUTE), left: 10 };
    const sealed = (await at.vault.sealer(ACCOUNT))({ ...tokens, accessUntil: at.clock.instant(), renewal });
    await at.records.replace(ACCOUNT, present.version, { ...present, sealed, version: "ended" });
    expect(await at.interactive().balance(identity)).toMatchObject({ balance: 150_000 });
    expect(callsOf(at, "refresh")).toHaveLength(1);
    expect(await at.record()).toEqual(first);
  });
});

test("with the gateway's certificate the API is shown it, and the token endpoint asks for none", async () => {
  const at = await house({}, { mutualTlsOnApi: true });
  await signInAs(at);
  const { apiUrl, ca } = at.simulated;
  const settings = { apiUrl, ca, correlationHeader: "SKV-client_correlationid", requestsPerSecond: 4, mutualTlsOnApi: true };
  expect(await at.interactive({ settings }).balance(identity)).toMatchObject({ balance: 150_000 });
});
