import { randomUUID } from "node:crypto";
import { instant } from "@saldovakt/domain";
import { memorySlots } from "@saldovakt/http";
import { openSqliteStore } from "@saldovakt/store/sqlite";
import { describe, expect, test } from "vitest";
import { ACCOUNT, type House, house, MINUTE, REDIRECT, walk } from "../../test/signed-in.ts";
import { COMPANY, refusal } from "../../test/simulated.ts";
import { keptSignIns } from "./kept.ts";
import { memoryDataKeys } from "./key-file.ts";
import { openSignIns, type SignInHouseSettings } from "./open.ts";
import type { SignInRecord } from "./records.ts";
import { tryAuthorize } from "./try-authorize.ts";

const { identity } = COMPANY;
/** Of the simulator's people, who may read everything and who may read nothing. */
const [WHO_MAY, WHO_MAY_NOT] = ["0", "1"];
/** By the minute: taking a slot of the agreed rate takes some milliseconds. */
const minuteOf = (moment: string | undefined): string | null => moment?.slice(0, 16) ?? null;
const OF_A_COLLEAGUE = "2026-11-20T11:00";
const OF_THE_NEXT = "2026-11-20T11:01";

async function installation(options: Parameters<typeof house>[0] = {}, revoking = false) {
  const at: House = await house(options);
  const store = openSqliteStore(":memory:");
  const account = {
    id: ACCOUNT as never,
    source: "skatteverket",
    identity,
    name: "A",
    origin: "command",
    addedAt: at.clock.instant(),
  } as const;
  await store.addAccount(account);
  const { authorizeUrl, tokenUrl, revocationUrl } = at.signIn.per;
  const { apiUrl, ca } = at.simulated;
  const settings = { environment: "test", kind: "per", redirectUri: REDIRECT, scope: "ska", authorizeUrl, tokenUrl, ca } as const;
  const here = openSignIns({
    signIn: revoking ? { ...settings, revocationUrl } : settings,
    api: { apiUrl, ca, correlationHeader: "SKV-client_correlationid", requestsPerSecond: 100, mutualTlsOnApi: false },
    ...{ secret: async () => at.signIn.secret, store, keys: memoryDataKeys(), slots: memorySlots(), requestsPerSecond: 100 },
    ...{ timer: at.clock, random: () => 0.5, correlationId: randomUUID, now: at.clock.instant },
  });
  const sign = async (person = WHO_MAY) => {
    const { url, handle } = await here.begin(ACCOUNT, "/");
    return here.finish(new URL(await walk(at, url, person)).search.slice(1), handle);
  };
  const { records } = keptSignIns(store);
  return {
    at,
    here,
    records,
    sign,
    /** A minute after a colleague signed in and read. */
    async afterAColleague(person?: string) {
      await (await sign()).reader.read(identity);
      at.clock.pass(MINUTE);
      return sign(person);
    },
    read: () => here.reader(ACCOUNT).read(identity),
    since: async () => minuteOf((await here.state(ACCOUNT))?.signedInAt),
    behind: async () => minuteOf((await records.get(ACCOUNT))?.earlier?.signedInAt),
    kept: async () => (await records.get(ACCOUNT)) as SignInRecord,
    setClosed: (closed: boolean) => at.simulated.setFaults(closed ? [{ fault: { kind: "closed" } }] : []),
  };
}

