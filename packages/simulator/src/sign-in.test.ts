import { createHash, randomBytes } from "node:crypto";
import { afterEach, describe, expect, test } from "vitest";
import type { SignInOptions, SimulatedSignIn } from "./sign-in-types.ts";
import type { TestClient } from "./test-client.ts";
import { client, firstIdentity, start } from "./test-house.ts";
import type { SimulatedSkatteverket, SimulatorOptions } from "./types.ts";

const REDIRECT = "https://program.example/connect/skatteverket/callback";
const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 22, 11);

let nowMs = START;
afterEach(() => {
  nowMs = START;
});

interface House {
  readonly skatteverket: SimulatedSkatteverket;
  readonly signIn: SimulatedSignIn;
  readonly browser: TestClient;
}

async function open(options: Partial<SignInOptions> = {}, more: Partial<SimulatorOptions> = {}): Promise<House> {
  const skatteverket = await start({ now: () => nowMs, signIn: { redirectUris: [REDIRECT], ...options }, ...more });
  const { signIn } = skatteverket;
  if (!signIn) throw new Error("not asked for");
  return { skatteverket, signIn, browser: client(skatteverket, signIn.secret) };
}

const verifier = randomBytes(32).toString("base64url");
const challenge = createHash("sha256").update(verifier).digest("base64url");

type Fields = Readonly<Record<string, string | undefined>>;

const form = (fields: Fields): string =>
  new URLSearchParams(Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined)).toString();

function authorizeUrl({ signIn }: House, changes: Fields = {}, kind: "per" | "org" = "per"): string {
  const right = { response_type: "code", client_id: signIn.secret.oauth2.clientId, redirect_uri: REDIRECT, scope: "ska", state: "s" };
  return `${signIn[kind].authorizeUrl}?${form({ ...right, code_challenge: challenge, code_challenge_method: "S256", ...changes })}`;
}

/** Presses a button of the page that plays BankID; gives the address the browser is sent to. */
async function sign(house: House, choice: Fields = { person: "0", act: "sign" }, changes: Fields = {}): Promise<URL> {
  const page = await house.browser.send(authorizeUrl(house, changes));
  expect(page.status).toBe(200);
  const transaction = /name="transaction" value="([^"]+)"/.exec(page.body)?.[1];
  const action = /action="([^"]+)"/.exec(page.body)?.[1] ?? "";
  const answer = await house.browser.send(new URL(action, house.signIn.per.authorizeUrl).href, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: form({ transaction, ...choice }),
  });
  expect(answer.status).toBe(303);
  return new URL(String(answer.headers.location));
}

async function ask({ signIn, browser }: House, fields: Fields, kind: "per" | "org" = "per") {
  const { clientId, clientSecret } = signIn.secret.oauth2;
  return browser.send(signIn[kind].tokenUrl, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: form({ client_id: clientId, client_secret: clientSecret, ...fields }),
  });
}

const codeFields = (code: string | null): Fields => ({
  grant_type: "authorization_code",
  code: code ?? "",
  redirect_uri: REDIRECT,
  code_verifier: verifier,
});

const refreshFields = (token: unknown): Fields => ({ grant_type: "refresh_token", refresh_token: String(token) });

async function tokens(house: House): Promise<Record<string, unknown>> {
  const answer = await ask(house, codeFields((await sign(house)).searchParams.get("code")));
  expect(answer.status).toBe(200);
  return answer.json();
}

