import { describe, expect, test } from "vitest";
import { ACCOUNT, callsOf, house, MINUTE, PURPOSE, REDIRECT, signInAs } from "../../test/signed-in.ts";
import { COMPANY, refusal } from "../../test/simulated.ts";
import { walkWithCertificate } from "./index.ts";

describe("with e-legitimation", () => {
  test("a person signs, and the account is read though nobody is ombud for it", async () => {
    const at = await house();
    const signIns = at.signIns();
    expect(await signIns.state(ACCOUNT)).toBeNull();
    expect(await refusal(at.interactive().read(COMPANY.identity))).toMatchObject({ code: "SKV_SIGN_IN_OVER", scope: "account" });

    const { purpose, state } = await signInAs(at);
    expect(purpose).toEqual(PURPOSE);
    expect(state).toEqual({ kind: "per", signedInAt: "2026-11-20T11:00:00.000Z", readableUntil: "2026-11-20T12:05:00.000Z" });
    expect(await signIns.state(ACCOUNT)).toEqual(state);

    const skatteverket = at.interactive();
    expect(await skatteverket.read(COMPANY.identity)).toMatchObject({ source: "skatteverket", balance: 150_000 });
    expect(await skatteverket.readPayout(COMPANY.identity)).toMatchObject({ payoutAccount: COMPANY.payoutAccount });
    // The certificate is not shown, and the token's whole life is used.
    expect(callsOf(at, "refresh")).toEqual([]);
    expect(at.kms.calls.filter(({ name }) => name === "decrypt").length).toBeGreaterThan(0);
  });

  test("what lies at rest tells nothing", async () => {
    const at = await house();
    await signInAs(at);
    const record = await at.record();
    const tokens = await at.vault.open(ACCOUNT, record.sealed);
    const bytes = Buffer.from(record.sealed, "base64url").toString("latin1");
    for (const secret of [tokens.accessToken, tokens.renewal?.token ?? "", "accessToken"]) {
      expect(JSON.stringify(record)).not.toContain(secret);
      expect(bytes).not.toContain(secret);
    }
  });

  test("a person without permission is told so", async () => {
    const at = await house();
    await signInAs(at, "1");
    expect(await refusal(at.interactive().read(COMPANY.identity))).toMatchObject({
      code: "SKV_NOT_AUTHORISED",
      scope: "account",
      remedy: expect.stringContaining("sign in as somebody"),
    });
  });

  test("signing in anew takes the place of what was", async () => {
    const at = await house();
    await signInAs(at, "1");
    at.clock.pass(MINUTE);
    const { state } = await signInAs(at, "0");
    expect(state.signedInAt).toBe("2026-11-20T11:01:00.000Z");
    expect(await at.interactive().balance(COMPANY.identity)).toMatchObject({ balance: 150_000 });
  });

  test("one that is of no use gives way: what stood before stands again, and one that came later stays", async () => {
    const at = await house();
    const { giveWay, state } = at.signIns();
    const alone = await signInAs(at, "1");
    await giveWay(ACCOUNT, alone.id);
    expect(await state(ACCOUNT)).toBeNull();
    const good = await signInAs(at, "0");
    at.clock.pass(MINUTE);
    const useless = await signInAs(at, "1");
    await giveWay(ACCOUNT, useless.id);
    expect(await state(ACCOUNT)).toEqual(good.state);
    expect(await at.interactive().balance(COMPANY.identity)).toMatchObject({ balance: 150_000 });
    await giveWay(ACCOUNT, useless.id);
    await giveWay(ACCOUNT, alone.id);
    expect(await state(ACCOUNT)).toEqual(good.state);
  });

  test("the state ends with the last token", async () => {
    const at = await house();
    await signInAs(at);
    at.clock.pass(64 * MINUTE);
    expect(await at.signIns().state(ACCOUNT)).not.toBeNull();
    at.clock.pass(MINUTE);
    expect(await at.signIns().state(ACCOUNT)).toBeNull();
  });

  test("keys exchanged meanwhile are taken up, and read anew once", async () => {
    const at = await house();
    const { secret } = at.signIn;
    const old = { ...secret, oauth2: { ...secret.oauth2, clientSecret: "exchanged-key" } };
    let readAnew = 0;
    const provided = (fresh: typeof secret) => async (asked?: { readonly fresh?: boolean }) => {
      if (asked?.fresh) readAnew++;
      return asked?.fresh ? fresh : old;
    };
    await signInAs(at, "0", at.signIns("per", { secret: provided(secret) }));
    expect(callsOf(at, "token")).toEqual([401, 200]);
    expect(await refusal(signInAs(at, "0", at.signIns("per", { secret: provided(old) })))).toMatchObject({
      code: "SKV_CREDENTIALS_REFUSED",
    });
    expect([callsOf(at, "token"), readAnew]).toEqual([[401, 200, 401], 2]);
  });

  test.each([1e300, 1e12])("a life of %d seconds is taken for a day at most", async (expires_in) => {
    const body = JSON.stringify({ access_token: "long-lived-token-1", token_type: "Bearer", expires_in });
    const fault = { kind: "status", status: 200, body, headers: { "content-type": "application/json" } } as const;
    const at = await house({ faults: [{ when: { operation: "token" }, fault }] });
    const { state } = await signInAs(at);
    expect(state.readableUntil).toBe("2026-11-21T10:59:30.000Z");
  });

  test("without a client secret there is no way in", async () => {
    const at = await house();
    const { clientId } = at.signIn.secret.oauth2;
    const signIns = at.signIns("per", { secret: async () => ({ ...at.signIn.secret, oauth2: { clientId } }) });
    expect(await refusal(signIns.begin({ redirectUri: REDIRECT, purpose: PURPOSE }))).toMatchObject({ code: "SKV_SIGN_IN_SECRET" });
  });
});

