/// <reference path="../.sst/platform/config.d.ts" />
import { key } from "./key.ts";
import { deployment, kept, production } from "./stage.ts";

type Arn = $util.Output<string>;

/** Made empty: values come by `saldovakt secrets put`, and never pass through the deployment, its state or a bundle. */
const secret = (title: string, name: string, description: string): aws.secretsmanager.Secret =>
  new aws.secretsmanager.Secret(
    title,
    {
      name: `${$app.name}/${$app.stage}/${name}`,
      description,
      kmsKeyId: key.arn,
      // Elsewhere than in production a stage that is removed gives its names back at once.
      recoveryWindowInDays: production ? 30 : 0,
    },
    kept,
  );

/** Both key pairs and the organisation's certificate, where Swedish accounts are read. */
export const skatteverket = deployment.skatteverket
  ? secret("SkatteverketSecret", "skatteverket", "Keys and certificate for Skatteverket")
  : undefined;

/** Where callers show tokens, Altinn is asked about them. */
const { altinn: asked } = deployment.api;

/** The client's key or enterprise certificate, where Norwegian accounts are read or Altinn is asked. */
export const maskinporten =
  deployment.skatteetaten || asked ? secret("MaskinportenSecret", "maskinporten", "Key or certificate for Maskinporten") : undefined;

export const altinn = asked ? secret("AltinnSecret", "altinn", "Subscription key of Altinn's authorisation API") : undefined;

/** Whoever reads accounts reads these. */
export const sourceSecrets = [...(skatteverket ? [skatteverket] : []), ...(maskinporten ? [maskinporten] : [])];

const titled = (name: string): string => name.replace(/(^|-)([a-z0-9])/g, (_all, _hyphen, letter: string) => letter.toUpperCase());

/** Whoever answers callers reads these too. */
export const callerSecrets = altinn ? [altinn] : [];

/** One a webhook, in the order of the deployment. */
export const webhookSecrets = deployment.alerts.webhooks.map(({ name }) =>
  secret(`Webhook${titled(name)}Secret`, `webhook/${name}`, `Signs what is sent to the webhook ${name}`),
);

/** One a chat room, likewise: whoever knows the address writes to the room. */
export const roomSecrets = deployment.alerts.chat.map(({ name }) =>
  secret(`Room${titled(name)}Secret`, `chat/${name}`, `Address of the chat room ${name}`),
);

export const secrets = [...sourceSecrets, ...callerSecrets, ...webhookSecrets, ...roomSecrets].map(({ name }) => name);

/** Who puts and rotates values: as configured, else the role or user who deploys. */
function operators(): $util.Input<string>[] {
  const configured = deployment.operations.operators;
  if (configured.length > 0) return [...configured];
  const { arn } = aws.getCallerIdentityOutput();
  return [aws.iam.getSessionContextOutput({ arn }).issuerArn];
}

/**
 * A deny wins over every allow, an administrator's included: so no role that happens to hold `secretsmanager:*` reads these values, and none but
 * operators changes them; not even the functions, which read them. The policy itself stays under IAM alone: `PutResourcePolicy`,
 * `DeleteResourcePolicy` and `DescribeSecret` are not denied, so that whoever administers the account can mend a policy that shuts operators out; in the
 * open, in CloudTrail. `UpdateSecret` is denied, for it can carry a value: only an operator's deployment changes a secret's key or description.
 */
function guard(name: string, of: aws.secretsmanager.Secret, readers: readonly Arn[]): void {
  const deny = (Sid: string, actions: readonly string[], except: readonly $util.Input<string>[]) => ({
    Sid,
    Effect: "Deny",
    Principal: { AWS: "*" },
    Action: actions.map((action) => `secretsmanager:${action}`),
    Resource: of.arn,
    Condition: { ArnNotLike: { "aws:PrincipalArn": except } },
  });
  const args = {
    secretArn: of.arn,
    blockPublicPolicy: true,
    policy: $jsonStringify({
      Version: "2012-10-17",
      Statement: [
        deny("OnlyReadersAndOperatorsRead", ["GetSecretValue"], [...readers, ...operators()]),
        deny("OnlyOperatorsWrite", ["PutSecretValue", "UpdateSecret", "UpdateSecretVersionStage"], operators()),
      ],
    }),
  };
  new aws.secretsmanager.SecretPolicy(`${name}Policy`, args, kept); // a secret that stays is not left unguarded
}

/** Who reads which: `watch` and `api` call the authorities, `api` asks Altinn about callers, `deliver` signs webhooks and writes to chat rooms. `plan` reads none. */
export function guardSecrets(readers: Readonly<Record<"sources" | "callers" | "webhooks", readonly Arn[]>>): void {
  if (skatteverket) guard("SkatteverketSecret", skatteverket, readers.sources);
  if (maskinporten) guard("MaskinportenSecret", maskinporten, readers.sources);
  if (altinn) guard("AltinnSecret", altinn, readers.callers);
  for (const [index, { name }] of deployment.alerts.webhooks.entries()) {
    guard(`Webhook${titled(name)}Secret`, webhookSecrets[index] as aws.secretsmanager.Secret, readers.webhooks);
  }
  for (const [index, { name }] of deployment.alerts.chat.entries()) {
    guard(`Room${titled(name)}Secret`, roomSecrets[index] as aws.secretsmanager.Secret, readers.webhooks);
  }
}
