import { CreateTopicCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, GetQueueAttributesCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { Alert } from "@saldovakt/domain";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTopicChannel } from "../src/sns.ts";
import { account, manyPayments, message, NOW, shortfall } from "./message.ts";

/** An emulator of SNS and SQS. */
export interface Emulator {
  readonly endpoint: string;
  /** Whether it gives each protocol its own text, as SNS does; otherwise queues get all of them. */
  readonly perProtocol: boolean;
  stop(): Promise<void>;
}

interface Envelope {
  readonly Message: string;
  readonly Subject: string;
  readonly MessageAttributes: Record<string, { Type: string; Value: string }>;
}

const FIRST = { number: 1, now: NOW };

export const configurationOf = (endpoint: string) => ({
  endpoint,
  region: "eu-north-1",
  credentials: { accessKeyId: "invented", secretAccessKey: "invented" },
});

let names = 0;

/** What a topic's subscribers get. */
export function snsSuite(name: string, start: () => Promise<Emulator>): void {
  describe(`an SNS topic (${name})`, () => {
    let emulator: Emulator;
    let sns: SNSClient;
    let sqs: SQSClient;

    beforeAll(async () => {
      emulator = await start();
      sns = new SNSClient(configurationOf(emulator.endpoint));
      sqs = new SQSClient(configurationOf(emulator.endpoint));
    });
    afterAll(async () => {
      sns?.destroy();
      sqs?.destroy();
      await emulator?.stop();
    });

    /** A topic with a queue for each filter policy; `read` takes what has come to one. */
    async function topicWith(...policies: (object | null)[]) {
      const { TopicArn: topicArn = "" } = await sns.send(new CreateTopicCommand({ Name: `alerts-${++names}` }));
      const queues: string[] = [];
      for (const policy of policies) {
        const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName: `queue-${++names}` }));
        const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }));
        const filter = policy === null ? {} : { Attributes: { FilterPolicy: JSON.stringify(policy) } };
        await sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: "sqs", Endpoint: Attributes?.QueueArn, ...filter }));
        queues.push(QueueUrl);
      }
      const read = async (queue: number): Promise<Envelope[]> => {
        const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: queues[queue], MaxNumberOfMessages: 10 }));
        return Messages.map(({ Body = "" }) => JSON.parse(Body) as Envelope);
      };
      return { channel: createTopicChannel({ topicArn }, sns), read };
    }

    /** The text for queues. */
    const forQueues = ({ Message }: Envelope): string =>
      emulator.perProtocol ? Message : ((JSON.parse(Message) as { sqs: string }).sqs ?? "");

    test("carries the document, the subject and the attributes", async () => {
      const { channel, read } = await topicWith(null);
      expect(await channel.send(message(), FIRST)).toEqual({ kind: "delivered" });
      const [envelope] = (await read(0)) as [Envelope];
      expect(JSON.parse(forQueues(envelope))).toEqual(message().document);
      expect(envelope.Subject).toBe(message().texts.subject);
      const attributes = Object.fromEntries(Object.entries(envelope.MessageAttributes).map(([key, { Value }]) => [key, Value]));
      expect(attributes).toEqual({
        id: message().id,
        type: "shortfall.detected",
        severity: "notice",
        account: account.id,
        source: "skatteverket",
        "AWS.SNS.SMS.SMSType": "Transactional",
        dueDate: "2026-12-14",
      });
    });

    test("lets subscribers choose by type, severity and account", async () => {
      const { channel, read } = await topicWith(
        { type: ["deficit.open", "enforcement.debt"] },
        { severity: ["critical"] },
        { account: [account.id], type: [{ prefix: "shortfall." }] },
        { account: ["acc_zzzzzzzzzzzzzzzzzzzz"] },
        { dueDate: [{ exists: false }] },
      );
      const alerts: Alert[] = [
        shortfall,
        { ...shortfall, type: "shortfall.reminder", severity: "critical" },
        { ...shortfall, type: "enforcement.debt", severity: "critical", dueDate: null },
      ];
      for (const alert of alerts) expect(await channel.send(message(alert), FIRST)).toEqual({ kind: "delivered" });
      const types = async (queue: number): Promise<string[]> =>
        (await read(queue)).map((envelope) => (JSON.parse(forQueues(envelope)) as { type: string }).type).sort();
      expect(await types(0)).toEqual(["enforcement.debt"]);
      expect(await types(1)).toEqual(["enforcement.debt", "shortfall.reminder"]);
      expect(await types(2)).toEqual(["shortfall.detected", "shortfall.reminder"]);
      expect(await types(3)).toEqual([]);
      expect(await types(4)).toEqual(["enforcement.debt"]);
    });

    test("takes the largest alert there can be", async () => {
      const { channel, read } = await topicWith(null);
      const entry = shortfall.entry && {
        ...shortfall.entry,
        charges: Array.from({ length: 1_000 }, () => ({ text: "Å".repeat(50), amount: shortfall.missing, estimated: true })),
      };
      const largest: Alert = { ...manyPayments(2_000), ...(entry ? { entry } : {}) };
      expect(await channel.send(message(largest), FIRST)).toEqual({ kind: "delivered" });
      expect(await read(0)).toHaveLength(1);
    });

    test("that does not exist is a fault for good", async () => {
      const gone = createTopicChannel({ topicArn: "arn:aws:sns:eu-north-1:123456789012:nowhere" }, sns);
      expect(await gone.send(message(), FIRST)).toEqual({ kind: "failed", fault: "SNS_NOT_FOUND" });
    });
  });
}
