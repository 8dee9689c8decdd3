/// <reference path="../.sst/platform/config.d.ts" />
import { deliveries, undelivered } from "./alerts.ts";
import { api } from "./api.ts";
import { deliver } from "./deliver.ts";
import { gateway } from "./gateway.ts";
import { mail } from "./mail.ts";
import { operations, untold } from "./operations.ts";
import { deployment, named, SERVICE } from "./stage.ts";
import { accounts, plan, unplanned, watch } from "./watch.ts";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

type Dimensions = Record<string, $util.Input<string>>;

/** One metric, by its id in an expression. */
interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Dimensions;
  readonly statistic?: "Sum" | "Maximum" | "Minimum";
}

interface Rule {
  readonly says: string;
  readonly metrics: Readonly<Record<string, Metric>>;
  /** Over the metrics' ids; left out, the alarm watches the one metric itself. */
  readonly expression?: string;
  readonly alarmsWhen: "above" | "below";
  readonly threshold: number;
  readonly periodSeconds: number;
  /** Periods in a row that must be bad. */
  readonly periods?: number;
  /** What a period without data says. */
  readonly silenceIs?: "good" | "bad";
}

/** Every alarm tells the operations' topic when it begins and when it is over. */
function alarm(name: string, rule: Rule): void {
  new aws.cloudwatch.MetricAlarm(`${name}Alarm`, {
    name: named(name),
    alarmDescription: rule.says,
    comparisonOperator: rule.alarmsWhen === "above" ? "GreaterThanThreshold" : "LessThanThreshold",
    threshold: rule.threshold,
    evaluationPeriods: rule.periods ?? 1,
    treatMissingData: rule.silenceIs === "bad" ? "breaching" : "notBreaching",
    ...watched(name, rule),
    alarmActions: [operations.arn],
    okActions: [operations.arn],
  });
}

function watched(name: string, { metrics, expression, periodSeconds: period }: Rule) {
  const all = Object.entries(metrics).map(([id, { namespace, name: metricName, dimensions, statistic = "Sum" }]) => {
    return { id, metric: { namespace, metricName, dimensions, stat: statistic, period } };
  });
  const [first] = all;
  if (expression !== undefined) return { metricQueries: [...all, { id: "result", expression, label: name, returnData: true }] };
  if (!first || all.length > 1) throw new Error(`the alarm ${name} has several metrics and no expression`);
  const { stat: statistic, ...metric } = first.metric;
  return { ...metric, statistic };
}

/** Ours, as the functions publish them for the service as a whole. */
const own = (name: string, statistic: Metric["statistic"] = "Sum", dimensions: Dimensions = {}): Metric => ({
  namespace: "Saldovakt",
  name,
  statistic,
  dimensions: { service: SERVICE, ...dimensions },
});
const ofFunction = (name: string, { name: FunctionName }: sst.aws.Function): Metric => ({
  namespace: "AWS/Lambda",
  name,
  dimensions: { FunctionName },
});

const DEAD_LETTERS: Readonly<Record<string, readonly [sst.aws.Queue, string]>> = {
  Passes: [unplanned, "The day's pass was not planned: no account is read until it is"],
  Accounts: [accounts.deadLetters, "Accounts were not read, for all the tries of a pass"],
  Deliveries: [deliveries.deadLetters, "Alerts were not handed to any channel"],
  Alerts: [undelivered, "SNS could not bring alerts to a subscriber"],
  Operations: [untold, "SNS could not bring alarms to one of the operations' addresses"],
};
for (const [name, [queue, says]] of Object.entries(DEAD_LETTERS)) {
  const dimensions = { QueueName: queue.nodes.queue.name };
  alarm(`${name}DeadLetters`, {
    says,
    metrics: { letters: { namespace: "AWS/SQS", name: "ApproximateNumberOfMessagesVisible", dimensions, statistic: "Maximum" } },
    alarmsWhen: "above",
    threshold: 0,
    periodSeconds: 5 * MINUTE,
  });
}

const FUNCTIONS = { Plan: plan, Watch: watch, Deliver: deliver, Api: api };
for (const [name, of] of Object.entries(FUNCTIONS)) {
  alarm(`${name}Errors`, {
    says: `More than one in twenty runs of ${name} failed`,
    metrics: { errors: ofFunction("Errors", of), runs: ofFunction("Invocations", of) },
    expression: "100 * errors / MAX([errors, runs])",
    alarmsWhen: "above",
    threshold: 5,
    periodSeconds: 15 * MINUTE,
  });
}

