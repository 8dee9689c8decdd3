import { SaldovaktError } from "@saldovakt/domain";
import { createHttpClient, type HttpRequest, type HttpResponse } from "@saldovakt/http";
import { type AltinnSimulatorOptions, altinnRegister, startAltinn, startMaskinporten } from "@saldovakt/simulator";
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { CUSTOMER, errorOf, everythingIn, fakeMaskinporten, fakeTimer, network, OTHER, response, VENDOR } from "../../test/fakes.ts";
import { createMaskinporten, type Maskinporten } from "../maskinporten.ts";
import { type Altinn, type AltinnOptions, createAltinn } from "./altinn.ts";
import type { SystemDescription } from "./systems.ts";
import type { SystemUserOrder } from "./users.ts";

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

const timer = () => ({ now: Date.now, pause: async () => {} });

/** The adapters against both simulated authorities. */
async function house(options: Partial<AltinnSimulatorOptions> = {}, org = VENDOR) {
  const register = altinnRegister();
  const gate = await startMaskinporten({ findSystemUser: register.findSystemUser });
  const platform = await startAltinn({ maskinporten: gate, register, ...options });
  const secret = await gate.addClient({ org });
  const maskinporten = createMaskinporten({
    settings: { issuer: gate.issuer, ca: gate.ca },
    secret: async () => secret,
    timer: timer(),
    random: () => 0,
    jti: () => crypto.randomUUID(),
  });
  const altinn = createAltinn({ platformUrl: platform.platformUrl, ca: platform.ca, maskinporten, timer: timer(), random: () => 0 });
  open.push(gate, platform, maskinporten, altinn);
  return { register, gate, platform, secret, maskinporten, altinn };
}

const text = (word: string) => ({ nb: word, nn: word, en: word });
const system = (clientId: string, changes: Partial<SystemDescription> = {}): SystemDescription => ({
  vendorOrg: VENDOR,
  name: "saldovakt",
  title: text("Saldovakt"),
  description: text("Varsler før forfall"),
  clientIds: [clientId],
  resources: ["ske-krav-og-betalinger"],
  accessPackages: ["urn:altinn:accesspackage:skattegrunnlag"],
  redirectUrls: ["https://saldovakt.example/done"],
  ...changes,
});
const SYSTEM_ID = `${VENDOR}_saldovakt`;
const order = (changes: Partial<SystemUserOrder> = {}): SystemUserOrder => ({
  systemId: SYSTEM_ID,
  org: CUSTOMER,
  resources: ["ske-krav-og-betalinger"],
  ...changes,
});

describe("a system", () => {
  test("is registered, seen, replaced and not registered twice", async () => {
    const { altinn, secret } = await house();
    const ours = system(secret.clientId);
    expect(await altinn.system(SYSTEM_ID)).toBeNull();
    expect(await altinn.registerSystem(ours)).toBe(SYSTEM_ID);
    expect(await altinn.system(SYSTEM_ID)).toEqual({
      id: SYSTEM_ID,
      title: text("Saldovakt"),
      description: text("Varsler før forfall"),
      clientIds: [secret.clientId],
      redirectUrls: ["https://saldovakt.example/done"],
      resources: ["ske-krav-og-betalinger"],
      accessPackages: ["urn:altinn:accesspackage:skattegrunnlag"],
      visible: false,
      deleted: false,
    });
    await altinn.replaceSystem({ ...ours, visible: true });
    expect((await altinn.system(SYSTEM_ID))?.visible).toBe(true);
    expect(await errorOf(altinn.registerSystem(ours))).toMatchObject({ code: "ALTINN_SYSTEM_EXISTS", scope: "input" });
    expect((await errorOf(altinn.registerSystem({ ...ours, name: "other" }))).code).toBe("ALTINN_CLIENT_TAKEN");
    expect((await errorOf(altinn.registerSystem({ ...ours, name: "o", clientIds: [], resources: ["x"] }))).message).toMatch(/VLD-00003/);
    expect((await errorOf(altinn.replaceSystem({ ...ours, name: "other" }))).code).toBe("ALTINN_REQUEST_INVALID");
  });

  test("is another vendor's, or has no usable name", async () => {
    const { altinn, secret } = await house({}, OTHER);
    expect(await errorOf(altinn.registerSystem(system(secret.clientId)))).toMatchObject({
      code: "ALTINN_FORBIDDEN",
      scope: "installation",
    });
    for (const name of ["", "saldo vakt", "../x"]) {
      expect((await errorOf(altinn.registerSystem(system(secret.clientId, { name })))).code).toBe("ALTINN_NAME_INVALID");
    }
  });
});

