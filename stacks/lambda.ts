/// <reference path="../.sst/platform/config.d.ts" />
import { BUNDLING, FUNCTIONS, type FunctionName } from "@saldovakt/functions";
import { key, LOGS } from "./key.ts";
import { LOG_DAYS, SERVICE } from "./stage.ts";

/**
 * Memory and time of each function. Loaded, they stand at 64 to 75 MB (an empty Node: 44), and `plan` with 100 000 accounts at some 250: so memory is chosen
 * for the processor that comes with it, one whole at 1 769 MB. A cold start is parsing and TLS handshakes.
 */
export const SIZES = {
  /** Runs once a day, and nobody waits for it. Sends ten messages a call: 100 000 accounts are 10 000 calls, eight at once. */
  plan: { megabytes: 512, seconds: 300 },
  /** Waits most of its time: for its turn in the shared call rate, and for an authority that may take a minute to answer. */
  watch: { megabytes: 512, seconds: 180 },
  /** One attempt a message, fifteen seconds at most for an endpoint that does not answer. */
  deliver: { megabytes: 512, seconds: 60 },
  /** Somebody waits. A little less time than API Gateway's own 30 seconds. */
  api: { megabytes: 1024, seconds: 29 },
} as const satisfies Record<FunctionName, { megabytes: number; seconds: number }>;

type Arguments = sst.aws.FunctionArgs;

/** One grant: exact actions on exact resources. */
export interface Permission {
  readonly actions: string[];
  readonly resources: $util.Input<string>[];
  readonly conditions?: { test: string; variable: string; values: $util.Input<string>[] }[];
}

export interface OwnArguments extends Omit<Arguments, "handler" | "permissions" | "link"> {
  readonly description: string;
  readonly environment: Record<string, $util.Input<string>>;
  readonly permissions: readonly Permission[];
}

/** One of our four functions, with exactly the variables and rights given, and its log. */
export function lambda(name: FunctionName, own: OwnArguments): sst.aws.Function {
  const title = name.charAt(0).toUpperCase() + name.slice(1);
  const log = new aws.cloudwatch.LogGroup(`${title}Log`, { name: `${LOGS}/${name}`, retentionInDays: LOG_DAYS, kmsKeyId: key.arn });
  // SST grants the log by a managed policy that names every log of the account; `hardening` removes it.
  const writeLog = { actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: [$interpolate`${log.arn}:*`] };
  const { megabytes, seconds } = SIZES[name];
  return new sst.aws.Function(title, {
    ...own,
    handler: FUNCTIONS[name].handler,
    runtime: "nodejs24.x",
    architecture: "arm64",
    memory: `${megabytes} MB`,
    timeout: `${seconds} seconds`,
    logging: { format: "json", logGroup: log.name },
    nodejs: { ...BUNDLING, esbuild: { ...BUNDLING.esbuild, external: [...BUNDLING.esbuild.external] } },
    environment: { ...own.environment, POWERTOOLS_SERVICE_NAME: SERVICE },
    permissions: [...own.permissions, writeLog],
  });
}

/** Gives a queue's messages to a function, which answers for each of them; the function's role must be allowed `RECEIVE`. */
export function feed(
  name: string,
  queue: sst.aws.Queue,
  to: sst.aws.Function,
  options: { readonly size: number; readonly atMost: number },
) {
  return new aws.lambda.EventSourceMapping(name, {
    eventSourceArn: queue.arn,
    functionName: to.arn,
    batchSize: options.size,
    functionResponseTypes: ["ReportBatchItemFailures"],
    scalingConfig: { maximumConcurrency: options.atMost },
  });
}

/** What Lambda does with a queue in the name of the function it feeds. */
export const RECEIVE = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"];
