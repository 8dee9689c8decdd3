import type { HttpClient, HttpResponse } from "@saldovakt/http";
import { describe, expect, test } from "vitest";
import { errorOf, ISSUER, METADATA, response } from "../test/fakes.ts";
import { fault } from "./faults.ts";
import { judgeMetadata, metadataSource } from "./metadata.ts";

const HOUR = 3_600_000;
const KNOWN = { issuer: ISSUER, tokenEndpoint: `${ISSUER}token`, jwksUri: `${ISSUER}jwk` };

/** A source on a clock set by hand, answered as told. */
function house(...answers: (HttpResponse | Error)[]) {
  const state = { now: 0, urls: [] as string[] };
  const http: HttpClient = {
    async send({ url }) {
      state.urls.push(url);
      await Promise.resolve();
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      if (!answer || answer instanceof Error) throw answer;
      return answer;
    },
    close: async () => {},
  };
  return { state, source: metadataSource(http, ISSUER, () => state.now) };
}

describe("metadata", () => {
  test("is discovered under the issuer, once for all who ask", async () => {
    const { state, source } = house(response(200, METADATA));
    expect(await Promise.all([source.get(), source.get()])).toEqual([KNOWN, KNOWN]);
    state.now = HOUR - 1;
    await source.get();
    expect(state.urls).toEqual([`${ISSUER}.well-known/oauth-authorization-server`]);
  });

  test("is renewed beside the call that finds it old", async () => {
    const moved = { ...METADATA, token_endpoint: `${ISSUER}v2/token` };
    const { state, source } = house(response(200, METADATA), response(200, moved));
    await source.get();
    state.now = HOUR;
    expect(await source.get()).toEqual(KNOWN);
    expect(await source.settled()).toBeNull();
    expect((await source.get()).tokenEndpoint).toBe(`${ISSUER}v2/token`);
    expect(state.urls).toHaveLength(2);
  });

  test.each([
    ["is out of order", response(503), "MP_UNAVAILABLE"],
    ["cannot be reached", fault("MP_RATE_LIMITED"), "MP_RATE_LIMITED"],
    ["says it is another", response(200, { ...METADATA, issuer: "https://evil.example/" }), "MP_ISSUER_MISMATCH"],
    ["answers nonsense", response(200, "{"), "MP_MALFORMED"],
  ])("last known good stays in use when Maskinporten %s, and is renewed a minute later", async (_, bad, code) => {
    const { state, source } = house(response(200, METADATA), bad, response(200, METADATA));
    await source.get();
    state.now = HOUR;
    await source.get();
    expect((await source.settled())?.code).toBe(code);
    state.now += 59_999;
    expect(await source.get()).toEqual(KNOWN);
    expect(state.urls).toHaveLength(2);
    state.now += 1;
    expect(await source.get()).toEqual(KNOWN);
    expect(await source.settled()).toBeNull();
    expect(state.urls).toHaveLength(3);
  });

  test("that was never known is asked for by every call", async () => {
    const { source } = house(response(503), response(200, METADATA));
    expect((await errorOf(source.get())).code).toBe("MP_UNAVAILABLE");
    expect(await source.get()).toEqual(KNOWN);
  });

  test.each([
    ["MP_ISSUER_MISMATCH", { ...METADATA, issuer: ISSUER.slice(0, -1) }],
    ["MP_ISSUER_MISMATCH", { ...METADATA, issuer: undefined }],
    ["MP_METADATA_UNUSABLE", { ...METADATA, token_endpoint: "token" }],
    ["MP_METADATA_UNUSABLE", { ...METADATA, jwks_uri: "javascript:alert(1)" }],
    ["MP_METADATA_UNUSABLE", { ...METADATA, grant_types_supported: ["client_credentials"] }],
  ])("is refused with %s", (code, body) => {
    expect(() => judgeMetadata(response(200, body), ISSUER, 0)).toThrow(expect.objectContaining({ code, scope: "installation" }));
  });

  test("is not a page, nor a missing one, and a wish to be left alone is told", () => {
    const judged = (answer: HttpResponse) => () => judgeMetadata(answer, ISSUER, 0);
    expect(judged(response(200, "<html>Log in</html>"))).toThrow(expect.objectContaining({ code: "MP_HTML" }));
    expect(judged(response(404, {}))).toThrow(expect.objectContaining({ code: "MP_METADATA_UNUSABLE" }));
    expect(judged(response(429, "", { "retry-after": "7" }))).toThrow(
      expect.objectContaining({ code: "MP_RATE_LIMITED", retryAfterMs: 7_000 }),
    );
  });
});