describe("a system user", () => {
  async function registered() {
    const made = await house();
    await made.altinn.registerSystem(system(made.secret.clientId));
    return made;
  }

  test("is asked for, approved, found and named in tokens", async () => {
    const { altinn, register, gate, maskinporten } = await registered();
    const key = { systemId: SYSTEM_ID, org: CUSTOMER };
    expect(await altinn.orderFor(key)).toBeNull();
    const asked = await altinn.orderSystemUser(order({ redirectUrl: "https://saldovakt.example/done" }));
    expect(asked).toMatchObject({ status: "new", systemId: SYSTEM_ID, org: CUSTOMER, externalRef: CUSTOMER });
    expect(asked.confirmUrl).toMatch(/^https:\/\/.+\/systemuser\/request\?id=.+&DONTCHOOSEREPORTEE=true$/);
    expect(await altinn.orderSystemUser(order())).toEqual(asked);
    expect(await altinn.order(asked.id)).toEqual(asked);
    expect(await altinn.orderFor(key)).toEqual(asked);
    expect(await altinn.systemUser(key)).toBeNull();
    const request = { scopes: ["skatteetaten:kravogbetalinger"], systemUser: { org: CUSTOMER } };
    expect((await errorOf(maskinporten.token(request))).code).toBe("MP_SYSTEM_USER_MISSING");

    const id = register.approve(asked.id);
    expect((await altinn.order(asked.id))?.status).toBe("accepted");
    expect(await altinn.systemUser(key)).toEqual({ id, systemId: SYSTEM_ID, org: CUSTOMER, externalRef: CUSTOMER, kind: "standard" });
    expect(gate.check(await maskinporten.token(request))?.authorization_details).toMatchObject([{ systemuser_id: [id] }]);
    expect(await errorOf(altinn.orderSystemUser(order()))).toMatchObject({ code: "ALTINN_SYSTEM_USER_EXISTS", scope: "input" });
  });

  test("may be one of several, told apart by the reference", async () => {
    const { altinn, register } = await registered();
    const externalRef = "avdeling 7/æ";
    const { id } = await altinn.orderSystemUser(order({ externalRef }));
    expect((await altinn.orderFor({ systemId: SYSTEM_ID, org: CUSTOMER, externalRef }))?.id).toBe(id);
    expect(await altinn.orderFor({ systemId: SYSTEM_ID, org: CUSTOMER })).toBeNull();
    const user = register.approve(id);
    expect((await altinn.systemUser({ systemId: SYSTEM_ID, org: CUSTOMER, externalRef }))?.id).toBe(user);
    expect(await altinn.systemUser({ systemId: SYSTEM_ID, org: CUSTOMER })).toBeNull();
  });

  test("of an accountant is an agent", async () => {
    const { altinn, register } = await registered();
    const { resources: _, ...bare } = order({ kind: "agent", accessPackages: ["urn:altinn:accesspackage:skattegrunnlag"] });
    const { id } = await altinn.orderSystemUser(bare);
    expect(await altinn.order(id)).toBeNull();
    expect((await altinn.order(id, "agent"))?.confirmUrl).toContain("agentrequest");
    register.approve(id);
    expect((await altinn.systemUser({ systemId: SYSTEM_ID, org: CUSTOMER }))?.kind).toBe("agent");
  });

  test("is turned down, or never answered", async () => {
    const { altinn, register } = await registered();
    const first = await altinn.orderSystemUser(order());
    register.timeOut(first.id);
    expect((await altinn.order(first.id))?.status).toBe("timedOut");
    const second = await altinn.orderSystemUser(order());
    register.reject(second.id);
    expect((await altinn.order(second.id))?.status).toBe("rejected");
    expect(await altinn.order("00000000-0000-0000-0000-000000000000")).toBeNull();
  });

  test("cannot be asked for with what the system has not got", async () => {
    const { altinn } = await registered();
    const refusal = async (changes: Partial<SystemUserOrder>) => (await errorOf(altinn.orderSystemUser(order(changes)))).code;
    expect(await refusal({ resources: ["saldovakt"] })).toBe("ALTINN_RIGHTS_REFUSED");
    expect(await refusal({ accessPackages: ["urn:altinn:accesspackage:x"] })).toBe("ALTINN_RIGHTS_REFUSED");
    expect(await refusal({ resources: [] })).toBe("ALTINN_RIGHTS_REFUSED");
    expect(await refusal({ redirectUrl: "https://elsewhere.example" })).toBe("ALTINN_REDIRECT_REFUSED");
    expect(await refusal({ systemId: `${VENDOR}_x` })).toBe("ALTINN_SYSTEM_UNKNOWN");
    expect(await refusal({ org: "310000020" })).toBe("IDENTITY_CHECK_DIGIT");
  });

  test("stands in the list, however many pages it has", async () => {
    const { altinn, register, secret } = await registered();
    for (let n = 0; n < 25; n++) {
      register.addSystemUser({ clientId: secret.clientId, vendorOrg: VENDOR, org: CUSTOMER, externalRef: `branch ${n}` });
    }
    const all = await altinn.systemUsers(SYSTEM_ID);
    expect(all.map(({ externalRef }) => externalRef)).toEqual(Array.from({ length: 25 }, (_, n) => `branch ${n}`));
    expect((await errorOf(altinn.systemUsers(`${VENDOR}_x`))).code).toBe("ALTINN_REQUEST_INVALID");
  });
});

