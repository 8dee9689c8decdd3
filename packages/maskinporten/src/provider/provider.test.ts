import { accountId, SaldovaktError } from "@saldovakt/domain";
import { describe, expect, test } from "vitest";
import { CUSTOMER, OTHER, response, START, VENDOR } from "../../test/fakes.ts";
import { claims, fakeValidator, issuer, organisation, STRANGERS, token, USER_ID } from "../../test/provider-fakes.ts";
import type { Question, Verdict } from "./pdp.ts";
import { permittedAccounts } from "./permitted.ts";
import { type ApiProviderOptions, type AuthorisationRecord, createApiProvider, type RouteAccess } from "./provider.ts";

const ACCOUNT = accountId(new Uint8Array(20));
const SECOND = accountId(new Uint8Array(20).fill(1));
const CONTEXT = { requestId: "request-1", account: ACCOUNT };
const VENDORS = token(claims({ authorization_details: undefined }));

function house(
  decide: (question: Question, reused: () => void) => Verdict | Error = () => "PERMIT",
  options: Partial<ApiProviderOptions> = {},
) {
  const records: AuthorisationRecord[] = [];
  const questions: Question[] = [];
  const of = issuer();
  const provider = createApiProvider({
    validator: fakeValidator(of),
    authoriser: {
      async decide(question, reused = () => {}) {
        questions.push(question);
        const verdict = decide(question, reused);
        if (verdict instanceof Error) throw verdict;
        return verdict;
      },
      close: async () => {},
    },
    resource: "saldovakt",
    action: "read",
    audit: (record) => void records.push(record),
    now: () => START,
    ...options,
  });
  const bearer = (text: string) => new Headers({ authorization: `Bearer ${text}` });
  const ask = (text: string, org: string | null = CUSTOMER, route: RouteAccess = {}) =>
    provider.authorise(bearer(text), org, route, CONTEXT);
  return { of, provider, records, questions, ask, bearer };
}

describe("a system user", () => {
  test("is let in where Altinn permits, and the record says who, for which account, what and why", async () => {
    const { ask, records, questions } = house();
    expect(await ask(token())).toMatchObject({ kind: "system-user", id: USER_ID, organisation: CUSTOMER, caller: { consumer: VENDOR } });
    expect(questions).toEqual([{ systemUser: USER_ID, organisation: CUSTOMER, resource: "saldovakt", action: "read" }]);
    expect(records).toEqual([
      {
        at: "2026-11-22T12:00:00.000Z",
        principal: { kind: "system-user", id: USER_ID },
        clientHash: expect.stringMatching(/^[0-9a-f]{20}$/),
        onBehalfOf: ACCOUNT,
        resource: "saldovakt",
        action: "read",
        outcome: "allowed",
        reason: "PERMIT",
        anew: true,
        requestId: "request-1",
      },
    ]);
  });

  test("has in the record whether Altinn was asked for it", async () => {
    let [isKept, isAway] = [false, false];
    const { ask, records } = house((_, reused) => {
      if (isKept) reused();
      return isAway ? new Error("away") : "PERMIT";
    });
    await ask(token());
    isKept = true;
    await ask(token());
    [isKept, isAway] = [false, true];
    await ask(token());
    await ask(token(), null);
    await ask(VENDORS);
    await ask("a.b.c");
    expect(records.map(({ anew }) => anew)).toEqual([true, false, true, false, false, false]);
  });

  test("is asked about with the route's own resource and action, and the organisation the request is about", async () => {
    const { ask, questions, records } = house();
    await ask(token(), OTHER, { resource: "saldovakt-pay", action: "write" });
    expect(questions).toEqual([{ systemUser: USER_ID, organisation: OTHER, resource: "saldovakt-pay", action: "write" }]);
    expect(records).toMatchObject([{ resource: "saldovakt-pay", action: "write" }]);
  });

  test.each(["PDP_DENIED", "PDP_NOT_APPLICABLE", "PDP_INDETERMINATE", "OBLIGATION_UNKNOWN", "OBLIGATION_UNMET"] as const)(
    "is refused for %s, of which only the record tells",
    async (verdict) => {
      const { ask, records } = house(() => verdict);
      const refusal = await ask(token());
      expect(refusal).toMatchObject({ kind: "refusal", status: 403, code: "ACCESS_REFUSED", reason: verdict });
      expect(refusal).toHaveProperty("challenge", expect.not.stringContaining(verdict));
      expect(records).toMatchObject([{ outcome: "refused", reason: verdict, principal: { id: USER_ID } }]);
    },
  );

  test("is refused with 503 when Altinn decides nothing, whatever the fault", async () => {
    const faults = [new SaldovaktError("x", { code: "PDP_SLOW", scope: "transient", retryAfterMs: 2_500 }), new TypeError("x")];
    for (const [fault, reason] of [
      [faults[0], "PDP_SLOW"],
      [faults[1], "INTERNAL"],
    ] as const) {
      const { ask, records } = house(() => fault as Error);
      expect(await ask(token())).toMatchObject({ status: 503, reason, retryAfterSeconds: reason === "PDP_SLOW" ? 3 : 10 });
      expect(records).toMatchObject([{ outcome: "unavailable", reason }]);
    }
  });

  test("opens no organisation that is none of Norway's, of which Altinn is not even told", async () => {
    const { ask, questions } = house();
    for (const org of ["310000018", "165560000006", "", `${CUSTOMER} `, "*"]) {
      expect(await ask(token(), org)).toMatchObject({ status: 403, reason: "ORGANISATION_FOREIGN" });
    }
    expect(questions).toEqual([]);
  });

  test("opens no organisation at all where the route concerns none", async () => {
    const { ask, questions, records } = house();
    expect(await ask(token(), null)).toMatchObject({ kind: "system-user", organisation: null });
    expect(questions).toEqual([]);
    expect(records).toMatchObject([{ outcome: "allowed", reason: "NO_ORGANISATION" }]);
  });
});

