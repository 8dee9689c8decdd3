import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { CLIENT } from "./aws.ts";
import { once } from "./once.ts";

const client = once(() => new SecretsManagerClient(CLIENT));

/** The text of a secret as it stands, if it holds one. The stage is always named: without it a version that is being tried out may be answered. */
export async function currentText(arn: string): Promise<string | undefined> {
  const { SecretString } = await client().send(new GetSecretValueCommand({ SecretId: arn, VersionStage: "AWSCURRENT" }));
  return SecretString;
}
