/// <reference path="../.sst/platform/config.d.ts" />
import { deliveries } from "./alerts.ts";
import { configuration } from "./configuration.ts";
import { gateway } from "./gateway.ts";
import { sealSignIns, signIns, useKeyThrough } from "./key.ts";
import { lambda } from "./lambda.ts";
import { callerSecrets, sourceSecrets } from "./secrets.ts";
import { table } from "./state.ts";

export const api = lambda("api", {
  description: "Answers the HTTP API and serves the pages, from the record or by a fresh reading",
  environment: { SALDOVAKT_CONFIGURATION: configuration, SALDOVAKT_TABLE: table.name, DELIVERY_QUEUE_URL: deliveries.queue.url },
  permissions: [
    {
      actions: ["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem"],
      resources: [table.arn],
    },
    { actions: ["sqs:SendMessage"], resources: [deliveries.queue.arn] },
    { actions: ["secretsmanager:GetSecretValue"], resources: [...sourceSecrets, ...callerSecrets].map(({ arn }) => arn) },
    useKeyThrough("dynamodb", "secretsmanager", "sqs"),
    ...(signIns ? [sealSignIns] : []),
  ],
});

gateway.route("$default", api.arn);
