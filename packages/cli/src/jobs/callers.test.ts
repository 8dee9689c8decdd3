import { randomUUID } from "node:crypto";
import { systemTimer } from "@saldovakt/http";
import { createMaskinporten, type TokenRequest } from "@saldovakt/maskinporten";
import { PDP_SCOPE } from "@saldovakt/maskinporten/provider";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Serving, serving, TODAY } from "../../test/installation.ts";
import { installBoth, type NorwegianInstallation, ORG, PARENT, QUIET } from "../../test/norway.ts";

// `saldovakt serve` with callers of its own: a program of another vendor's asks with tokens of the simulated Maskinporten's, and the simulated Altinn decides.

const SCOPE = "saldovakt:read";
const KEY = "ALTINN_SUBSCRIPTION_KEY";

let here: NorwegianInstallation;
let served: Serving;
let client: ReturnType<typeof createMaskinporten>;
let user: string;
let tokenOf: (request?: Partial<TokenRequest>) => Promise<string>;
let api: object;

beforeAll(async () => {
  here = await installBoth();
  const { maskinporten, altinn } = here.norway;
  const vendor = await maskinporten.addClient({ org: PARENT, scopes: [SCOPE] });
  altinn.register.addSystemUser({ clientId: vendor.clientId, vendorOrg: PARENT, org: QUIET });
  user = altinn.register.addSystemUser({ clientId: vendor.clientId, vendorOrg: PARENT, org: ORG });
  await here.write("pdp.secret.json", await maskinporten.addClient({ org: PARENT, scopes: [PDP_SCOPE] }));
  client = createMaskinporten({
    settings: { issuer: maskinporten.issuer, ca: here.norway.ca },
    secret: async () => vendor,
    timer: systemTimer,
    random: () => 0,
    jti: randomUUID,
  });
  tokenOf = (request = {}) => client.token({ scopes: [SCOPE], systemUser: { org: ORG }, ...request });
  api = {
    maskinporten: { issuer: maskinporten.issuer, ca: "file:norway.pem", scope: SCOPE },
    altinn: {
      ...{ platformUrl: altinn.platformUrl, ca: "file:norway.pem", subscriptionKey: "file:altinn.key", secret: "file:pdp.secret.json" },
      ...{ resource: "saldovakt", action: "read" },
    },
  };
  await here.write("altinn.key", `${altinn.subscriptionKey}\n`);
  await here.configure({ api });
  await here.run(["watch", "--today", TODAY]);
  served = await serving(here.dir, "--today", TODAY, "--verbose");
}, 30_000);
afterAll(async () => {
  await served?.stop();
  await client?.close();
  await here?.close();
});

const COMES = { timeout: 10_000 };
const told = (): string => served.stderr();

async function ask(path: string, token: string): Promise<{ status: number; document: Record<string, unknown>; challenge: string | null }> {
  const answer = await fetch(`${served.at}${path}`, { headers: { authorization: `Bearer ${token}` } });
  return {
    status: answer.status,
    document: (await answer.json()) as Record<string, unknown>,
    challenge: answer.headers.get("www-authenticate"),
  };
}

describe("saldovakt serve, with callers who show tokens", () => {
  it("lets a system user read the organisation's account it was given, and no other", async () => {
    const token = await tokenOf();
    const { accounts } = (await ask("/v1/accounts", token)).document as { accounts: { id: string; name: string }[] };
    expect(accounts.map(({ name }) => name)).toEqual(["Eksempel AS"]);
    const forecast = await ask(`/v1/accounts/${accounts[0]?.id}/forecast`, token);
    expect(forecast).toMatchObject({ status: 200, document: { account: { name: "Eksempel AS" }, shortfall: { currency: "NOK" } } });

    const key = JSON.parse((await here.run(["keys", "add", "--scope", "read", "--json"])).stdout).key;
    const all = (await ask("/v1/accounts", key)).document as { accounts: { id: string; name: string }[] };
    expect(all.accounts).toHaveLength(4);
    for (const { id } of all.accounts.filter(({ name }) => name !== "Eksempel AS")) {
      expect(await ask(`/v1/accounts/${id}/forecast`, token)).toMatchObject({ status: 404, document: { code: "ACCOUNT_UNKNOWN" } });
    }
  });

  it("says what a token lacks", async () => {
    expect(await ask("/v1/accounts", await tokenOf({ systemUser: undefined } as never))).toMatchObject({
      status: 403,
      document: { code: "SYSTEM_USER_REQUIRED" },
    });
    const [head, body, signature = ""] = (await tokenOf()).split(".");
    const forged = await ask("/v1/accounts", `${head}.${body}.${signature.slice(0, -4)}AAAA`);
    expect(forged).toMatchObject({ status: 401, document: { code: "TOKEN_REFUSED" }, challenge: expect.stringContaining("invalid_token") });
  });

  it("lets nobody in while Altinn cannot be asked or decides nothing, and tells the operator once", async () => {
    const { altinn } = here.norway;
    const token = await tokenOf({ systemUser: { org: QUIET } });
    altinn.setFaults([{ on: "altinn", fault: { kind: "html" } }]);
    try {
      expect(await ask("/v1/accounts", token)).toMatchObject({ status: 503, document: { code: "AUTHORISATION_UNAVAILABLE" } });
    } finally {
      altinn.setFaults([]);
    }
    altinn.setDecision("Indeterminate");
    try {
      for (let n = 0; n < 3; n++) {
        expect(await ask("/v1/accounts", token)).toMatchObject({ status: 503, document: { code: "AUTHORISATION_UNAVAILABLE" } });
      }
    } finally {
      altinn.setDecision(null);
    }
    // What a process writes may come later than what it answers.
    await expect.poll(told, COMES).toMatch(/\(PDP_INDETERMINATE\)$/m);
    expect(told().match(/^callers with tokens are not let in: .* \(PDP_INDETERMINATE\)$/gm)).toHaveLength(1);
    expect((await ask("/v1/accounts", token)).document).toMatchObject({ accounts: [{ name: "Stille AS" }] });
  });

  it("leaves a line for every decision, without number or token", async () => {
    const token = await tokenOf();
    await ask("/v1/accounts", token);
    await expect.poll(told, COMES).toMatch(new RegExp(`system-user ${user} allowed: PERMIT, for acc_[0-9a-z]{20}, request `));
    const { stdout } = await here.run(["audit", "--by", user, "--json"]);
    for (const said of ["PERMIT", "PDP_NOT_APPLICABLE"]) expect(stdout).toMatch(new RegExp(`"reason": ?"${said}"`));
    expect(stdout).not.toMatch(new RegExp(`${ORG}|${QUIET}`));
    expect(told()).not.toMatch(new RegExp(`${ORG}|${QUIET}|${PARENT}|${token.split(".")[1]}`));
  });

  it("does not start with a secret it cannot read, and names the field", async () => {
    await here.configure({ api: { ...api, altinn: { ...(api as { altinn: object }).altinn, subscriptionKey: `env:${KEY}` } } });
    const outcome = await here.run(["serve", "--port", "0"]);
    expect(outcome.status).toBe(2);
    expect(outcome.stderr).toMatch(/api\.altinn\.subscriptionKey names the environment variable/);
    await here.configure({ api });
  });
});
