import { SaldovaktError } from "@saldovakt/domain";
import { createMaskinporten, type Maskinporten } from "@saldovakt/maskinporten";
import { type SimulatedMaskinporten, type SimulatedMaskinportenSecret, startMaskinporten } from "@saldovakt/simulator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { explain, isMaskinportens, TURN_WORDS } from "./explain.ts";

const VENDOR = "310000027";
const CUSTOMER = "313367002";
const SCOPE = "skatteetaten:kravogbetalinger";

const open: { close(): unknown }[] = [];
let gate: SimulatedMaskinporten;
beforeAll(async () => {
  gate = await startMaskinporten({
    scopes: [{ name: SCOPE }, { name: "some:closed", access: [] }, { name: "openid", kind: "login" }],
  });
  open.push(gate);
});
afterAll(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

function consumer(secret: SimulatedMaskinportenSecret): Maskinporten {
  const made = createMaskinporten({
    settings: { issuer: gate.issuer, ca: gate.ca },
    secret: async () => secret,
    timer: { now: Date.now, pause: async () => {} },
    random: () => 0,
    jti: () => crypto.randomUUID(),
  });
  open.push(made);
  return made;
}

const faultOf = (work: Promise<unknown>): Promise<SaldovaktError> =>
  work.then(
    () => expect.fail("nothing was refused"),
    (thrown) => thrown as SaldovaktError,
  );

describe("what Maskinporten refuses", () => {
  it.each([
    ["MP-100", "operator", {}, { clientId: "00000000-0000-0000-0000-000000000000" }],
    ["MP-200", "operator", { scopes: ["no:such"] }, {}],
    ["MP-201", "operator", { scopes: ["openid"] }, {}],
    ["MP-250", "provider", { scopes: ["some:closed"] }, {}],
    ["MP-250", "customer", { scopes: ["some:closed"], consumerOrg: CUSTOMER }, {}],
    ["MP-251", "customer", { consumerOrg: CUSTOMER }, {}],
    ["MP-303", "customer", { systemUser: { org: CUSTOMER } }, {}],
  ])("%s is the %s's turn", async (own, turn, request, changed) => {
    const secret = await gate.addClient({ org: VENDOR, scopes: [SCOPE, "some:closed", "openid"] });
    const fault = await faultOf(consumer({ ...secret, ...changed }).token({ scopes: [SCOPE], ...request }));
    expect(isMaskinportens(fault)).toBe(true);
    expect(explain(fault)).toMatchObject({ code: fault.code, own, turn });
  });

  it("is that another key was put beside the key id: MP-124", async () => {
    const [one, other] = [await gate.addClient({ org: VENDOR }), await gate.addClient({ org: VENDOR })];
    expect(explain(await faultOf(consumer({ ...one, key: other.key }).token({ scopes: [SCOPE] })))).toMatchObject({ own: "MP-124" });
  });

  it("is that the key's year is over: MP-121", async () => {
    const { clientId } = await gate.addClient({ org: VENDOR });
    const secret = await gate.addKey(clientId, Date.now() - 1_000);
    expect(explain(await faultOf(consumer(secret).token({ scopes: [SCOPE] })))).toMatchObject({ own: "MP-121", turn: "operator" });
  });
});

/** The codes of Digdir's page, by ours. */
const DOCUMENTED = {
  MP_GRANT_MALFORMED: "MP-011",
  MP_GRANT_REUSED: "MP-012",
  MP_CLIENT_UNKNOWN: "MP-100",
  MP_AUDIENCE_REFUSED: "MP-110",
  MP_CERTIFICATE_REFUSED: "MP-120",
  MP_KEY_EXPIRED: "MP-121",
  MP_CERTIFICATE_FOREIGN: "MP-122",
  MP_CHAIN_REFUSED: "MP-123",
  MP_SIGNATURE_REFUSED: "MP-124",
  MP_CLOCK: "MP-130",
  MP_SCOPE_REFUSED: "MP-200",
  MP_SCOPE_FOREIGN: "MP-201",
  MP_NO_ACCESS: "MP-250",
  MP_NOT_DELEGATED: "MP-251",
  MP_DETAILS_TYPE_UNKNOWN: "MP-301",
  MP_DETAILS_FIELD_UNKNOWN: "MP-302",
  MP_SYSTEM_USER_MISSING: "MP-303",
};

describe("every documented code", () => {
  it.each(Object.entries(DOCUMENTED))("%s (%s) is told in words, with a turn and a next step", (code, own) => {
    const told = explain(new SaldovaktError("refused", { code, scope: "account" }));
    expect(told.own).toBe(own);
    expect(TURN_WORDS[told.turn]).toMatch(/s$/);
    // Sentences are put together from them: no capital before, no full stop after.
    for (const text of [told.means, told.next]) expect(text).toMatch(/^[a-z].{15,}[^.]$/i);
  });
});

describe("any other fault", () => {
  it.each([
    ["account", "customer"],
    ["installation", "operator"],
    ["input", "operator"],
    ["transient", "nobody"],
    ["internal", "operator"],
  ] as const)("of scope %s says what it says itself, and is the %s's turn", (scope, turn) => {
    const fault = new SaldovaktError("something is wrong", { code: "SKE_SOMETHING", scope, remedy: "mend it" });
    expect(explain(fault)).toEqual({ code: "SKE_SOMETHING", own: null, means: "something is wrong", turn, next: "mend it" });
    expect(isMaskinportens(fault)).toBe(false);
  });

  it("without a remedy sends to the doctor", () => {
    expect(explain(new SaldovaktError("x", { code: "toString", scope: "internal" })).next).toContain("saldovakt doctor");
  });
});
