/** Everything that needs the SNS client, apart from the rest so that bundles without it stay small. */
export { createSmsChannel } from "./sms.ts";
export { openSnsClient } from "./sns-client.ts";
export type { SnsSender } from "./sns-publish.ts";
export { createTopicChannel } from "./sns-topic.ts";
