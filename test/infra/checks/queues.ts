import { ATTEMPTS } from "@saldovakt/delivery";
import { at, type Inputs, listAt, ofType, type Resource, type StageRecord, type Value } from "../record.ts";
import { type Check, failing } from "./check.ts";

const queueOf = (record: StageRecord, arn: Value): Resource | undefined => ofType(record, "Queue").find((queue) => queue.arn === arn);
const functionOf = (record: StageRecord, arn: Value): Resource | undefined =>
  ofType(record, "Function").find((fn) => fn.arn === arn || fn.inputs.name === arn);

const redriveOf = ({ inputs }: Resource): Inputs | null =>
  typeof inputs.redrivePolicy === "string" ? (JSON.parse(inputs.redrivePolicy) as Inputs) : null;
const deadLettersOf = (record: StageRecord, source: Resource): Resource | undefined =>
  queueOf(record, at(redriveOf(source) ?? undefined, "deadLetterTargetArn"));

/** Queues that a function works off, with the function. */
const fed = (record: StageRecord) =>
  ofType(record, "EventSourceMapping").map((mapping) => ({
    mapping,
    queue: queueOf(record, mapping.inputs.eventSourceArn),
    fn: functionOf(record, mapping.inputs.functionName),
  }));

/** Functions that are run without anybody waiting for them. */
const runAsynchronously = (record: StageRecord): readonly Resource[] =>
  ofType(record, "Schedule").flatMap(({ inputs }) => functionOf(record, at(inputs, "target", "arn")) ?? []);

const invokeConfigOf = (record: StageRecord, fn: Resource): Resource | undefined =>
  ofType(record, "FunctionEventInvokeConfig").find(({ inputs }) => functionOf(record, inputs.functionName) === fn);

/** AWS's own rule: a message may be seen again only after the function has had its time, and Lambda its retries. */
const TIMES = 6;

export const QUEUES: readonly Check[] = [
  {
    holds: "a queue hides a message for six times as long as its function may run",
    find: (record) =>
      failing(
        fed(record),
        ({ queue, fn }) => Number(queue?.inputs.visibilityTimeoutSeconds) >= TIMES * Number(fn?.inputs.timeout),
        ({ mapping, queue, fn }) =>
          `${mapping.name}: ${queue?.name} hides for ${queue?.inputs.visibilityTimeoutSeconds} s, ${fn?.name} runs for ${fn?.inputs.timeout} s`,
      ),
  },
  {
    holds: "behind every asynchronous step there is a dead-letter queue",
    find: (record) => [
      ...failing(
        fed(record),
        ({ queue }) => queue !== undefined && deadLettersOf(record, queue) !== undefined,
        ({ mapping }) => `${mapping.name}: its queue has no dead letters`,
      ),
      ...failing(
        ofType(record, "Schedule"),
        ({ inputs }) => queueOf(record, at(inputs, "target", "deadLetterConfig", "arn")) !== undefined,
        ({ name }) => `${name} has no dead letters`,
      ),
      ...failing(
        runAsynchronously(record),
        (fn) => queueOf(record, at(invokeConfigOf(record, fn)?.inputs, "destinationConfig", "onFailure", "destination")) !== undefined,
        ({ name }) => `${name} is run asynchronously and has nowhere to put what failed`,
      ),
      ...failing(
        ofType(record, "TopicSubscription"),
        (subscription) => deadLettersOf(record, subscription) !== undefined,
        ({ name }) => `${name} has no dead letters`,
      ),
    ],
  },
  {
    holds: "what failed is tried again before it is a dead letter",
    find: (record) => [
      ...failing(
        fed(record).flatMap(({ queue }) => queue ?? []),
        (queue) => redriveOf(queue) === null || Number(redriveOf(queue)?.maxReceiveCount) >= 3,
        ({ name }) => `${name} gives up too soon`,
      ),
      ...failing(
        ofType(record, "Schedule"),
        ({ inputs }) => Number(at(inputs, "target", "retryPolicy", "maximumRetryAttempts")) >= 1,
        ({ name }) => `${name} tries once`,
      ),
      ...failing(
        runAsynchronously(record),
        (fn) => Number(invokeConfigOf(record, fn)?.inputs.maximumRetryAttempts ?? 2) >= 1,
        ({ name }) => `${name} is tried once`,
      ),
    ],
  },
  {
    holds: "a dead letter is kept longer than the queue it came from keeps it",
    find: (record) =>
      failing(
        ofType(record, "Queue").flatMap((queue) => {
          const dead = deadLettersOf(record, queue);
          return dead ? [{ queue, dead }] : [];
        }),
        ({ queue, dead }) => Number(dead.inputs.messageRetentionSeconds) > Number(queue.inputs.messageRetentionSeconds),
        ({ dead }) => `${dead.name} keeps letters no longer than their queue`,
      ),
  },
  {
    holds: "a delivery is given out as often as it has attempts",
    find: (record) =>
      failing(
        fed(record).flatMap(({ queue, fn }) => (queue && fn?.name === "DeliverFunction" ? [queue] : [])),
        (queue) => redriveOf(queue) === null || Number(redriveOf(queue)?.maxReceiveCount) >= ATTEMPTS,
        ({ name }) => `${name} gives a message up before its last attempt`,
      ),
  },
  {
    holds: "a batch answers for each message, and so many workers at most work at once",
    find: (record) =>
      failing(
        fed(record),
        ({ mapping: { inputs } }) =>
          listAt(inputs, "functionResponseTypes").includes("ReportBatchItemFailures") &&
          Number(at(inputs, "scalingConfig", "maximumConcurrency")) >= 2 &&
          Number(at(inputs, "scalingConfig", "maximumConcurrency")) <= 50,
        ({ mapping }) => `${mapping.name} answers for the whole batch, or is not bounded`,
      ),
  },
];
