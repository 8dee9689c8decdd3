import { decodeJwt } from "jose";
import { describe, expect, test } from "vitest";
import type { AltinnSimulatorOptions } from "./altinn-types.ts";
import { CUSTOMER, call, grant, OTHER, type Platform, platform, present, VENDOR } from "./test-gate.ts";

const REGISTER = "/authentication/api/v1/systemregister/vendor";
const ORDERS = "/authentication/api/v1/systemuser/request/vendor";
const USERS = "/authentication/api/v1/systemuser";
const PDP = "/authorization/api/v1/authorize";
const EXCHANGE = "/authentication/api/v1/exchange/maskinporten";
const SCOPES = {
  register: "altinn:authentication/systemregister.write",
  write: "altinn:authentication/systemuser.request.write",
  read: "altinn:authentication/systemuser.request.read",
  pdp: "altinn:authorization/authorize",
  lookup: "altinn:maskinporten/systemuser.read",
};

/** The platform, and calls to it by a vendor's client. */
async function house(options: Partial<AltinnSimulatorOptions> = {}, org = VENDOR) {
  const made: Platform = await platform(options);
  const { maskinporten, altinn } = made;
  const secret = await maskinporten.addClient({ org });
  const token = async (scope: string): Promise<string> =>
    (await present(maskinporten, await grant(maskinporten, secret, Date.now(), { claims: { scope } }))).json.access_token;
  const send = async (method: string, path: string, scope: string, body?: unknown, headers: Record<string, string> = {}) =>
    call(`${altinn.platformUrl}${path}`, altinn.ca, {
      method,
      headers: {
        authorization: `Bearer ${await token(scope)}`,
        ...(body !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const exchanged = async (scope: string): Promise<string> => JSON.parse((await send("GET", EXCHANGE, scope)).body);
  return { ...made, secret, send, token, exchanged };
}

const right = (value: string) => ({ resource: [{ id: "urn:altinn:resource", value }] });
const system = (clientId: string, changes: object = {}) => ({
  id: `${VENDOR}_saldovakt`,
  vendor: { authority: "iso6523-actorid-upis", ID: `0192:${VENDOR}` },
  name: { nb: "Saldovakt", nn: "Saldovakt", en: "Saldovakt" },
  description: { nb: "x", nn: "x", en: "x" },
  rights: [right("ske-krav-og-betalinger")],
  accessPackages: [{ urn: "urn:altinn:accesspackage:skattegrunnlag" }],
  clientId: [clientId],
  isVisible: false,
  allowedRedirectUrls: ["https://saldovakt.example/done"],
  ...changes,
});
const order = (changes: object = {}) => ({
  systemId: `${VENDOR}_saldovakt`,
  partyOrgNo: CUSTOMER,
  rights: [right("ske-krav-og-betalinger")],
  ...changes,
});
const codes = (answer: { json: { validationErrors: { code: string }[] } }) => answer.json.validationErrors.map(({ code }) => code);

describe("the system register", () => {
  test("takes a system once, shows it to its vendor and lets it be replaced", async () => {
    const { send, secret } = await house();
    const body = system(secret.clientId);
    expect((await send("POST", REGISTER, SCOPES.register, body)).json).toMatch(/^[0-9a-f-]{36}$/);
    expect(codes(await send("POST", REGISTER, SCOPES.register, body))).toEqual(["AUTH.VLD-00002", "AUTH.VLD-00004"]);
    const path = `${REGISTER}/${body.id}`;
    expect((await send("GET", path, SCOPES.register)).json).toMatchObject({ id: body.id, clientId: [secret.clientId], isVisible: false });
    expect((await send("PUT", path, SCOPES.register, { ...body, isVisible: true })).status).toBe(200);
    expect((await send("GET", path, SCOPES.register)).json.isVisible).toBe(true);
    expect(codes(await send("PUT", path, SCOPES.register, { ...body, id: `${VENDOR}_other` }))).toEqual(["AUTH.VLD-00012"]);
    expect((await send("GET", `${REGISTER}/${VENDOR}_nothing`, SCOPES.register)).status).toBe(404);
  });

  test("refuses what is wrong, each fault by its code", async () => {
    const { send, secret } = await house();
    const wrong: readonly (readonly [code: string, changes: object])[] = [
      ["AUTH.VLD-00000", { vendor: { ID: `9908:${VENDOR}` } }],
      ["AUTH.VLD-00001", { id: `${OTHER}_saldovakt` }],
      ["AUTH.VLD-00003", { rights: [right("nothing")] }],
      ["AUTH.VLD-00005", { allowedRedirectUrls: ["http://saldovakt.example"] }],
      ["AUTH.VLD-00006", { rights: [right("saldovakt"), right("saldovakt")] }],
      ["AUTH.VLD-00008", { accessPackages: [{ urn: "urn:altinn:accesspackage:nothing" }] }],
      ["AUTH.VLD-00011", { clientId: ["a", "a"] }],
      ["AUTH.VLD-00013", { id: `${VENDOR}_saldo vakt` }],
    ];
    for (const [code, changes] of wrong) {
      expect(codes(await send("POST", REGISTER, SCOPES.register, system(secret.clientId, changes)))).toEqual([code]);
    }
  });

  test("refuses another vendor's number, another scope, no token and what is no registration", async () => {
    const { send, secret, altinn } = await house({}, OTHER);
    expect((await send("POST", REGISTER, SCOPES.register, system(secret.clientId))).status).toBe(403);
    expect((await send("POST", REGISTER, SCOPES.write, system(secret.clientId))).status).toBe(403);
    expect((await call(`${altinn.platformUrl}${REGISTER}`, altinn.ca, { method: "POST" })).status).toBe(401);
    expect((await send("POST", REGISTER, SCOPES.register, { vendor: { ID: `0192:${OTHER}` } })).status).toBe(400);
    expect((await send("DELETE", REGISTER, SCOPES.register)).status).toBe(405);
    expect((await send("GET", "/authentication/api/v1/nothing", SCOPES.register)).status).toBe(404);
  });
});

describe("an order of a system user", () => {
  async function registered() {
    const made = await house();
    await made.send("POST", REGISTER, SCOPES.register, system(made.secret.clientId));
    return made;
  }

  test("waits for the customer, and becomes a system user when he approves", async () => {
    const { send, register, maskinporten, secret } = await registered();
    const created = await send("POST", ORDERS, SCOPES.write, order({ redirectUrl: "https://saldovakt.example/done" }));
    expect(created.status).toBe(201);
    const { id } = created.json;
    expect(created.json).toMatchObject({ status: "New", externalRef: CUSTOMER, partyOrgNo: CUSTOMER });
    expect(created.json.confirmUrl).toContain(`/accessmanagement/ui/systemuser/request?id=${id}&DONTCHOOSEREPORTEE=true`);
    const again = await send("POST", ORDERS, SCOPES.write, order());
    expect([again.status, again.json.id]).toEqual([200, id]);
    const query = `${USERS}/vendor/byquery?system-id=${VENDOR}_saldovakt&orgno=${CUSTOMER}`;
    expect((await send("GET", query, SCOPES.write)).status).toBe(404);

    const userId = register.approve(id);
    expect((await send("GET", `${ORDERS}/${id}`, SCOPES.read)).json.status).toBe("Accepted");
    const byRef = `${ORDERS}/byexternalref/${VENDOR}_saldovakt/${CUSTOMER}/${CUSTOMER}`;
    expect((await send("GET", byRef, SCOPES.read)).json.id).toBe(id);
    expect((await send("GET", query, SCOPES.write)).json).toMatchObject({ id: userId, reporteeOrgNo: CUSTOMER, userType: "standard" });
    expect((await send("POST", ORDERS, SCOPES.write, order())).json.code).toBe("AUTH-00004");

    const details = [{ type: "urn:altinn:systemuser", systemuser_org: { authority: "iso6523-actorid-upis", ID: `0192:${CUSTOMER}` } }];
    const granted = await grant(maskinporten, secret, Date.now(), { claims: { authorization_details: details } });
    const claims = maskinporten.check((await present(maskinporten, granted)).json.access_token);
    expect(claims?.authorization_details).toMatchObject([{ systemuser_id: [userId], system_id: `${VENDOR}_saldovakt` }]);
    register.removeSystemUser(userId);
    const refused = await present(
      maskinporten,
      await grant(maskinporten, secret, Date.now(), { claims: { authorization_details: details } }),
    );
    expect(refused.json).toMatchObject({ error: "invalid_altinn_customer_configuration" });
  });

  test("is answered by whoever opens its link: approved or turned down, once", async () => {
    const { send, altinn, register } = await registered();
    const ordered = async (externalRef: string) => (await send("POST", ORDERS, SCOPES.write, order({ externalRef }))).json;
    const [yes, no] = [await ordered("a"), await ordered("b")];
    expect(yes.confirmUrl).toMatch(new RegExp(`^${altinn.platformUrl}/`));
    const open = (url: string, body?: string) =>
      call(url, altinn.ca, {
        method: body === undefined ? "GET" : "POST",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        ...(body !== undefined && { body }),
      });
    const shown = await open(yes.confirmUrl);
    expect([shown.status, register.orders.get(yes.id)?.status]).toEqual([200, "New"]);
    for (const words of [CUSTOMER, `${VENDOR}_saldovakt`, "ske-krav-og-betalinger", 'value="approve"']) expect(shown.body).toContain(words);
    expect((await open(yes.confirmUrl, "act=perhaps")).status).toBe(400);
    const approved = await open(yes.confirmUrl, "act=approve");
    expect([approved.status, approved.body.includes("er godkjent"), approved.body.includes("<form")]).toEqual([200, true, false]);
    expect((await open(no.confirmUrl, "act=reject")).body).toContain("er avvist");
    expect([yes, no].map(({ id }) => register.orders.get(id)?.status)).toEqual(["Accepted", "Rejected"]);
    expect([...register.users.values()].map(({ externalRef }) => externalRef)).toEqual(["a"]);
    expect((await open(no.confirmUrl, "act=approve")).status).toBe(409);
    expect((await open(yes.confirmUrl.replace(yes.id, "x"))).status).toBe(404);
    expect((await open(yes.confirmUrl.replace("/request?", "/agentrequest?"))).status).toBe(404);
  });

  test("of an accountant's takes clients at its link once it is approved, and nothing that is none", async () => {
    const { send, altinn, register } = await registered();
    const asked = { ...order(), rights: undefined, accessPackages: [{ urn: "urn:altinn:accesspackage:skattegrunnlag" }] };
    const { confirmUrl } = (await send("POST", `${ORDERS}/agent`, SCOPES.write, asked)).json;
    const open = (body?: string, url: string = confirmUrl) =>
      call(url, altinn.ca, {
        method: body === undefined ? "GET" : "POST",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        ...(body !== undefined && { body }),
      });
    const add = (org: string) => open(`act=client&org=${org}`);
    expect((await add(OTHER)).status).toBe(409);
    expect((await open("act=approve")).body).toContain('value="client"');
    const [user] = register.users.values();
    for (const none of ["", OTHER.slice(1), `${OTHER.slice(0, 8)}x`]) expect((await add(none)).status).toBe(400);
    expect(register.permits(user?.id ?? "", "ske-krav-og-betalinger", OTHER, "read")).toBe(false);
    const added = await add(OTHER);
    expect([added.status, added.body.includes(`<li>${OTHER}</li>`)]).toEqual([200, true]);
    expect(register.permits(user?.id ?? "", "ske-krav-og-betalinger", OTHER, "read")).toBe(true);
    expect((await open()).body).toContain(`<li>${OTHER}</li>`);
    expect((await open("act=approve")).status).toBe(409);
    register.removeSystemUser(user?.id ?? "");
    expect((await add(OTHER)).status).toBe(404);
    const standard = (await send("POST", ORDERS, SCOPES.write, order())).json;
    await open("act=approve", standard.confirmUrl);
    expect((await open(`act=client&org=${OTHER}`, standard.confirmUrl)).status).toBe(409);
  });

  test("may be turned down, or run out and be made anew", async () => {
    const { send, register } = await registered();
    const { id } = (await send("POST", ORDERS, SCOPES.write, order())).json;
    register.timeOut(id);
    expect((await send("GET", `${ORDERS}/${id}`, SCOPES.read)).json).toMatchObject({ status: "Timedout", timedOut: true });
    const second = await send("POST", ORDERS, SCOPES.write, order());
    expect(second.status).toBe(201);
    register.reject(second.json.id);
    expect((await send("GET", `${ORDERS}/${second.json.id}`, SCOPES.read)).json.status).toBe("Rejected");
    expect(() => register.approve(second.json.id)).toThrow();
  });

  test("for an agent asks for access packages, and lets it act for its clients", async () => {
    const { send, register } = await registered();
    const agent = { ...order(), rights: undefined, accessPackages: [{ urn: "urn:altinn:accesspackage:skattegrunnlag" }] };
    const { id } = (await send("POST", `${ORDERS}/agent`, SCOPES.write, agent)).json;
    expect((await send("GET", `${ORDERS}/agent/${id}`, SCOPES.read)).json.confirmUrl).toContain("/agentrequest?id=");
    expect((await send("GET", `${ORDERS}/${id}`, SCOPES.read)).json.code).toBe("AUTH-00010");
    expect((await send("GET", `${ORDERS}/agent/00000000-0000-0000-0000-000000000000`, SCOPES.read)).json.code).toBe("AUTH-00030");
    const userId = register.approve(id);
    expect(register.permits(userId, "ske-krav-og-betalinger", OTHER, "read")).toBe(false);
    register.delegateClient(userId, OTHER);
    expect(register.permits(userId, "ske-krav-og-betalinger", OTHER, "read")).toBe(true);
    expect(register.permits(userId, "ske-krav-og-betalinger", CUSTOMER, "read")).toBe(false);
    expect((await send("POST", `${ORDERS}/agent`, SCOPES.write, { ...agent, externalRef: "x", accessPackages: [] })).json.code).toBe(
      "AUTH-00058",
    );
  });

  test("is refused, each fault by its code", async () => {
    const { send } = await registered();
    const wrong: readonly (readonly [code: string, changes: object])[] = [
      ["AUTH-00001", { rights: [right("saldovakt")] }],
      ["AUTH-00011", { systemId: `${VENDOR}_nothing` }],
      ["AUTH-00021", { redirectUrl: "https://elsewhere.example" }],
      ["AUTH-00059", { rights: [] }],
      ["AUTH-00063", { accessPackages: [{ urn: "urn:altinn:accesspackage:nothing" }] }],
    ];
    for (const [code, changes] of wrong) {
      expect((await send("POST", ORDERS, SCOPES.write, order(changes))).json.code).toBe(code);
    }
    expect((await send("POST", ORDERS, SCOPES.read, order())).status).toBe(403);
  });
});

test("system users are listed page by page, and found by what Maskinporten asks", async () => {
  const { send, register, secret } = await house();
  for (let n = 0; n < 23; n++) {
    register.addSystemUser({ clientId: secret.clientId, vendorOrg: VENDOR, org: CUSTOMER, externalRef: `branch ${n}` });
  }
  const seen: string[] = [];
  let path: string | null = `${USERS}/vendor/bysystem/${VENDOR}_system1`;
  while (path) {
    const { data, links }: { data: { externalRef: string }[]; links: { next: string | null } } = (await send("GET", path, SCOPES.register))
      .json;
    seen.push(...data.map(({ externalRef }) => externalRef));
    path = links.next && new URL(links.next).pathname + new URL(links.next).search;
  }
  expect(seen).toEqual(Array.from({ length: 23 }, (_, n) => `branch ${n}`));
  const asked = { clientId: secret.clientId, systemProviderOrgNo: VENDOR, systemUserOwnerOrgNo: CUSTOMER, externalRef: "branch 7" };
  const found = await send("GET", `${USERS}/byExternalId?${new URLSearchParams(asked)}`, SCOPES.lookup);
  expect(found.json).toMatchObject({ reporteeOrgNo: CUSTOMER, externalRef: "branch 7" });
  const without = new URLSearchParams({ ...asked, externalRef: "" });
  expect((await send("GET", `${USERS}/byExternalId?${without}`, SCOPES.lookup)).status).toBe(404);
});

describe("the exchange", () => {
  test("hands out a token with the same claims, quoted or plain", async () => {
    for (const exchangeAnswer of ["quoted", "plain"] as const) {
      const { send, altinn } = await house({ exchangeAnswer });
      const { body } = await send("GET", EXCHANGE, SCOPES.pdp);
      expect(body.startsWith('"')).toBe(exchangeAnswer === "quoted");
      const claims = decodeJwt(exchangeAnswer === "quoted" ? JSON.parse(body) : body);
      expect(claims).toMatchObject({ scope: SCOPES.pdp, consumer: { ID: `0192:${VENDOR}` } });
      expect(claims.iss).toContain(altinn.platformUrl);
    }
  });

  test("takes no token but Maskinporten's", async () => {
    const { altinn, token } = await house();
    const exchange = (authorization: string) => call(`${altinn.platformUrl}${EXCHANGE}`, altinn.ca, { headers: { authorization } });
    expect((await exchange("Bearer nonsense")).status).toBe(401);
    expect((await exchange(`Basic ${await token(SCOPES.pdp)}`)).status).toBe(401);
  });
});

describe("the decision point", () => {
  const question = (user: string, org: string, changes: { resource?: string; action?: string } = {}) => ({
    Request: {
      ReturnPolicyIdList: true,
      AccessSubject: [{ Attribute: [{ AttributeId: "urn:altinn:systemuser:uuid", Value: user }] }],
      Action: [
        {
          Attribute: [{ AttributeId: "urn:oasis:names:tc:xacml:1.0:action:action-id", Value: changes.action ?? "read" }],
        },
      ],
      Resource: [
        {
          Attribute: [
            { AttributeId: "urn:altinn:resource", Value: changes.resource ?? "saldovakt" },
            { AttributeId: "urn:altinn:organization:identifier-no", Value: org },
          ],
        },
      ],
    },
  });

  async function pdp(options: Partial<AltinnSimulatorOptions> = {}) {
    const made = await house(options);
    const { altinn, register, secret, exchanged } = made;
    const user = register.addSystemUser({ clientId: secret.clientId, vendorOrg: VENDOR, org: CUSTOMER });
    const token = await exchanged(SCOPES.pdp);
    const ask = (body: unknown, headers: Record<string, string> = {}) =>
      call(`${altinn.platformUrl}${PDP}`, altinn.ca, {
        method: "POST",
        headers: {
          authorization: `Bearer ${token}`,
          "ocp-apim-subscription-key": altinn.subscriptionKey,
          "content-type": "application/json",
          ...headers,
        },
        body: JSON.stringify(body),
      });
    return { ...made, user, ask };
  }

  test("permits what the customer has let the system user do, and nothing else", async () => {
    const { ask, user } = await pdp();
    const decision = async (...asked: Parameters<typeof question>) => (await ask(question(...asked))).json.response[0].decision;
    expect(await decision(user, CUSTOMER)).toBe("Permit");
    expect(await decision(user, OTHER)).toBe("NotApplicable");
    expect(await decision(user, CUSTOMER, { action: "write" })).toBe("NotApplicable");
    expect(await decision(user, CUSTOMER, { resource: "nothing" })).toBe("NotApplicable");
    expect(await decision("somebody", CUSTOMER)).toBe("NotApplicable");
  });

  test("attaches the level of authentication to a Permit, and writes as asked", async () => {
    const { ask, user, altinn } = await pdp({ casing: "pascal" });
    const [result] = (await ask(question(user, CUSTOMER))).json.Response;
    expect(result.Status.StatusCode.Value).toBe("urn:oasis:names:tc:xacml:1.0:status:ok");
    expect(result.Obligations[0].attributeAssignment[0]).toMatchObject({ category: "urn:altinn:minimum-authenticationlevel", value: "2" });
    for (const decision of ["Deny", "Indeterminate", "NotApplicable"] as const) {
      altinn.setDecision(decision);
      const [refused] = (await ask(question(user, CUSTOMER))).json.Response;
      expect(refused.Decision).toBe(decision);
      expect(refused).not.toHaveProperty("Obligations");
    }
  });

  test("refuses a caller without key, scope or a token of Altinn's own, and a question of another form", async () => {
    const { ask, user, token, exchanged, altinn } = await pdp();
    const asked = question(user, CUSTOMER);
    expect((await ask(asked, { "ocp-apim-subscription-key": "wrong" })).status).toBe(401);
    expect((await ask(asked, { authorization: `Bearer ${await token(SCOPES.pdp)}` })).status).toBe(401);
    expect((await ask(asked, { authorization: `Bearer ${await exchanged(SCOPES.read)}` })).status).toBe(403);
    expect((await ask({ Request: { ...asked.Request, AccessSubject: [] } })).status).toBe(400);
    const crowded = [
      { Attribute: [...(asked.Request.AccessSubject[0]?.Attribute ?? []), { AttributeId: "urn:altinn:partyid", Value: "1" }] },
    ];
    expect((await ask({ Request: { ...asked.Request, AccessSubject: crowded } })).status).toBe(400);
    altinn.revokeTokens();
    expect((await ask(asked)).status).toBe(401);
  });
});
