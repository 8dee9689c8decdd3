import { SaldovaktError } from "@saldovakt/domain";
import fc from "fast-check";
import { expect, test } from "vitest";
import { CUSTOMER, everythingIn, fakeMaskinporten, granted, ISSUER, KEY, METADATA, OTHER, response, SCOPE, SECRET } from "../test/fakes.ts";
import type { MaskinportenSecret } from "./secret.ts";

const TOKEN = "opaque-token-hush";
const REF = "external-ref-hush";
const PASSPHRASE = "passphrase-hush";
const CLIENT = "client-id-hush";
/** Some of the key's own letters: enough to know it by. */
const KEY_LETTERS = KEY.split("\n")[3] ?? "";
/** Whatever must never be read in an error. */
const HUSH = [CUSTOMER, OTHER, TOKEN, REF, PASSPHRASE, CLIENT, KEY_LETTERS];

// Answers that quote all they were sent, in every place an answer has.
const quoting = fc.constantFrom(...HUSH, `0192:${CUSTOMER}`, "MP-303", "MP-130", "plain");
const scalar = fc.oneof(quoting, fc.constant(null), fc.boolean(), fc.integer(), fc.double(), fc.constant(1e300));
const field = fc.constantFrom("error", "error_description", "error_uri", "access_token", "token_type", "expires_in", "issuer", "jwks_uri");
const object = fc.dictionary(field, fc.oneof(scalar, fc.array(scalar)));
const body = fc.oneof(
  quoting,
  object.map((value) => JSON.stringify(value)),
  object.map((value) => JSON.stringify(value).slice(0, -2)),
  object.map((value) => JSON.stringify({ ...METADATA, ...value })),
  quoting.map((text) => `<html>${text}</html>`),
);
const header = fc.dictionary(fc.constantFrom("content-type", "retry-after", "date", "location"), quoting);
const answer = fc
  .tuple(fc.oneof(fc.constant(200), fc.constant(400), fc.integer({ min: 200, max: 599 })), body, header)
  .map(([status, text, headers]) => response(status, text, headers));
const secret: fc.Arbitrary<MaskinportenSecret> = fc.oneof(
  { weight: 5, arbitrary: fc.constant<MaskinportenSecret>({ ...SECRET, clientId: CLIENT }) },
  fc.integer({ min: 0, max: KEY.length }).map((cut) => ({ ...SECRET, clientId: CLIENT, key: KEY.slice(0, cut) + KEY.slice(cut + 9) })),
  fc.constant({ clientId: CLIENT, cert: `-----BEGIN CERTIFICATE-----\n${KEY_LETTERS}\n-----END CERTIFICATE-----`, key: KEY }),
  fc.constant({ ...SECRET, clientId: CLIENT, key: KEY.replaceAll("PRIVATE", "ENCRYPTED PRIVATE"), passphrase: PASSPHRASE }),
);

test("no error tells a number, a reference, a key, a passphrase or a token, whatever is answered and whatever the key", async () => {
  let refusals = 0;
  await fc.assert(
    fc.asyncProperty(
      secret,
      fc.oneof({ weight: 3, arbitrary: fc.constant(response(200, METADATA)) }, answer),
      fc.array(answer, { minLength: 1, maxLength: 4 }),
      async (given, metadata, answers) => {
        let n = 0;
        const maskinporten = fakeMaskinporten({
          secret: async () => given,
          createClient: () => ({
            send: async ({ method }) => (method === "GET" ? metadata : (answers[n++ % answers.length] ?? metadata)),
            close: async () => {},
          }),
        });
        const request = { scopes: [SCOPE], consumerOrg: CUSTOMER, systemUser: { org: OTHER, externalRef: REF } };
        for (const call of [maskinporten.token(request), maskinporten.metadata()]) {
          const error = await call.then(
            () => undefined,
            (thrown: unknown) => thrown,
          );
          if (error === undefined) continue;
          refusals++;
          expect(error).toBeInstanceOf(SaldovaktError);
          const told = everythingIn(error);
          for (const hush of HUSH) expect(told).not.toContain(hush);
        }
      },
    ),
    { numRuns: 300 },
  );
  expect(refusals).toBeGreaterThan(100);
});

test("and a good answer tells its token to the caller alone", async () => {
  const maskinporten = fakeMaskinporten({
    createClient: () => ({
      send: async ({ method, url }) => {
        expect(url.startsWith(ISSUER)).toBe(true);
        return method === "GET" ? response(200, METADATA) : granted(TOKEN);
      },
      close: async () => {},
    }),
  });
  expect(await maskinporten.token({ scopes: [SCOPE] })).toBe(TOKEN);
  expect(everythingIn(maskinporten)).not.toContain(TOKEN);
});
