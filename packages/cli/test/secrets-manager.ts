import {
  CreateSecretCommand,
  GetSecretValueCommand,
  InvalidParameterException,
  ListSecretVersionIdsCommand,
  PutSecretValueCommand,
  ResourceExistsException,
  ResourceNotFoundException,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import { type AwsClientStub, mockClient } from "aws-sdk-client-mock";

interface Held {
  readonly text: string;
  readonly stages: Set<string>;
}

const refusal = { $metadata: { httpStatusCode: 400 }, message: "refused" };

/** The SDK's client answering as Secrets Manager documents it, from memory. Calls are kept by the stub. */
export function mockSecretsManager(): AwsClientStub<SecretsManagerClient> {
  const secrets = new Map<string, Map<string, Held>>();
  const arnOf = (name: string): string => `arn:aws:secretsmanager:eu-north-1:123456789012:secret:${name}-AbCdEf`;
  const versionsOf = (id = ""): { readonly name: string; readonly versions: Map<string, Held> } => {
    const name = /:secret:(.+)-\w{6}$/.exec(id)?.[1] ?? id;
    const versions = secrets.get(name);
    if (!versions) throw new ResourceNotFoundException(refusal);
    return { name, versions };
  };
  const holder = (versions: Map<string, Held>, stage: string): [string, Held] | undefined =>
    [...versions].find(([, { stages }]) => stages.has(stage));

  function give(versions: Map<string, Held>, to: string, stage: string): void {
    const before = holder(versions, stage);
    before?.[1].stages.delete(stage);
    versions.get(to)?.stages.add(stage);
    if (stage !== "AWSCURRENT") return;
    versions.get(to)?.stages.delete("AWSPREVIOUS");
    if (before && before[0] !== to) give(versions, before[0], "AWSPREVIOUS");
  }

  const stub = mockClient(SecretsManagerClient);
  stub.on(CreateSecretCommand).callsFake(({ Name }) => {
    secrets.set(Name, new Map());
    return { ARN: arnOf(Name), Name };
  });
  stub.on(ListSecretVersionIdsCommand).callsFake(({ SecretId, IncludeDeprecated, NextToken }) => {
    const { name, versions } = versionsOf(SecretId);
    const all = [...versions].filter(([, { stages }]) => IncludeDeprecated || stages.size > 0);
    // In pages of one, since there may be many.
    const at = Number(NextToken ?? 0);
    const Versions = all
      .slice(at, at + 1)
      .map(([VersionId, { stages }]) => ({ VersionId, VersionStages: [...stages], CreatedDate: new Date("2026-11-20T09:30:00Z") }));
    return { ARN: arnOf(name), Name: name, Versions, ...(at + 1 < all.length ? { NextToken: String(at + 1) } : {}) };
  });
  stub.on(GetSecretValueCommand).callsFake(({ SecretId, VersionId, VersionStage }) => {
    const { name, versions } = versionsOf(SecretId);
    if (!VersionStage) throw new Error("no stage is named");
    const [id, held] = holder(versions, VersionStage) ?? [];
    if (!held || (VersionId && VersionId !== id)) throw new ResourceNotFoundException(refusal);
    return { ARN: arnOf(name), Name: name, VersionId: id, SecretString: held.text, VersionStages: [...held.stages] };
  });
  stub.on(PutSecretValueCommand).callsFake(({ SecretId, SecretString, ClientRequestToken, VersionStages }) => {
    const { name, versions } = versionsOf(SecretId);
    const standing = versions.get(ClientRequestToken);
    if (standing && standing.text !== SecretString) throw new ResourceExistsException(refusal);
    if (!standing) {
      const first = versions.size === 0;
      versions.set(ClientRequestToken, { text: SecretString, stages: new Set() });
      for (const stage of new Set([...VersionStages, ...(first ? ["AWSCURRENT"] : [])])) give(versions, ClientRequestToken, stage);
    }
    return {
      ARN: arnOf(name),
      Name: name,
      VersionId: ClientRequestToken,
      VersionStages: [...(versions.get(ClientRequestToken)?.stages ?? [])],
    };
  });
  stub.on(UpdateSecretVersionStageCommand).callsFake(({ SecretId, VersionStage, RemoveFromVersionId, MoveToVersionId }) => {
    const { name, versions } = versionsOf(SecretId);
    const [id] = holder(versions, VersionStage) ?? [];
    if (id !== undefined && id !== RemoveFromVersionId) throw new InvalidParameterException(refusal);
    if (RemoveFromVersionId !== undefined && id !== RemoveFromVersionId) throw new InvalidParameterException(refusal);
    if (MoveToVersionId === undefined) versions.get(RemoveFromVersionId)?.stages.delete(VersionStage);
    else give(versions, MoveToVersionId, VersionStage);
    return { ARN: arnOf(name), Name: name };
  });
  return stub;
}
