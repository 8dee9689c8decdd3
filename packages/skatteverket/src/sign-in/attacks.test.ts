import { describe, expect, test } from "vitest";
import { ACCOUNT, callsOf, type House, house, MINUTE, PURPOSE, REDIRECT, walk } from "../../test/signed-in.ts";
import { refusal } from "../../test/simulated.ts";
import { finishSignIn, type SignInKind, type SignInSettings, type SignIns } from "./index.ts";

const begin = (signIns: SignIns) => signIns.begin({ redirectUri: REDIRECT, purpose: PURPOSE });

/** The callback's address with other parameters; null takes one away. */
function changed(address: string, changes: Readonly<Record<string, string | null>>): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  return url.href;
}

/** Refused before any code was sent anywhere, and nothing was kept. */
async function untouched(at: House, attempt: Promise<unknown>, code: string): Promise<void> {
  expect(await refusal(attempt)).toMatchObject({ code });
  expect(callsOf(at, "token")).toEqual([]);
  expect(await at.records.get(ACCOUNT)).toBeNull();
}

describe("replay", () => {
  test("a callback works once, however many come at once", async () => {
    const at = await house();
    const signIns = at.signIns();
    const { url, handle } = await begin(signIns);
    const callback = { url: await walk(at, url), handle };
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => signIns.finish(callback)));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await refusal(signIns.finish(callback))).toMatchObject({ code: "SKV_SIGN_IN_STALE", scope: "input" });
    expect(callsOf(at, "token")).toEqual([200]);
  });

  test("a code already used is of no use in a sign-in of one's own", async () => {
    const at = await house();
    const signIns = at.signIns();
    const first = await begin(signIns);
    const code = new URL(await walk(at, first.url)).searchParams.get("code") ?? "";
    const second = await begin(signIns);
    const spliced = changed(await walk(at, second.url), { code });
    // Its proof of possession is another's.
    expect(await refusal(signIns.finish({ url: spliced, handle: second.handle }))).toMatchObject({ code: "SKV_SIGN_IN_STALE" });
    expect(await at.records.get(ACCOUNT)).toBeNull();
  });

  test("a code older than five minutes is dead, and so is a sign-in older than ten", async () => {
    const at = await house();
    const signIns = at.signIns();
    const first = await begin(signIns);
    const late = await walk(at, first.url);
    at.clock.pass(5 * MINUTE);
    expect(await refusal(signIns.finish({ url: late, handle: first.handle }))).toMatchObject({ code: "SKV_SIGN_IN_STALE" });
    expect(callsOf(at, "token")).toEqual([400]);

    const second = await begin(signIns);
    at.clock.pass(10 * MINUTE);
    const url = await walk(at, second.url);
    expect(await refusal(signIns.finish({ url, handle: second.handle }))).toMatchObject({ code: "SKV_SIGN_IN_STALE" });
    expect(callsOf(at, "token")).toEqual([400]);
  });
});