describe("a plain vendor", () => {
  test("is refused", async () => {
    const { ask, questions, records } = house();
    for (const org of [CUSTOMER, VENDOR, null]) {
      expect(await ask(VENDORS, org)).toMatchObject({ status: 403, code: "SYSTEM_USER_REQUIRED" });
    }
    expect(questions).toEqual([]);
    expect(records[0]).toMatchObject({ principal: { kind: "vendor" }, outcome: "refused", reason: "SYSTEM_USER_REQUIRED" });
  });

  test("is let in where the route says so, for itself alone", async () => {
    const { ask, questions, records } = house();
    const route = { allowVendor: true };
    expect(await ask(VENDORS, null, route)).toMatchObject({ kind: "vendor", organisation: null });
    expect(await ask(VENDORS, VENDOR, route)).toMatchObject({ kind: "vendor", organisation: VENDOR });
    expect(await ask(VENDORS, CUSTOMER, route)).toMatchObject({ status: 403, reason: "ORGANISATION_FOREIGN" });
    const delegated = claims({ authorization_details: undefined, consumer: organisation(CUSTOMER), supplier: organisation(VENDOR) });
    expect(await ask(token(delegated), CUSTOMER, route)).toMatchObject({ kind: "vendor", organisation: CUSTOMER });
    expect(await ask(token(delegated), VENDOR, route)).toMatchObject({ status: 403 });
    expect(questions).toEqual([]);
    expect(records.map(({ reason }) => reason).slice(0, 3)).toEqual(["VENDOR_ALLOWED", "VENDOR_ALLOWED", "ORGANISATION_FOREIGN"]);
  });

  test("is what a token with an unreadable system user is not", async () => {
    const forged = token(claims({ authorization_details: [{ type: "urn:altinn:systemuser" }] }));
    expect(await house().ask(forged, null, { allowVendor: true })).toMatchObject({ status: 401, reason: "TOKEN_SYSTEM_USER" });
  });

  test("changes nothing for a system user, whom Altinn must permit there too", async () => {
    const { ask } = house(() => "PDP_DENIED");
    expect(await ask(token(), CUSTOMER, { allowVendor: true })).toMatchObject({ status: 403, reason: "PDP_DENIED" });
    expect(await ask(token(), VENDOR, { allowVendor: true })).toMatchObject({ status: 403, reason: "PDP_DENIED" });
  });
});

