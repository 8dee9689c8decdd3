import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SaldovaktError } from "@saldovakt/domain";
import { afterAll, expect, test } from "vitest";
import { startDynalite } from "../contract/emulators.fixture.ts";
import { at, sampleAccount, sampleObservation } from "../contract/samples.fixture.ts";
import { createDynamoStore } from "../dynamodb.ts";
import { dynamoFault } from "./faults.ts";

const emulator = await startDynalite();
afterAll(() => emulator.stop());

const clientOf = (endpoint: string) =>
  new DynamoDBClient({
    endpoint,
    region: "eu-north-1",
    credentials: { accessKeyId: "invented", secretAccessKey: "invented" },
    maxAttempts: 1,
  });

/** A server that refuses every call with the given status and AWS error type; its address. */
async function refusing(status: number, type: string): Promise<{ endpoint: string; server: Server }> {
  const server = createServer((_, answer) => {
    answer.writeHead(status, { "content-type": "application/x-amz-json-1.0" });
    answer.end(JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: "refused" }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

test.each([
  [400, "ProvisionedThroughputExceededException", "STORE_UNREACHABLE", "transient"],
  [400, "ThrottlingException", "STORE_UNREACHABLE", "transient"],
  [400, "RequestLimitExceeded", "STORE_UNREACHABLE", "transient"],
  [500, "InternalServerError", "STORE_UNREACHABLE", "transient"],
  [503, "SomethingNew", "STORE_UNREACHABLE", "transient"],
  [400, "ResourceNotFoundException", "STORE_UNREADABLE", "installation"],
  [400, "AccessDeniedException", "STORE_UNREADABLE", "installation"],
  [400, "UnrecognizedClientException", "STORE_UNREADABLE", "installation"],
  [400, "ValidationException", "INTERNAL", "internal"],
])("an answer %i %s becomes %s, in every kind of call", async (status, type, code, scope) => {
  const { endpoint, server } = await refusing(status, type);
  const client = clientOf(endpoint);
  const store = createDynamoStore({ client, table: "any" });
  const account = sampleAccount(1);
  const calls = [
    store.account(account.id),
    store.addAccount(account),
    store.findAccount(account.source, account.identity),
    store.updateAccount(account.id, { name: "Nytt AB" }),
    store.accounts()[Symbol.asyncIterator]().next(),
    store.putObservation(account.id, sampleObservation(account)),
    store.payments(account.id),
    store.removePayment(account.id, "payment-1"),
    store.reserveSlots("rate", 1, 250, 0),
    store.prune(at(0)),
  ];
  for (const outcome of await Promise.allSettled(calls)) {
    expect(outcome).toMatchObject({ status: "rejected", reason: { code, scope } });
    const { reason } = outcome as PromiseRejectedResult;
    expect(`${reason.message} ${reason.remedy}`).not.toContain(account.identity);
  }
  client.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

test("no connection is a fault that passes", async () => {
  const { endpoint, server } = await refusing(500, "");
  await new Promise((resolve) => server.close(resolve)); // nobody listens there any more
  const client = clientOf(endpoint);
  await expect(createDynamoStore({ client, table: "any" }).fact("a")).rejects.toMatchObject({ code: "STORE_UNREACHABLE", retryable: true });
  client.destroy();
});

test("a table that is not there is named, with what to do", async () => {
  const store = createDynamoStore({ client: emulator.client, table: "nowhere" });
  await expect(store.keys()).rejects.toMatchObject({
    code: "STORE_UNREADABLE",
    message: expect.stringContaining("nowhere"),
    remedy: expect.stringContaining("deploy"),
  });
});

test("a call that failed at first is made again by the next caller", async () => {
  let calls = 0;
  const send = (async () => {
    calls++;
    throw Object.assign(new Error("gone"), { code: "ECONNRESET" });
  }) as unknown as DynamoDBClient["send"];
  const store = createDynamoStore({ client: { send }, table: "any" });
  for (const round of [1, 2]) {
    await expect(store.findAccount("skatteverket", "165590000014")).rejects.toBeInstanceOf(SaldovaktError);
    expect(calls).toBe(round);
  }
});

test("a fault that is one already, and one that nobody foresaw, keep what they say", () => {
  const own = new SaldovaktError("known", { code: "KNOWN", scope: "account" });
  expect(dynamoFault(own, "any")).toBe(own);
  const cause = new TypeError("unforeseen");
  expect(dynamoFault(cause, "any")).toMatchObject({ code: "INTERNAL", cause });
  expect(dynamoFault(undefined, "any")).toMatchObject({ code: "INTERNAL" });
});