describe("mixed up", () => {
  test.each<[string, Readonly<Record<string, string | null>>]>([
    ["another state", { state: "x".repeat(43) }],
    ["no state", { state: null }],
    ["no code", { code: null }],
    ["an empty code", { code: "" }],
    ["a token of the implicit grant", { token: "t" }],
    ["an answer in a JWT", { response: "a.b.c" }],
    ["an error of somebody else's", { state: "y".repeat(43), error: "access_denied" }],
  ])("%s", async (_, changes) => {
    const at = await house();
    const { url, handle } = await begin(at.signIns());
    await untouched(at, at.signIns().finish({ url: changed(await walk(at, url), changes), handle }), "SKV_SIGN_IN_MIXED_UP");
  });

  test.each(["code", "state", "iss"])("two of %s", async (name) => {
    const at = await house({ namesIssuer: true });
    const { url, handle } = await begin(at.signIns());
    const back = new URL(await walk(at, url));
    back.searchParams.append(name, back.searchParams.get(name) ?? "");
    await untouched(at, at.signIns().finish({ url: back.href, handle }), "SKV_SIGN_IN_MIXED_UP");
  });

  test("another browser's sign-in: an attacker's callback in the victim's browser", async () => {
    const at = await house();
    const signIns = at.signIns();
    const attacker = await begin(signIns);
    const back = await walk(at, attacker.url, "1");
    const victim = await begin(signIns);
    await untouched(at, signIns.finish({ url: back, handle: victim.handle }), "SKV_SIGN_IN_MIXED_UP");
    await untouched(at, signIns.finish({ url: back, handle: "" }), "SKV_SIGN_IN_STALE");
    await untouched(at, signIns.finish({ url: back, handle: attacker.pending.id }), "SKV_SIGN_IN_STALE");
  });

  test("what is kept is of no use to whoever reads it, without the browser's handle", async () => {
    const at = await house();
    const { url, pending } = await begin(at.signIns());
    const callback = await walk(at, url);
    const options = { settings: at.settings(), secret: at.signIn.secret, timer: at.clock, now: at.clock.instant };
    for (const handle of ["", pending.id, pending.state, pending.codeVerifier, "x".repeat(43)]) {
      await untouched(at, finishSignIn(pending, { url: callback, handle }, options), "SKV_SIGN_IN_MIXED_UP");
    }
  });

  test("a sign-in of one kind is not finished as the other, even where one server plays both", async () => {
    const at = await house();
    const { url, pending, handle } = await begin(at.signIns());
    const callback = await walk(at, url);
    const settings = { ...at.settings(), kind: "org" } as const;
    const options = { settings, secret: at.signIn.secret, timer: at.clock, now: at.clock.instant };
    await untouched(at, finishSignIn(pending, { url: callback, handle }, options), "SKV_SIGN_IN_MIXED_UP");
  });

  test("keys of another client are never sent with a code", async () => {
    const at = await house();
    const { url, pending, handle } = await begin(at.signIns());
    const callback = await walk(at, url);
    const secret = { ...at.signIn.secret, oauth2: { clientId: "another-client", clientSecret: "s" } };
    const options = { settings: at.settings(), secret, timer: at.clock, now: at.clock.instant };
    await untouched(at, finishSignIn(pending, { url: callback, handle }, options), "SKV_SIGN_IN_STALE");
  });

  test.each([
    "https://saldovakt.example/connect/skatteverket/callback/",
    "https://saldovakt.example:444/connect/skatteverket/callback",
    "http://saldovakt.example/connect/skatteverket/callback",
    "https://evil.example/connect/skatteverket/callback",
    "https://saldovakt.example/connect/skatteverket/CALLBACK",
    "/connect/skatteverket/callback",
    "",
  ])("an address that is not the redirect address: %s", async (address) => {
    const at = await house();
    const { url, handle } = await begin(at.signIns());
    const { search } = new URL(await walk(at, url));
    await untouched(at, at.signIns().finish({ url: address + search, handle }), "SKV_SIGN_IN_MIXED_UP");
  });

  test("a callback longer than any", async () => {
    const at = await house();
    const { url, handle } = await begin(at.signIns());
    const back = changed(await walk(at, url), { more: "x".repeat(9_000) });
    await untouched(at, at.signIns().finish({ url: back, handle }), "SKV_SIGN_IN_MIXED_UP");
  });
});

describe("another issuer", () => {
  const finishing = async (namesIssuer: boolean, settings: Partial<SignInSettings>, changes: Readonly<Record<string, string | null>>) => {
    const at = await house({ namesIssuer });
    const signIns = at.signIns("per", { settings });
    const { url, handle } = await begin(signIns);
    return { at, attempt: signIns.finish({ url: changed(await walk(at, url), changes), handle }) };
  };

  test.each(["https://evil.example", "https://localhost", "not an address"])("%s is refused although none is configured", async (iss) => {
    const { at, attempt } = await finishing(false, {}, { iss });
    await untouched(at, attempt, "SKV_SIGN_IN_MIXED_UP");
  });

  test("where one is configured, no other will do, nor none", async () => {
    const issuer = "https://peroauth2.skatteverket.example";
    const other = await finishing(true, { issuer }, {});
    await untouched(other.at, other.attempt, "SKV_SIGN_IN_MIXED_UP");
    const none = await finishing(true, { issuer }, { iss: null });
    await untouched(none.at, none.attempt, "SKV_SIGN_IN_MIXED_UP");
    const right = await finishing(true, { issuer }, { iss: issuer });
    expect((await right.attempt).purpose).toEqual(PURPOSE);
  });

  test("the host it was begun at may name itself", async () => {
    const { attempt } = await finishing(true, {}, {});
    expect((await attempt).purpose).toEqual(PURPOSE);
  });

  test.each<[SignInKind, SignInKind]>([
    ["per", "org"],
    ["org", "per"],
  ])("a code of `%s` is never sent to `%s`", async (from, to) => {
    const at = await house();
    const { pending, handle } = await begin(at.signIns(from));
    const url = `${REDIRECT}?${new URLSearchParams({ code: "stolen-code-of-the-other", state: pending.state })}`;
    await untouched(at, at.signIns(to).finish({ url, handle }), "SKV_SIGN_IN_MIXED_UP");
  });

  test("a code is never sent to a token endpoint that is new since", async () => {
    const at = await house();
    const { url, handle } = await begin(at.signIns());
    const moved = at.signIns("per", { settings: { tokenUrl: "https://localhost:1/oauth2/v1/per/token" } });
    await untouched(at, moved.finish({ url: await walk(at, url), handle }), "SKV_SIGN_IN_MIXED_UP");
  });
});

