import { randomBytes, randomUUID } from "node:crypto";
import { systemTimer } from "@saldovakt/http";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type CertifiedServer, CLIENT_SECRET, CLIENTS, certifiedServer } from "../../test/certified-server.ts";
import { fakeLimiter, NOON } from "../../test/fakes.ts";
import { ACCOUNT, fakeKms, PURPOSE, REDIRECT } from "../../test/signed-in.ts";
import { hush, refusal } from "../../test/simulated.ts";
import type { SkatteverketSecret } from "../secret.ts";
import { createSkatteverket } from "../skatteverket.ts";
import { renewTokens } from "./exchange.ts";
import { exchanging } from "./finish.ts";
import {
  beginSignIn,
  createSignIns,
  finishSignIn,
  kmsDataKeys,
  memorySignIns,
  type SignInKind,
  type SignInSettings,
  tokenVault,
} from "./index.ts";

/*
 * The adapter against a certified OpenID server instead of our own simulator, so that nothing written by the same hand decides what is right: Authorization
 * Code with secret and with certificates, its renewal and revocation, and Client Credentials; proof of possession is required throughout.
 */

let server: CertifiedServer;
const said: string[] = [];

beforeAll(async () => {
  // It warns of what is meant for tests: its memory, and its keys made here.
  for (const method of ["warn", "info"] as const) vi.spyOn(console, method).mockImplementation((text: string) => void said.push(text));
  server = await certifiedServer();
});
afterAll(async () => {
  await server.close();
  vi.restoreAllMocks();
});

const apigw = { clientId: "unused", clientSecret: "unused" };
const secretOf = {
  post: (): SkatteverketSecret => ({ oauth2: { clientId: CLIENTS.post, clientSecret: CLIENT_SECRET }, apigw }),
  mutual: (): SkatteverketSecret => ({ oauth2: { clientId: CLIENTS.mutual }, apigw, certificate: server.certificates.good }),
  selfSigned: (): SkatteverketSecret => ({ oauth2: { clientId: CLIENTS.selfSigned }, apigw, certificate: server.certificates.selfSigned }),
};

const settings = (kind: SignInKind, changes: Partial<SignInSettings> = {}): SignInSettings => {
  const { authorizeUrl, tokenUrl, ca } = server;
  return { kind, authorizeUrl, tokenUrl, ca, scope: "ska", redirectUris: [REDIRECT], ...changes };
};

const options = (kind: SignInKind, secret: SkatteverketSecret, changes: Partial<SignInSettings> = {}) => ({
  settings: settings(kind, changes),
  secret,
  timer: systemTimer,
  now: () => NOON,
});

/** A sign-in begun and walked through, with whatever happens to the address on its way. */
async function walked(
  kind: SignInKind,
  secret: SkatteverketSecret,
  onTheWay: (url: URL) => void = () => {},
  changes: Partial<SignInSettings> = {},
) {
  const { clientId } = secret.oauth2;
  const now = new Date(systemTimer.now()).toISOString() as typeof NOON;
  const begun = await beginSignIn(settings(kind, changes), { clientId, redirectUri: REDIRECT, purpose: PURPOSE, now, random: randomBytes });
  const url = new URL(begun.url);
  onTheWay(url);
  const back = await server.walk(url.href);
  hush(begun.handle, begun.pending.codeVerifier, begun.pending.state, CLIENT_SECRET);
  if (typeof back === "string") hush(new URL(back).searchParams.get("code") ?? "no code");
  return { ...begun, back };
}

const callback = ({ back, handle }: { readonly back: string | number; readonly handle: string }) => ({ url: String(back), handle });

