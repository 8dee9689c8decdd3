import { ChangeMessageVisibilityBatchCommand, SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
import { SaldovaktError } from "@saldovakt/domain";
import { systemTimer, type Timer } from "@saldovakt/http/timer";
import type { PutAway } from "../batch.ts";
import { awsFault, CLIENT } from "./aws.ts";
import { once } from "./once.ts";

export type QueueClient = Pick<SQSClient, "send">;

/** The region's own endpoint, whatever host a queue's URL names. */
export const sqs = once(() => new SQSClient({ ...CLIENT, useQueueUrlAsEndpoint: false }));

/** What SQS takes in one call. */
const BATCH = 10;
const BATCH_BYTES = 256 * 1024;
/** Calls under way at once: the order stays right to within so many batches. */
const WIDTH = 8;
/** Tries for the messages of a batch that SQS took only a part of. */
const TRIES = 4;
const PAUSE_MS = 200;

export interface SenderOptions {
  readonly client: () => QueueClient;
  readonly url: string;
  readonly timer: Pick<Timer, "pause">;
}

/** Bodies in batches of ten at most, and never larger than SQS takes; their order kept. */
export function packed(bodies: readonly string[]): readonly (readonly string[])[] {
  const batches: string[][] = [];
  let current: string[] = [];
  let bytes = 0;
  for (const body of bodies) {
    const size = Buffer.byteLength(body);
    if (current.length === BATCH || (current.length > 0 && bytes + size > BATCH_BYTES)) {
      batches.push(current);
      [current, bytes] = [[], 0];
    }
    current.push(body);
    bytes += size;
  }
  return current.length > 0 ? [...batches, current] : batches;
}

/**
 * Sends every message, the first first. Resolves when SQS has all of them; throws `QUEUE_UNREACHABLE` (transient) or `QUEUE_REFUSED` when it has not, and
 * some may then be in the queue: sending them again must be harmless.
 */
export function createSender({ client, url, timer }: SenderOptions): (messages: readonly unknown[]) => Promise<void> {
  /** One batch; resolves to the bodies SQS did not take. */
  const attempt = async (bodies: readonly string[]): Promise<readonly string[]> => {
    const Entries = bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody }));
    const { Failed = [] } = await client().send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
    const mine = Failed.find(({ SenderFault }) => SenderFault);
    if (mine) {
      const remedy = "report it: a message of ours is not one SQS takes";
      throw new SaldovaktError(`a message is refused by its queue (${mine.Code})`, { code: "MESSAGE_REFUSED", scope: "internal", remedy });
    }
    return Failed.map(({ Id }) => bodies[Number(Id)] as string);
  };

  const batch = async (bodies: readonly string[]): Promise<void> => {
    let left = bodies;
    for (let n = 1; n <= TRIES && left.length > 0; n++) {
      if (n > 1) await timer.pause(PAUSE_MS * 2 ** (n - 2));
      left = await attempt(left);
    }
    if (left.length === 0) return;
    throw new SaldovaktError("a queue does not take all of a batch", {
      code: "QUEUE_UNREACHABLE",
      scope: "transient",
      remedy: "try again in a moment",
    });
  };

  return async (messages) => {
    const batches = packed(messages.map((message) => JSON.stringify(message)));
    try {
      for (let at = 0; at < batches.length; at += WIDTH) await Promise.all(batches.slice(at, at + WIDTH).map(batch));
    } catch (thrown) {
      throw awsFault("QUEUE", "a queue", thrown);
    }
  };
}

/** The sender of a function of ours. */
export const openSender = (url: string) => createSender({ client: sqs, url, timer: systemTimer });

/** A queue's URL from the ARN an SQS event names it by. */
export function queueUrl(arn: string): string {
  const [, partition, , region, account, name] = arn.split(":");
  return `https://sqs.${region}.amazonaws.com${partition === "aws-cn" ? ".cn" : ""}/${account}/${name}`;
}

/**
 * Hides received messages for a time of their own. A message that SQS does not take this for comes back after the queue's time: told to
 * `onFault`, never thrown, since what was settled must not come back for it.
 */
export async function putAway(messages: readonly PutAway[], client: QueueClient, onFault: (fault: SaldovaktError) => void): Promise<void> {
  for (let at = 0; at < messages.length; at += BATCH) {
    const some = messages.slice(at, at + BATCH);
    const Entries = some.map(({ record, afterSeconds }, index) => ({
      Id: String(index),
      ReceiptHandle: record.receiptHandle,
      VisibilityTimeout: afterSeconds,
    }));
    const QueueUrl = queueUrl(some[0]?.record.eventSourceARN ?? "");
    try {
      const { Failed = [] } = await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
      if (Failed.length > 0) throw new Error(String(Failed[0]?.Code));
    } catch (thrown) {
      onFault(awsFault("QUEUE", "a queue", thrown));
    }
  }
}
