import { beforeAll, expect, it } from "vitest";
import type { FunctionName } from "../../functions/src/index.ts";
import { at, listAt, type Resource, type StageRecord, type Value } from "../infra/record.ts";
import { absent, type Granted, granted, keyOf, mayDo, mayUse, production, queueAt, tableNamed } from "./granted.ts";
import type { Call } from "./recorder.ts";
import type { World } from "./world.ts";

/** What a run shows of a function: the variables each start was given, the queue that feeds it, and what it called. */
export interface Run {
  readonly name: FunctionName;
  readonly environments: readonly Readonly<Record<string, string>>[];
  /** Name of the emulated queue it is fed from. */
  readonly fedFrom: string | null;
  readonly calls: readonly Call[];
}

type Environment = Readonly<Record<string, string>>;

const configurationOf = ({ SALDOVAKT_CONFIGURATION }: Environment): Value => JSON.parse(SALDOVAKT_CONFIGURATION ?? "{}") as Value;
const recipients = (environment: Environment, channel: string): readonly Value[] =>
  listAt(configurationOf(environment), "recipients").filter((recipient) => at(recipient, "channel") === channel);
const queueName = (url: string | undefined): string | undefined => url?.split("/").at(-1);

/** Where a configuration names secrets, and where what is trusted. */
const SECRETS = [
  ["skatteverket", "secret"],
  ["maskinporten", "secret"],
  ...["secret", "subscriptionKey"].map((name) => ["api", "altinn", name]),
];
const KEY = ["skatteverket", "signIn", "key"];
const TRUSTING = [["skatteverket"], ["maskinporten"], ["skatteetaten"], ["api", "maskinporten"], ["api", "altinn"]];

/** The part that what was called plays for the function, and what plays it in the record. `ours` where only these tests have such a part. */
function counterparts(
  record: StageRecord,
  { environment, reads }: Granted,
  run: Run,
  { action, resource }: Call,
): readonly Value[] | "ours" {
  const service = action.split(":")[0];
  const found = run.environments.flatMap((given): readonly Value[] => {
    if (service === "dynamodb") return given.SALDOVAKT_TABLE === resource ? [tableNamed(record, environment.SALDOVAKT_TABLE)] : [];
    if (service === "sqs") {
      const variables = Object.keys(given).filter((name) => name.endsWith("_QUEUE_URL") && queueName(given[name]) === queueName(resource));
      return variables.map((name) => queueAt(record, environment[name]));
    }
    const values = (of: Environment, channel: string, field: string): readonly Value[] =>
      recipients(of, channel).flatMap((recipient) => at(recipient, field) ?? []);
    const part = (channel: string, field: string): readonly Value[] =>
      values(given, channel, field).includes(resource) ? values(environment, channel, field) : [];
    if (service === "sns") return part("sns", "topicArn");
    if (service === "kms") return at(configurationOf(given), ...KEY) === resource ? [at(configurationOf(environment), ...KEY)] : [];
    const named = SECRETS.filter((path) => at(configurationOf(given), ...path) === resource);
    return [...named.map((path) => at(configurationOf(environment), ...path)), ...part("webhook", "secrets")];
  });
  if (service === "sqs" && queueName(resource) === run.fedFrom) found.push(...reads);
  if (found.length > 0) return found;
  // The simulators' certificates are signed by authorities of their own, which the functions learn from a secret that no deployment has.
  const ours = run.environments.some((given) => TRUSTING.some((path) => at(configurationOf(given), ...path, "ca") === resource));
  return ours && action === "secretsmanager:GetSecretValue" ? "ours" : [];
}

/** What a service does with the key in the name of whoever calls it: decrypting to read, and a data key more to write. */
const USES = ["kms:Decrypt", "kms:GenerateDataKey"];
const reads = (action: string): boolean => /:(Get|Query|ReceiveMessage)/.test(action);

/** What the role lacks, by its conditions too, to make the call on that part of the record. */
function lacking(record: StageRecord, role: Resource, { action, body }: Call, arn: Value): readonly string[] {
  if (typeof arn !== "string") return [`${action} on ${arn}`];
  const [service = ""] = action.split(":");
  if (service === "kms") {
    const { EncryptionContext = {} } = JSON.parse(body) as { EncryptionContext?: Record<string, string> };
    const context = Object.fromEntries(Object.entries(EncryptionContext).map(([name, value]) => [`kms:EncryptionContext:${name}`, value]));
    return mayUse(record, role, action, arn, context) ? [] : [`${action} on ${arn} with ${Object.keys(context).join(" and ")}`];
  }
  if (!mayDo(record, role, action, arn)) return [`${action} on ${arn}`];
  const [key, through] = [keyOf(record, arn), `${service}.${record.app.providers.aws.region}.amazonaws.com`];
  const uses = key === undefined ? [] : USES.slice(0, reads(action) ? 1 : 2);
  return uses
    .filter((use) => !mayUse(record, role, use, key ?? "", { "kms:ViaService": through }))
    .map((use) => `${use} through ${through}, for ${action} on ${arn}`);
}

/** Each call that the function's role in the record does not allow on what plays the same part there, once. */
export function callFaults(record: StageRecord, run: Run): readonly string[] {
  const given = granted(record, run.name);
  const faults = run.calls.flatMap((call) => {
    const arns = counterparts(record, given, run, call);
    if (arns === "ours") return [];
    if (arns.length === 0) return [`${run.name}: ${call.action} on ${call.resource}, which plays no part in the record`];
    return arns.flatMap((arn) => lacking(record, given.role, call, arn)).map((what) => `${run.name}: ${what} is not allowed`);
  });
  return [...new Set(faults)];
}

/** Variables that a start was given and the record does not give, and the other way round. */
export function environmentFaults(record: StageRecord, { name, environments }: Run): readonly string[] {
  const wanted = Object.keys(granted(record, name).environment).sort().join(" ");
  const other = environments.map((given) => Object.keys(given).sort().join(" ")).filter((names) => names !== wanted);
  return [...new Set(other)].map((names) => `${name} ran with ${names}; the record gives it ${wanted}`);
}

/** States the suite's last test: all that the functions were given and did so far, the record gives and allows. */
export function itKeepsToTheRecord(world: () => World): void {
  // Evaluated while the suite's other tests wait for their workers; what goes wrong in it is the test's to tell.
  beforeAll(() => {
    if (absent === null) production().catch(() => {});
  });

  it("ran with the variables of the deployed functions, and called nothing their roles do not allow", async ({ skip }) => {
    skip(absent !== null, absent ?? "");
    const record = await production();
    const runs = world().runs();
    const attributed = runs.flatMap(({ calls }) => calls);
    expect(attributed.length).toBeGreaterThan(0);
    expect(attributed).toHaveLength(Object.values(world().recorders).flatMap(({ calls }) => calls).length);
    for (const run of runs) {
      expect(environmentFaults(record, run)).toEqual([]);
      expect(callFaults(record, run)).toEqual([]);
    }
  }, 60_000);
}
