import { FUNCTIONS } from "../../functions/src/index.ts";
import { at, listAt, ofType, type StageRecord, type Value } from "../infra/record.ts";
import { resourcePolicies } from "../infra/statements.ts";
import { granted, isThe, mayDo, NAMES, queueAt, tableNamed, WEBHOOKS } from "./granted.ts";

/** Variables of the record that do not name the resource which plays that part. */
export function partFaults(record: StageRecord): readonly string[] {
  const tables = ofType(record, "Table").map(({ arn }) => arn);
  const alerts = ofType(record, "Topic").filter(({ name }) => name === "AlertsTopic");
  const secretArn = (name: string): Value =>
    ofType(record, "Secret").find(({ inputs }) => inputs.name === `${record.app.name}/${record.app.stage}/${name}`)?.arn;
  /** Beside what was found, what is meant; each a resource, so that nothing is as wrong as another. */
  const compare = (of: string, found: readonly Value[], meant: readonly Value[]): readonly string[] =>
    found.length === meant.length && found.every((value, index) => value !== undefined && value === meant[index])
      ? []
      : [`${of} names ${found.join(", ")} and not ${meant.join(", ")}`];

  return NAMES.flatMap((name) => {
    const { environment } = granted(record, name);
    const part: Readonly<Record<string, (value: string) => readonly string[]>> = {
      SALDOVAKT_TABLE: (value) => compare(`${name}'s SALDOVAKT_TABLE`, [tableNamed(record, value)], tables),
      WATCH_QUEUE_URL: (url) => compare(`${name}'s WATCH_QUEUE_URL`, [queueAt(record, url)], granted(record, "watch").reads),
      DELIVERY_QUEUE_URL: (url) => compare(`${name}'s DELIVERY_QUEUE_URL`, [queueAt(record, url)], granted(record, "deliver").reads),
      SALDOVAKT_CONFIGURATION: (json) => {
        const configuration = JSON.parse(json) as Value;
        const of = (channel: string, field: string): readonly Value[] =>
          listAt(configuration, "recipients")
            .filter((recipient) => at(recipient, "channel") === channel)
            .flatMap((recipient) => at(recipient, field) ?? []);
        return [
          ...compare(`${name}'s source`, [at(configuration, "skatteverket", "secret")], [secretArn("skatteverket")]),
          ...compare(`${name}'s Norwegian source`, [at(configuration, "maskinporten", "secret")], [secretArn("maskinporten")]),
          ...compare(
            `${name}'s topic`,
            of("sns", "topicArn"),
            alerts.map(({ arn }) => arn),
          ),
          ...compare(
            `${name}'s webhooks`,
            of("webhook", "secrets"),
            WEBHOOKS.map((webhook) => secretArn(`webhook/${webhook}`)),
          ),
        ];
      },
    };
    return Object.entries(environment).flatMap(([variable, value]) => part[variable]?.(value) ?? []);
  });
}

/** What Lambda does with a queue in the name of the function it feeds. */
const RECEIVING = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"] as const;

/** Functions that are fed from a queue they may not read, or may read one they are not fed from. */
export function sourceFaults(record: StageRecord): readonly string[] {
  const owners = NAMES.map((name) => granted(record, name).resource);
  const stray = ofType(record, "EventSourceMapping").filter(({ inputs }) => !owners.some((fn) => isThe(fn, inputs.functionName)));
  return NAMES.flatMap((name) => {
    const given = granted(record, name);
    const own: readonly string[] = FUNCTIONS[name].actions.filter((action) => action === "sqs:ChangeMessageVisibility");
    const needed = [...RECEIVING, ...own];
    const missing = given.reads.flatMap((arn) =>
      needed.filter((action) => !mayDo(record, given.role, action, arn)).map((action) => [action, arn]),
    );
    const spare = given.statements
      .filter(({ effect }) => effect === "Allow")
      .flatMap(({ actions, resources }) => actions.flatMap((action) => resources.map((arn) => [action, arn] as const)))
      .filter(([action, arn]) => [...RECEIVING, "sqs:ChangeMessageVisibility"].includes(action) && !given.reads.includes(arn));
    return [
      ...missing.map(([action, arn]) => `${name} is fed from ${arn} and may not ${action}`),
      ...spare.map(([action, arn]) => `${name} may ${action} on ${arn}, which does not feed it`),
    ];
  }).concat(stray.map(({ name }) => `${name} feeds no function of ours`));
}

/** Places for what failed that whoever sends there may not send to. */
export function failureFaults(record: StageRecord): readonly string[] {
  const sends = "sqs:SendMessage";
  const functions = ofType(record, "FunctionEventInvokeConfig").flatMap(({ name, inputs }) => {
    const arn = String(at(inputs, "destinationConfig", "onFailure", "destination"));
    const owner = NAMES.map((each) => granted(record, each)).find(({ resource }) => isThe(resource, inputs.functionName));
    return owner && mayDo(record, owner.role, sends, arn) ? [] : [`${name}: what failed may not be sent to ${arn}`];
  });
  const schedules = ofType(record, "Schedule").flatMap(({ name, inputs }) => {
    const arn = String(at(inputs, "target", "deadLetterConfig", "arn"));
    const role = ofType(record, "Role").find((each) => each.arn === at(inputs, "target", "roleArn"));
    return role && mayDo(record, role, sends, arn) ? [] : [`${name}: what failed may not be sent to ${arn}`];
  });
  const subscriptions = ofType(record, "TopicSubscription").flatMap(({ name, inputs }) => {
    if (typeof inputs.redrivePolicy !== "string") return [];
    const arn = String(at(JSON.parse(inputs.redrivePolicy) as Value, "deadLetterTargetArn"));
    const allowed = resourcePolicies(record).some(
      ({ effect, actions, resources, principals, condition }) =>
        effect === "Allow" &&
        actions.includes(sends) &&
        resources.includes(arn) &&
        principals.some(([kind, who]) => kind === "Service" && who === "sns.amazonaws.com") &&
        [at(condition, "ArnEquals", "aws:SourceArn") ?? inputs.topic].flat().includes(inputs.topic),
    );
    return allowed ? [] : [`${name}: what failed may not be sent to ${arn}`];
  });
  return [...functions, ...schedules, ...subscriptions];
}
