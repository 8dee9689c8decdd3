import { DeleteMessageBatchCommand, type Message, ReceiveMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import type { Invocation, Lambda } from "./runtime-api.ts";
import { REGION } from "./runtime-api.ts";

export interface Queue {
  readonly url: string;
  readonly arn: string;
}

export interface Poll {
  readonly received: number;
  readonly result: Invocation;
  /** Ids of the messages that stay in the queue. */
  readonly kept: readonly string[];
}

const recordOf = (message: Message, arn: string): SQSEvent["Records"][number] => ({
  messageId: message.MessageId ?? "",
  receiptHandle: message.ReceiptHandle ?? "",
  body: message.Body ?? "",
  attributes: message.Attributes as unknown as SQSEvent["Records"][number]["attributes"],
  messageAttributes: {},
  md5OfBody: message.MD5OfBody ?? "",
  eventSource: "aws:sqs",
  eventSourceARN: arn,
  awsRegion: REGION,
});

/**
 * One turn of Lambda's event source for SQS with `ReportBatchItemFailures`: receives a batch, invokes the function, deletes what it settled. A function
 * that fails, or names a message that is not there, settles nothing.
 */
export async function poll(client: SQSClient, queue: Queue, lambda: Lambda, batchSize = 10): Promise<Poll | null> {
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({ QueueUrl: queue.url, MaxNumberOfMessages: batchSize, MessageSystemAttributeNames: ["All"] }),
  );
  if (Messages.length === 0) return null;
  const result = await lambda.invoke({ Records: Messages.map((message) => recordOf(message, queue.arn)) } satisfies SQSEvent);
  const all = Messages.map(({ MessageId }) => MessageId ?? "");
  const kept = result.kind === "answer" ? keptBy(result.value as SQSBatchResponse, all) : all;
  const settled = Messages.filter(({ MessageId }) => !kept.includes(MessageId ?? ""));
  if (settled.length > 0) {
    const Entries = settled.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    await client.send(new DeleteMessageBatchCommand({ QueueUrl: queue.url, Entries }));
  }
  return { received: Messages.length, result, kept };
}

function keptBy(response: SQSBatchResponse, all: readonly string[]): readonly string[] {
  const named = response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  return named.every((id) => all.includes(id)) ? named : all;
}

/** Turn after turn until no message is visible. Throws when there is no end to it. */
export async function drain(client: SQSClient, queue: Queue, lambda: Lambda, batchSize = 10): Promise<readonly Poll[]> {
  const polls: Poll[] = [];
  for (;;) {
    const turn = await poll(client, queue, lambda, batchSize);
    if (!turn) return polls;
    polls.push(turn);
    if (polls.length > 200) throw new Error("the queue never empties");
  }
}
