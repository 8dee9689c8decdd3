import { spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import {
  CreateSecretCommand,
  DescribeSecretCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import type { Kms } from "./kms.ts";
import { REGION } from "./runtime-api.ts";
import type { SecretsManager } from "./secrets-manager.ts";

/** `moto_server` on the PATH, or null. */
export function motoServer(): string | null {
  const candidates = (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, "moto_server"));
  return (
    candidates.find((candidate) => {
      try {
        accessSync(candidate, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    }) ?? null
  );
}

const CREDENTIALS = { accessKeyId: "x", secretAccessKey: "x" };

/** `moto_server` on a free port. */
async function startMoto(program: string): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const server = spawn(program, ["-H", "127.0.0.1", "-p", "0"], { stdio: ["ignore", "ignore", "pipe"] });
  const kill = (): boolean => server.kill("SIGKILL");
  process.once("exit", kill);
  const url = await new Promise<string>((resolve, reject) => {
    let said = "";
    server.stderr.on("data", (chunk) => {
      said += chunk;
      const address = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(said)?.[1];
      if (address) resolve(address);
    });
    server.once("error", reject);
    server.once("exit", (code) => reject(new Error(`moto_server ended at its start with ${code}`)));
  });
  return {
    url,
    async stop() {
      process.off("exit", kill);
      const gone = once(server, "exit");
      server.kill("SIGTERM");
      await gone;
    },
  };
}

/** KMS as `moto_server` plays it, with one symmetric key. */
export async function startMotoKms(program: string): Promise<Kms> {
  const { url, stop } = await startMoto(program);
  const client = new KMSClient({ endpoint: url, region: REGION, credentials: CREDENTIALS });
  const { KeyMetadata } = await client.send(new CreateKeyCommand({}));
  client.destroy();
  return { url, keyArn: KeyMetadata?.Arn ?? "", close: stop };
}

/** Secrets Manager as `moto_server` plays it. */
export async function startMotoSecrets(program: string): Promise<SecretsManager> {
  const { url, stop } = await startMoto(program);
  const client = new SecretsManagerClient({ endpoint: url, region: REGION, credentials: CREDENTIALS });

  const versionIn = async (arn: string, stage: string): Promise<string | undefined> => {
    const { VersionIdsToStages = {} } = await client.send(new DescribeSecretCommand({ SecretId: arn }));
    return Object.entries(VersionIdsToStages).find(([, stages]) => stages.includes(stage))?.[0];
  };
  return {
    url,
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
