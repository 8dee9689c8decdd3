import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { septets } from "@saldovakt/domain";
import { mockClient } from "aws-sdk-client-mock";
import { afterEach, describe, expect, test } from "vitest";
import { message, NOW, shortfall } from "../test/message.ts";
import type { Outcome } from "./channel.ts";
import { createSmsChannel, createTopicChannel } from "./sns.ts";

const TOPIC = { topicArn: "arn:aws:sns:eu-north-1:123456789012:alerts" };
const FIRST = { number: 1, now: NOW };
const client = new SNSClient({ region: "eu-north-1", credentials: { accessKeyId: "invented", secretAccessKey: "invented" } });
const sns = mockClient(client);

afterEach(() => sns.reset());

const sent = () => sns.commandCalls(PublishCommand).map((call) => call.args[0].input);

describe("a topic", () => {
  test("gets each protocol's own text, words for people and the document for programs", async () => {
    sns.on(PublishCommand).resolves({ MessageId: "1" });
    await createTopicChannel(TOPIC, client).send(message(), FIRST);
    const [input] = sent();
    const { texts, document } = message();
    expect(input).toMatchObject({ TopicArn: TOPIC.topicArn, MessageStructure: "json", Subject: texts.subject });
    const payload = JSON.stringify(document);
    expect(JSON.parse(input?.Message ?? "")).toEqual({
      default: texts.body,
      email: texts.body,
      sms: texts.sms,
      sqs: payload,
      lambda: payload,
      https: payload,
    });
    expect(JSON.stringify(input?.MessageAttributes)).not.toMatch(/1655667788996|Exempel|33/);
  });

  test("has no due date among its attributes where the alert has none", async () => {
    sns.on(PublishCommand).resolves({});
    await createTopicChannel(TOPIC, client).send(message({ ...shortfall, type: "source.stale", dueDate: null }), FIRST);
    expect(Object.keys(sent()[0]?.MessageAttributes ?? {})).toEqual(["id", "type", "severity", "account", "source", "AWS.SNS.SMS.SMSType"]);
  });

  test("is not asked to take more than it can", async () => {
    const huge = { ...message(), texts: { ...message().texts, body: "å".repeat(70_000) } };
    expect(await createTopicChannel(TOPIC, client).send(huge, FIRST)).toEqual({ kind: "failed", fault: "MESSAGE_TOO_LARGE" });
    const document = { ...message().document, type: "x".repeat(20_000) as typeof shortfall.type };
    expect(await createTopicChannel(TOPIC, client).send({ ...message(), document }, FIRST)).toEqual({
      kind: "failed",
      fault: "MESSAGE_TOO_LARGE",
    });
    expect(sent()).toEqual([]);
  });
});

describe("a text message", () => {
  test("goes to the number as a transactional one, with the sender's name if there is one", async () => {
    sns.on(PublishCommand).resolves({});
    await createSmsChannel({ phoneNumber: "+46700000000" }, client).send(message(), FIRST);
    await createSmsChannel({ phoneNumber: "+4790000000", senderId: "Saldovakt" }, client).send(message(), FIRST);
    const transactional = { "AWS.SNS.SMS.SMSType": { DataType: "String", StringValue: "Transactional" } };
    expect(sent()).toEqual([
      { PhoneNumber: "+46700000000", Message: message().texts.sms, MessageAttributes: transactional },
      {
        PhoneNumber: "+4790000000",
        Message: message().texts.sms,
        MessageAttributes: { ...transactional, "AWS.SNS.SMS.SenderID": { DataType: "String", StringValue: "Saldovakt" } },
      },
    ]);
    expect(septets(sent()[0]?.Message ?? "")).toBeLessThanOrEqual(160);
  });
});

describe("a fault", () => {
  const fault = (name: string, httpStatusCode?: number, more: object = {}): Error =>
    Object.assign(new Error("refused"), { name, $metadata: { httpStatusCode }, ...more });
  const retry = (code: string): Outcome => ({ kind: "retry", fault: code });
  const failed = (code: string): Outcome => ({ kind: "failed", fault: code });

  test.each([
    [fault("ThrottledException", 429), retry("SNS_THROTTLED")],
    [fault("ThrottlingException", 400), retry("SNS_THROTTLED")],
    [fault("Throttling", 400), retry("SNS_THROTTLED")],
    [fault("KMSThrottlingException", 400), retry("SNS_THROTTLED")],
    [fault("TooManyRequestsException", 429), retry("SNS_THROTTLED")],
    [fault("RequestLimitExceeded", 503), retry("SNS_THROTTLED")],
    [fault("SlowDown", 503, { $retryable: { throttling: true } }), retry("SNS_THROTTLED")],
    [fault("InternalErrorException", 500), retry("SNS_UNAVAILABLE")],
    [fault("ServiceUnavailable", 503), retry("SNS_UNAVAILABLE")],
    [fault("ExpiredTokenException", 403), retry("SNS_CREDENTIALS")],
    [fault("CredentialsProviderError"), retry("SNS_CREDENTIALS")],
    [fault("TimeoutError"), retry("SNS_TIMEOUT")],
    [fault("AbortError"), retry("SNS_TIMEOUT")],
    [fault("Error", undefined, { code: "ECONNRESET" }), retry("SNS_UNREACHABLE")],
    [fault("AuthorizationErrorException", 403), failed("SNS_NOT_AUTHORIZED")],
    [fault("AuthorizationError", 403), failed("SNS_NOT_AUTHORIZED")],
    [fault("KMSAccessDeniedException", 400), failed("SNS_NOT_AUTHORIZED")],
    [fault("InvalidClientTokenId", 403), failed("SNS_NOT_AUTHORIZED")],
    [fault("NotFoundException", 404), failed("SNS_NOT_FOUND")],
    [fault("InvalidParameterException", 400), failed("SNS_INVALID_PARAMETER")],
    [fault("InvalidParameterValueException", 400), failed("SNS_INVALID_PARAMETER")],
    [fault("ValidationException", 400), failed("SNS_INVALID_PARAMETER")],
    [fault("OptedOutException", 400), failed("SNS_OPTED_OUT")],
    [fault("EndpointDisabledException", 400), failed("SNS_REFUSED")],
  ])("%s is told apart", async (thrown, outcome) => {
    sns.on(PublishCommand).rejects(thrown);
    expect(await createTopicChannel(TOPIC, client).send(message(), FIRST)).toEqual(outcome);
    expect(await createSmsChannel({ phoneNumber: "+46700000000" }, client).send(message(), FIRST)).toEqual(outcome);
  });

  test("of this program is thrown", async () => {
    sns.on(PublishCommand).rejects(new TypeError("a bug"));
    await expect(createTopicChannel(TOPIC, client).send(message(), FIRST)).rejects.toThrow("a bug");
  });

  test("of the network may pass", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    sns.restore();
    const nowhere = new SNSClient({
      endpoint: `http://127.0.0.1:${port}`,
      region: "eu-north-1",
      maxAttempts: 1,
      credentials: { accessKeyId: "invented", secretAccessKey: "invented" },
    });
    expect(await createTopicChannel(TOPIC, nowhere).send(message(), FIRST)).toEqual({ kind: "retry", fault: "SNS_UNREACHABLE" });
    nowhere.destroy();
  });
});
