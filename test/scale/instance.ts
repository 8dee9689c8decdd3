import { instant } from "@saldovakt/domain";
import type { Timer } from "@saldovakt/http";
import type { Facts } from "@saldovakt/service";
import type { SQSRecord } from "aws-lambda";
import { settleBatch } from "../../functions/src/batch.ts";
import { installationFaults } from "../../functions/src/installation-fault.ts";
import { restMs, watchSettler } from "../../functions/src/watch-batch.ts";
import { DAY } from "./clock.ts";
import type { Queue, Received } from "./queue.ts";
import type { Reader } from "./reader.ts";
import type { Settings } from "./settings.ts";

/** What one call of SQS takes, in milliseconds. */
export const SQS_MS = 12;
/** From a batch's receipt to the handler's first line. */
const INVOKE_MS = 25;
/** How long a receipt waits for a message, at most. */
const LONG_POLL_MS = 20_000;
const SHORT_POLL_MS = 100;

export interface InstanceParts {
  readonly queue: Queue;
  readonly read: Reader;
  readonly facts: Facts;
  readonly timer: Timer;
  readonly random: () => number;
  readonly settings: Settings;
  /** Whether nothing will come any more. */
  readonly over: () => boolean;
  readonly onDone: (message: Received, at: number) => void;
  /** How long a run took, in milliseconds. */
  readonly onRun: (ms: number) => void;
}

const recordOf = ({ id, body, receipts }: Received): SQSRecord => ({
  messageId: String(id),
  receiptHandle: String(id),
  body,
  attributes: { ApproximateReceiveCount: String(receipts), SentTimestamp: "", SenderId: "", ApproximateFirstReceiveTimestamp: "" },
  messageAttributes: {},
  md5OfBody: "",
  eventSource: "aws:sqs",
  eventSourceARN: "arn:aws:sqs:eu-north-1:000000000000:accounts",
  awsRegion: "eu-north-1",
});

/** One run of `watch` on a batch, settled by the function's own code; then SQS does as it is told. */
async function run(batch: readonly Received[], parts: InstanceParts): Promise<void> {
  const { queue, timer, settings } = parts;
  const now = () => instant(timer.now());
  const began = timer.now();
  const timeLeft = (): number => began + settings.timeoutSeconds * 1000 - timer.now();
  const { settle, inVain } = watchSettler({
    watch: parts.read,
    certificate: async () => undefined,
    faults: () => installationFaults(parts.facts, now, () => DAY),
    onInstallationFault: () => undefined,
    onFault: () => undefined,
    random: parts.random,
  });
  const hiddenUntil = new Map<string, number>();
  const { batchItemFailures } = await settleBatch(batch.map(recordOf), {
    settle,
    atOnce: settings.atOnce,
    onThrown: (thrown) => {
      throw thrown;
    },
    timeLeft,
    putAway: async (messages) => {
      await timer.pause(SQS_MS);
      for (const { record, afterSeconds } of messages) hiddenUntil.set(record.messageId, timer.now() + afterSeconds * 1000);
    },
  });
  if (inVain()) await timer.pause(restMs(timeLeft()));
  const took = timer.now() - began;
  if (took > settings.timeoutSeconds * 1000) throw new Error("a run took longer than its time-out");
  parts.onRun(took);
  await timer.pause(SQS_MS);
  const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  for (const message of batch) {
    if (failed.has(String(message.id))) queue.giveBack(message, hiddenUntil.get(String(message.id)));
    else {
      queue.remove(message);
      parts.onDone(message, timer.now());
    }
  }
}

/** One instance of `watch` and the poller that feeds it, until everything is over. */
export async function instance(parts: InstanceParts): Promise<void> {
  const { queue, timer, settings } = parts;
  while (!parts.over()) {
    await timer.pause(SQS_MS);
    const batch = queue.receive(settings.batchSize);
    if (batch.length > 0) {
      await timer.pause(INVOKE_MS);
      await run(batch, parts);
    } else await timer.pause(Math.min(LONG_POLL_MS, Math.max(SHORT_POLL_MS, queue.nextVisible() - timer.now())));
  }
}
