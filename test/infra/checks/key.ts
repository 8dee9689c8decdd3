import { at, listAt, ofType, type Resource, type StageRecord, type Value } from "../record.ts";
import { resourcePolicies, type Statement } from "../statements.ts";
import { type Check, failing } from "./check.ts";

/** What a service needs that puts something into an encrypted topic, queue or log. */
const WRITING = ["kms:GenerateDataKey", "kms:Decrypt"];

/** One encrypted thing and a service of AWS's that writes there by itself, not through a role of ours. */
interface Writer {
  readonly into: Resource;
  readonly service: string;
}

const deadLetterArn = ({ inputs }: Resource): Value =>
  typeof inputs.redrivePolicy === "string" ? at(JSON.parse(inputs.redrivePolicy) as Value, "deadLetterTargetArn") : undefined;

/** Services that write into the topic or queue: those that are told to, and those its own policy lets in. */
function servicesInto(record: StageRecord, { arn }: Resource): ReadonlySet<string> {
  const told = [
    ...(ofType(record, "MetricAlarm").some(({ inputs }) => listAt(inputs, "alarmActions").includes(arn))
      ? ["cloudwatch.amazonaws.com"]
      : []),
    ...(ofType(record, "Budget").some(({ inputs }) =>
      listAt(inputs, "notifications").some((notification) => listAt(notification, "subscriberSnsTopicArns").includes(arn)),
    )
      ? ["budgets.amazonaws.com"]
      : []),
    ...(ofType(record, "TopicSubscription").some((subscription) => deadLetterArn(subscription) === arn) ? ["sns.amazonaws.com"] : []),
  ];
  const letIn = resourcePolicies(record)
    .filter(({ effect, resources }) => effect === "Allow" && resources.includes(arn))
    .flatMap(({ principals }) => principals.flatMap(([kind, who]) => (kind === "Service" ? [who] : [])));
  return new Set([...told, ...letIn]);
}

const writers = (record: StageRecord): readonly Writer[] => [
  ...[...ofType(record, "Topic"), ...ofType(record, "Queue")].flatMap((into) =>
    [...servicesInto(record, into)].map((service) => ({ into, service })),
  ),
  ...ofType(record, "LogGroup").map((into) => ({ into, service: `logs.${record.app.providers.aws.region}.amazonaws.com` })),
];

/** Whether the statement's condition holds while the service writes there: it acts for this account, or for a log of that name. */
function holdsFor(record: StageRecord, { condition }: Statement, { into }: Writer): boolean {
  if (Object.keys(condition).length === 0) return true;
  if (at(condition, "StringEquals", "aws:SourceAccount") === record.account) return !into.type.endsWith(":LogGroup");
  const logs = listAt(condition, "ArnLike", "kms:EncryptionContext:aws:logs:arn").map(String);
  const prefix = `arn:aws:logs:${record.app.providers.aws.region}:${record.account}:log-group:`;
  return logs.some((pattern) => pattern.endsWith("/*") && `${prefix}${into.inputs.name}`.startsWith(pattern.slice(0, -1)));
}

const admits = (record: StageRecord, writer: Writer): boolean => {
  const key = ofType(record, "Key").find(({ arn }) => arn === (writer.into.inputs.kmsMasterKeyId ?? writer.into.inputs.kmsKeyId));
  if (!key) return true; // told by the check of encryption
  return WRITING.every((action) =>
    resourcePolicies(record).some(
      (statement) =>
        statement.of === key.name &&
        statement.effect === "Allow" &&
        statement.actions.includes(action) &&
        statement.principals.some(([kind, who]) => kind === "Service" && who === writer.service) &&
        holdsFor(record, statement, writer),
    ),
  );
};

export const KEY: readonly Check[] = [
  {
    holds: "the key's own policy lets in every service that writes into a topic, a queue or a log",
    find: (record) =>
      failing(
        writers(record),
        (writer) => admits(record, writer),
        ({ into, service }) => `${service} cannot write into ${into.name}: the key does not let it in`,
      ),
  },
  {
    holds: "a subscription's dead-letter queue takes letters from SNS, for that topic",
    find: (record) =>
      failing(
        ofType(record, "TopicSubscription").filter((subscription) => deadLetterArn(subscription) !== undefined),
        (subscription) =>
          resourcePolicies(record).some(
            ({ effect, actions, resources, principals, condition }) =>
              effect === "Allow" &&
              // A `*` or no condition lets SNS in as well; that these are too wide, other checks tell.
              actions.some((action) => ["sqs:SendMessage", "sqs:*", "*"].includes(action)) &&
              resources.some((arn) => [deadLetterArn(subscription), "*"].includes(arn)) &&
              principals.some(([kind, who]) => kind === "Service" && who === "sns.amazonaws.com") &&
              (Object.keys(condition).length === 0 || at(condition, "ArnEquals", "aws:SourceArn") === subscription.inputs.topic),
          ),
        ({ name }) => `${name}: SNS may not put its dead letters there`,
      ),
  },
];