describe("Altinn out of order", () => {
  test("is asked again, but never twice to register", async () => {
    const { altinn, platform, secret } = await house({ faults: [{ on: "altinn", fault: { kind: "status", status: 503 }, times: 1 }] });
    expect(await altinn.system(SYSTEM_ID)).toBeNull();
    platform.setFaults([{ on: "altinn", fault: { kind: "cut", at: "body" }, times: 1 }]);
    expect((await errorOf(altinn.registerSystem(system(secret.clientId)))).code).toBe("HTTP_CUT");
    expect((await altinn.system(SYSTEM_ID))?.id).toBe(SYSTEM_ID);
    platform.setFaults([{ on: "altinn", fault: { kind: "html" } }]);
    expect((await errorOf(altinn.system(SYSTEM_ID))).scope).toBe("transient");
  });
});

test("a Maskinporten out of order is tried three times, not three times three", async () => {
  const { createClient, grants } = network(response(503));
  const altinn = fakeAltinn(async () => response(200), { maskinporten: fakeMaskinporten({ createClient }) });
  expect((await errorOf(altinn.system(SYSTEM_ID))).code).toBe("MP_UNAVAILABLE");
  expect(grants()).toHaveLength(3);
  expect((await errorOf(altinn.withAltinnToken({ scopes: ["a:a"] }, async () => response(200)))).code).toBe("MP_UNAVAILABLE");
  expect(grants()).toHaveLength(6);
});

describe("a token of Altinn's own", () => {
  const SCOPES = { scopes: ["altinn:authorization/authorize"] };
  const asking = (platform: { platformUrl: string; ca: string; subscriptionKey: string }) => {
    const http = createHttpClient({ tls: { ca: [platform.ca] } });
    open.push(http);
    return (token: string): Promise<HttpResponse> =>
      http.send({
        method: "POST",
        url: `${platform.platformUrl}/authorization/api/v1/authorize`,
        headers: {
          Authorization: `Bearer ${token}`,
          "Ocp-Apim-Subscription-Key": platform.subscriptionKey,
          "Content-Type": "application/json",
        },
        body: "{}",
      });
  };

  test.each(["quoted", "plain"] as const)("is had in exchange, %s, kept, and had anew when it is refused", async (exchangeAnswer) => {
    const { altinn, platform } = await house({ exchangeAnswer });
    const ask = asking(platform);
    // 400: the caller is let in, and the empty question is not understood.
    expect((await altinn.withAltinnToken(SCOPES, ask)).status).toBe(400);
    await altinn.withAltinnToken(SCOPES, ask);
    const exchanges = () => platform.calls.filter(({ path }) => path.includes("/exchange/")).length;
    expect(exchanges()).toBe(1);
    platform.revokeTokens();
    expect((await altinn.withAltinnToken(SCOPES, ask)).status).toBe(400);
    expect(exchanges()).toBe(2);
  });
});

/** An Altinn that answers as told, with a token that is never refused. */
function fakeAltinn(send: (request: HttpRequest) => Promise<HttpResponse>, options: Partial<AltinnOptions> = {}): Altinn {
  const maskinporten: Pick<Maskinporten, "withToken"> = { withToken: (_, call) => call("opaque-token-hush") };
  return createAltinn({
    platformUrl: "https://platform.example/",
    maskinporten,
    timer: fakeTimer(),
    random: () => 0,
    createClient: () => ({ send, close: async () => {} }),
    ...options,
  });
}

const USER = { id: "u", systemId: SYSTEM_ID, reporteeOrgNo: CUSTOMER };

