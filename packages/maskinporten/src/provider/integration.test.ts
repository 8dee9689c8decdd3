import { accountId } from "@saldovakt/domain";
import {
  type AltinnSimulatorOptions,
  altinnRegister,
  NORWEGIAN_RESOURCES,
  type ResourceSpec,
  startAltinn,
  startMaskinporten,
} from "@saldovakt/simulator";
import { afterEach, describe, expect, test } from "vitest";
import { CUSTOMER, OTHER, VENDOR } from "../../test/fakes.ts";
import { API_SCOPE } from "../../test/provider-fakes.ts";
import { createAltinn } from "../altinn/altinn.ts";
import type { TokenRequest } from "../grant.ts";
import { createMaskinporten } from "../maskinporten.ts";
import {
  type AuthorisationRecord,
  createApiProvider,
  createAuthoriser,
  createTokenValidator,
  PDP_SCOPE,
  permittedAccounts,
  type RouteAccess,
} from "./index.ts";

const OURS = "310000043";
const URN = "urn:altinn:accesspackage:regnskap";
const MINUTE = 60_000;
const account = (n: number) => accountId(new Uint8Array(20).fill(n));

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

/** Both simulated authorities, a vendor that has tokens of the one, and our API as both see it. Time passes only when it is told to, on top of the real. */
async function house(options: Partial<AltinnSimulatorOptions> = {}, resources: readonly ResourceSpec[] = NORWEGIAN_RESOURCES) {
  let shift = 0;
  const now = () => Date.now() + shift;
  const timer = { now, pause: (ms: number, signal?: AbortSignal) => pause(ms, signal) };
  const register = altinnRegister({ resources, accessPackages: [{ urn: URN, resources: ["saldovakt"] }], now });
  const gate = await startMaskinporten({ findSystemUser: register.findSystemUser, now });
  const platform = await startAltinn({ maskinporten: gate, register, now, ...options });
  const client = async (org: string, scopes: readonly string[]) => {
    const secret = await gate.addClient({ org, scopes });
    const made = createMaskinporten({
      settings: { issuer: gate.issuer, ca: gate.ca },
      secret: async () => secret,
      timer,
      random: () => 0,
      jti: () => crypto.randomUUID(),
    });
    open.push(made);
    return { ...made, clientId: secret.clientId };
  };
  open.push(gate, platform);
  const vendor = await client(VENDOR, [API_SCOPE, "skatteetaten:kravogbetalinger"]);
  const ours = await client(OURS, [PDP_SCOPE]);
  const altinn = createAltinn({ platformUrl: platform.platformUrl, ca: platform.ca, maskinporten: ours, timer, random: () => 0 });
  const records: AuthorisationRecord[] = [];
  const alarms: string[] = [];
  const provider = (deadlineMs = 20_000) => {
    const made = createApiProvider({
      validator: createTokenValidator({ issuer: gate.issuer, ca: gate.ca, scope: API_SCOPE, now }),
      authoriser: createAuthoriser({
        platformUrl: platform.platformUrl,
        subscriptionKey: platform.subscriptionKey,
        ca: platform.ca,
        altinn,
        alarm: ({ code }) => void alarms.push(code),
        timer,
        deadlineMs,
      }),
      resource: "saldovakt",
      action: "read",
      audit: (record) => void records.push(record),
      now,
    });
    open.push(made);
    return made;
  };
  open.push(altinn);
  const usual = provider();
  const headers = async (request: Partial<TokenRequest> = {}) =>
    new Headers({ authorization: `Bearer ${await vendor.token({ scopes: [API_SCOPE], ...request })}` });
  const ask = async (org: string, request: Partial<TokenRequest> = {}, route: RouteAccess = {}, by = usual) => {
    const answer = await by.authorise(await headers(request), org, route, { requestId: "r", account: account(1) });
    return answer.kind === "refusal" ? answer.reason : answer.kind;
  };
  const user = register.addSystemUser({ clientId: vendor.clientId, vendorOrg: VENDOR, org: CUSTOMER });
  const pass = (ms: number) => {
    shift += ms;
  };
  const asked = () => platform.calls.filter(({ path }) => path.endsWith("/authorize")).length;
  return { register, gate, platform, vendor, usual, provider, headers, ask, user, pass, asked, records, alarms };
}