describe("a request", () => {
  test("without a token is told what it needs", async () => {
    const { provider, records } = house();
    for (const headers of [new Headers(), new Headers({ authorization: "" }), { get: () => undefined }]) {
      expect(await provider.authorise(headers, CUSTOMER, {}, CONTEXT)).toMatchObject({
        status: 401,
        code: "TOKEN_MISSING",
        error: null,
        challenge: 'Bearer realm="saldovakt"',
      });
    }
    expect(records[0]).toMatchObject({ principal: null, clientHash: null, outcome: "refused", reason: "TOKEN_MISSING" });
  });

  test("shows its token in one way only", async () => {
    const { provider, questions } = house();
    const ask = (authorization: string) => provider.authorise({ get: () => authorization }, CUSTOMER, {}, CONTEXT);
    expect(await ask(`bearer  ${token()}`)).toMatchObject({ kind: "system-user" });
    for (const authorization of [
      token(),
      `Basic ${token()}`,
      `Bearer ${token()}, Bearer ${token()}`,
      `Bearer "${token()}"`,
      `Bearer\t${token()}`,
      "Bearer",
    ]) {
      expect(await ask(authorization)).toMatchObject({ status: 401, reason: "TOKEN_MALFORMED" });
    }
    expect(questions).toHaveLength(1);
  });

  test("with a token nobody can believe leaves a record that names nobody, and asks Altinn nothing", async () => {
    const { ask, records, questions } = house();
    expect(await ask(token(claims(), {}, STRANGERS))).toMatchObject({ status: 401, reason: "TOKEN_SIGNATURE" });
    expect(records).toMatchObject([{ principal: null, clientHash: null, onBehalfOf: ACCOUNT, reason: "TOKEN_SIGNATURE" }]);
    expect(questions).toEqual([]);
  });

  test("with a token that was signed and is not taken leaves a record of who showed it", async () => {
    const { ask, records } = house();
    const away: [string, string][] = [
      [token(claims({ scope: "x" })), "SCOPE_MISSING"],
      [token(claims({ aud: "https://elsewhere.example" })), "TOKEN_AUDIENCE"],
      [token(claims({ iat: 1, exp: 2 })), "TOKEN_EXPIRED"],
    ];
    for (const [text, reason] of away) expect(await ask(text)).toMatchObject({ kind: "refusal", reason });
    const who = { kind: "system-user", id: USER_ID };
    expect(records.map(({ principal, outcome, reason }) => [principal, outcome, reason])).toEqual(
      away.map(([, reason]) => [who, "refused", reason]),
    );
  });

  test("has its record kept in its own log too, or is not let in", async () => {
    const { provider, bearer, records } = house();
    const own: AuthorisationRecord[] = [];
    await provider.authorise(bearer(token()), CUSTOMER, {}, { ...CONTEXT, keep: (record) => void own.push(record) });
    expect(own).toEqual(records);
    const keep = () => Promise.reject(new Error("full"));
    expect(await provider.authorise(bearer(token()), CUSTOMER, {}, { ...CONTEXT, keep })).toMatchObject({
      status: 503,
      reason: "AUDIT_UNAVAILABLE",
    });
  });

  test("is answered with 503 when the keys cannot be had", async () => {
    const { of, ask, records } = house();
    of.instead = response(200, "<html></html>");
    expect(await ask(token())).toMatchObject({ status: 503, code: "AUTHORISATION_UNAVAILABLE" });
    expect(records).toMatchObject([{ outcome: "unavailable", reason: "MP_HTML", principal: null }]);
  });

  test("is not let in when its record cannot be kept", async () => {
    const audit = () => Promise.reject(new Error("full"));
    expect(await house(undefined, { audit }).ask(token())).toMatchObject({ status: 503, reason: "AUDIT_UNAVAILABLE" });
    expect(await house(() => "PDP_DENIED", { audit }).ask(token())).toMatchObject({ status: 403, reason: "PDP_DENIED" });
  });

  test("leaves no number, name or token in any record", async () => {
    const { ask, records } = house();
    const delegated = claims({ consumer: organisation(OTHER), supplier: organisation(VENDOR) });
    for (const text of [token(), token(delegated), VENDORS, token(claims({ scope: "x" })), "a.b.c"]) await ask(text);
    expect(records).toHaveLength(5);
    for (const secret of [VENDOR, CUSTOMER, OTHER, "client-of-a-vendor", "eyJ"]) expect(JSON.stringify(records)).not.toContain(secret);
  });
});

describe("a list", () => {
  const CANDIDATES = [
    { account: SECOND, organisation: OTHER },
    { account: ACCOUNT, organisation: CUSTOMER },
  ];
  const list = ({ provider, bearer }: ReturnType<typeof house>, text = token()) =>
    permittedAccounts(provider, bearer(text), CANDIDATES, {}, { requestId: "request-1" });

  test("holds what Altinn permits, in the order given", async () => {
    expect(await list(house())).toMatchObject({
      kind: "permitted",
      principal: { id: USER_ID, organisation: null },
      accounts: [SECOND, ACCOUNT],
    });
    const some = house(({ organisation }) => (organisation === CUSTOMER ? "PERMIT" : "PDP_NOT_APPLICABLE"));
    expect(await list(some)).toMatchObject({ accounts: [ACCOUNT] });
    // Altinn is asked about several at once: the caller is known first, the accounts follow in any order.
    const [first, ...rest] = some.records.map(({ onBehalfOf, outcome }) => `${onBehalfOf} ${outcome}`);
    expect(first).toBe("null allowed");
    expect(rest.sort()).toEqual([`${SECOND} refused`, `${ACCOUNT} allowed`].sort());
  });

  test("is refused as a whole when a part of it cannot be decided, or the caller is nobody", async () => {
    const broken = house(({ organisation }) => (organisation === CUSTOMER ? new Error("x") : "PERMIT"));
    expect(await list(broken)).toMatchObject({ kind: "refusal", status: 503 });
    const torn = house(({ organisation }) => (organisation === CUSTOMER ? "PDP_INDETERMINATE" : "PERMIT"));
    expect(await list(torn)).toMatchObject({ kind: "refusal", status: 503, reason: "PDP_INDETERMINATE", retryAfterSeconds: 10 });
    expect(await list(house(), VENDORS)).toMatchObject({ status: 403, code: "SYSTEM_USER_REQUIRED" });
    expect(await list(house(), "a.b.c")).toMatchObject({ status: 401 });
  });
});
