/// <reference path="../.sst/platform/config.d.ts" />
import { key } from "./key.ts";

const DAY = 86_400;
/** Longer than the slowest message takes: a delivery is tried for a little over two days. */
const WORK_DAYS = 7;
/** As long as SQS keeps anything. A dead letter waits for a person, and its days count from when it was first sent. */
const DEAD_DAYS = 14;

/** A data key serves for an hour, which saves a call to KMS with nearly every message. */
const encrypted = (days: number) => ({ kmsMasterKeyId: key.arn, kmsDataKeyReusePeriodSeconds: 3600, messageRetentionSeconds: days * DAY });

/** Holds what could not be done; `operations` watches every one of them. */
export const deadLetterQueue = (name: string): sst.aws.Queue =>
  new sst.aws.Queue(`${name}DeadLetters`, { transform: { queue: encrypted(DEAD_DAYS) } });

/** Holds what the topic could not bring to its subscribers, and takes letters from nobody else. */
export function undeliveredOf(name: string, topic: sst.aws.SnsTopic): sst.aws.Queue {
  const queue = deadLetterQueue(name);
  new aws.sqs.QueuePolicy(`${name}DeadLettersPolicy`, {
    queueUrl: queue.url,
    policy: $jsonStringify({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "TheTopicAlone",
          Effect: "Allow",
          Principal: { Service: "sns.amazonaws.com" },
          Action: "sqs:SendMessage",
          Resource: queue.arn,
          Condition: { ArnEquals: { "aws:SourceArn": topic.arn } },
        },
      ],
    }),
  });
  return queue;
}

export interface QueueOptions {
  /** Of the function that works it off. AWS asks for six times as much before a message shows again, lest two work on it at once. */
  readonly timeoutSeconds: number;
  /** How often a message is given out before it is put among the dead letters. */
  readonly receives: number;
}

/** An encrypted queue with its dead letters. */
export function workQueue(name: string, { timeoutSeconds, receives }: QueueOptions) {
  const deadLetters = deadLetterQueue(name);
  const queue = new sst.aws.Queue(name, {
    visibilityTimeout: `${6 * timeoutSeconds} seconds`,
    dlq: { queue: deadLetters.arn, retry: receives },
    transform: { queue: encrypted(WORK_DAYS) },
  });
  return { queue, deadLetters };
}
