import { createHash } from "node:crypto";
import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { parseConfiguration } from "@saldovakt/configuration";
import { writeChecked } from "@saldovakt/configuration/checked";
import type { Instant } from "@saldovakt/domain";
import type { Channel } from "@saldovakt/service";
import { mockClient } from "aws-sdk-client-mock";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { delivering } from "./delivering.ts";

const secret = (name: string): string => `whsec_${createHash("sha256").update(name).digest("base64")}`;

let table: ReturnType<typeof mockClient>;
beforeEach(() => {
  vi.stubEnv("AWS_REGION", "eu-north-1");
  table = mockClient(DynamoDBClient);
});
afterEach(() => {
  table.restore();
  vi.unstubAllEnvs();
});

/** The recipient as it is kept now. */
const keep = (secrets: readonly string[]): void => {
  const record = {
    key: "added",
    channel: "webhook",
    target: { url: "https://127.0.0.1:9/hook" }, // refused by the guard before anything is sent
    secrets: secrets.map((each) => ({ secret: each, until: null })),
    accounts: null,
    createdAt: "2026-11-20T00:00:00.000Z",
  };
  const Item = { PK: { S: "RECIPIENTS" }, SK: { S: "added" }, body: { S: JSON.stringify({ v: 1, d: record }) } };
  table.on(GetItemCommand, { Key: { PK: { S: "RECIPIENTS" }, SK: { S: "added" } } }).resolves({ Item });
};

it("one added by hand is sent to with the secrets it has at the time, and unsigned never", async () => {
  const ports = delivering({ SALDOVAKT_CONFIGURATION: writeChecked(parseConfiguration({})), SALDOVAKT_TABLE: "saldovakt" });
  const message = { id: "msg_1", document: { type: "shortfall.detected" } } as unknown as Parameters<Channel["send"]>[0];
  const send = async () => {
    const recipient = await ports.recipient("added");
    if (!recipient) throw new Error("nobody is told");
    return (await ports.channel(recipient)).send(message, { number: 1, now: "2026-11-23T06:00:00.000Z" as Instant });
  };
  keep([secret("first")]);
  expect(await send()).toEqual({ kind: "failed", fault: "HTTP_ADDRESS_REFUSED" });
  keep([]);
  await expect(send()).rejects.toMatchObject({ code: "WEBHOOK_SECRET_MISSING" });
  table.on(GetItemCommand).resolves({});
  await expect(send()).rejects.toThrow("nobody is told");
});
