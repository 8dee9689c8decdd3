import type { ListSecretVersionIdsResponse, SecretsManagerClient, SecretVersionsListEntry } from "@aws-sdk/client-secrets-manager";
import { type Instant, inputError, instant } from "@saldovakt/domain";
import { vaultFault } from "./vault-fault.ts";
import { versionIdOf } from "./version-id.ts";

/** What readers read, what is being tried out, and what was read before. AWS's own names. */
export type Stage = "AWSCURRENT" | "AWSPENDING" | "AWSPREVIOUS";

export interface Version {
  readonly id: string;
  readonly stages: readonly string[];
  readonly createdAt: Instant | null;
  /** The day it was last read, to the day; null when never. */
  readonly lastReadAt: Instant | null;
}

export interface StoredSecret {
  readonly arn: string;
  readonly name: string;
  /** Those without a stage too, which AWS keeps for a while. */
  readonly versions: readonly Version[];
}

export const inStage = ({ versions }: StoredSecret, stage: Stage): Version | undefined =>
  versions.find(({ stages }) => stages.includes(stage));

/** One secret in AWS Secrets Manager. Every method throws what `vaultFault` gives. */
export interface Vault {
  load(): Promise<StoredSecret>;
  /** The version's text. Throws `SECRET_WITHOUT_TEXT` when it was stored as bytes. */
  read(version: Version, stage: Stage): Promise<string>;
  /**
   * Puts the text into the stage, as a new version unless one holds it already; resolves to the version's id. Safe to repeat. AWSPREVIOUS follows
   * AWSCURRENT.
   */
  write(text: string, stage: "AWSCURRENT" | "AWSPENDING"): Promise<string>;
  /** Takes the stage from one version and gives it to another, only while the first still has it. */
  move(stage: Stage, step: { readonly from?: string | undefined; readonly to?: string | undefined }): Promise<void>;
  close(): void;
}

/** A few tries of the SDK's own, and time-outs, where it has none. */
const CLIENT = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 5_000, requestTimeout: 15_000, throwOnRequestTimeout: true },
};

const ARN = /^arn:aws[a-z-]*:secretsmanager:([a-z0-9-]+):\d{12}:secret:[\w/+=.@-]+$/;
const NAME = /^[\w/+=.@-]{1,512}$/;

/** The secret's region, if its ARN or the user says. Throws `SECRET_NAME_INVALID`, which does not repeat what was typed: it may be a key. */
export function regionOf(id: string, region: string | undefined, env: Readonly<Record<string, string | undefined>>): string | undefined {
  const [, inArn] = ARN.exec(id) ?? [];
  if (inArn === undefined && (!NAME.test(id) || id.startsWith("whsec_"))) {
    throw inputError("SECRET_NAME_INVALID", "that is not the name or ARN of a secret", "write it as saldovakt/production/skatteverket");
  }
  if (region !== undefined && !/^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) {
    throw inputError("REGION_INVALID", "that is not an AWS region", "write it as eu-north-1");
  }
  return inArn ?? region ?? (env.SALDOVAKT_REGION || undefined);
}

/** Opens the secret of that name or ARN. Nothing is called yet. The SDK is loaded here: no other command needs it. */
export async function openVault(id: string, region: string | undefined): Promise<Vault> {
  const sdk = await import("@aws-sdk/client-secrets-manager");
  const client: SecretsManagerClient = new sdk.SecretsManagerClient({ ...CLIENT, ...(region === undefined ? {} : { region }) });
  const { GetSecretValueCommand, ListSecretVersionIdsCommand, PutSecretValueCommand, UpdateSecretVersionStageCommand } = sdk;
  const SecretId = id;

  const guarded = async <T>(call: () => Promise<T>): Promise<T> => {
    try {
      return await call();
    } catch (thrown) {
      throw vaultFault(thrown);
    }
  };

  const vault: Vault = {
    load: () =>
      guarded(async () => {
        const versions: Version[] = [];
        let [arn, name, NextToken]: (string | undefined)[] = [];
        do {
          const page: ListSecretVersionIdsResponse = await client.send(
            new ListSecretVersionIdsCommand({ SecretId, IncludeDeprecated: true, ...(NextToken ? { NextToken } : {}) }),
          );
          ({ ARN: arn, Name: name, NextToken } = page);
          versions.push(...(page.Versions ?? []).map(versionOf));
        } while (NextToken);
        return { arn: arn ?? id, name: name ?? id, versions };
      }),
    read: ({ id: VersionId }, VersionStage) =>
      guarded(async () => {
        const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId, VersionId, VersionStage }));
        if (SecretString !== undefined) return SecretString;
        throw inputError("SECRET_WITHOUT_TEXT", "the secret is stored as bytes and not as text", "store it with `saldovakt secrets put`");
      }),
    write: async (text, stage) => {
      const secret = await vault.load();
      const versionId = versionIdOf(secret.arn, text);
      const standing = secret.versions.find(({ id }) => id === versionId);
      if (!standing) {
        const version = { SecretId, SecretString: text, ClientRequestToken: versionId, VersionStages: [stage] };
        await guarded(() => client.send(new PutSecretValueCommand(version)));
      } else if (!standing.stages.includes(stage)) {
        // AWS passes over a text it holds already, stages and all; so the stage is moved.
        await vault.move(stage, { from: inStage(secret, stage)?.id, to: versionId });
      }
      return versionId;
    },
    move: async (VersionStage, { from, to }) => {
      const step = { ...(from === undefined ? {} : { RemoveFromVersionId: from }), ...(to === undefined ? {} : { MoveToVersionId: to }) };
      await guarded(() => client.send(new UpdateSecretVersionStageCommand({ SecretId, VersionStage, ...step })));
    },
    close: () => client.destroy(),
  };
  return vault;
}

const moment = (date: Date | undefined): Instant | null => (date ? instant(date.getTime()) : null);

const versionOf = ({ VersionId, VersionStages, CreatedDate, LastAccessedDate }: SecretVersionsListEntry): Version => ({
  id: VersionId ?? "",
  stages: [...(VersionStages ?? [])].sort(),
  createdAt: moment(CreatedDate),
  lastReadAt: moment(LastAccessedDate),
});
