/// <reference path="../.sst/platform/config.d.ts" />
import { parseConfiguration } from "@saldovakt/configuration";
import { topic } from "./alerts.ts";
import { skatteverket, webhookSecrets } from "./secrets.ts";
import { deployment } from "./stage.ts";

/** What Lambda allows a function's variables in all, with room for the names and for the other variables. */
const LONGEST = 3500;

/**
 * The `saldovakt.json` of the functions, as the variable `SALDOVAKT_CONFIGURATION` holds it: secrets by ARN, and no account. It is checked here as the
 * functions will check it, so that a fault stops the deployment and not the night's pass.
 */
export const configuration: $util.Output<string> = $resolve({
  skatteverket: { ...deployment.skatteverket, secret: skatteverket.arn },
  policy: deployment.policy,
  recipients: [
    { channel: "sns", topicArn: topic.arn },
    ...deployment.alerts.webhooks.map(({ name: _, ...webhook }, index) => ({
      channel: "webhook",
      ...webhook,
      secret: webhookSecrets[index]?.arn,
    })),
  ],
  publicUrl: deployment.publicUrl,
}).apply((value) => {
  const json = JSON.stringify(value);
  parseConfiguration(JSON.parse(json));
  if (json.length > LONGEST) throw new Error("saldovakt.deploy.json: the configuration is too long for Lambda; name fewer webhooks");
  return json;
});
