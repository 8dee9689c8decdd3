import { randomBytes } from "node:crypto";
import { type Account, accountId, instant, kidValid, plainDate } from "@saldovakt/domain";
import { type SimulatedNorway, startNorway } from "@saldovakt/simulator";
import { newApiKey } from "@saldovakt/web";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COVERED } from "./companies.ts";
import { ask } from "./gateway.ts";
import { itKeepsToTheRecord } from "./held.ts";
import { told } from "./logged.ts";
import type { Lambda } from "./runtime-api.ts";
import { MOMENT, startWorld, TODAY, type World } from "./world.ts";

/** Published as test data. */
const ORG = "313367002";
const KID = "12343";
const DAY_MS = 86_400_000;

const scheduled = (source: string) => ({ source });
const settled = { result: { kind: "answer", value: { batchItemFailures: [] } }, kept: [] };

let world: World;
let norway: SimulatedNorway;
let plan: Lambda;
let watch: Lambda;
let deliver: Lambda;
let swedish: Account;
let norwegian: Account;
/** Sections of the configuration, with a secret that is Maskinporten's client. */
const sections = async (secret: object) => {
  const ca = await world.secrets.create(`saldovakt/norway-ca-${Math.random()}`, norway.ca);
  return {
    maskinporten: {
      issuer: norway.maskinporten.issuer,
      ca,
      secret: await world.secrets.create(`saldovakt/maskinporten-${Math.random()}`, JSON.stringify(secret)),
    },
    skatteetaten: { apiUrl: norway.skatteetaten.apiUrl, ca },
  };
};

beforeAll(async () => {
  const ahead = MOMENT - Date.now();
  const claims = [{ dues: [{ dueDate: plainDate("2026-12-10"), amount: 18_420.5, kid: KID }], interest: 0 }];
  [world, norway] = await Promise.all([
    startWorld([COVERED], ["plan", "watch", "deliver", "api"]),
    startNorway({ today: TODAY, companies: [{ org: ORG, name: "Eksempel AS", claims }], now: () => Date.now() + ahead }),
  ]);
  swedish = await world.add(COVERED);
  const id = accountId(new Uint8Array(20).fill(7));
  norwegian = (await world.store.addAccount({ ...swedish, id, source: "skatteetaten", identity: ORG, name: "Eksempel AS" })).account;
  const configuration = await sections(norway.secret);
  [plan, watch, deliver] = await Promise.all([world.start("plan"), world.start("watch", { configuration }), world.start("deliver")]);
});
afterAll(() => Promise.all([world?.close(), norway?.close()]));

describe("two countries", () => {
  it("have a pass each, planned by the schedule that names it", async () => {
    await plan.invoke(scheduled("skatteetaten"));
    expect(world.waiting("watch")).toEqual([
      { certificateOf: "skatteetaten", day: TODAY },
      { accountId: norwegian.id, day: TODAY, source: "skatteetaten" },
    ]);
    await plan.invoke(scheduled("skatteverket"));
    expect(world.waiting("watch").slice(2)).toEqual([
      { certificateOf: "skatteverket", day: TODAY },
      { accountId: swedish.id, day: TODAY, source: "skatteverket" },
    ]);
  });

  it("are read by the same workers, and told of with account number and KID", async () => {
    expect(await world.drain("watch", watch)).toEqual([{ received: 4, ...settled }]);
    await world.drain("delivery", deliver);
    const [letter, ...others] = world.mailbox();
    expect(others).toEqual([]);
    expect(kidValid(KID)).not.toBeNull();
    expect(letter?.document.data).toMatchObject({
      account: { id: norwegian.id, source: "skatteetaten" },
      dueDate: "2026-12-10",
      shortfall: { currency: "NOK", amount: "18420.50" },
      payments: [{ payBy: "2026-12-09", payTo: { scheme: "bban", reference: KID, referenceType: "KID" } }],
    });
    expect(letter?.text).toContain(KID);
    expect((await world.store.account(swedish.id))?.summary?.balance.currency).toBe("SEK");
  });

  it("are read one alone where nothing is said of the other", async () => {
    const configuration = { ...(await sections(norway.secret)), skatteverket: undefined };
    const alone = await world.start("watch", { configuration });
    const before = norway.skatteetaten.requests.length;
    for (const message of [{ accountId: norwegian.id }, { certificateOf: "skatteetaten" }])
      world.put("watch", JSON.stringify({ ...message, day: TODAY, source: "skatteetaten" }));
    expect(await world.poll("watch", alone)).toMatchObject({ received: 2, kept: [] });
    expect(norway.skatteetaten.requests.length).toBe(before + 1);
    await world.drain("delivery", deliver);
  });

  it("stop by themselves: a key that Maskinporten refuses puts no Swedish account away", async () => {
    const configuration = await sections({ ...norway.secret, clientId: "00000000-0000-4000-8000-000000000000" });
    const refused = await world.start("watch", { configuration });
    for (const { id, source } of [norwegian, swedish]) world.put("watch", JSON.stringify({ accountId: id, day: TODAY, source }));
    const poll = await world.poll("watch", refused);
    expect(poll).toMatchObject({ received: 2 });
    expect(poll?.kept).toHaveLength(1);
    const errors = told(refused.lines).logs.filter(({ level }) => level === "ERROR");
    expect(errors.map(({ code }) => code)).toEqual(["MP_CLIENT_UNKNOWN"]);
    expect(await world.store.fact("installation-fault")).toBeNull();
    await world.calm();
  });

  it("tell each of its own key or certificate", async () => {
    const keyValidTo = new Date(MOMENT + 20 * DAY_MS).toISOString().slice(0, 10);
    const soon = await world.start("watch", { configuration: await sections({ ...norway.secret, keyValidTo }) });
    for (let time = 0; time < 2; time++) {
      world.put("watch", JSON.stringify({ certificateOf: "skatteetaten", day: TODAY }));
      expect(await world.poll("watch", soon)).toMatchObject({ received: 1, kept: [] });
    }
    await world.drain("delivery", deliver);
    const expiring = world.mailbox().filter(({ document }) => document.type === "certificate.expiring");
    expect(expiring.map(({ document }) => document.data.dueDate)).toEqual([keyValidTo]);
    expect(expiring[0]?.text).toContain("Maskinporten");
  });
});

describe("Skatteetaten", () => {
  it("is read afresh by one process of the HTTP API at a time", async () => {
    const configuration = await sections(norway.secret);
    const { id, key, hash } = newApiKey(randomBytes);
    const accounts = [norwegian.id];
    const record = { id, hash, name: "test", scopes: ["read", "read:fresh"], accounts, createdAt: instant(MOMENT), revokedAt: null };
    await world.store.putKey(record);
    const processes = await Promise.all([1, 2, 3].map(() => world.start("api", { configuration })));
    const before = norway.skatteetaten.requests.length;
    const headers = { authorization: `Bearer ${key}` };
    const answers = await Promise.all(processes.map((api) => ask(api, `/v1/accounts/${norwegian.id}/forecast?fresh=true`, { headers })));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200]);
    expect(norway.skatteetaten.requests.length).toBe(before + 3);
    // Taken and given back by each of them.
    expect(await world.store.fact("api.skatteetaten.turn")).toEqual({ value: "0", version: 6 });
  });

  it("has one call of each worker, and one of the HTTP API, under way at a time, at most", async () => {
    expect(Math.max(...norway.skatteetaten.requests.map(({ atOnce }) => atOnce))).toBe(1);
  });
});

itKeepsToTheRecord(() => world);