alarm("Throttles", {
  says: "Lambda turned runs away: the account's concurrency is used up",
  metrics: {
    plan: ofFunction("Throttles", plan),
    watch: ofFunction("Throttles", watch),
    deliver: ofFunction("Throttles", deliver),
    api: ofFunction("Throttles", api),
  },
  expression: "SUM([plan, watch, deliver, api])",
  alarmsWhen: "above",
  threshold: 0,
  periodSeconds: 15 * MINUTE,
});

alarm("ApiFaults", {
  says: "The HTTP API answered with a fault of its own five times within a quarter of an hour",
  metrics: { faults: { namespace: "AWS/ApiGateway", name: "5xx", dimensions: { ApiId: gateway.nodes.api.id } } },
  alarmsWhen: "above",
  threshold: 4,
  periodSeconds: 15 * MINUTE,
});

alarm("NoPass", {
  says: "No pass read an account for 26 hours: a day's pass did not happen, or came to nothing (or no account has been added yet)",
  metrics: { read: own("PassReadings") },
  alarmsWhen: "below",
  threshold: 1,
  periodSeconds: HOUR,
  periods: 26,
  silenceIs: "bad",
});

alarm("AccountsFailing", {
  says: "More than one account in ten, and at least five, could not be read at the first try of the day's pass",
  metrics: { failed: own("PassFailures"), read: own("PassReadings") },
  // Fewer than five are no pattern, but clients without an ombud, of whom `source.denied` tells; in a small installation one is already a tenth.
  expression: "IF(failed >= 5, 100 * failed / (failed + FILL(read, 0)), 0)",
  alarmsWhen: "above",
  threshold: 10,
  periodSeconds: DAY,
});

alarm("InstallationFault", {
  says: "An authority refuses the keys, the certificate or the configuration: nothing is read there until that is mended",
  metrics: { faults: own("InstallationFaults") },
  alarmsWhen: "above",
  threshold: 0,
  periodSeconds: 5 * MINUTE,
});

if (deployment.api.altinn) {
  alarm("CallersShutOut", {
    says: "Callers with tokens are not let in: Altinn decides nothing about them, or refuses the keys or the policy it is asked with",
    metrics: { faults: own("CallersShutOut") },
    alarmsWhen: "above",
    threshold: 0,
    periodSeconds: 5 * MINUTE,
  });
}

alarm("DeliveriesFailing", {
  says: "Alerts were given up, after every attempt or because their endpoint wants no more",
  metrics: { failed: own("Deliveries", "Sum", { outcome: "failed" }), disabled: own("Deliveries", "Sum", { outcome: "disabled" }) },
  expression: "FILL(failed, 0) + FILL(disabled, 0)",
  alarmsWhen: "above",
  threshold: 0,
  periodSeconds: 15 * MINUTE,
});

if (mail) {
  const ofMail = (name: string): Metric => ({ namespace: "AWS/SES", name, dimensions: { "ses:configuration-set": named("mail") } });
  alarm("MailReturned", {
    says: "Mail came back, was complained about or was not taken by SES: somebody is not told",
    metrics: { bounces: ofMail("Bounce"), complaints: ofMail("Complaint"), rejects: ofMail("Reject") },
    expression: "FILL(bounces, 0) + FILL(complaints, 0) + FILL(rejects, 0)",
    alarmsWhen: "above",
    threshold: 0,
    periodSeconds: 15 * MINUTE,
  });
}

alarm("SourceStale", {
  says: "Not one account's figures are younger than four days: the authority has stopped updating them",
  metrics: { age: own("SourceAgeSeconds", "Minimum") },
  alarmsWhen: "above",
  threshold: 4 * DAY,
  periodSeconds: DAY,
});

alarm("CertificateExpiring", {
  says: "The organisation's certificate for Skatteverket, or what opens Maskinporten, ends within 30 days; a new certificate takes some days to come",
  metrics: { days: own("CertificateDaysLeft", "Minimum") },
  alarmsWhen: "below",
  threshold: 30,
  periodSeconds: DAY,
});
