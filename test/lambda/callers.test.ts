import { randomUUID } from "node:crypto";
import { type Account, accountId, plainDate } from "@saldovakt/domain";
import { systemTimer } from "@saldovakt/http";
import { createMaskinporten, type Maskinporten } from "@saldovakt/maskinporten";
import { PDP_SCOPE } from "@saldovakt/maskinporten/provider";
import { type SimulatedNorway, startNorway } from "@saldovakt/simulator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COVERED } from "./companies.ts";
import { type Answer, ask } from "./gateway.ts";
import { itKeepsToTheRecord } from "./held.ts";
import { told, total } from "./logged.ts";
import type { Lambda } from "./runtime-api.ts";
import { MOMENT, startWorld, TODAY, type World } from "./world.ts";

// Programs of others that show a token of the simulated Maskinporten's, before the bundled function.

/** Published as test data; and two invented ones. */
const ORG = "313367002";
const [FOREIGN, VENDOR] = ["310000027", "311000020"];
const SCOPE = "saldovakt:read";

let world: World;
let norway: SimulatedNorway;
let client: Maskinporten;
let api: Lambda;
let swedish: Account;
let own: Account;
let foreign: Account;

beforeAll(async () => {
  const now = () => Date.now() + MOMENT - started;
  const started = Date.now();
  [world, norway] = await Promise.all([
    startWorld([COVERED], ["api"]),
    startNorway({ today: TODAY, companies: [{ org: ORG, claims: [{ dues: [{ dueDate: plainDate("2026-12-10"), amount: 10 }] }] }], now }),
  ]);
  const { maskinporten, altinn } = norway;
  const vendor = await maskinporten.addClient({ org: VENDOR, scopes: [SCOPE] });
  altinn.register.addSystemUser({ clientId: vendor.clientId, vendorOrg: VENDOR, org: ORG });
  const timer = { ...systemTimer, now };
  const settings = { issuer: maskinporten.issuer, ca: norway.ca };
  client = createMaskinporten({ settings, secret: async () => vendor, timer, random: () => 0, jti: randomUUID });
  swedish = await world.add(COVERED);
  const add = async (identity: string, n: number) =>
    (await world.store.addAccount({ ...swedish, id: accountId(new Uint8Array(20).fill(n)), source: "skatteetaten", identity })).account;
  [own, foreign] = [await add(ORG, 7), await add(FOREIGN, 8)];
  const secret = (name: string, text: string) => world.secrets.create(`saldovakt/${name}`, text);
  const ca = await secret("norway-ca", norway.ca);
  api = await world.start("api", {
    configuration: {
      api: {
        maskinporten: { issuer: maskinporten.issuer, ca, scope: SCOPE },
        altinn: {
          ...{ platformUrl: altinn.platformUrl, ca, resource: "saldovakt", action: "read" },
          subscriptionKey: await secret("altinn", altinn.subscriptionKey),
          secret: await secret("pdp", JSON.stringify(await maskinporten.addClient({ org: VENDOR, scopes: [PDP_SCOPE] }))),
        },
      },
    },
  });
});
afterAll(() => Promise.all([world?.close(), norway?.close(), client?.close()]));

const token = () => client.token({ scopes: [SCOPE], systemUser: { org: ORG } });
const get = (path: string, authorization: string): Promise<Answer> => ask(api, path, { headers: { authorization } });
const json = ({ body }: Answer) => JSON.parse(body) as Record<string, unknown>;

describe("the API as a function, with callers who show tokens", () => {
  it("opens to a system user the account it was given, and no other", async () => {
    const bearer = `Bearer ${await token()}`;
    const answer = await get("/v1/accounts", bearer);
    expect([answer.statusCode, answer.body]).toEqual([200, expect.any(String)]);
    expect((json(answer).accounts as { id: string }[]).map(({ id }) => id)).toEqual([own.id]);
    expect((await get(`/v1/accounts/${own.id}`, bearer)).statusCode).toBe(200);
    for (const { id } of [foreign, swedish]) {
      expect(json(await get(`/v1/accounts/${id}`, bearer))).toMatchObject({ status: 404, code: "ACCOUNT_UNKNOWN" });
    }
  });

  it("takes neither a forged token nor one that says nothing, and keys as ever", async () => {
    const [head, body, signature = ""] = (await token()).split(".");
    for (const forged of [`${head}.${body}.${signature.slice(0, -4)}AAAA`, `${head}.${body}.`, "a.b.c"]) {
      expect(json(await get("/v1/accounts", `Bearer ${forged}`))).toMatchObject({ status: 401, code: "TOKEN_REFUSED" });
    }
    expect(json(await get("/v1/accounts", "Bearer svk_unknown"))).toMatchObject({ status: 401, code: "KEY_INVALID" });
  });

  it("lets nobody in while Altinn cannot be asked, and counts what an operator must look into", async () => {
    const { altinn } = norway;
    altinn.setFaults([{ on: "altinn", fault: { kind: "html" } }]);
    const third = await world.store.addAccount({ ...foreign, id: accountId(new Uint8Array(20).fill(9)), identity: "310000043" });
    const answer = await get(`/v1/accounts/${third.account.id}`, `Bearer ${await token()}`);
    altinn.setFaults([]);
    expect([answer.statusCode, json(answer).code]).toEqual([503, "AUTHORISATION_UNAVAILABLE"]);
    altinn.setDecision("Indeterminate");
    expect((await get(`/v1/accounts/${third.account.id}`, `Bearer ${await token()}`)).statusCode).toBe(404);
    altinn.setDecision(null);
    expect(total(told(api.lines).metrics, "CallersShutOut")).toBeGreaterThanOrEqual(1);
  });

  it("writes no number and no token into its log", async () => {
    const written = world.lines().join("\n");
    expect(written).toContain("caller judged");
    expect(written).not.toMatch(new RegExp(`${ORG}|${FOREIGN}|${VENDOR}|${(await token()).split(".")[1]}`));
  });

  itKeepsToTheRecord(() => world);
});
