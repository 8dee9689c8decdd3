/// <reference path="../.sst/platform/config.d.ts" />
import { createHash } from "node:crypto";
import { key } from "./key.ts";
import { SIZES } from "./lambda.ts";
import { undeliveredOf, workQueue } from "./queue.ts";
import { deployment } from "./stage.ts";

/** Every alert, for people and programs that subscribe; filter policies go by the attributes `type`, `severity`, `account`, `source` and `dueDate`. */
export const topic = new sst.aws.SnsTopic("Alerts", { transform: { topic: { kmsMasterKeyId: key.arn } } });

/** Alerts that SNS could not bring to a subscriber, by any of its own tries. */
export const undelivered = undeliveredOf("Alerts", topic);

/** Named by a digest: an address or number in a resource's name would stand in the deployment's log. */
function subscribe(protocol: "email" | "sms", endpoint: string): void {
  const digest = createHash("sha256").update(`${protocol}:${endpoint}`).digest("hex").slice(0, 8);
  new aws.sns.TopicSubscription(`AlertsTo${protocol === "sms" ? "Sms" : "Email"}${digest}`, {
    topic: topic.arn,
    protocol,
    endpoint,
    redrivePolicy: $jsonStringify({ deadLetterTargetArn: undelivered.arn }),
  });
}
// With a sender of our own people get the letter laid out, and need confirm nothing.
for (const address of deployment.email ? [] : deployment.alerts.email) subscribe("email", address);
for (const number of deployment.alerts.sms) subscribe("sms", number);

/**
 * One message an alert and recipient. A delivery has ten attempts, each a receipt; as many again are for what is no attempt: a store that is out of
 * reach, a batch that ran out of time.
 */
export const deliveries = workQueue("Deliveries", { timeoutSeconds: SIZES.deliver.seconds, receives: 20 });
