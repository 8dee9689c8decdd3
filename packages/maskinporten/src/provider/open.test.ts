import { SaldovaktError } from "@saldovakt/domain";
import { systemTimer } from "@saldovakt/http";
import { altinnRegister, NORWEGIAN_RESOURCES, startAltinn, startMaskinporten } from "@saldovakt/simulator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CUSTOMER, VENDOR } from "../../test/fakes.ts";
import { API_SCOPE } from "../../test/provider-fakes.ts";
import { createMaskinporten } from "../maskinporten.ts";
import { type AuthorisationRecord, type CallersGate, openCallersGate, PDP_SCOPE } from "./index.ts";

const OURS = "310000043";
const records: AuthorisationRecord[] = [];
const closing: { close(): unknown }[] = [];
let gate: CallersGate;
let system: Headers;
let vendor: Headers;

beforeAll(async () => {
  const register = altinnRegister({ resources: NORWEGIAN_RESOURCES });
  const issuer = await startMaskinporten({ findSystemUser: register.findSystemUser });
  const platform = await startAltinn({ maskinporten: issuer, register });
  const secret = await issuer.addClient({ org: VENDOR, scopes: [API_SCOPE] });
  const ours = await issuer.addClient({ org: OURS, scopes: [PDP_SCOPE] });
  register.addSystemUser({ clientId: secret.clientId, vendorOrg: VENDOR, org: CUSTOMER });
  const settings = { issuer: issuer.issuer, ca: issuer.ca };
  const parts = { timer: systemTimer, random: () => 0, jti: () => crypto.randomUUID() };
  const client = createMaskinporten({ settings, secret: async () => secret, ...parts });
  const bearer = async (systemUser: object) => {
    const token = await client.token({ scopes: [API_SCOPE], ...systemUser });
    return new Headers({ authorization: `Bearer ${token}` });
  };
  [system, vendor] = [await bearer({ systemUser: { org: CUSTOMER } }), await bearer({})];
  gate = openCallersGate({
    maskinporten: { ...settings, scope: API_SCOPE },
    altinn: {
      ...{ platformUrl: platform.platformUrl, subscriptionKey: platform.subscriptionKey, ca: platform.ca },
      ...{ resource: "saldovakt", action: "read" },
      routes: { chart: { resource: "another-resource" }, alerts: { action: "another-action" }, forecast: { allowVendor: true } },
    },
    secret: async () => ours,
    alarm: (fault) => {
      if (!(fault instanceof SaldovaktError)) throw fault;
    },
    audit: (record) => void records.push(record),
    ...parts,
  });
  closing.push(gate, client, platform, issuer);
});
afterAll(async () => {
  for (const each of closing) await each.close();
});

const ask = (headers: Headers, organisation: string | null, route?: string) =>
  gate.authorise(headers, organisation, { requestId: "r", ...(route === undefined ? {} : { route }) });

describe("a route that the settings speak of", () => {
  it("is judged by its own resource and action, the others by the installation's", async () => {
    for (const [route, asked] of [
      ["chart", { resource: "another-resource", action: "read", outcome: expect.not.stringMatching("allowed") }],
      ["alerts", { resource: "saldovakt", action: "another-action", outcome: expect.not.stringMatching("allowed") }],
      ["account", { resource: "saldovakt", action: "read", outcome: "allowed", reason: "PERMIT" }],
      ["constructor", { resource: "saldovakt", action: "read", outcome: "allowed" }],
      [undefined, { resource: "saldovakt", action: "read", outcome: "allowed" }],
    ] as const) {
      await ask(system, CUSTOMER, route);
      expect(records.at(-1)).toMatchObject(asked);
    }
  });

  it("lets a vendor in for its own organisation where they say so, and nowhere else", async () => {
    expect(await ask(vendor, null, "forecast")).toMatchObject({ kind: "vendor" });
    expect(await ask(vendor, VENDOR, "forecast")).toMatchObject({ kind: "vendor", organisation: VENDOR });
    expect(await ask(vendor, CUSTOMER, "forecast")).toMatchObject({ status: 403, reason: "ORGANISATION_FOREIGN" });
    for (const route of ["account", undefined]) expect(await ask(vendor, VENDOR, route)).toMatchObject({ code: "SYSTEM_USER_REQUIRED" });
  });
});
