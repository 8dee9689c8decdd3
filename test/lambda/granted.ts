import { FUNCTIONS, type FunctionName } from "../../functions/src/index.ts";
import { DEPLOYMENTS } from "../infra/deployments.fixture.ts";
import { evaluateOnce } from "../infra/evaluate-once.ts";
import { installPlatform } from "../infra/install.ts";
import { at, type Inputs, ofType, type Resource, type StageRecord, type Value } from "../infra/record.ts";
import { allows, grantsOf, resourcePolicies, roleOf, type Statement } from "../infra/statements.ts";

/** Why no stage can be evaluated here (no network to install SST's platform from), or null. */
export const absent: string | null = installPlatform();

/** Production as it would be deployed, with two webhooks. Only where `absent` is null. */
export const production = (): Promise<StageRecord> => evaluateOnce("production", DEPLOYMENTS.production);

/** The webhooks' names of the evaluated stage, in the order of its recipients. */
export const WEBHOOKS: readonly string[] = DEPLOYMENTS.production.production.alerts.webhooks.map(({ name }) => name);

/** What the record gives a function. */
export interface Granted {
  readonly resource: Resource;
  /** Its variables, without those that Lambda adds itself. */
  readonly environment: Readonly<Record<string, string>>;
  readonly role: Resource;
  /** Its role's statements that hold without a condition. Those with one are for what AWS does on its behalf: the key. */
  readonly statements: readonly Statement[];
  /** ARNs of the queues its event sources read. */
  readonly reads: readonly string[];
}

export const NAMES = Object.keys(FUNCTIONS) as FunctionName[];

/** What the record gives the function. Throws when the function, or its role, is not in the record. */
export function granted(record: StageRecord, name: FunctionName): Granted {
  const resource = ofType(record, "Function").find((fn) => fn.name.toLowerCase() === `${name}function`);
  if (!resource) throw new Error(`there is no function ${name} in the record`);
  const role = roleOf(record, resource);
  const sources = ofType(record, "EventSourceMapping").filter(({ inputs }) => isThe(resource, inputs.functionName));
  return {
    resource,
    environment: (at(resource.inputs, "environment", "variables") ?? {}) as Readonly<Record<string, string>>,
    role,
    statements: unconditional(role),
    reads: sources.map(({ inputs }) => String(inputs.eventSourceArn)),
  };
}

const unconditional = (role: Resource): readonly Statement[] =>
  grantsOf(role).filter(({ condition }) => Object.keys(condition).length === 0);

/** Whether the value names the function: by ARN or by name. */
export const isThe = ({ arn, inputs }: Resource, value: Value): boolean => value === arn || (value !== undefined && value === inputs.name);

/** Whether the role may do it: its own statements allow it, and no policy at the resource denies it to this role. */
export function mayDo(record: StageRecord, role: Resource, action: string, arn: string): boolean {
  const denied = [...grantsOf(role), ...resourcePolicies(record)].some(
    ({ effect, actions, resources, condition }) =>
      effect === "Deny" && actions.includes(action) && resources.includes(arn) && !isSpared(condition, role.arn),
  );
  return !denied && allows(unconditional(role), action, arn);
}

/**
 * Whether the role may use the key for what is done with it: by its own statements and by the key's policy, which hands on to whom the account's own policies permit. `known`
 * is what KMS knows of the use, by the condition's keys; a condition on anything else, or of another form, is not met.
 */
export function mayUse(record: StageRecord, role: Resource, action: string, key: string, known: Readonly<Record<string, string>>): boolean {
  const met = ({ condition }: Statement): boolean =>
    Object.entries(condition).every(
      ([operator, keys]) =>
        operator === "StringEquals" &&
        Object.entries(keys as Inputs).every(([name, values]) => [values].flat().includes(known[name] ?? "")),
    );
  const own = grantsOf(role).filter(met);
  const keys = ofType(record, "Key").filter(({ arn }) => arn === key);
  const ofKey = resourcePolicies(record).filter(
    ({ of, principals }) =>
      keys.some(({ name }) => name === of) &&
      principals.some(([kind, who]) => kind === "AWS" && who === `arn:aws:iam::${record.account}:root`),
  );
  return allows(own, action, key) && allows(ofKey.filter(met), action, "*");
}

const isSpared = (condition: Inputs, role: string): boolean =>
  [at(condition, "ArnNotLike", "aws:PrincipalArn") ?? []].flat().includes(role);

/** The key of ours that a queue, table, topic or secret is encrypted with; undefined where there is none. */
export const keyOf = (record: StageRecord, arn: string): string | undefined =>
  record.resources
    .filter((resource) => resource.arn === arn)
    .flatMap(({ inputs }) => inputs.kmsMasterKeyId ?? inputs.kmsKeyId ?? at(inputs, "serverSideEncryption", "kmsKeyArn") ?? [])
    .map(String)[0];

/** The ARN of the queue with that URL, or undefined. */
export const queueAt = (record: StageRecord, url: Value): string | undefined =>
  ofType(record, "Queue").find(
    ({ inputs }) => url === `https://sqs.${record.app.providers.aws.region}.amazonaws.com/${record.account}/${inputs.name}`,
  )?.arn;

export const tableNamed = (record: StageRecord, name: Value): string | undefined =>
  ofType(record, "Table").find(({ inputs }) => inputs.name === name)?.arn;
