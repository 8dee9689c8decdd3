/// <reference path="../.sst/platform/config.d.ts" />
import { parseConfiguration } from "@saldovakt/configuration";
import { writeChecked } from "@saldovakt/configuration/checked";
import { topic } from "./alerts.ts";
import { publicUrl } from "./gateway.ts";
import { key, signIns } from "./key.ts";
import { mail } from "./mail.ts";
import { altinn, maskinporten, roomSecrets, skatteverket, webhookSecrets } from "./secrets.ts";
import { deployment } from "./stage.ts";

/** What Lambda allows a function's variables in all, with room for the names and for the other variables. */
const LONGEST = 3500;

/** How mail is sent; the identity is the infrastructure's own affair. */
function emailSection() {
  if (!deployment.email || !mail) return undefined;
  const { identity: _, ...sender } = deployment.email;
  return { ...sender, server: "ses", configurationSet: mail.set.configurationSetName };
}

/** Whose tokens are taken in place of keys. Altinn is asked as the client that reads Norwegian accounts. */
function apiSection() {
  const { maskinporten: callers, altinn: judge } = deployment.api;
  return { maskinporten: callers, altinn: judge && { ...judge, subscriptionKey: altinn?.arn, secret: maskinporten?.arn } };
}

/**
 * The `saldovakt.json` of the functions, as the variable `SALDOVAKT_CONFIGURATION` holds it: secrets by ARN, and no account. It is checked here, so that
 * a fault stops the deployment and not the night's pass, and handed on as it was checked, so that no cold start does it again.
 */
export const configuration: $util.Output<string> = $resolve({
  ...(deployment.skatteverket && {
    skatteverket: {
      ...deployment.skatteverket,
      secret: skatteverket?.arn,
      signIn: signIns ? { ...(deployment.skatteverket.signIn as object), key: key.arn } : undefined,
    },
  }),
  ...(deployment.skatteetaten && {
    maskinporten: { ...deployment.maskinporten, secret: maskinporten?.arn },
    skatteetaten: deployment.skatteetaten,
  }),
  api: apiSection(),
  policy: deployment.policy,
  email: emailSection(),
  recipients: [
    { channel: "sns", topicArn: topic.arn },
    ...deployment.alerts.webhooks.map(({ name: _, ...webhook }, index) => ({
      channel: "webhook",
      ...webhook,
      secret: webhookSecrets[index]?.arn,
    })),
    ...(mail ? deployment.alerts.email.map((to) => ({ channel: "email", to })) : []),
    ...deployment.alerts.chat.map(({ name: _, ...room }, index) => ({ ...room, url: roomSecrets[index]?.arn })),
  ],
  publicUrl,
}).apply((value) => {
  const json = writeChecked(parseConfiguration(JSON.parse(JSON.stringify(value))));
  if (json.length > LONGEST) throw new Error("saldovakt.deploy.json: the configuration is too long for Lambda; name fewer recipients");
  return json;
});