describe("Authorization Code", () => {
  test.each<[keyof typeof secretOf, SignInKind]>([
    ["post", "per"],
    ["mutual", "org"],
    ["selfSigned", "org"],
  ])("with %s as proof of the client", async (how, kind) => {
    const secret = secretOf[how]();
    const begun = await walked(kind, secret);
    expect(new URL(String(begun.back)).searchParams.get("iss")).toBe(server.issuer);
    const { tokens, purpose } = await finishSignIn(begun.pending, callback(begun), options(kind, secret));
    expect(purpose).toEqual(PURPOSE);
    const known = await server.provider.AccessToken.find(tokens.accessToken);
    expect(known).toMatchObject({ clientId: secret.oauth2.clientId, accountId: "person-1", scope: "ska" });
    expect(tokens.renewal === null).toBe(kind === "org");
  });

  test("the issuer it names is the one expected, and no other will do", async () => {
    const secret = secretOf.post();
    const right = { issuer: server.issuer };
    const begun = await walked("per", secret, () => {}, right);
    expect((await finishSignIn(begun.pending, callback(begun), options("per", secret, right))).purpose).toEqual(PURPOSE);
    for (const issuer of [`${server.issuer}/`, "https://evil.example"]) {
      const other = await walked("per", secret, () => {}, { issuer });
      expect(await refusal(finishSignIn(other.pending, callback(other), options("per", secret, { issuer })))).toMatchObject({
        code: "SKV_SIGN_IN_MIXED_UP",
      });
    }
  });

  test("a code works once", async () => {
    const secret = secretOf.post();
    const begun = await walked("per", secret);
    const finish = () => finishSignIn(begun.pending, callback(begun), options("per", secret));
    await finish();
    expect(await refusal(finish())).toMatchObject({ code: "SKV_SIGN_IN_STALE" });
  });

  test("a code of one sign-in is of no use in another", async () => {
    const secret = secretOf.post();
    const [mine, theirs] = [await walked("per", secret), await walked("per", secret)];
    expect(await refusal(finishSignIn(mine.pending, callback({ ...theirs, handle: mine.handle }), options("per", secret)))).toMatchObject({
      code: "SKV_SIGN_IN_MIXED_UP",
    });
    const spliced = new URL(String(mine.back));
    spliced.searchParams.set("code", new URL(String(theirs.back)).searchParams.get("code") ?? "");
    expect(await refusal(finishSignIn(mine.pending, { url: spliced.href, handle: mine.handle }, options("per", secret)))).toMatchObject({
      code: "SKV_SIGN_IN_STALE",
    });
  });

  test.each<[string, (url: URL) => void, string]>([
    [
      "taken away",
      ({ searchParams }) => {
        searchParams.delete("code_challenge");
        searchParams.delete("code_challenge_method");
      },
      "SKV_SIGN_IN_REFUSED",
    ],
    ["made plain", ({ searchParams }) => searchParams.set("code_challenge_method", "plain"), "SKV_SIGN_IN_REFUSED"],
    ["exchanged", ({ searchParams }) => searchParams.set("code_challenge", "A".repeat(43)), "SKV_SIGN_IN_STALE"],
  ])("proof of possession %s on the way is noticed", async (_, onTheWay, code) => {
    const secret = secretOf.post();
    const begun = await walked("per", secret, onTheWay);
    expect(await refusal(finishSignIn(begun.pending, callback(begun), options("per", secret)))).toMatchObject({ code });
  });

  test.each([`${REDIRECT}/`, `${REDIRECT}?a=b`, "https://evil.example/callback"])("nobody is sent to %s", async (address) => {
    const { back } = await walked("per", secretOf.post(), ({ searchParams }) => searchParams.set("redirect_uri", address));
    expect(back).toBe(400);
  });

  test("another certificate, or none of those known, is refused", async () => {
    const mutual = secretOf.mutual();
    for (const certificate of [server.certificates.other, server.certificates.selfSigned]) {
      const begun = await walked("org", mutual);
      expect(await refusal(finishSignIn(begun.pending, callback(begun), options("org", { ...mutual, certificate })))).toMatchObject({
        code: "SKV_CREDENTIALS_REFUSED",
      });
    }
    const selfSigned = secretOf.selfSigned();
    const begun = await walked("org", selfSigned);
    const { good: certificate } = server.certificates;
    expect(await refusal(finishSignIn(begun.pending, callback(begun), options("org", { ...selfSigned, certificate })))).toMatchObject({
      code: "SKV_CREDENTIALS_REFUSED",
    });
  });
});

