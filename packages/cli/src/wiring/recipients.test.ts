import { CreateTopicCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, GetQueueAttributesCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { startFauxqs } from "fauxqs";
import { afterEach, expect, it, vi } from "vitest";
import { install } from "../../test/installation.ts";

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const close of closing.splice(0).reverse()) await close();
});

it("tells over an SNS topic from the command line too, in the topic's own region", async () => {
  const emulator = await startFauxqs({ port: 0, logger: false });
  closing.push(() => emulator.stop());
  const endpoint = `http://127.0.0.1:${emulator.port}`;
  const client = { endpoint, region: "eu-north-1", credentials: { accessKeyId: "test", secretAccessKey: "test" } };
  const sns = new SNSClient(client);
  const sqs = new SQSClient(client);
  const { TopicArn = "" } = await sns.send(new CreateTopicCommand({ Name: "alerts" }));
  const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName: "alerts" }));
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }));
  await sns.send(
    new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: Attributes?.QueueArn, Attributes: { RawMessageDelivery: "true" } }),
  );
  vi.stubEnv("AWS_ENDPOINT_URL_SNS", endpoint);
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");

  const here = await install();
  closing.push(() => here.close());
  await here.configure({ recipients: [{ channel: "sns", topicArn: TopicArn }] });
  const { status, stdout } = await here.run(["watch", "--json"]);
  expect(status).toBe(0);
  const { deliveries, alerts } = JSON.parse(stdout) as { deliveries: { delivered: number; failed: number }; alerts: unknown[] };
  expect(deliveries).toMatchObject({ delivered: alerts.length, failed: 0 });
  expect(alerts.length).toBeGreaterThan(0);
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ["All"] }));
  expect(Messages[0]?.MessageAttributes?.severity?.StringValue).toMatch(/^(ok|notice|warning|critical)$/);
});
