import { systemTimer } from "@saldovakt/http";
import { type MaskinportenSimulatorOptions, type SimulatedMaskinporten, startMaskinporten } from "@saldovakt/simulator";
import { afterEach, describe, expect, test } from "vitest";
import { CUSTOMER, errorOf, fakeTimer, OTHER, SCOPE, VENDOR } from "../test/fakes.ts";
import { createMaskinporten, type Maskinporten, type MaskinportenOptions } from "./maskinporten.ts";
import type { MaskinportenSecret } from "./secret.ts";

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

async function gate(options: MaskinportenSimulatorOptions = {}): Promise<SimulatedMaskinporten> {
  const started = await startMaskinporten(options);
  open.push(started);
  return started;
}

/** The adapter with nothing replaced but its waits. */
function consumer(
  { issuer, ca }: SimulatedMaskinporten,
  secret: MaskinportenSecret,
  options: Partial<MaskinportenOptions> = {},
): Maskinporten {
  const made = createMaskinporten({
    settings: { issuer, ca },
    secret: async () => secret,
    timer: { now: systemTimer.now, pause: async () => {} },
    random: () => 0,
    jti: () => crypto.randomUUID(),
    ...options,
  });
  open.push(made);
  return made;
}

const refusedAs = async (maskinporten: Maskinporten, request = { scopes: [SCOPE] }) => (await errorOf(maskinporten.token(request))).code;

