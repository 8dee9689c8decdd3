import type { SQSBatchResponse, SQSRecord } from "aws-lambda";

/** What becomes of one message: it is done with, or it comes back, after a time of its own or after the queue's. */
export type Verdict = { readonly kind: "done" } | { readonly kind: "again"; readonly afterSeconds?: number };

export const DONE: Verdict = { kind: "done" };
export const again = (afterSeconds: number): Verdict => ({ kind: "again", afterSeconds });
/** After the queue's own visibility time-out. */
export const AGAIN: Verdict = { kind: "again" };

export interface PutAway {
  readonly record: SQSRecord;
  readonly afterSeconds: number;
}

export interface BatchPorts {
  /** Settles one message; what it throws brings the message back after the queue's own time. */
  readonly settle: (record: SQSRecord) => Promise<Verdict>;
  readonly onThrown: (thrown: unknown, record: SQSRecord) => void;
  /** Hides messages for a time of their own. When it fails they come back after the queue's. */
  readonly putAway: (messages: readonly PutAway[]) => Promise<void>;
  /** Messages settled at once. */
  readonly atOnce: number;
  /** Milliseconds until the function is stopped. */
  readonly timeLeft: () => number;
}

/**
 * What a single message may need. Less time left, and the rest of the batch is given back at once: begun and cut off, all of it
 * would be done again.
 */
export const MESSAGE_MS = 20_000;

/**
 * Settles every message of a batch in order, some at once, and says which of them SQS shall give out again (`ReportBatchItemFailures`). One
 * message's failure is never another's.
 */
export async function settleBatch(records: readonly SQSRecord[], ports: BatchPorts): Promise<SQSBatchResponse> {
  const verdicts = new Map<SQSRecord, Verdict>();
  let next = 0;
  const one = async (record: SQSRecord): Promise<Verdict> => {
    if (ports.timeLeft() < MESSAGE_MS) return again(0);
    try {
      return await ports.settle(record);
    } catch (thrown) {
      ports.onThrown(thrown, record);
      return AGAIN;
    }
  };
  const worker = async (): Promise<void> => {
    for (let record = records[next++]; record; record = records[next++]) verdicts.set(record, await one(record));
  };
  await Promise.all(Array.from({ length: Math.max(1, ports.atOnce) }, worker));

  const failed = records.filter((record) => verdicts.get(record)?.kind === "again");
  const timed = failed.flatMap((record): PutAway[] => {
    const verdict = verdicts.get(record);
    return verdict?.kind === "again" && verdict.afterSeconds !== undefined ? [{ record, afterSeconds: verdict.afterSeconds }] : [];
  });
  if (timed.length > 0) await ports.putAway(timed);
  return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
}

/** How often SQS has given the message out, this time included. */
export const receiveCount = (record: SQSRecord): number => Number(record.attributes.ApproximateReceiveCount) || 1;
