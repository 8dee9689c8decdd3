import { randomBytes } from "node:crypto";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Instant } from "@saldovakt/domain";
import type { Channel } from "@saldovakt/service";
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
  const ports = delivering({ SALDOVAKT_CONFIGURATION: JSON.stringify({ recipients: [WEBHOOK] }), SALDOVAKT_TABLE: "saldovakt" });
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
