import { NAMESPACE, PUBLISHED } from "../metrics.ts";
import { at, type Inputs, listAt, ofType, type Resource, type StageRecord, type Value } from "../record.ts";
import { resourcePolicies } from "../statements.ts";
import { type Check, failing } from "./check.ts";

const operations = (record: StageRecord): string | undefined => ofType(record, "Topic").find(({ name }) => name === "OperationsTopic")?.arn;
const alarms = (record: StageRecord): readonly Resource[] => ofType(record, "MetricAlarm");

/** Names, dimensions and namespace of every metric an alarm looks at. */
const metricsOf = ({ inputs }: Resource): readonly { namespace: string; name: string; dimensions: Value }[] => {
  const metrics = inputs.metricName === undefined ? listAt(inputs, "metricQueries").map((query) => at(query, "metric")) : [inputs];
  return metrics
    .filter((metric) => metric !== undefined)
    .map((metric) => ({
      namespace: String(at(metric, "namespace")),
      name: String(at(metric, "metricName")),
      dimensions: at(metric, "dimensions"),
    }));
};

const watches = (record: StageRecord, namespace: string, name: string, dimension?: readonly [string, Value]): boolean =>
  alarms(record).some((alarm) =>
    metricsOf(alarm).some(
      (metric) =>
        metric.namespace === namespace && metric.name === name && (!dimension || at(metric.dimensions, dimension[0]) === dimension[1]),
    ),
  );

const DAY_AND_TWO_HOURS = 26 * 3600;

/** Queues that others put what failed into. */
function deadLetterArns(record: StageRecord): ReadonlySet<Value> {
  const redrives = [...ofType(record, "Queue"), ...ofType(record, "TopicSubscription")].flatMap(({ inputs }) =>
    typeof inputs.redrivePolicy === "string" ? [at(JSON.parse(inputs.redrivePolicy) as Value, "deadLetterTargetArn")] : [],
  );
  const schedules = ofType(record, "Schedule").map(({ inputs }) => at(inputs, "target", "deadLetterConfig", "arn"));
  const failures = ofType(record, "FunctionEventInvokeConfig").map(({ inputs }) =>
    at(inputs, "destinationConfig", "onFailure", "destination"),
  );
  return new Set([...redrives, ...schedules, ...failures]);
}

const REQUIRED: readonly (readonly [what: string, namespace: string, metric: string])[] = [
  ["readings", "Saldovakt", "PassReadings"],
  ["accounts that fail", "Saldovakt", "PassFailures"],
  ["faults of the installation", "Saldovakt", "InstallationFaults"],
  ["deliveries", "Saldovakt", "Deliveries"],
  ["the age of the source", "Saldovakt", "SourceAgeSeconds"],
  ["the certificate's end", "Saldovakt", "CertificateDaysLeft"],
  ["the API's own faults", "AWS/ApiGateway", "5xx"],
];

export const WATCHING: readonly Check[] = [
  {
    holds: "every alarm tells the operations' topic, when it begins and when it is over",
    find: (record) =>
      failing(
        alarms(record),
        ({ inputs }) =>
          [inputs.alarmActions, inputs.okActions].every((actions) => JSON.stringify(actions) === JSON.stringify([operations(record)])) &&
          inputs.actionsEnabled !== false,
        ({ name }) => `${name} tells somebody else or nobody`,
      ),
  },
  {
    holds: "alarms and the budget may tell the operations' topic, and the budget does",
    find: (record) => [
      ...failing(
        ["cloudwatch.amazonaws.com", "budgets.amazonaws.com"],
        (service) =>
          resourcePolicies(record).some(
            ({ actions, resources, principals }) =>
              actions.includes("sns:Publish") &&
              resources.includes(String(operations(record))) &&
              principals.some(([, who]) => who === service),
          ),
        (service) => `${service} may not tell the operations' topic`,
      ),
      ...failing(
        ofType(record, "Budget"),
        ({ inputs }) =>
          listAt(inputs, "notifications").length > 0 &&
          listAt(inputs, "notifications").every((notification) =>
            listAt(notification, "subscriberSnsTopicArns").includes(operations(record)),
          ),
        ({ name }) => `${name} tells nobody`,
      ),
      ...(ofType(record, "Budget").length === 0 ? ["there is no budget"] : []),
    ],
  },
  {
    holds: "every dead-letter queue has an alarm",
    find: (record) => {
      const dead = deadLetterArns(record);
      return failing(
        ofType(record, "Queue").filter(({ arn, name }) => dead.has(arn) || /Dead/.test(name)),
        ({ inputs }) => watches(record, "AWS/SQS", "ApproximateNumberOfMessagesVisible", ["QueueName", inputs.name]),
        ({ name }) => `${name} fills unseen`,
      );
    },
  },
  {
    holds: "every function has an alarm for its errors and one for runs turned away",
    find: (record) =>
      ["Errors", "Throttles"].flatMap((metric) =>
        failing(
          ofType(record, "Function"),
          ({ inputs }) => watches(record, "AWS/Lambda", metric, ["FunctionName", inputs.name]),
          ({ name }) => `${name}: nobody sees its ${metric.toLowerCase()}`,
        ),
      ),
  },
  {
    holds: "the source, the certificate, the readings and the deliveries each have an alarm",
    find: (record) =>
      failing(
        REQUIRED,
        ([, namespace, metric]) => watches(record, namespace, metric),
        ([what]) => `nobody sees ${what}`,
      ),
  },
  {
    holds: "every metric of ours that an alarm watches is one the functions publish",
    find: (record) =>
      alarms(record).flatMap((alarm) =>
        failing(
          metricsOf(alarm).filter(({ namespace }) => namespace === NAMESPACE),
          ({ name, dimensions }) => {
            const { service, ...others } = dimensions as Inputs;
            const names = Object.keys(others).sort();
            return (
              service === `${record.app.name}-${record.app.stage}` &&
              PUBLISHED.some(([metric, ...set]) => metric === name && set.join() === names.join())
            );
          },
          ({ name }) => `${alarm.name} watches ${name}, which is never published so`,
        ),
      ),
  },
  {
    holds: "26 hours without one reading raise an alarm, silence included",
    find: (record) =>
      failing(
        alarms(record).filter(({ name }) => name === "NoPassAlarm"),
        ({ inputs }) =>
          // The API reads accounts too: what somebody asks it for is no pass.
          inputs.metricName === "PassReadings" &&
          inputs.treatMissingData === "breaching" &&
          inputs.comparisonOperator === "LessThanThreshold" &&
          Number(inputs.period) * Number(inputs.evaluationPeriods) === DAY_AND_TWO_HOURS &&
          // Longer than a day is allowed to periods of an hour or more only.
          Number(inputs.period) >= 3600,
        ({ name }) => `${name} counts other readings, waits for another time, or forgives silence`,
      ),
  },
];
