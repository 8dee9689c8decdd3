import { SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2";
import { mockClient } from "aws-sdk-client-mock";
import { simpleParser } from "mailparser";
import { afterEach, describe, expect, test, vi } from "vitest";
import { FAMILIES } from "../../test/alerts.ts";
import { message, NOW } from "../../test/message.ts";
import { createEmailChannel } from "./channel.ts";
import { createSesMailer, openSesClient } from "./ses.ts";

const FIRST = { number: 1, now: NOW };
const client = new SESv2Client({ region: "eu-north-1", credentials: { accessKeyId: "invented", secretAccessKey: "invented" } });
const ses = mockClient(client);
afterEach(() => {
  ses.reset();
  vi.unstubAllEnvs();
});

const channel = (configurationSet?: string) =>
  createEmailChannel(
    { to: "info@åkeri.example" },
    { from: { name: "Saldovakt", address: "alarm@example.se" }, mailer: () => createSesMailer(client, { configurationSet }) },
  );

/** An error as the SDK throws it. */
const fault = (name: string, httpStatusCode?: number, more: object = {}): Error =>
  Object.assign(new Error("arn:aws:ses:eu-north-1:123456789012:identity/example.se refuses info@example.se"), {
    name,
    ...(httpStatusCode === undefined ? {} : { $metadata: { httpStatusCode } }),
    ...more,
  });

describe("a mail by SES", () => {
  test("goes whole, in its envelope, under the configuration set", async () => {
    ses.on(SendEmailCommand).resolves({ MessageId: "1" });
    expect(await channel("saldovakt-test-mail").send(message(FAMILIES.claims), FIRST)).toEqual({ kind: "delivered" });
    const { Content, ...input } = ses.commandCalls(SendEmailCommand)[0]?.args[0].input ?? {};
    expect(input).toEqual({
      FromEmailAddress: "alarm@example.se",
      Destination: { ToAddresses: ["info@xn--keri-poa.example"] },
      ConfigurationSetName: "saldovakt-test-mail",
    });
    const parsed = await simpleParser(Buffer.from(Content?.Raw?.Data ?? []));
    expect(parsed.text).toContain("KID-nummer: 123456789012347");
    expect(parsed.headers.get("x-entity-ref-id")).toBe(message().id);
  });

  test("without a configuration set names none", async () => {
    ses.on(SendEmailCommand).resolves({ MessageId: "1" });
    await channel().send(message(), FIRST);
    expect(ses.commandCalls(SendEmailCommand)[0]?.args[0].input).not.toHaveProperty("ConfigurationSetName");
  });

  test.each([
    ["TooManyRequestsException", 429, { kind: "retry", fault: "SES_THROTTLED" }],
    ["LimitExceededException", 400, { kind: "retry", fault: "SES_THROTTLED" }],
    ["SendingPausedException", 400, { kind: "retry", fault: "SES_PAUSED" }],
    ["AccountSuspendedException", 400, { kind: "retry", fault: "SES_PAUSED" }],
    ["InternalServiceErrorException", 500, { kind: "retry", fault: "SES_UNAVAILABLE" }],
    ["ExpiredTokenException", 403, { kind: "retry", fault: "SES_CREDENTIALS" }],
    ["AbortError", undefined, { kind: "retry", fault: "SES_TIMEOUT" }],
    ["AccessDeniedException", 403, { kind: "failed", fault: "SES_NOT_AUTHORIZED" }],
    ["MessageRejected", 400, { kind: "failed", fault: "SES_REJECTED" }],
    ["MailFromDomainNotVerifiedException", 400, { kind: "failed", fault: "SES_NOT_VERIFIED" }],
    ["NotFoundException", 404, { kind: "failed", fault: "SES_NOT_FOUND" }],
    ["BadRequestException", 400, { kind: "failed", fault: "SES_INVALID_PARAMETER" }],
    ["TeapotException", 418, { kind: "failed", fault: "SES_REFUSED" }],
  ] as const)("that meets %s", async (name, status, outcome) => {
    ses.on(SendEmailCommand).rejects(fault(name, status));
    expect(await channel().send(message(), FIRST)).toEqual(outcome);
  });

  test("that reaches nobody is tried again, and a fault of this program is thrown", async () => {
    ses.on(SendEmailCommand).rejects(fault("Error", undefined, { code: "ECONNREFUSED" }));
    expect(await channel().send(message(), FIRST)).toEqual({ kind: "retry", fault: "SES_UNREACHABLE" });
    ses.on(SendEmailCommand).rejects(new TypeError("a bug"));
    await expect(channel().send(message(), FIRST)).rejects.toThrow("a bug");
  });
});

test("a client without a region says so before anything is sent", async () => {
  vi.stubEnv("AWS_REGION", "");
  vi.stubEnv("AWS_DEFAULT_REGION", "");
  vi.stubEnv("AWS_CONFIG_FILE", "/nonexistent");
  await expect(openSesClient()).rejects.toMatchObject({ code: "AWS_REGION_MISSING", scope: "installation" });
  vi.stubEnv("AWS_REGION", "eu-north-1");
  (await openSesClient()).destroy();
});