const pause = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const timeout = setTimeout(resolve, ms);
    signal?.addEventListener("abort", () => {
      clearTimeout(timeout);
      reject(signal.reason);
    });
  });

const FOR_CUSTOMER: Partial<TokenRequest> = { systemUser: { org: CUSTOMER } };

describe("our API before the simulated authorities", () => {
  test.each([
    ["camel", "quoted"],
    ["pascal", "plain"],
  ] as const)("lets a system user in where its customer has said so, and nowhere else (%s, %s)", async (casing, exchangeAnswer) => {
    const { ask, user, asked, records } = await house({ casing, exchangeAnswer });
    expect(await ask(CUSTOMER, FOR_CUSTOMER)).toBe("system-user");
    expect(await ask(CUSTOMER, FOR_CUSTOMER)).toBe("system-user");
    expect(asked()).toBe(1);
    expect(await ask(OTHER, FOR_CUSTOMER)).toBe("PDP_NOT_APPLICABLE");
    expect(await ask(CUSTOMER, FOR_CUSTOMER, { action: "write" })).toBe("PDP_NOT_APPLICABLE");
    expect(await ask(CUSTOMER, FOR_CUSTOMER, { resource: "nothing" })).toBe("PDP_NOT_APPLICABLE");
    expect(records[0]).toMatchObject({ principal: { kind: "system-user", id: user }, outcome: "allowed", reason: "PERMIT" });
  });

  test("refuses the vendor itself, and a token for another API's scope", async () => {
    const { ask, asked } = await house();
    expect(await ask(CUSTOMER)).toBe("SYSTEM_USER_REQUIRED");
    expect(await ask(VENDOR, {}, { allowVendor: true })).toBe("vendor");
    expect(await ask(CUSTOMER, { ...FOR_CUSTOMER, scopes: ["skatteetaten:kravogbetalinger"] })).toBe("SCOPE_MISSING");
    expect(await ask(CUSTOMER, { ...FOR_CUSTOMER, resource: "https://elsewhere.example" })).toBe("TOKEN_AUDIENCE");
    expect(asked()).toBe(0);
  });

  test("lets an agent in for its clients, whom its own organisation is not", async () => {
    const { ask, register, vendor, headers, usual } = await house();
    const agent = register.addSystemUser({ clientId: vendor.clientId, vendorOrg: VENDOR, org: OTHER, kind: "agent" });
    register.delegateClient(agent, CUSTOMER);
    const token: Partial<TokenRequest> = { systemUser: { org: OTHER } };
    expect(await ask(CUSTOMER, token)).toBe("system-user");
    expect(await ask(OTHER, token)).toBe("PDP_NOT_APPLICABLE");
    const candidates = [OTHER, CUSTOMER, VENDOR].map((organisation, n) => ({ account: account(n), organisation }));
    expect(await permittedAccounts(usual, await headers(token), candidates, {}, { requestId: "r" })).toMatchObject({
      accounts: [account(1)],
    });
  });

  test("follows the issuer to a new key, and lets go of one that is withdrawn", async () => {
    const { ask, gate, pass } = await house();
    expect(await ask(CUSTOMER, FOR_CUSTOMER)).toBe("system-user");
    await gate.rotateSigningKey({ drop: true });
    expect(await ask(CUSTOMER, FOR_CUSTOMER)).toBe("system-user");
    pass(2 * MINUTE);
    expect(await ask(CUSTOMER, FOR_CUSTOMER)).toBe("system-user");
    expect(gate.calls.jwks).toBe(2);
  });

  test("forgets a Permit after five minutes: Altinn may have changed its mind", async () => {
    const { ask, platform, pass, asked } = await house();
    expect(await ask(CUSTOMER, FOR_CUSTOMER)).toBe("system-user");
    platform.setDecision("Deny");
    pass(4 * MINUTE);
    expect(await ask(CUSTOMER, FOR_CUSTOMER)).toBe("system-user");
    pass(MINUTE);
    expect(await ask(CUSTOMER, FOR_CUSTOMER)).toBe("PDP_DENIED");
    platform.setDecision(null);
    pass(MINUTE);
    expect(await ask(CUSTOMER, FOR_CUSTOMER)).toBe("system-user");
    expect(asked()).toBe(3);
  });

  test("refuses what cannot be decided, raises an alarm, and asks again", async () => {
    const { ask, platform, alarms } = await house();
    platform.setDecision("Indeterminate");
    expect(await ask(CUSTOMER, FOR_CUSTOMER)).toBe("PDP_INDETERMINATE");
    expect(alarms).toEqual(["PDP_INDETERMINATE"]);
    platform.setDecision(null);
    expect(await ask(CUSTOMER, FOR_CUSTOMER)).toBe("system-user");
  });

  test("lets nobody in where more is asked for than Maskinporten's callers have", async () => {
    const { ask, register } = await house({}, [{ id: "saldovakt", actions: ["read"], authenticationLevel: 4 }]);
    expect(register.permits([...register.users.keys()][0] ?? "", "saldovakt", CUSTOMER, "read")).toBe(true);
    expect(await ask(CUSTOMER, FOR_CUSTOMER)).toBe("OBLIGATION_UNMET");
  });

  test("lets nobody in while the decision point is out of order in any way, and everybody again after", async () => {
    const { ask, platform, usual, provider, records, pass } = await house({ tokenLifetimeSeconds: 7_200 });
    const impatient = provider(30);
    const faults = [
      [{ kind: "html", status: 200 }, /^ALTINN_HTML$/],
      [{ kind: "html" }, /^ALTINN_UNAVAILABLE$/],
      [{ kind: "halfJson" }, /^ALTINN_MALFORMED$/],
      [{ kind: "cut", at: "body" }, /^HTTP_CUT$/],
      [{ kind: "status", status: 201, body: '{"response":[{"decision":"Permit"}]}' }, /^ALTINN_ANSWER_UNEXPECTED$/],
      [{ kind: "http429", retryAfter: 1 }, /^ALTINN_RATE_LIMITED$/],
      [{ kind: "slow", ms: 600_000 }, /^(PDP_SLOW|HTTP_TIMEOUT)$/],
    ] as const;
    for (const [fault, reason] of faults) {
      platform.setFaults([]);
      expect(await ask(CUSTOMER, FOR_CUSTOMER)).toBe("system-user");
      pass(5 * MINUTE);
      platform.setFaults([{ on: "altinn", fault }]);
      expect(await ask(CUSTOMER, FOR_CUSTOMER, {}, fault.kind === "slow" ? impatient : usual)).toMatch(reason);
      expect(records.at(-1)).toMatchObject({ outcome: "unavailable" });
    }
  });

  test("gets itself a new token of Altinn's when the old one is refused", async () => {
    const { ask, platform } = await house();
    expect(await ask(CUSTOMER, FOR_CUSTOMER)).toBe("system-user");
    platform.revokeTokens();
    expect(await ask(OTHER, FOR_CUSTOMER)).toBe("PDP_NOT_APPLICABLE");
  });

  test("lets nobody in while the issuer's keys cannot be had", async () => {
    const { ask, gate, headers, usual } = await house();
    const shown = await headers(FOR_CUSTOMER);
    gate.setFaults([{ on: "jwks", fault: { kind: "html" } }]);
    const answer = await usual.authorise(shown, CUSTOMER, {}, { requestId: "r" });
    expect(answer).toMatchObject({ kind: "refusal", status: 503, reason: "MP_UNAVAILABLE" });
    expect(await ask(CUSTOMER, FOR_CUSTOMER)).toBe("MP_UNAVAILABLE");
  });
});
