import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { AWS_ACCOUNT, REGION } from "./runtime-api.ts";

export interface SecretsManager {
  readonly url: string;
  /** Creates a secret whose first version is current; resolves to its ARN. */
  create(name: string, value: string): Promise<string>;
  /** Adds a version in the stage AWSPENDING. */
  stage(arn: string, value: string): Promise<void>;
  /** Makes the pending version the current one, and the current one AWSPREVIOUS. */
  promote(arn: string): Promise<void>;
  close(): Promise<void>;
}

type Stages = Map<string, string>;

/** Secrets Manager's GetSecretValue over AWS JSON 1.1, with version stages. As with the real one, no stage named is the current one. */
export async function startSecretsManager(): Promise<SecretsManager> {
  const secrets = new Map<string, Stages>();

  const answer = (target: string, input: { SecretId?: string; VersionStage?: string }): { status: number; body: object } => {
    const refuse = (type: string): { status: number; body: object } => ({
      status: 400,
      body: { __type: type, message: `refused: ${type}` },
    });
    if (target !== "secretsmanager.GetSecretValue") return refuse("UnknownOperationException");
    const value = secrets.get(input.SecretId ?? "")?.get(input.VersionStage ?? "AWSCURRENT");
    if (value === undefined) return refuse("ResourceNotFoundException");
    const VersionId = createHash("sha256").update(value).digest("hex").slice(0, 36);
    const stages = [input.VersionStage ?? "AWSCURRENT"];
    return { status: 200, body: { ARN: input.SecretId, Name: input.SecretId, SecretString: value, VersionId, VersionStages: stages } };
  };

  const server = createServer(async (request, response) => {
    const { status, body } = answer(String(request.headers["x-amz-target"]), JSON.parse(await text(request)));
    response.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

  const stagesOf = (arn: string): Stages => {
    const stages = secrets.get(arn);
    if (!stages) throw new Error("no such secret");
    return stages;
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async create(name, value) {
      const arn = `arn:aws:secretsmanager:${REGION}:${AWS_ACCOUNT}:secret:${name}-AbCdEf`;
      secrets.set(arn, new Map([["AWSCURRENT", value]]));
      return arn;
    },
    async stage(arn, value) {
      stagesOf(arn).set("AWSPENDING", value);
    },
    async promote(arn) {
      const stages = stagesOf(arn);
      const pending = stages.get("AWSPENDING");
      if (pending === undefined) throw new Error("nothing is pending");
      stages.set("AWSPREVIOUS", stages.get("AWSCURRENT") ?? "");
      stages.set("AWSCURRENT", pending);
      stages.delete("AWSPENDING");
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