describe("downgraded proof of possession", () => {
  test.each<[string, Readonly<Record<string, string | null>>]>([
    ["taken away", { code_challenge: null, code_challenge_method: null }],
    ["made plain", { code_challenge_method: "plain" }],
    ["made plain by leaving out how", { code_challenge_method: null }],
  ])("%s on the way: the authority refuses", async (_, changes) => {
    const at = await house();
    const { url, handle } = await begin(at.signIns());
    expect(new URL(url).searchParams.get("code_challenge_method")).toBe("S256");
    await untouched(at, at.signIns().finish({ url: await walk(at, changed(url, changes)), handle }), "SKV_SIGN_IN_REFUSED");
  });

  test("exchanged on the way: the code is of no use to us", async () => {
    const at = await house();
    const { url, handle } = await begin(at.signIns());
    const back = await walk(at, changed(url, { code_challenge: "A".repeat(43) }));
    expect(await refusal(at.signIns().finish({ url: back, handle }))).toMatchObject({ code: "SKV_SIGN_IN_STALE" });
  });

  test("a sign-in kept without a verifier is none", async () => {
    const at = await house();
    const { url, handle, pending } = await begin(at.signIns());
    const back = await walk(at, url);
    for (const codeVerifier of ["", "short", `${pending.codeVerifier} `]) {
      await at.pendings.put({ ...pending, codeVerifier });
      await untouched(at, at.signIns().finish({ url: back, handle }), "SKV_SIGN_IN_MIXED_UP");
    }
  });
});

describe("open redirect", () => {
  test("only a registered redirect address is asked for", async () => {
    const at = await house();
    for (const redirectUri of [`${REDIRECT}/`, `${REDIRECT}?next=x`, "https://evil.example/", "javascript:alert(1)", ""]) {
      expect(await refusal(at.signIns().begin({ redirectUri, purpose: PURPOSE }))).toMatchObject({ code: "SKV_SIGN_IN_REDIRECT" });
    }
  });

  test("only a page of our own is returned to", async () => {
    const at = await house();
    for (const returnTo of [
      "https://evil.example",
      "//evil.example",
      "/\\evil.example",
      "\\\\evil",
      "javascript:alert(1)",
      "/a/..//evil.example",
      "",
    ]) {
      const purpose = { account: ACCOUNT, returnTo };
      expect(await refusal(at.signIns().begin({ redirectUri: REDIRECT, purpose }))).toMatchObject({ code: "SKV_SIGN_IN_RETURN" });
    }
  });
});

describe("error answers", () => {
  test("the person breaks off", async () => {
    const at = await house();
    const { url, handle } = await begin(at.signIns());
    await untouched(at, at.signIns().finish({ url: await walk(at, url, "0", "cancel"), handle }), "SKV_SIGN_IN_DENIED");
  });

  test.each([
    ["access_denied", "SKV_SIGN_IN_DENIED"],
    ["never_heard_of", "SKV_SIGN_IN_DENIED"],
    ["invalid_scope", "SKV_SCOPE_REFUSED"],
    ["unauthorized_client", "SKV_SIGN_IN_REFUSED"],
    ["server_error", "SKV_SIGN_IN_UNAVAILABLE"],
    ["temporarily_unavailable", "SKV_SIGN_IN_UNAVAILABLE"],
  ])("%s is %s, a code beside it notwithstanding", async (error, code) => {
    const at = await house();
    const { url, handle } = await begin(at.signIns());
    const back = changed(await walk(at, url), { error, error_description: "165781006662 told here" });
    await untouched(at, at.signIns().finish({ url: back, handle }), code);
  });

  test("in the night the service is closed", async () => {
    const at = await house();
    const { url, handle } = await begin(at.signIns());
    const back = changed(await walk(at, url), { error: "temporarily_unavailable" });
    const night = at.signIns("per", { now: () => "2026-11-20T02:30:00.000Z" as never });
    await untouched(at, night.finish({ url: back, handle }), "SKV_CLOSED");
  });

  test("a scope that was not granted whole", async () => {
    const answer = JSON.stringify({ access_token: "narrow-token-0001", token_type: "Bearer", expires_in: 3_600, scope: "agd" });
    const fault = { kind: "status", status: 200, body: answer, headers: { "content-type": "application/json" } } as const;
    const at = await house({ faults: [{ when: { operation: "token" }, fault }] });
    const { url, handle } = await begin(at.signIns());
    const error = await refusal(at.signIns().finish({ url: await walk(at, url), handle }));
    expect(error).toMatchObject({ code: "SKV_SCOPE_REFUSED" });
  });
});
