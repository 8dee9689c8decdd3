import { SaldovaktError } from "@saldovakt/domain";
import type { HttpRequest, HttpResponse } from "@saldovakt/http";
import fc from "fast-check";
import { expect, test } from "vitest";
import { atSwedishTime, everythingIn, fakeSkatteverket, IDENTITY, OCR, response, SALDO, TRANSAKTIONER } from "../test/fakes.ts";

const TOKEN = "opaque-token-hush";
const SECRET = {
  oauth2: { clientId: "oauth-id-hush", clientSecret: "oauth-secret-hush" },
  apigw: { clientId: "gateway-id-hush", clientSecret: "gateway-secret-hush" },
};
/** Whatever must never be read in an error. The identity's ten digits are as telling as its twelve. */
const HUSH = [IDENTITY.slice(2), OCR, TOKEN, ...Object.values(SECRET).flatMap((pair) => Object.values(pair))];

// Answers that quote all they were sent, in every place an answer has.
const quoting = fc.constantFrom(...HUSH, IDENTITY, "plain");
const scalar = fc.oneof(quoting, fc.constant(null), fc.boolean(), fc.integer(), fc.double(), fc.constant(1e300));
const object = (base: object) =>
  fc
    .dictionary(
      fc.constantFrom(
        ...Object.keys(base),
        "felkod",
        "felmeddelande",
        "error",
        "error_description",
        "access_token",
        "token_type",
        "expires_in",
      ),
      fc.oneof(
        scalar,
        fc.array(scalar),
        fc.array(fc.dictionary(fc.constantFrom("transaktionsdatum", "forfallodatum", "beloppSkatteverket"), scalar)),
      ),
    )
    .map((changes) => ({ ...base, ...changes }));
const body = fc.oneof(
  quoting,
  object(SALDO).map((value) => JSON.stringify(value)),
  object(TRANSAKTIONER).map((value) => JSON.stringify(value)),
  object({}).map((value) => JSON.stringify(value)),
  object(SALDO).map((value) => JSON.stringify(value).slice(0, 80)),
  quoting.map((text) => `<html>${text}</html>`),
);
const header = fc.dictionary(fc.constantFrom("content-type", "retry-after", "www-authenticate", "location"), quoting);
const answer = fc
  .tuple(fc.oneof(fc.constant(200), fc.integer({ min: 200, max: 599 })), body, header)
  .map(([status, text, headers]) => response(status, text, headers));
const goodToken = fc.constant(response(200, { access_token: TOKEN, expires_in: 3600, token_type: "Bearer" }));

test("no error tells an identity, a reference, a key or a token, whatever the authority answers", async () => {
  let refusals = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.oneof({ weight: 3, arbitrary: goodToken }, answer),
      fc.array(answer, { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 0, max: 23 }),
      async (token, answers, hour) => {
        let n = 0;
        const send = async ({ method }: HttpRequest): Promise<HttpResponse> =>
          method === "POST" ? token : (answers[n++ % answers.length] ?? token);
        const skatteverket = fakeSkatteverket({
          createClient: () => ({ send, close: async () => {} }),
          secret: async () => SECRET,
          now: () => atSwedishTime(hour),
        });
        for (const call of [skatteverket.read(IDENTITY), skatteverket.readPayout(IDENTITY), skatteverket.token()]) {
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