describe("with e-legitimation", () => {
  test("a person signs on a page, and reads what they may without any ombud", async () => {
    const identity = "165781006662";
    const house = await open({}, { companies: [{ identity, ombud: false }] });
    const granted = await tokens(house);
    expect(granted).toMatchObject({ token_type: "Bearer", expires_in: 3_600, scope: "ska", refresh_token: expect.any(String) });
    expect((await house.browser.get(`/skattekonton/${identity}/saldo`, String(granted.access_token))).status).toBe(200);
  });

  test("a person without permission gets a token that opens nothing", async () => {
    const house = await open();
    const back = await sign(house, { person: "1", act: "sign" });
    const { access_token } = (await ask(house, codeFields(back.searchParams.get("code")))).json();
    const answer = await house.browser.get(`/skattekonton/${firstIdentity(house.skatteverket)}/saldo`, String(access_token));
    expect([answer.status, answer.json().felkod]).toEqual([403, 6]);
  });

  test("state and issuer come back; breaking off is an answer too", async () => {
    const house = await open({ namesIssuer: true });
    const back = await sign(house, { act: "cancel" });
    expect(Object.fromEntries(back.searchParams)).toMatchObject({
      error: "access_denied",
      state: "s",
      iss: new URL(house.signIn.per.authorizeUrl).origin,
    });
  });

  test.each<[string, Fields, number]>([
    ["another client", { client_id: "other" }, 400],
    ["another redirect address", { redirect_uri: `${REDIRECT}/more` }, 400],
    ["a redirect address with a query", { redirect_uri: `${REDIRECT}?x=1` }, 400],
    ["another host", { redirect_uri: "https://evil.example/connect/skatteverket/callback" }, 400],
  ])("%s is sent nowhere", async (_, changes, status) => {
    const house = await open();
    const answer = await house.browser.send(authorizeUrl(house, changes));
    expect([answer.status, answer.headers.location]).toEqual([status, undefined]);
  });

  test.each<[string, Fields, string]>([
    ["no proof of possession", { code_challenge: undefined, code_challenge_method: undefined }, "invalid_request"],
    ["a plain one", { code_challenge_method: "plain" }, "invalid_request"],
    ["an implicit grant", { response_type: "token" }, "unsupported_response_type"],
    ["an unknown scope", { scope: "allt" }, "invalid_scope"],
  ])("%s is refused by redirect", async (_, changes, error) => {
    const house = await open();
    const { headers } = await house.browser.send(authorizeUrl(house, changes));
    expect(Object.fromEntries(new URL(String(headers.location)).searchParams)).toMatchObject({ error, state: "s" });
  });

  test("a code is good once, for five minutes, with its own address and verifier", async () => {
    const house = await open();
    const code = async () => (await sign(house)).searchParams.get("code");
    const refused = async (fields: Fields) => (await ask(house, fields)).json().error;

    const used = await code();
    const granted = (await ask(house, codeFields(used))).json();
    expect(await refused(codeFields(used))).toBe("invalid_grant");
    // A code used twice has been stolen by somebody: what it brought is dead.
    expect(await refused(refreshFields(granted.refresh_token))).toBe("id_not_found");

    expect(await refused({ ...codeFields(await code()), code_verifier: "x".repeat(43) })).toBe("invalid_grant");
    expect(await refused({ ...codeFields(await code()), redirect_uri: `${REDIRECT}/` })).toBe("invalid_grant");
    expect(await refused({ ...codeFields(await code()), client_secret: "wrong" })).toBe("invalid_client");
    const old = await code();
    nowMs += 5 * MINUTE;
    expect(await refused(codeFields(old))).toBe("invalid_grant");
  });

  test("the page signs once", async () => {
    const house = await open();
    const page = await house.browser.send(authorizeUrl(house));
    const transaction = /name="transaction" value="([^"]+)"/.exec(page.body)?.[1];
    const post = () =>
      house.browser.send(house.signIn.per.authorizeUrl.replace("authorize", "sign"), {
        method: "POST",
        body: form({ transaction, person: "0", act: "sign" }),
      });
    expect([(await post()).status, (await post()).status]).toEqual([303, 400]);
  });
});