describe("a sign-in beside a colleague's", () => {
  test("takes its place once it has read", async () => {
    const { afterAColleague, since, behind } = await installation();
    const next = await afterAColleague();
    expect(await behind()).toBe(OF_A_COLLEAGUE);
    expect(await next.reader.read(identity)).toMatchObject({ balance: 150_000 });
    expect([await since(), await behind()]).toEqual([OF_THE_NEXT, null]);
  });

  test("that may not read gives way to it, and is told so", async () => {
    const { afterAColleague, since, behind, read } = await installation();
    const useless = await afterAColleague(WHO_MAY_NOT);
    expect(await refusal(useless.reader.read(identity))).toMatchObject({ code: "SKV_NOT_AUTHORISED" });
    expect([await since(), await behind()]).toEqual([OF_A_COLLEAGUE, null]);
    expect(await read()).toMatchObject({ balance: 150_000 });
  });

  test.each([
    ["may not read: then the colleague's reads", WHO_MAY_NOT, OF_A_COLLEAGUE],
    ["may: then it stands alone", WHO_MAY, OF_THE_NEXT],
  ])("whose first reading met a closed door is decided over by the next; it %s", async (_which, person, stands) => {
    const { afterAColleague, since, behind, read, setClosed } = await installation();
    const next = await afterAColleague(person);
    setClosed(true);
    expect(await refusal(next.reader.read(identity))).toMatchObject({ scope: "transient" });
    expect(await refusal(read())).toMatchObject({ scope: "transient" });
    expect(await behind()).toBe(OF_A_COLLEAGUE);
    setClosed(false);
    expect(await read()).toMatchObject({ balance: 150_000 });
    expect([await since(), await behind()]).toEqual([stands, null]);
  });

  test("is taken back unused without a trace", async () => {
    const { afterAColleague, since, behind } = await installation();
    await (await afterAColleague()).undo();
    expect([await since(), await behind()]).toEqual([OF_A_COLLEAGUE, null]);
  });

  test("and a third: the one that has read is kept rather than one that has not", async () => {
    const { at, afterAColleague, sign, since, read } = await installation();
    await afterAColleague(WHO_MAY_NOT);
    at.clock.pass(MINUTE);
    await sign(WHO_MAY_NOT);
    expect(await read()).toMatchObject({ balance: 150_000 });
    expect(await since()).toBe(OF_A_COLLEAGUE);
  });

  test("keeps nothing of one that is over", async () => {
    const { at, sign, behind } = await installation();
    await (await sign()).reader.read(identity);
    at.clock.pass(65 * MINUTE);
    await sign();
    expect(await behind()).toBeNull();
  });

  test("keeps it through a renewal of its own, and gives way after one too", async () => {
    const { at, afterAColleague, behind, since, read, setClosed } = await installation();
    await afterAColleague(WHO_MAY_NOT);
    at.clock.pass(60 * MINUTE);
    setClosed(true);
    await refusal(read());
    expect(at.signIn.requests.filter(({ call }) => call === "refresh")).toHaveLength(1);
    expect(await behind()).toBe(OF_A_COLLEAGUE);
    setClosed(false);
    expect(await read()).toMatchObject({ balance: 150_000 });
    expect(await since()).toBe(OF_A_COLLEAGUE);
  });

  test("leaves the lease of its renewal as it is", async () => {
    const { at, records, sign, kept, read } = await installation();
    await (await sign()).reader.read(identity);
    at.clock.pass(61 * MINUTE);
    const colleague = await kept();
    const leased = { ...colleague, version: "leased", leasedUntil: instant(at.clock.now() + MINUTE / 6) };
    expect(await records.replace(ACCOUNT, colleague.version, leased)).toBe(true);
    await sign(WHO_MAY_NOT);
    expect((await kept()).earlier).toEqual(leased);
    // Whoever renewed has died: when the lease is over, the next renews.
    const began = at.clock.now();
    expect(await read()).toMatchObject({ balance: 150_000 });
    expect(at.clock.now() - began).toBeGreaterThanOrEqual(MINUTE / 6);
    expect((await kept()).id).toBe(colleague.id);
  });
});

test("disconnecting ends both, and revokes both where it can", async () => {
  const { at, here, afterAColleague, kept } = await installation({}, true);
  await afterAColleague();
  await here.disconnect(ACCOUNT);
  expect(await kept()).toBeNull();
  const revoked = at.signIn.requests.filter(({ call }) => call === "revoke").map(({ status }) => status);
  expect(revoked).toEqual([200, 200, 200, 200]);
});

test("a sign-in that may not read is let go whichever way it was asked", async () => {
  const { sign, here, read, since } = await installation();
  await sign(WHO_MAY_NOT);
  expect(await refusal(read())).toMatchObject({ code: "SKV_NOT_AUTHORISED" });
  expect(await since()).toBeNull();
  expect(await refusal(here.reader(ACCOUNT).readPayout(identity))).toMatchObject({ code: "SKV_SIGN_IN_OVER" });
});

describe("a sign-in that is only tried", () => {
  const tried = async (changes: Partial<SignInHouseSettings> = {}, secretChanges: object = {}) => {
    const at = await house();
    const kind = changes.kind ?? "per";
    const { authorizeUrl, tokenUrl } = at.signIn[kind];
    const signIn = {
      environment: "test",
      redirectUri: REDIRECT,
      scope: "ska",
      authorizeUrl,
      tokenUrl,
      ca: at.simulated.ca,
      ...changes,
      kind,
    } as const;
    const secret = { ...at.signIn.secret, ...secretChanges };
    const result = tryAuthorize(signIn, { secret, timer: at.clock, now: at.clock.instant });
    return { at, host: new URL(authorizeUrl).host, result };
  };

  test("comes to the page to sign on, and signs nobody in", async () => {
    const { at, host, result } = await tried();
    expect(await result).toEqual({ host, answer: "page" });
    expect(at.signIn.requests.map(({ call }) => call)).toEqual(["authorize"]);
  });

  test("comes back with a code where the certificate signs in, which nobody uses", async () => {
    const { at, host, result } = await tried({ kind: "org" });
    expect(await result).toEqual({ host, answer: "code" });
    expect(at.signIn.requests.map(({ call }) => call)).toEqual(["authorize"]);
  });

  test.each([
    ["an address that is not registered", { redirectUri: `${REDIRECT}/` }, {}, "SKV_SIGN_IN_REFUSED"],
    ["an unknown program", {}, { oauth2: { clientId: "unknown", clientSecret: "s" } }, "SKV_SIGN_IN_REFUSED"],
    ["a scope of others", { scope: "unknown" }, {}, "SKV_SCOPE_REFUSED"],
    ["no secret", {}, { oauth2: { clientId: "bare" } }, "SKV_SIGN_IN_SECRET"],
    ["no certificate", { kind: "org" as const }, { certificate: undefined }, "SKV_SIGN_IN_SECRET"],
  ])("is refused with %s", async (_what, changes, secret, code) => {
    expect(await refusal((await tried(changes, secret)).result)).toMatchObject({ code, scope: "installation" });
  });
});
