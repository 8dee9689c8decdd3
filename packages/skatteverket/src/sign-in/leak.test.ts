import { randomBytes } from "node:crypto";
import { instant, SaldovaktError } from "@saldovakt/domain";
import type { HttpRequest, HttpResponse } from "@saldovakt/http";
import fc from "fast-check";
import { expect, test } from "vitest";
import { everythingIn, fakeLimiter, IDENTITY, NOON, response, SALDO } from "../../test/fakes.ts";
import { ACCOUNT, clock, fakeKms, PURPOSE, REDIRECT } from "../../test/signed-in.ts";
import {
  createInteractiveSkatteverket,
  createSignIns,
  kmsDataKeys,
  memorySignIns,
  type SignInSettings,
  signInAddresses,
  tokenVault,
} from "./index.ts";

const SECRET = {
  oauth2: { clientId: "oauth-id-hush", clientSecret: "oauth-secret-hush" },
  apigw: { clientId: "gateway-id-hush", clientSecret: "gateway-secret-hush" },
};
const ACCESS = "access-token-hush";
const REFRESH = "refresh-token-hush";
const CODE = "authorization-code-hush";
const HUSH = [IDENTITY.slice(2), ACCESS, REFRESH, CODE, ...Object.values(SECRET).flatMap((pair) => Object.values(pair))];
const SETTINGS: SignInSettings = {
  kind: "per",
  ...signInAddresses("test", "per"),
  revocationUrl: "https://peroauth2.test.skatteverket.se/oauth2/v1/per/revoke",
  scope: "ska",
  redirectUris: [REDIRECT],
};

// Answers that quote all they were sent, in every place an answer has.
const quoting = fc.constantFrom(
  ...HUSH,
  IDENTITY,
  "plain",
  "invalid_grant",
  "access_denied",
  "id_not_found",
  "invalid_client",
  "invalid_scope",
);
const field = fc.constantFrom(
  "error",
  "error_description",
  "message",
  "code",
  "access_token",
  "refresh_token",
  "token_type",
  "expires_in",
  "scope",
  "id_token",
);
const body = fc.oneof(
  quoting,
  fc.dictionary(field, fc.oneof(quoting, fc.integer(), fc.constant(null))).map((value) => JSON.stringify(value)),
  fc.dictionary(field, quoting).map((value) => JSON.stringify(value).slice(0, 60)),
  quoting.map((text) => `<html>${text}</html>`),
);
const header = fc.dictionary(fc.constantFrom("content-type", "retry-after", "www-authenticate", "location"), quoting);
const answer = fc
  .tuple(fc.oneof(fc.constantFrom(200, 400, 401, 403, 404, 429, 503), fc.integer({ min: 200, max: 599 })), body, header)
  .map(([status, text, headers]) => response(status, text, headers));
const granted = response(200, { access_token: ACCESS, refresh_token: REFRESH, expires_in: 3_600, token_type: "Bearer", scope: "ska" });

const returned = fc.record(
  { code: quoting, state: fc.constantFrom("right", CODE), iss: quoting, error: quoting, error_description: quoting, token: quoting },
  { requiredKeys: [] },
);

test("no error tells a code, a state, a verifier, a token or a key, whatever browser and authority bring", async () => {
  const refusals = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.oneof({ weight: 2, arbitrary: fc.constant(granted) }, answer),
      fc.oneof({ weight: 2, arbitrary: fc.constant({ code: CODE, state: "right" }) }, returned),
      fc.array(answer, { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 0, max: 80 }),
      async (tokenAnswer, callback, answers, minutes) => {
        const time = clock();
        const { pendings, records } = memorySignIns();
        const vault = tokenVault(kmsDataKeys(fakeKms(), "key"));
        let n = 0;
        const send = async ({ body: sent = "" }: HttpRequest): Promise<HttpResponse> =>
          sent.includes("authorization_code") ? tokenAnswer : (answers[n++ % answers.length] ?? response(200, SALDO));
        const createClient = () => ({ send, close: async () => {} });
        const common = { timer: time, now: () => NOON, createClient, records, vault, randomBytes };
        const signIns = createSignIns({ ...common, settings: SETTINGS, secret: async () => SECRET, pendings });
        const interactive = createInteractiveSkatteverket({
          ...common,
          settings: { apiUrl: "https://api.example/v2", correlationHeader: "x", requestsPerSecond: 4, mutualTlsOnApi: false },
          signIn: SETTINGS,
          account: ACCOUNT,
          secret: async () => SECRET,
          limiter: fakeLimiter(),
          random: () => 0.5,
          correlationId: () => "id",
        });
        const { handle, pending } = await signIns.begin({ redirectUri: REDIRECT, purpose: PURPOSE });
        const hush = [...HUSH, handle, pending.state, pending.codeVerifier];
        const parameters = { ...callback, ...(callback.state === "right" && { state: pending.state }) };
        const url = `${REDIRECT}?${new URLSearchParams(parameters as Record<string, string>)}`;

        for (const call of [
          () => signIns.finish({ url, handle }),
          () => signIns.finish({ url, handle }),
          async () => {
            time.pass(minutes * 60_000);
            await interactive.read(IDENTITY);
          },
          () => interactive.readPayout(IDENTITY),
          () => signIns.disconnect(ACCOUNT),
        ]) {
          const error = await call().then(
            () => undefined,
            (thrown: unknown) => thrown,
          );
          if (error === undefined) continue;
          expect(error).toBeInstanceOf(SaldovaktError);
          refusals.add((error as SaldovaktError).code);
          const told = everythingIn(error);
          for (const secret of hush) expect(told).not.toContain(secret);
        }
      },
    ),
    { numRuns: 300 },
  );
  for (const code of ["SKV_SIGN_IN_STALE", "SKV_SIGN_IN_MIXED_UP", "SKV_SIGN_IN_DENIED", "SKV_SIGN_IN_OVER", "SKV_CREDENTIALS_REFUSED"]) {
    expect(refusals).toContain(code);
  }
});

test("nor does what a record shows without being opened", async () => {
  const { records, pendings } = memorySignIns();
  const vault = tokenVault(kmsDataKeys(fakeKms(), "key"));
  const send = async (): Promise<HttpResponse> => granted;
  const signIns = createSignIns({
    settings: SETTINGS,
    secret: async () => SECRET,
    pendings,
    records,
    vault,
    timer: clock(),
    now: () => instant(0),
    createClient: () => ({ send, close: async () => {} }),
  });
  const { handle, pending } = await signIns.begin({ redirectUri: REDIRECT, purpose: PURPOSE });
  await signIns.finish({ url: `${REDIRECT}?${new URLSearchParams({ code: CODE, state: pending.state })}`, handle });
  const shown = JSON.stringify(await records.get(ACCOUNT));
  for (const hush of [...HUSH, handle, pending.state, pending.codeVerifier]) expect(shown).not.toContain(hush);
});