describe("renewal", () => {
  test("ten times, each with a new token", async () => {
    const house = await open();
    let { refresh_token } = await tokens(house);
    const seen = new Set([refresh_token]);
    for (let n = 0; n < 10; n++) {
      nowMs += 64 * MINUTE;
      const answer = await ask(house, refreshFields(refresh_token));
      expect(answer.status).toBe(200);
      ({ refresh_token } = answer.json());
      seen.add(refresh_token);
    }
    expect(seen.size).toBe(11);
    const last = await ask(house, refreshFields(refresh_token));
    expect([last.status, last.json()]).toEqual([400, { error: "invalid_grant" }]);
  });

  test("a token after 65 minutes, one used before and one unknown are dead, each in its own words", async () => {
    const house = await open();
    const { refresh_token } = await tokens(house);
    const late = (await tokens(house)).refresh_token;
    expect((await ask(house, refreshFields(refresh_token))).status).toBe(200);
    const again = await ask(house, refreshFields(refresh_token));
    expect([again.status, again.json()]).toEqual([404, { error: "id_not_found" }]);
    nowMs += 65 * MINUTE;
    const expired = await ask(house, refreshFields(late));
    expect([expired.status, expired.json()]).toEqual([
      400,
      { error: "access_denied", error_description: "Refresh Token status is expired" },
    ]);
    expect((await ask(house, refreshFields("unknown"))).status).toBe(404);
  });

  test("every sign-in can be ended, and one revoked", async () => {
    const house = await open();
    const [first, second] = [await tokens(house), await tokens(house)];
    const { clientId, clientSecret } = house.signIn.secret.oauth2;
    const revoked = await house.browser.send(house.signIn.per.revocationUrl, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: form({ token: String(first.refresh_token), client_id: clientId, client_secret: clientSecret }),
    });
    expect(revoked.status).toBe(200);
    const path = `/skattekonton/${firstIdentity(house.skatteverket)}/saldo`;
    expect((await house.browser.get(path, String(first.access_token))).status).toBe(401);
    expect((await house.browser.get(path, String(second.access_token))).status).toBe(200);
    house.signIn.endAll();
    expect((await house.browser.get(path, String(second.access_token))).status).toBe(401);
    expect((await ask(house, refreshFields(second.refresh_token))).status).toBe(404);
  });
});

describe("with an organisation certificate", () => {
  test("the certificate signs; there is no refresh token, and the ombud's accounts are open", async () => {
    const house = await open();
    const { headers } = await house.browser.send(authorizeUrl(house, {}, "org"));
    const code = new URL(String(headers.location)).searchParams.get("code");
    // What one server gave is nothing at the other.
    expect((await ask(house, codeFields(code), "per")).json().error).toBe("invalid_grant");
    const granted = (await ask(house, codeFields(code), "org")).json();
    expect(granted.refresh_token).toBeUndefined();
    for (const { identity, ombud } of house.skatteverket.companies.slice(0, 3)) {
      const { status } = await house.browser.get(`/skattekonton/${identity}/saldo`, String(granted.access_token));
      expect(status).toBe(ombud ? 200 : 403);
    }
    expect((await ask(house, refreshFields("any"), "org")).json().error).toBe("unsupported_grant_type");
  });

  test("nobody signs without one, or with a stranger's", async () => {
    const house = await open();
    const { certificate: _, ...bare } = house.signIn.secret;
    const stranger = { ...bare, certificate: await house.skatteverket.certificateFor("stranger") };
    for (const secret of [bare, stranger]) {
      const browser = client(house.skatteverket, secret);
      expect((await browser.send(authorizeUrl(house, {}, "org"))).status).toBe(401);
      expect((await ask({ ...house, browser }, codeFields("any"), "org")).status).toBe(401);
    }
  });
});

test("faults strike by the plan, and every call is noted", async () => {
  const house = await open({ faults: [{ when: { operation: "token", nth: 1 }, fault: { kind: "html" } }] });
  const code = (await sign(house)).searchParams.get("code");
  expect((await ask(house, codeFields(code))).status).toBe(503);
  expect((await ask(house, codeFields(code))).status).toBe(200);
  expect((await house.browser.send(`${house.signIn.per.tokenUrl}/x`)).status).toBe(404);
  expect(house.signIn.requests.map(({ server, call, status }) => `${server} ${call} ${status}`)).toEqual([
    "per authorize 200",
    "per sign 303",
    "per token 503",
    "per token 200",
    "per unknown 404",
  ]);
});
