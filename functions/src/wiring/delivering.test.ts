import { randomBytes } from "node:crypto";
import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2";
import { parseConfiguration, type RecipientSection } from "@saldovakt/configuration";
import { writeChecked } from "@saldovakt/configuration/checked";
import { alertDocument, alertTexts, type Instant, type PlainDate, testAlert } from "@saldovakt/domain";
import { type Channel, INSTALLATION } from "@saldovakt/service";
import { mockClient } from "aws-sdk-client-mock";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { recipientOf } from "./configuration.ts";
import { delivering } from "./delivering.ts";

const ARN = "arn:aws:secretsmanager:eu-north-1:123456789012:secret:saldovakt/test/webhook/bookkeeping-AbCdEf";
// An address that the guard refuses before anything is sent: what comes before it is what is tested.
const WEBHOOK = { channel: "webhook", url: "https://127.0.0.1:9/hook", secret: ARN };
const secret = (): string => `whsec_${randomBytes(32).toString("base64")}`;

let manager: ReturnType<typeof mockClient>;
beforeEach(() => {
  vi.stubEnv("AWS_REGION", "eu-north-1");
  manager = mockClient(SecretsManagerClient);
});
afterEach(() => {
  manager.restore();
  vi.unstubAllEnvs();
});

const send = async (): ReturnType<Channel["send"]> => {
  const ports = delivering({
    SALDOVAKT_CONFIGURATION: writeChecked(parseConfiguration({ recipients: [WEBHOOK] })),
    SALDOVAKT_TABLE: "saldovakt",
  });
  const recipient = await ports.recipient(recipientOf({ ...WEBHOOK, channel: "webhook", secrets: [ARN] }).key);
  if (!recipient) throw new Error("nobody is told");
  const message = { id: "msg_1", document: { type: "shortfall.detected" } } as unknown as Parameters<Channel["send"]>[0];
  const channel = await ports.channel(recipient);
  return channel.send(message, { number: 1, now: "2026-11-23T06:00:00.000Z" as Instant });
};

it.each([
  ["one secret", () => secret()],
  ["two while they are rotated", () => JSON.stringify([secret(), secret()])],
])("signs webhooks with what the secret holds: %s", async (_, text) => {
  manager.on(GetSecretValueCommand, { SecretId: ARN, VersionStage: "AWSCURRENT" }).resolves({ SecretString: text() });
  expect(await send()).toEqual({ kind: "failed", fault: "HTTP_ADDRESS_REFUSED" });
});

it("sends nothing unsigned", async () => {
  manager.on(GetSecretValueCommand).resolves({ SecretString: JSON.stringify([secret(), "whsec_no"]) });
  await expect(send()).rejects.toMatchObject({ code: "WEBHOOK_SECRET_INVALID" });
});

const message = (): Parameters<Channel["send"]>[0] => {
  const now = "2026-11-23T06:00:00.000Z" as Instant;
  const alert = testAlert("2026-11-23" as PlainDate, now);
  const options = { discreet: false, forecastUrl: null };
  return {
    id: "msg_1",
    alert,
    account: INSTALLATION,
    language: "en",
    discreet: false,
    link: null,
    texts: alertTexts(alert, INSTALLATION, "en", options),
    document: alertDocument(alert, INSTALLATION, null),
  };
};

const channelTo = async (configuration: { readonly recipients: readonly object[] }): Promise<Channel> => {
  const ports = delivering({ SALDOVAKT_CONFIGURATION: writeChecked(parseConfiguration(configuration)), SALDOVAKT_TABLE: "saldovakt" });
  const recipient = await ports.recipient(recipientOf(configuration.recipients[0] as RecipientSection).key);
  if (!recipient) throw new Error("nobody is told");
  return ports.channel(recipient);
};
const FIRST = { number: 1, now: "2026-11-23T06:00:00.000Z" as Instant };

it("looks a chat room's address up when something is sent", async () => {
  manager.on(GetSecretValueCommand, { SecretId: ARN, VersionStage: "AWSCURRENT" }).resolves({ SecretString: "https://127.0.0.1:9/room\n" });
  const channel = await channelTo({ recipients: [{ channel: "slack", url: ARN }] });
  expect(manager.commandCalls(GetSecretValueCommand)).toHaveLength(0);
  expect(await channel.send(message(), FIRST)).toEqual({ kind: "failed", fault: "HTTP_ADDRESS_REFUSED" });
});

it("mails by SES, under the deployment's configuration set, with a link by which it is ended", async () => {
  const ses = mockClient(SESv2Client);
  const table = mockClient(DynamoDBClient);
  ses.on(SendEmailCommand).resolves({ MessageId: "1" });
  table.on(GetItemCommand).resolves({ Item: { value: { S: "a".repeat(43) }, version: { N: "1" } } });
  const channel = await channelTo({
    email: { from: "Saldovakt <alarm@example.se>", server: "ses", configurationSet: "saldovakt-test-mail" },
    publicUrl: "https://saldovakt.example",
    recipients: [{ channel: "email", to: "chef@example.se" }],
  } as { recipients: object[] });
  expect(await channel.send(message(), FIRST)).toEqual({ kind: "delivered" });
  const [call] = ses.commandCalls(SendEmailCommand);
  const { Content, ...input } = call?.args[0].input ?? {};
  expect(input).toEqual({
    FromEmailAddress: "alarm@example.se",
    Destination: { ToAddresses: ["chef@example.se"] },
    ConfigurationSetName: "saldovakt-test-mail",
  });
  const raw = Buffer.from(Content?.Raw?.Data ?? []).toString("latin1");
  expect(raw).toMatch(/^List-Unsubscribe: <https:\/\/saldovakt\.example\/unsubscribe\/[\w-]+>\r$/m);
  ses.restore();
  table.restore();
});

it("without a sender says so, and keeps the message for later", async () => {
  await expect(channelTo({ recipients: [{ channel: "email", to: "chef@example.se" }] })).rejects.toMatchObject({
    code: "CONFIGURATION_INVALID",
  });
});