describe("what Altinn answers", () => {
  test("leads to no other host, whatever link it names, and for ever to none", async () => {
    const urls: string[] = [];
    const links = ["http://internal:8080/authentication/api/v1/systemuser/vendor/bysystem/x?token=2", null];
    const altinn = fakeAltinn(async ({ url }) => {
      urls.push(url);
      return response(200, { data: [USER, { ...USER, isDeleted: true }], links: { next: links.shift() } });
    });
    expect(await altinn.systemUsers("x")).toHaveLength(2);
    expect(urls).toEqual([
      "https://platform.example/authentication/api/v1/systemuser/vendor/bysystem/x",
      "https://platform.example/authentication/api/v1/systemuser/vendor/bysystem/x?token=2",
    ]);
    const stray = fakeAltinn(async () => response(200, { data: [], links: { next: "https://evil.example/elsewhere" } }));
    expect((await errorOf(stray.systemUsers("x"))).code).toBe("ALTINN_ANSWER_UNEXPECTED");
  });

  test.each([
    [response(401), "ALTINN_TOKEN_REFUSED"],
    [response(403), "ALTINN_FORBIDDEN"],
    [response(409, "The System already exist"), "ALTINN_SYSTEM_EXISTS"],
    [response(400, { code: "AUTH-00099" }), "ALTINN_REQUEST_INVALID"],
    [response(418), "ALTINN_REFUSED"],
    [response(429), "ALTINN_RATE_LIMITED"],
    [response(500), "ALTINN_UNAVAILABLE"],
    [response(302), "ALTINN_ANSWER_UNEXPECTED"],
    [response(200, "{"), "ALTINN_MALFORMED"],
    [response(200, { id: 7 }), "ALTINN_ANSWER_UNEXPECTED"],
  ])("has its own code", async (answer, code) => {
    expect((await errorOf(fakeAltinn(async () => answer).system("x"))).code).toBe(code);
  });

  test("is understood without what may be missing, and with what may be added", async () => {
    const more = { ...USER, externalRef: null, userType: "agent", partyUuid: "x" };
    expect(await fakeAltinn(async () => response(200, more)).systemUser({ systemId: SYSTEM_ID, org: CUSTOMER })).toEqual({
      ...{ id: "u", systemId: SYSTEM_ID, org: CUSTOMER },
      ...{ externalRef: null, kind: "agent" },
    });
    const state = { id: "o", systemId: SYSTEM_ID, partyOrgNo: CUSTOMER, status: "Postponed" };
    expect(await fakeAltinn(async () => response(200, state)).order("o")).toMatchObject({ status: "unknown", confirmUrl: null });
    const spread = { ...state, confirmUrl: "https://am.example/\n\u001b[31m?id=1\t2" };
    expect((await fakeAltinn(async () => response(200, spread)).order("o"))?.confirmUrl).toBe("https://am.example/%1B[31m?id=12");
    const trap = { ...state, confirmUrl: "javascript:alert(1)" };
    expect((await errorOf(fakeAltinn(async () => response(200, trap)).order("o"))).code).toBe("ALTINN_ANSWER_UNEXPECTED");
  });

  test.each(["", '"', "nonsense", '"a b"', "{}", "e30.e30.e30"])("in exchange is no token: %j", async (body) => {
    const altinn = fakeAltinn(async () => response(200, body));
    const call = altinn.withAltinnToken({ scopes: ["a:a"] }, async () => response(200));
    expect((await errorOf(call)).code).toBe("ALTINN_ANSWER_UNEXPECTED");
  });

  test("tells nobody a number, a reference or a token in an error, whatever it is", async () => {
    const HUSH = [CUSTOMER, VENDOR, "reference-hush", "opaque-token-hush"];
    const scalar = fc.constantFrom<unknown>(...HUSH, "AUTH-00004", "AUTH.VLD-00002", null, 7, true);
    const field = fc.constantFrom(
      "id",
      "systemId",
      "partyOrgNo",
      "status",
      "confirmUrl",
      "code",
      "detail",
      "validationErrors",
      "data",
      "links",
    );
    const body = fc.oneof(
      fc.dictionary(field, fc.oneof(scalar, fc.array(fc.dictionary(field, scalar)))).map((each) => JSON.stringify(each)),
      scalar.map(String),
      fc.json(),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(200, 201, 204, 302, 400, 401, 403, 404, 409, 429, 500), body, async (status, answer) => {
        const altinn = fakeAltinn(async () => response(status, answer));
        const key = { systemId: SYSTEM_ID, org: CUSTOMER, externalRef: "reference-hush" };
        const calls = [
          altinn.registerSystem(system("client")),
          altinn.orderSystemUser(order(key)),
          altinn.orderFor(key),
          altinn.systemUser(key),
          altinn.systemUsers(SYSTEM_ID),
          altinn.withAltinnToken({ scopes: ["a:a"], consumerOrg: CUSTOMER }, async () => response(200)),
        ];
        for (const outcome of await Promise.allSettled(calls)) {
          if (outcome.status === "fulfilled") continue;
          expect(outcome.reason).toBeInstanceOf(SaldovaktError);
          const told = everythingIn(outcome.reason);
          for (const hush of HUSH) expect(told).not.toContain(hush);
        }
      }),
      { numRuns: 200 },
    );
  });
});

test("a platform needs a complete address", () => {
  expect(() => fakeAltinn(async () => response(200), { platformUrl: "platform.altinn.no" })).toThrow(
    expect.objectContaining({ code: "ALTINN_ADDRESS_INVALID" }),
  );
});
