/// <reference path="../.sst/platform/config.d.ts" />
import { parseMailbox } from "@saldovakt/domain";
import type { Permission } from "./lambda.ts";
import { account, deployment, named, partition, region } from "./stage.ts";

/** Where mail comes from, and what it is sent under. */
export interface Mail {
  readonly set: aws.sesv2.ConfigurationSet;
  /** The names and targets of the CNAME records by which the domain signs; empty where the identity was there before. */
  readonly records: $util.Output<readonly { readonly name: string; readonly target: string }[]>;
  /** What sends needs it, from this sender and no other. */
  readonly permission: Permission;
}

function make({ from, identity = "made" }: NonNullable<typeof deployment.email>): Mail {
  const { address } = parseMailbox(from) ?? { address: "" };
  const domain = address.slice(address.lastIndexOf("@") + 1);

  /** What bounces or is complained about is not written to again, by anybody in the AWS account who sends under this set. */
  const set = new aws.sesv2.ConfigurationSet("Mail", {
    configurationSetName: named("mail"),
    deliveryOptions: { tlsPolicy: "REQUIRE" }, // figures of companies do not travel in the open
    reputationOptions: { reputationMetricsEnabled: true },
    sendingOptions: { sendingEnabled: true },
    suppressionOptions: { suppressedReasons: ["BOUNCE", "COMPLAINT"] },
  });

  // Counted, and not told one by one: an event holds the recipient's address and the subject.
  new aws.sesv2.ConfigurationSetEventDestination("MailEvents", {
    configurationSetName: set.configurationSetName,
    eventDestinationName: "metrics",
    eventDestination: {
      enabled: true,
      matchingEventTypes: ["BOUNCE", "COMPLAINT", "REJECT"],
      cloudWatchDestination: {
        dimensionConfigurations: [
          { dimensionName: "ses:configuration-set", dimensionValueSource: "MESSAGE_TAG", defaultDimensionValue: named("mail") },
        ],
      },
    },
  });

  const made =
    identity === "made"
      ? new aws.sesv2.EmailIdentity("MailIdentity", { emailIdentity: domain, configurationSetName: set.configurationSetName })
      : null;
  const at = (what: string): $util.Output<string> => $interpolate`arn:${partition}:ses:${region}:${account}:${what}`;
  return {
    set,
    records: $output(made?.dkimSigningAttributes).apply((signing) =>
      (signing?.tokens ?? []).map((token) => ({ name: `${token}._domainkey.${domain}`, target: `${token}.dkim.amazonses.com` })),
    ),
    permission: {
      // SES asks for the second where the mail comes as MIME, and for both of the set as well as of the identity.
      actions: ["ses:SendEmail", "ses:SendRawEmail"],
      resources: [made === null ? at(`identity/${domain}`) : made.arn, set.arn],
      conditions: [{ test: "StringEquals", variable: "ses:FromAddress", values: [address] }],
    },
  };
}

/** Null where the deployment names no sender: the topic's own subscriptions then carry e-mail. */
export const mail: Mail | null = deployment.email === undefined ? null : make(deployment.email);