describe("what follows", () => {
  test("renewal rotates; a token used twice is dead and takes the others with it", async () => {
    const secret = secretOf.post();
    const begun = await walked("per", secret);
    const { tokens } = await finishSignIn(begun.pending, callback(begun), options("per", secret));
    const renew = (token: string) => exchanging(options("per", secret), (exchange) => renewTokens(exchange, settings("per"), token));
    const first = tokens.renewal?.token ?? "";
    const fresh = await renew(first);
    expect(fresh.refreshToken).toEqual(expect.any(String));
    expect(fresh.refreshToken).not.toBe(first);
    hush(first, fresh.refreshToken ?? "", fresh.value);
    expect(await server.provider.AccessToken.find(fresh.value)).toMatchObject({ scope: "ska" });
    expect(await refusal(renew(first))).toMatchObject({ code: "SKV_SIGN_IN_OVER" });
    expect(await refusal(renew(fresh.refreshToken ?? ""))).toMatchObject({ code: "SKV_SIGN_IN_OVER" });
  });

  test("disconnecting revokes", async () => {
    const secret = secretOf.post();
    const { pendings, records } = memorySignIns();
    const vault = tokenVault(kmsDataKeys(fakeKms(), "key"));
    const { settings: own, ...rest } = options("per", secret, { revocationUrl: server.revocationUrl });
    const signIns = createSignIns({ ...rest, settings: own, secret: async () => secret, pendings, records, vault });
    const { url, handle } = await signIns.begin({ redirectUri: REDIRECT, purpose: PURPOSE });
    await signIns.finish({ url: String(await server.walk(url)), handle });
    const { accessToken, renewal } = await vault.open(ACCOUNT, (await records.get(ACCOUNT))?.sealed ?? "");
    expect(await signIns.disconnect(ACCOUNT)).toEqual({ revoked: true });
    expect(await server.provider.AccessToken.find(accessToken)).toBeUndefined();
    expect(await server.provider.RefreshToken.find(renewal?.token ?? "")).toBeUndefined();
  });
});

describe("Client Credentials", () => {
  const connect = (certificate: (typeof server.certificates)["good"]) => {
    const { tokenUrl, ca } = server;
    const secret: SkatteverketSecret = { oauth2: { clientId: CLIENTS.machine }, apigw, certificate };
    return createSkatteverket({
      settings: {
        apiUrl: "https://localhost:1",
        tokenUrl,
        ca,
        scope: "ska",
        correlationHeader: "x",
        requestsPerSecond: 4,
        mutualTlsOnApi: false,
      },
      secret: async () => secret,
      limiter: fakeLimiter(),
      timer: systemTimer,
      random: () => 0,
      correlationId: randomUUID,
      now: () => NOON,
    });
  };

  test("the organisation's certificate gets a token", async () => {
    const granted: string[] = [];
    const note = (token: { readonly scope?: string | undefined }) => granted.push(token.scope ?? "");
    server.provider.on("client_credentials.saved", note);
    const skatteverket = connect(server.certificates.good);
    await skatteverket.token();
    await skatteverket.close();
    server.provider.off("client_credentials.saved", note);
    expect(granted).toEqual(["ska"]);
  });

  test("another's does not, nor a stranger's", async () => {
    for (const name of ["other", "selfSigned"] as const) {
      const skatteverket = connect(server.certificates[name]);
      expect(await refusal(skatteverket.token())).toMatchObject({ code: "SKV_CREDENTIALS_REFUSED", scope: "installation" });
      await skatteverket.close();
    }
  });
});

test("the server had nothing else to say", () => {
  expect(said.filter((text) => !/^oidc-provider WARNING: a quick start development-only in-memory adapter/.test(text))).toEqual([]);
});
