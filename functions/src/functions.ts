import type { Variable } from "./environment.ts";

/** What a function is given and may do: the infrastructure grants exactly this, and tests hold the running bundles to it. */
export interface FunctionContract {
  /** File and export, from the project's root. */
  readonly handler: string;
  readonly environment: readonly Variable[];
  /** Every AWS action it calls, in the words of IAM. Reading its own queue is the event source's, and stands there. */
  readonly actions: readonly string[];
}

/** Deleting is taking back what was just written for an account that is being erased. */
const RECORD = ["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem"] as const;
/** Beyond the record of one account: its payments, its summary, the shared call rate. */
const READING = [...RECORD, "dynamodb:Query", "dynamodb:UpdateItem"] as const;

export const FUNCTIONS = {
  plan: {
    handler: "functions/src/plan.handler",
    environment: ["SALDOVAKT_CALLS_PER_SECOND", "SALDOVAKT_TABLE", "WATCH_QUEUE_URL", "POWERTOOLS_SERVICE_NAME"],
    actions: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "sqs:SendMessage"],
  },
  watch: {
    handler: "functions/src/watch.handler",
    environment: ["SALDOVAKT_CONFIGURATION", "SALDOVAKT_TABLE", "DELIVERY_QUEUE_URL", "POWERTOOLS_SERVICE_NAME"],
    actions: [...READING, "secretsmanager:GetSecretValue", "sqs:ChangeMessageVisibility", "sqs:SendMessage"],
  },
  deliver: {
    handler: "functions/src/deliver.handler",
    environment: ["SALDOVAKT_CONFIGURATION", "SALDOVAKT_TABLE", "POWERTOOLS_SERVICE_NAME"],
    actions: [
      ...RECORD,
      "dynamodb:Query",
      "dynamodb:UpdateItem",
      "secretsmanager:GetSecretValue",
      "ses:SendEmail",
      "ses:SendRawEmail",
      "sns:Publish",
      "sqs:ChangeMessageVisibility",
    ],
  },
  api: {
    handler: "functions/src/api.handler",
    environment: ["SALDOVAKT_CONFIGURATION", "SALDOVAKT_TABLE", "DELIVERY_QUEUE_URL", "POWERTOOLS_SERVICE_NAME"],
    actions: [...READING, "secretsmanager:GetSecretValue", "sqs:SendMessage"],
  },
} as const satisfies Record<string, FunctionContract>;

export type FunctionName = keyof typeof FUNCTIONS;
