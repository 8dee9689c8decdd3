/// <reference path="../.sst/platform/config.d.ts" />
import { account, deployment, kept, named, partition, production, region } from "./stage.ts";

/** Where our logs lie, so that the key serves these and no other log groups of the account. */
export const LOGS = `/${$app.name}/${$app.stage}`;
/** Where API Gateway may write without a policy of its own at each log. */
export const VENDED_LOGS = `/aws/vendedlogs${LOGS}`;

const root = $interpolate`arn:${partition}:iam::${account}:root`;
const service = (name: string) => $interpolate`${name}.${region}.amazonaws.com`;

const USE = [
  "kms:Decrypt",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
];

/** Where people sign in at Skatteverket themselves, what that leaves is sealed under the key. */
export const signIns = deployment.skatteverket?.signIn !== undefined;
const SEAL = ["kms:Decrypt", "kms:GenerateDataKey"];
const PURPOSE = "kms:EncryptionContext:saldovakt:purpose";
const SIGN_IN = "skatteverket-sign-in";

/**
 * Who may do what with the key. `Principal: root` means: whom the account's own IAM policies permit. So the key is never out of reach of those who
 * administer the account, yet nobody, they included, deciphers anything but through the service that holds it. `Resource: "*"` in a
 * key's policy means this key.
 */
const policy = $jsonStringify({
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "Administration",
      Effect: "Allow",
      Principal: { AWS: root },
      Action: [
        ...[
          "CancelKeyDeletion",
          "CreateAlias",
          "DeleteAlias",
          "DescribeKey",
          "DisableKey",
          "DisableKeyRotation",
          "EnableKey",
          "EnableKeyRotation",
        ],
        ...["GetKeyPolicy", "GetKeyRotationStatus", "ListGrants", "ListKeyPolicies", "ListResourceTags", "PutKeyPolicy", "RevokeGrant"],
        ...["ScheduleKeyDeletion", "TagResource", "UntagResource", "UpdateAlias", "UpdateKeyDescription"],
      ].map((action) => `kms:${action}`),
      Resource: "*",
    },
    {
      Sid: "UseThroughServices",
      Effect: "Allow",
      Principal: { AWS: root },
      Action: [...USE, "kms:DescribeKey"],
      Resource: "*",
      Condition: { StringEquals: { "kms:ViaService": ["dynamodb", "secretsmanager", "sns", "sqs"].map(service) } },
    },
    ...(signIns
      ? [
          {
            // Sealing people's sign-ins takes the key itself, and for nothing else.
            Sid: "SignIns",
            Effect: "Allow",
            Principal: { AWS: root },
            Action: SEAL,
            Resource: "*",
            Condition: { StringEquals: { [PURPOSE]: SIGN_IN } },
          },
        ]
      : []),
    {
      // The table's own use of the key while nobody calls: backups, TTL, its replicas within the region.
      Sid: "TableGrant",
      Effect: "Allow",
      Principal: { AWS: root },
      Action: "kms:CreateGrant",
      Resource: "*",
      Condition: { Bool: { "kms:GrantIsForAWSResource": "true" }, StringEquals: { "kms:ViaService": service("dynamodb") } },
    },
    {
      // Alarms and the budget tell an encrypted topic; the alerts' topic puts what it cannot deliver into an encrypted queue.
      Sid: "Notifications",
      Effect: "Allow",
      Principal: { Service: ["cloudwatch.amazonaws.com", "budgets.amazonaws.com", "sns.amazonaws.com"] },
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: "*",
      Condition: { StringEquals: { "aws:SourceAccount": account } },
    },
    {
      Sid: "Logs",
      Effect: "Allow",
      Principal: { Service: service("logs") },
      Action: [...USE, "kms:DescribeKey"],
      Resource: "*",
      Condition: {
        ArnLike: {
          "kms:EncryptionContext:aws:logs:arn": [LOGS, VENDED_LOGS].map(
            (prefix) => $interpolate`arn:${partition}:logs:${region}:${account}:log-group:${prefix}/*`,
          ),
        },
      },
    },
  ],
});

/** The one key everything at rest is encrypted with. */
export const key = new aws.kms.Key(
  "Key",
  { description: named("data"), enableKeyRotation: true, deletionWindowInDays: production ? 30 : 7, policy },
  kept,
);

new aws.kms.Alias("KeyAlias", { name: `alias/${named("data")}`, targetKeyId: key.keyId });

/** What a role needs to read and write, through those services, what is encrypted with the key. */
export const useKeyThrough = (...services: readonly string[]) => ({
  actions: ["kms:Decrypt", "kms:GenerateDataKey"],
  resources: [key.arn],
  conditions: [{ test: "StringEquals", variable: "kms:ViaService", values: services.map(service) }],
});

/** What a role needs to seal and open people's sign-ins. */
export const sealSignIns = {
  actions: SEAL,
  resources: [key.arn],
  conditions: [{ test: "StringEquals", variable: PURPOSE, values: [SIGN_IN] }],
};
