import { CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import {
  CreateSecretCommand,
  DescribeSecretCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import { startMoto } from "../../packages/cli/test/moto.ts";
import type { Kms } from "./kms.ts";
import { REGION } from "./runtime-api.ts";
import type { SecretsManager } from "./secrets-manager.ts";

const CREDENTIALS = { accessKeyId: "x", secretAccessKey: "x" };

/** KMS as `moto_server` plays it, with one symmetric key. */
export async function startMotoKms(program: string): Promise<Kms> {
  const { endpoint, stop } = await startMoto(program);
  const client = new KMSClient({ endpoint, region: REGION, credentials: CREDENTIALS });
  const { KeyMetadata } = await client.send(new CreateKeyCommand({}));
  client.destroy();
  return { url: endpoint, keyArn: KeyMetadata?.Arn ?? "", close: stop };
}

/** Secrets Manager as `moto_server` plays it. */
export async function startMotoSecrets(program: string): Promise<SecretsManager> {
  const { endpoint, stop } = await startMoto(program);
  const client = new SecretsManagerClient({ endpoint, region: REGION, credentials: CREDENTIALS });

  const versionIn = async (arn: string, stage: string): Promise<string | undefined> => {
    const { VersionIdsToStages = {} } = await client.send(new DescribeSecretCommand({ SecretId: arn }));
    return Object.entries(VersionIdsToStages).find(([, stages]) => stages.includes(stage))?.[0];
  };
  return {
    url: endpoint,
    async create(name, value) {
      const { ARN = "" } = await client.send(new CreateSecretCommand({ Name: name, SecretString: value }));
      return ARN;
    },
    async stage(arn, value) {
      await client.send(new PutSecretValueCommand({ SecretId: arn, SecretString: value, VersionStages: ["AWSPENDING"] }));
    },
    async promote(arn) {
      const [pending, current] = await Promise.all([versionIn(arn, "AWSPENDING"), versionIn(arn, "AWSCURRENT")]);
      const move = { SecretId: arn, VersionStage: "AWSCURRENT", MoveToVersionId: pending, RemoveFromVersionId: current };
      await client.send(new UpdateSecretVersionStageCommand(move));
    },
    async close() {
      client.destroy();
      await stop();
    },
  };
}
