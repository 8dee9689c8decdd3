import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createHttpClient } from "@saldovakt/http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { errorOf, fakeMaskinporten, SCOPE } from "../test/fakes.ts";
import { authorityClient } from "./authority-client.ts";

const asked: string[] = [];
/** Metadata as they should be, and everything else without end. */
const server = createServer((request, response) => {
  asked.push(request.url ?? "");
  if (request.method === "GET") {
    response.end(JSON.stringify({ issuer, token_endpoint: `${issuer}token`, jwks_uri: `${issuer}jwk` }));
    return;
  }
  response.end("x".repeat(1_100_000));
});
let issuer = "";

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

test("an answer that is too large passes, or the address is wrong: it is no customer's matter", async () => {
  const maskinporten = fakeMaskinporten({ settings: { issuer } });
  const error = await errorOf(maskinporten.token({ scopes: [SCOPE], consumerOrg: "310000027" }));
  expect(error).toMatchObject({ code: "HTTP_TOO_LARGE", scope: "transient" });
  expect(error.remedy).toContain("try again");
  expect(asked.filter((path) => path === "/token")).toHaveLength(3);
  await maskinporten.close();
});

test("every other fault is passed on as it is", async () => {
  const client = authorityClient(createHttpClient, undefined);
  const request = { method: "GET", url: "https://user:password@127.0.0.1/", headers: {} } as const;
  expect(await errorOf(client.send(request))).toMatchObject({ code: "HTTP_URL_INVALID", scope: "installation" });
  const stopped = new Error("stopped");
  expect(await errorOf(client.send({ ...request, url: issuer, signal: AbortSignal.abort(stopped) }))).toBe(stopped);
  await client.close();
});
