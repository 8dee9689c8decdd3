/// <reference path="../.sst/platform/config.d.ts" />
import { account } from "./stage.ts";

interface TrustPolicy {
  readonly Statement: readonly { readonly Principal: Readonly<Record<string, unknown>> }[];
}

/**
 * What SST 4.17 makes wider than it need be, narrowed for every resource of its kind. Call it before the first resource is made.
 */
export function harden(): void {
  $transform(aws.iam.Role, (args) => {
    args.assumeRolePolicy = $output(args.assumeRolePolicy).apply((policy) => account.apply((own) => onlyService(policy, own)));
    // SST lets every function write every log of the account; ours name their own.
    args.managedPolicyArns = $output(args.managedPolicyArns).apply((arns) =>
      (arns ?? []).filter((arn) => !arn.endsWith("/AWSLambdaBasicExecutionRole")),
    );
  });

  $transform(aws.lambda.Function, (args) => {
    if ($dev) return; // `sst dev` forwards calls by these variables
    // The key to SST's links, which we do not use, and what comes with it.
    args.environment = $output(args.environment).apply((environment) => ({
      variables: Object.fromEntries(Object.entries(environment?.variables ?? {}).filter(([name]) => !name.startsWith("SST_"))),
    }));
  });
}

/**
 * The trust policy with its services alone. SST asks whether it runs in dev mode in a way that is always true, and then lets the whole account take on
 * every function's role. The scheduler serves many accounts: it may take on a role for ours only.
 */
function onlyService(policy: string | object, own: string): string {
  const { Statement, ...rest } = (typeof policy === "string" ? JSON.parse(policy) : policy) as TrustPolicy;
  const narrowed = Statement.map(({ Principal: { Service }, ...statement }) => ({
    ...statement,
    Principal: { Service },
    ...(Service === "scheduler.amazonaws.com" ? { Condition: { StringEquals: { "aws:SourceAccount": own } } } : {}),
  }));
  return JSON.stringify({ ...rest, Statement: narrowed.filter(({ Principal }) => Principal.Service !== undefined) });
}
