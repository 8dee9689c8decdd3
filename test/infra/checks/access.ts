import { FUNCTIONS, type FunctionName } from "@saldovakt/functions";
import { at, listAt, ofType, type Resource, type StageRecord } from "../record.ts";
import { allStatements, grantsOf, resourcePolicies, roleOf, type Statement, trustOf } from "../statements.ts";
import { type Check, failing } from "./check.ts";

/** Where a `*` stands and has to. A statement is named by its resource and, where it has one, its id. */
export const EXCEPTIONS: readonly { readonly statement: RegExp; readonly value: RegExp; readonly because: string }[] = [
  {
    statement: /^Key (Administration|UseThroughServices|TableGrant|SignIns|Notifications|Logs)$/,
    value: /^\*$/,
    because: "in a key's own policy, and there only, `*` means this key: it has no ARN before it is made",
  },
  {
    statement: /^(Plan|Watch|Deliver|Api)Role$/,
    value: /^arn:aws:logs:[a-z0-9-]+:\d+:log-group:\/saldovakt\/[^:*]+:\*$/,
    because: "the streams of the function's one log: Lambda makes them up as it goes",
  },
];

const nameOf = ({ of, sid }: Statement): string => `${of} ${sid}`.trim();

/** Every `*` in an action or resource, with the exception that covers it. */
export const stars = (record: StageRecord) =>
  allStatements(record).flatMap((statement) =>
    [...statement.actions, ...statement.resources]
      .filter((value) => value.includes("*"))
      .map((value) => ({
        statement: nameOf(statement),
        value,
        exception: EXCEPTIONS.find((exception) => exception.statement.test(nameOf(statement)) && exception.value.test(value)),
      })),
  );

const functionName = (name: string): FunctionName => name.replace(/Function$/, "").toLowerCase() as FunctionName;

/** What Lambda and SST's queues need of a role beside what our code calls. */
const NOT_CALLED =
  /^(sqs:(ReceiveMessage|DeleteMessage|GetQueueAttributes)|kms:(Decrypt|GenerateDataKey)|logs:(CreateLogStream|PutLogEvents))$/;

/** Queues a role sends to though its function never does: Lambda puts there what the function failed at. */
const failureQueues = (record: StageRecord): readonly unknown[] =>
  ofType(record, "FunctionEventInvokeConfig").map(({ inputs }) => at(inputs, "destinationConfig", "onFailure", "destination"));

function callsGranted(record: StageRecord, fn: Resource): readonly string[] {
  const aside = failureQueues(record);
  const granted = grantsOf(roleOf(record, fn)).filter(({ resources }) => !resources.every((arn) => aside.includes(arn)));
  return [...new Set(granted.flatMap(({ actions }) => actions).filter((action) => !NOT_CALLED.test(action)))].sort();
}

/** A webhook's secret is granted only where there is a webhook or a chat room, sending only where there is a sender. */
const expectedCalls = (record: StageRecord, name: FunctionName): readonly string[] =>
  [...FUNCTIONS[name].actions]
    .filter((action) => action !== "secretsmanager:GetSecretValue" || name !== "deliver" || ofType(record, "Secret").length > 1)
    .filter((action) => !action.startsWith("ses:") || ofType(record, "ConfigurationSet").length > 0)
    .sort();

export const ACCESS: readonly Check[] = [
  {
    holds: "no statement names a `*` as action or resource, but for the exceptions listed",
    find: (record) =>
      failing(
        stars(record),
        ({ exception }) => exception !== undefined,
        ({ statement, value }) => `${statement} names ${value}`,
      ),
  },
  {
    holds: "no role carries a managed policy",
    find: (record) =>
      failing(
        ofType(record, "Role"),
        ({ inputs }) => listAt(inputs, "managedPolicyArns").length === 0,
        ({ name }) => `${name} carries one`,
      ).concat(ofType(record, "RolePolicyAttachment").map(({ name }) => `${name} attaches one`)),
  },
  {
    holds: "a role is trusted to one service alone",
    find: (record) =>
      failing(
        ofType(record, "Role"),
        (role) => {
          const trust = trustOf(role);
          const [first, ...more] = trust.flatMap(({ principals }) => principals);
          return more.length === 0 && first?.[0] === "Service" && /^(lambda|scheduler)\.amazonaws\.com$/.test(first[1]);
        },
        (role) => `${role.name} is trusted to ${trustOf(role).flatMap(({ principals }) => principals.map(([, who]) => who))}`,
      ),
  },
  {
    holds: "a function may make the calls it makes and no other",
    find: (record) =>
      ofType(record, "Function").flatMap((fn) => {
        const granted = callsGranted(record, fn);
        const expected = expectedCalls(record, functionName(fn.name));
        return [
          ...granted.filter((action) => !expected.includes(action)).map((action) => `${fn.name} may ${action} and never does`),
          ...expected.filter((action) => !granted.includes(action)).map((action) => `${fn.name} may not ${action}`),
        ];
      }),
  },
  {
    holds: "whoever is let in from outside is a service, acting for this account or one resource of it",
    find: (record) =>
      failing(
        resourcePolicies(record).filter(({ effect, principals }) => effect === "Allow" && principals.some(([kind]) => kind === "Service")),
        ({ condition }) =>
          Object.values(condition).some((operator) =>
            ["aws:SourceAccount", "aws:SourceArn", "kms:EncryptionContext:aws:logs:arn"].some((key) => at(operator, key) !== undefined),
          ),
        (statement) => `${nameOf(statement)} lets in any account's service`,
      ).concat(
        failing(
          resourcePolicies(record).filter(({ effect }) => effect === "Allow"),
          ({ principals }) => principals.every(([kind, who]) => kind === "Service" || who === `arn:aws:iam::${record.account}:root`),
          (statement) => `${nameOf(statement)} lets in someone of another account`,
        ),
        failing(
          ofType(record, "Permission"),
          ({ inputs }) => typeof inputs.sourceArn === "string" && inputs.principal !== "*",
          ({ name }) => `${name} lets any API call the function`,
        ),
      ),
  },
];
