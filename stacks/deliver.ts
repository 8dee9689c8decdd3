/// <reference path="../.sst/platform/config.d.ts" />
import { deliveries, topic } from "./alerts.ts";
import { configuration } from "./configuration.ts";
import { useKeyThrough } from "./key.ts";
import { feed, lambda, RECEIVE } from "./lambda.ts";
import { mail } from "./mail.ts";
import { roomSecrets, webhookSecrets } from "./secrets.ts";
import { table } from "./state.ts";

/** What it signs webhooks with, and where chat rooms are. */
const read = [...webhookSecrets, ...roomSecrets].map(({ arn }) => arn);

export const deliver = lambda("deliver", {
  description: "One attempt at one alert to one recipient",
  environment: { SALDOVAKT_CONFIGURATION: configuration, SALDOVAKT_TABLE: table.name },
  permissions: [
    { actions: [...RECEIVE, "sqs:ChangeMessageVisibility"], resources: [deliveries.queue.arn] },
    {
      actions: ["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem"],
      resources: [table.arn],
    },
    { actions: ["sns:Publish"], resources: [topic.arn] },
    ...(mail ? [mail.permission] : []),
    ...(read.length > 0 ? [{ actions: ["secretsmanager:GetSecretValue"], resources: read }] : []),
    useKeyThrough("dynamodb", "secretsmanager", "sns", "sqs"),
  ],
});

/** Endpoints are slow, not many: a few at once keep them from waiting for one another. */
feed("DeliveriesToDeliver", deliveries.queue, deliver, { size: 10, atMost: 5 });