describe("with an organisation certificate", () => {
  test("the certificate signs in the browser's place; nothing is renewed", async () => {
    const at = await house({}, { companies: [COMPANY] });
    const signIns = at.signIns("org");
    const begun = await signIns.begin({ redirectUri: REDIRECT, purpose: PURPOSE });
    const options = { settings: at.settings("org"), secret: at.signIn.secret, timer: at.clock, now: at.clock.instant };
    const url = await walkWithCertificate(begun, options);
    const { state } = await signIns.finish({ url, handle: begun.handle });
    expect(state).toEqual({ kind: "org", signedInAt: "2026-11-20T11:00:00.000Z", readableUntil: "2026-11-20T11:59:30.000Z" });
    const interactive = () => at.interactive({ signIn: at.settings("org") });
    expect(await interactive().read(COMPANY.identity)).toMatchObject({ balance: 150_000 });
    at.clock.pass(60 * MINUTE);
    expect(await refusal(interactive().read(COMPANY.identity))).toMatchObject({ code: "SKV_SIGN_IN_OVER" });
    expect(at.signIn.requests.map(({ server, call }) => `${server} ${call}`)).toEqual(["org authorize", "org token"]);
  });

  test.each(["answer", "connection"] as const)("a certificate that is not taken is named: refused by %s", async (refuseCertificateBy) => {
    const at = await house({}, { refuseCertificateBy });
    const expired = { ...at.signIn.secret, certificate: await at.simulated.certificateFor("expired") };
    const begun = await at.signIns("org").begin({ redirectUri: REDIRECT, purpose: PURPOSE });
    const options = { settings: at.settings("org"), secret: expired, timer: at.clock, now: at.clock.instant };
    expect(await refusal(walkWithCertificate(begun, options))).toMatchObject({ code: "CERTIFICATE_EXPIRED", scope: "installation" });
  });

  test("without a certificate there is no way in", async () => {
    const at = await house();
    const { certificate: _, ...bare } = at.signIn.secret;
    const signIns = at.signIns("org", { secret: async () => bare });
    expect(await refusal(signIns.begin({ redirectUri: REDIRECT, purpose: PURPOSE }))).toMatchObject({ code: "SKV_SIGN_IN_SECRET" });
  });
});

describe("disconnecting", () => {
  test("deletes what was kept; the authority offers no more than that", async () => {
    const at = await house();
    await signInAs(at);
    expect(await at.signIns().disconnect(ACCOUNT)).toEqual({ revoked: false });
    expect(await at.records.get(ACCOUNT)).toBeNull();
    expect(callsOf(at, "revoke")).toEqual([]);
    expect(await refusal(at.interactive().balance(COMPANY.identity))).toMatchObject({ code: "SKV_SIGN_IN_OVER" });
  });

  test("revokes where it can", async () => {
    const at = await house();
    const signIns = at.signIns("per", { settings: { revocationUrl: at.signIn.per.revocationUrl } });
    await signInAs(at);
    const skatteverket = at.interactive();
    await skatteverket.balance(COMPANY.identity);
    expect(await signIns.disconnect(ACCOUNT)).toEqual({ revoked: true });
    // Even what is still in some memory is dead.
    expect(await refusal(skatteverket.balance(COMPANY.identity))).toMatchObject({ code: "SKV_SIGN_IN_OVER" });
    expect(await signIns.disconnect(ACCOUNT)).toEqual({ revoked: false });
  });

  test("deletes although revoking fails", async () => {
    const at = await house({ faults: [{ when: { operation: "revoke" }, fault: { kind: "html" } }] });
    await signInAs(at);
    const signIns = at.signIns("per", { settings: { revocationUrl: at.signIn.per.revocationUrl } });
    expect(await signIns.disconnect(ACCOUNT)).toEqual({ revoked: false });
    expect(await at.records.get(ACCOUNT)).toBeNull();
  });
});