describe("the simulated Maskinporten", () => {
  test("takes a key and a certificate, for ourselves, a customer and a system user", async () => {
    const simulated = await gate({
      findSystemUser: ({ org, externalRef }) => (org === OTHER && externalRef === "branch" ? { id: "u", systemId: "s" } : null),
    });
    simulated.delegate(SCOPE, CUSTOMER, VENDOR);
    for (const authentication of ["key", "certificate"] as const) {
      const maskinporten = consumer(simulated, await simulated.addClient({ org: VENDOR, authentication }));
      const claims = async (request: object) => simulated.check(await maskinporten.token({ scopes: [SCOPE], ...request }));
      expect(await claims({})).toMatchObject({ scope: SCOPE, consumer: { ID: `0192:${VENDOR}` }, aud: "unspecified" });
      expect(await claims({ resource: "https://api.example" })).toMatchObject({ aud: "https://api.example" });
      expect(await claims({ consumerOrg: CUSTOMER })).toMatchObject({
        consumer: { ID: `0192:${CUSTOMER}` },
        supplier: { ID: `0192:${VENDOR}` },
      });
      expect(await claims({ systemUser: { org: OTHER, externalRef: "branch" } })).toMatchObject({
        authorization_details: [{ systemuser_id: ["u"] }],
      });
      expect(await refusedAs(maskinporten, { scopes: [SCOPE], systemUser: { org: OTHER } } as never)).toBe("MP_SYSTEM_USER_MISSING");
      expect(await refusedAs(maskinporten, { scopes: [SCOPE], consumerOrg: OTHER } as never)).toBe("MP_NOT_DELEGATED");
      expect(await refusedAs(maskinporten, { scopes: [SCOPE], consumerOrg: VENDOR } as never)).toBe("MP_CONSUMER_IS_CLIENT");
      expect(await refusedAs(maskinporten, { scopes: ["some:thing"] })).toBe("MP_SCOPE_REFUSED");
      expect(maskinporten.clock()?.uncertaintyMs).toBeLessThan(5_000);
    }
    expect(simulated.calls.metadata).toBe(2);
  });

  test("refuses what is wrong with us, and says so in our words", async () => {
    const simulated = await gate({ scopes: [{ name: SCOPE }, { name: "a:closed", access: [OTHER] }, { name: "a:login", kind: "login" }] });
    const keyed = await simulated.addClient({ org: VENDOR });
    const certified = await simulated.addClient({ org: VENDOR, authentication: "certificate" });
    const { clientId } = certified;
    const other = await simulated.addKey("nobody");
    const expired = await simulated.addKey(keyed.clientId, Date.now());
    const cases: readonly (readonly [secret: MaskinportenSecret, code: string, scope?: string])[] = [
      [{ ...keyed, clientId: "nobody" }, "MP_CLIENT_UNKNOWN"],
      [other, "MP_CLIENT_UNKNOWN"],
      [{ ...keyed, kid: "nothing" } as MaskinportenSecret, "MP_KEY_UNKNOWN"],
      [{ ...keyed, key: other.key }, "MP_SIGNATURE_REFUSED"],
      [expired, "MP_KEY_EXPIRED"],
      [{ clientId, ...(await simulated.certificate(OTHER)) }, "MP_CERTIFICATE_FOREIGN"],
      [{ clientId, ...(await simulated.certificate(VENDOR, "stranger")) }, "MP_CERTIFICATE_REFUSED"],
      [{ clientId, ...(await simulated.certificate(VENDOR, "alone")) }, "MP_CERTIFICATE_REFUSED"],
      [{ clientId, ...(await simulated.certificate(VENDOR, "expired")) }, "CERTIFICATE_EXPIRED"],
      [{ ...certified, clientId: keyed.clientId }, "MP_KEY_REQUIRED"],
      [keyed, "MP_NO_ACCESS", "a:closed"],
      [keyed, "MP_SCOPE_FOREIGN", "a:login"],
    ];
    for (const [secret, code, scope = SCOPE] of cases) {
      const error = await errorOf(consumer(simulated, secret).token({ scopes: [scope] }));
      expect([error.code, error.scope]).toEqual([code, "installation"]);
      expect(error.remedy).toBeDefined();
    }
  });

  test("with codes in the description is understood as well", async () => {
    for (const codeIn of ["description", "both"] as const) {
      const simulated = await gate({ codeIn });
      const secret = await simulated.addClient({ org: VENDOR });
      const maskinporten = consumer(simulated, { ...secret, clientId: "nobody" });
      expect(await refusedAs(maskinporten)).toBe("MP_CLIENT_UNKNOWN");
    }
  });

  test("is followed to another key when the old one is taken away", async () => {
    const simulated = await gate();
    const old = await simulated.addClient({ org: VENDOR });
    const renewed = await simulated.addKey(old.clientId);
    const maskinporten = consumer(simulated, old, { secret: async (options) => (options?.fresh ? renewed : old) });
    await maskinporten.token({ scopes: [SCOPE] });
    simulated.keepKey(old.clientId, "kid" in renewed ? renewed.kid : "");
    expect(simulated.check(await maskinporten.token({ scopes: ["saldovakt:read"] }))).toMatchObject({ client_id: old.clientId });
    expect(simulated.grants.map(({ refused }) => refused)).toEqual([null, "unknownKid", null]);
  });

  test("is met with patience when it is out of order, and metadata once known stay in use", async () => {
    const timer = fakeTimer(Date.now());
    const simulated = await gate({ now: timer.now, faults: [{ on: "token", fault: { kind: "cut" }, times: 1 }] });
    const maskinporten = consumer(simulated, await simulated.addClient({ org: VENDOR }), { timer });
    const first = await maskinporten.token({ scopes: [SCOPE] });
    expect(new Set(simulated.grants.map(({ assertion }) => assertion)).size).toBe(2);
    simulated.setFaults([{ on: "metadata", fault: { kind: "html" } }]);
    timer.pass(3_600_000);
    expect(await maskinporten.token({ scopes: [SCOPE] })).not.toBe(first);
    await maskinporten.close();
    expect(simulated.calls).toEqual({ metadata: 2, jwks: 0, token: 3 });
  });

  test("under another name is not believed", async () => {
    const simulated = await gate();
    const { issuer } = simulated;
    const secret = await simulated.addClient({ org: VENDOR });
    const maskinporten = consumer(simulated, secret, {
      settings: { issuer: issuer.replace(/\/$/, ""), ca: simulated.ca },
    });
    expect(await refusedAs(maskinporten)).toBe("MP_ISSUER_MISMATCH");
  });

  test.each([-90_000, 90_000])("with a clock %i ms from ours gets its grants by its own time", async (ahead) => {
    const simulated = await gate({ now: () => Date.now() + ahead });
    const maskinporten = consumer(simulated, await simulated.addClient({ org: VENDOR }));
    await maskinporten.token({ scopes: [SCOPE] });
    await maskinporten.token({ scopes: ["saldovakt:read"] });
    expect(simulated.grants.map(({ refused }) => refused)).toEqual([ahead > 0 ? "MP-130" : "tooEarly", null, null]);
  });
});

test("many callers with many customers get each his own token by one grant each", async () => {
  const simulated = await gate({ findSystemUser: ({ org, externalRef }) => ({ id: `${org} ${externalRef}`, systemId: "s" }) });
  const maskinporten = consumer(simulated, await simulated.addClient({ org: VENDOR }));
  const keys = [VENDOR, CUSTOMER, OTHER].flatMap((org) => [undefined, "a", "b"].map((externalRef) => ({ org, externalRef })));
  const tokens = await Promise.all(
    [...keys, ...keys, ...keys].map(async (systemUser) => {
      const claims = simulated.check(await maskinporten.token({ scopes: [SCOPE], systemUser }));
      expect(claims?.authorization_details).toMatchObject([{ systemuser_id: [`${systemUser.org} ${systemUser.externalRef}`] }]);
      return claims?.jti;
    }),
  );
  expect(new Set(tokens).size).toBe(keys.length);
  expect(simulated.calls).toMatchObject({ metadata: 1, token: keys.length });
});
