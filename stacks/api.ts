/// <reference path="../.sst/platform/config.d.ts" />
import { deliveries } from "./alerts.ts";
import { configuration } from "./configuration.ts";
import { key, useKeyThrough, VENDED_LOGS } from "./key.ts";
import { lambda } from "./lambda.ts";
import { skatteverket } from "./secrets.ts";
import { deployment, LOG_DAYS } from "./stage.ts";
import { table } from "./state.ts";

export const api = lambda("api", {
  description: "Answers the HTTP API from the record, or by a fresh reading",
  environment: { SALDOVAKT_CONFIGURATION: configuration, SALDOVAKT_TABLE: table.name, DELIVERY_QUEUE_URL: deliveries.queue.url },
  permissions: [
    {
      actions: ["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem"],
      resources: [table.arn],
    },
    { actions: ["sqs:SendMessage"], resources: [deliveries.queue.arn] },
    { actions: ["secretsmanager:GetSecretValue"], resources: [skatteverket.arn] },
    useKeyThrough("dynamodb", "secretsmanager", "sqs"),
  ],
});

/** What the access log keeps: no path and no query, which may hold what a caller mistook for an id, nor the caller's address or key. */
const LOGGED = {
  at: "$context.requestTimeEpoch",
  requestId: "$context.requestId",
  method: "$context.httpMethod",
  status: "$context.status",
  bytes: "$context.responseLength",
  milliseconds: "$context.responseLatency",
  functionMilliseconds: "$context.integration.latency",
  functionStatus: "$context.integration.status",
  fault: "$context.error.responseType",
};

/** Requests a second, and at once, of all callers together: what one table and one operator's bill bear. */
const THROTTLE = { throttlingRateLimit: 20, throttlingBurstLimit: 40 };

const { origins } = deployment.api;

/** The HTTP API's front. Without origins in the deployment no web page of another origin may call it. */
export const gateway = new sst.aws.ApiGatewayV2("Gateway", {
  cors: origins.length > 0 && { allowOrigins: [...origins], allowMethods: ["GET"], allowHeaders: ["authorization"], maxAge: "1 hour" },
  transform: {
    logGroup: (args) => {
      args.name = `${VENDED_LOGS}/access`;
      args.retentionInDays = LOG_DAYS;
      args.kmsKeyId = key.arn;
    },
    stage: (args) => {
      args.accessLogSettings = $output(args.accessLogSettings).apply((settings) => ({
        destinationArn: settings?.destinationArn ?? "",
        format: JSON.stringify(LOGGED),
      }));
      args.defaultRouteSettings = THROTTLE;
    },
  },
});

gateway.route("$default", api.arn);
