/// <reference path="../.sst/platform/config.d.ts" />
import { createHash } from "node:crypto";
import { key } from "./key.ts";
import { undeliveredOf } from "./queue.ts";
import { account, deployment, named } from "./stage.ts";

const { email, monthlyBudget } = deployment.operations;

/** Where every alarm goes. */
export const operations = new sst.aws.SnsTopic("Operations", { transform: { topic: { kmsMasterKeyId: key.arn } } });

/** Alarms that SNS could not bring to an address. */
export const untold = undeliveredOf("Operations", operations);

const policy = new aws.sns.TopicPolicy("OperationsPolicy", {
  arn: operations.arn,
  policy: $jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "AlarmsAndBudget",
        Effect: "Allow",
        Principal: { Service: ["cloudwatch.amazonaws.com", "budgets.amazonaws.com"] },
        Action: "sns:Publish",
        Resource: operations.arn,
        Condition: { StringEquals: { "aws:SourceAccount": account } },
      },
    ],
  }),
});

for (const address of email) {
  const digest = createHash("sha256").update(address).digest("hex").slice(0, 8);
  new aws.sns.TopicSubscription(`OperationsToEmail${digest}`, {
    topic: operations.arn,
    protocol: "email",
    endpoint: address,
    redrivePolicy: $jsonStringify({ deadLetterTargetArn: untold.arn }),
  });
}

/** Of the whole AWS account: a filter by tag would count nothing until the tag is switched on for billing, by hand. */
new aws.budgets.Budget(
  "Budget",
  {
    name: named("monthly"),
    budgetType: "COST",
    timeUnit: "MONTHLY",
    limitAmount: String(monthlyBudget),
    limitUnit: "USD",
    notifications: [
      { notificationType: "ACTUAL", threshold: 80 },
      { notificationType: "FORECASTED", threshold: 100 },
    ].map((notification) => ({
      ...notification,
      comparisonOperator: "GREATER_THAN",
      thresholdType: "PERCENTAGE",
      subscriberSnsTopicArns: [operations.arn],
    })),
  },
  { dependsOn: [policy] }, // refused unless it may publish
);
