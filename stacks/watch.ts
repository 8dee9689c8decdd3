/// <reference path="../.sst/platform/config.d.ts" />
import { type SourceName, ZONE_OF } from "@saldovakt/domain";
import { deliveries } from "./alerts.ts";
import { configuration } from "./configuration.ts";
import { useKeyThrough } from "./key.ts";
import { feed, lambda, RECEIVE, SIZES } from "./lambda.ts";
import { deadLetterQueue, workQueue } from "./queue.ts";
import { sourceSecrets } from "./secrets.ts";
import { deployment } from "./stage.ts";
import { table } from "./state.ts";

/**
 * One message an account and day. A message that fails comes back within the minute, and then every two hours: twelve receipts are some twenty
 * hours, so that neither a source that closes nor keys that are refused for a day's work loses an account.
 */
export const accounts = workQueue("Accounts", { timeoutSeconds: SIZES.watch.seconds, receives: 12 });

/** Passes that could not be begun, or not be planned to the end. */
export const unplanned = deadLetterQueue("Passes");

export const watch = lambda("watch", {
  description: "Reads, forecasts and judges accounts, and queues the alerts that follow",
  environment: { SALDOVAKT_CONFIGURATION: configuration, SALDOVAKT_TABLE: table.name, DELIVERY_QUEUE_URL: deliveries.queue.url },
  permissions: [
    { actions: [...RECEIVE, "sqs:ChangeMessageVisibility"], resources: [accounts.queue.arn] },
    { actions: ["sqs:SendMessage"], resources: [deliveries.queue.arn] },
    {
      actions: ["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem"],
      resources: [table.arn],
    },
    { actions: ["secretsmanager:GetSecretValue"], resources: sourceSecrets.map(({ arn }) => arn) },
    useKeyThrough("dynamodb", "secretsmanager", "sqs"),
  ],
});

const { requestsPerSecond = 4 } = (deployment.skatteverket ?? {}) as { readonly requestsPerSecond?: number };

/**
 * Every call waits for its slot in a rate that all workers share through the table, so the rate holds however many there are. A worker has four calls
 * under way, a second each: so many workers keep the rate busy twice over, and more would only pay for waiting. Lambda takes two at least.
 * Skatteetaten takes five calls at once, whoever makes them, and each worker makes one: so where Norwegian accounts are read there are four workers at most,
 * which leaves one call to the HTTP API and, for all rates up to sixteen a second, Skatteverket's as busy as it may be.
 */
const MOST_BESIDE_NORWAY = 4;
const wanted = Math.max(2, Math.ceil(requestsPerSecond / 2));
const workers = (): number => (deployment.skatteetaten ? Math.min(wanted, MOST_BESIDE_NORWAY) : wanted);
feed("AccountsToWatch", accounts.queue, watch, { size: 10, atMost: workers() });

export const plan = lambda("plan", {
  description: "Queues the accounts to be read today, the most urgent first",
  environment: { SALDOVAKT_CALLS_PER_SECOND: String(requestsPerSecond), SALDOVAKT_TABLE: table.name, WATCH_QUEUE_URL: accounts.queue.url },
  permissions: [
    { actions: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"], resources: [table.arn] },
    { actions: ["sqs:SendMessage"], resources: [accounts.queue.arn, unplanned.arn] },
    useKeyThrough("dynamodb", "sqs"),
  ],
  // The schedule invokes without waiting: what happens to a failed run is then for Lambda's own retries, not the schedule's.
  retries: 2,
  transform: {
    eventInvokeConfig: (args) => {
      args.maximumEventAgeInSeconds = 3600;
      args.destinationConfig = { onFailure: { destination: unplanned.arn } };
    },
  },
});

const [hour, minute] = deployment.watch.at.split(":").map(Number);

/** A pass over the accounts of one authority, once a day, in its own time: summer time moves with it. */
const pass = (name: string, of: string, event: { readonly source: SourceName }): sst.aws.CronV2 =>
  new sst.aws.CronV2(name, {
    function: plan,
    event,
    schedule: `cron(${minute} ${hour} * * ? *)`,
    timezone: ZONE_OF[event.source],
    retries: 5,
    dlq: unplanned.arn,
    transform: {
      schedule: (args) => {
        args.description = `One pass over all ${of} accounts`;
      },
      // The schedule's own role puts what it could not start into a queue that is encrypted.
      role: (args) => {
        const { json } = aws.iam.getPolicyDocumentOutput({ statements: [useKeyThrough("sqs")] });
        args.inlinePolicies = $output(args.inlinePolicies).apply((policies) => [...(policies ?? []), { name: "key", policy: json }]);
      },
    },
  });

/** After Skatteverket's service window (03.00–05.00). */
if (deployment.skatteverket) pass("Pass", "Swedish", { source: "skatteverket" });
if (deployment.skatteetaten) pass("NorwegianPass", "Norwegian", { source: "skatteetaten" });
