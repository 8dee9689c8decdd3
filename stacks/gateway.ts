/// <reference path="../.sst/platform/config.d.ts" />
import { key, VENDED_LOGS } from "./key.ts";
import { deployment, LOG_DAYS } from "./stage.ts";

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

/**
 * Requests a second, and at once, of all callers together: what one table and one operator's bill bear. A key alone has 20 and 100; a page is half a
 * dozen requests.
 */
const THROTTLE = { throttlingRateLimit: 50, throttlingBurstLimit: 200 };

const { origins } = deployment.api;

/**
 * What the HTTP API and the pages are reached by. Without origins in the deployment no web page of another origin may call it; with them it may with a
 * key and never with a cookie.
 */
export const gateway = new sst.aws.ApiGatewayV2("Gateway", {
  cors: origins.length > 0 && {
    allowOrigins: [...origins],
    allowMethods: ["GET", "POST", "PATCH", "DELETE"],
    allowHeaders: ["authorization", "content-type", "if-none-match"],
    exposeHeaders: ["etag", "retry-after", "x-request-id"],
    maxAge: "1 hour",
  },
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

/** Where people reach the pages, and programs the API: what the deployment says, or else the gateway's own address. */
export const publicUrl = $resolve({ own: gateway.url }).apply(({ own }) => deployment.publicUrl ?? own);
