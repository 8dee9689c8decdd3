import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { referenceKind } from "@saldovakt/configuration";
import { SaldovaktError } from "@saldovakt/domain";
import { awsFault, CLIENT } from "./aws.ts";
import { once } from "./once.ts";

const client = once(() => new SecretsManagerClient(CLIENT));

/**
 * The secret's current text. The stage is always named: without it a version that is being tried out may be answered. Throws
 * `SECRET_UNREACHABLE` (transient) and `SECRET_REFUSED` (installation).
 */
export async function readSecret(arn: string): Promise<string> {
  if (referenceKind(arn) !== "arn")
    throw refused("a secret is not named by its ARN", "in the configuration of functions, write the ARN of a Secrets Manager secret");
  try {
    const { SecretString } = await client().send(new GetSecretValueCommand({ SecretId: arn, VersionStage: "AWSCURRENT" }));
    if (SecretString !== undefined) return SecretString;
  } catch (thrown) {
    throw awsFault("SECRET", "a secret", thrown);
  }
  throw refused("a secret holds no text", "store it as text, with `saldovakt secrets put`");
}

const refused = (message: string, remedy: string): SaldovaktError =>
  new SaldovaktError(message, { code: "SECRET_REFUSED", scope: "installation", remedy });
