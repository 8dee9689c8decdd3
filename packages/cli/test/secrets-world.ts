import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  ListSecretVersionIdsCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import type { SkatteverketSecret } from "@saldovakt/skatteverket";
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from "vitest";
import { type Installation, install, type Outcome } from "./installation.ts";

type Keys = Pick<SkatteverketSecret, "oauth2" | "apigw">;

/** The lines of standard input for both key pairs, each value in its halves. */
export const keyLines = ({ oauth2, apigw }: Keys): string[] =>
  [oauth2.clientId, oauth2.clientSecret ?? "", apigw.clientId, apigw.clientSecret].flatMap((value) => {
    const half = Math.ceil(value.length / 2);
    return [value.slice(0, half), value.slice(half)];
  });

export const randomKey = (): string => randomBytes(16).toString("hex");
export const newWebhookSecret = (): string => `whsec_${randomBytes(32).toString("base64")}`;

/** Every text that must never be shown: keys, their halves, what stands between the lines of PEM, passphrases. */
const hushedOf = (...texts: readonly (string | undefined)[]): string[] =>
  texts.flatMap((text) => (text ?? "").split("\n")).filter((line) => line.length >= 8 && !line.startsWith("-----"));

/** Starts whoever plays Secrets Manager; resolves to the endpoint, undefined where the SDK's client itself is played. */
export type Start = () => Promise<{ readonly endpoint?: string; stop(): Promise<void> }>;

export type SecretsWorld = ReturnType<typeof secretsWorld>;

/** An installation, and a secret without value for each test of the group it is called in. After each test, nothing hushed may have been shown. */
export function secretsWorld(start: Start) {
  let house: Installation;
  let emulator: Awaited<ReturnType<Start>>;
  let aws: SecretsManagerClient;
  let name: string;
  let count = 0;
  let shown: string;
  let hushed: string[];

  beforeAll(async () => {
    emulator = await start();
    vi.stubEnv("AWS_REGION", "eu-north-1");
    vi.stubEnv("AWS_ACCESS_KEY_ID", "testing");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "testing");
    if (emulator.endpoint) vi.stubEnv("AWS_ENDPOINT_URL_SECRETS_MANAGER", emulator.endpoint);
    aws = new SecretsManagerClient({});
    house = await install({ companies: 1 });
  });
  afterAll(async () => {
    aws.destroy();
    await house.close();
    await emulator.stop();
    vi.unstubAllEnvs();
  });

  beforeEach(async () => {
    name = `saldovakt/test/secret-${++count}`;
    await aws.send(new CreateSecretCommand({ Name: name }));
    await house.configure();
    const { oauth2, apigw, certificate } = house.authority.secret;
    [shown, hushed] = ["", hushedOf(...keyLines({ oauth2, apigw }), certificate && "key" in certificate ? certificate.key : "")];
  });
  afterEach(() => {
    for (const hush of hushed) expect(shown).not.toContain(hush);
  });

  const hush = (...texts: readonly (string | undefined)[]): void => void hushed.push(...hushedOf(...texts));

  const saldovakt = async (args: readonly string[], lines: readonly string[] = []): Promise<Outcome> => {
    hush(...lines);
    const outcome = await house.run(["secrets", ...args], { input: lines.map((line) => `${line}\n`).join("") });
    shown += `${outcome.stdout}\n${outcome.stderr}\n`;
    return outcome;
  };

  /** Writes certificate and key as two PEM files and gives the options that name them. */
  const pemFiles = async (secret: { readonly cert: string; readonly key: string }): Promise<string[]> => {
    await house.write("new.crt", secret.cert);
    await house.write("new.key", secret.key);
    hush(secret.key);
    return ["--cert", "new.crt", "--key", "new.key"];
  };
  const good = async (): Promise<string[]> => pemFiles(await house.authority.certificateFor("good"));

  return {
    get house() {
      return house;
    },
    get aws() {
      return aws;
    },
    /** The secret's name. */
    get name() {
      return name;
    },
    hush,
    saldovakt,
    pemFiles,
    good,
    /** Where each stage is. */
    stages: async (): Promise<Readonly<Record<string, string>>> => {
      const found: Record<string, string> = {};
      let NextToken: string | undefined;
      do {
        const page = await aws.send(new ListSecretVersionIdsCommand({ SecretId: name, ...(NextToken ? { NextToken } : {}) }));
        for (const { VersionId = "", VersionStages = [] } of page.Versions ?? [])
          for (const stage of VersionStages) found[stage] = VersionId;
        ({ NextToken } = page);
      } while (NextToken);
      return found;
    },
    stored: async (VersionStage = "AWSCURRENT"): Promise<string> =>
      (await aws.send(new GetSecretValueCommand({ SecretId: name, VersionStage }))).SecretString ?? "",
    /** Tokens the authority has given out. */
    tokens: (): number => house.authority.requests.filter(({ kind, status }) => kind === "token" && status === 200).length,
    putGood: async (): Promise<void> => {
      expect(await saldovakt(["put", name, ...(await good())], keyLines(house.authority.secret))).toMatchObject({ status: 0 });
    },
    /** Another certificate that the authority takes, as the issuer delivers it. */
    renewed: async (): Promise<{ readonly args: string[]; readonly lines: string[] }> => {
      const passphrase = "röd häst 42 batteri";
      const { certificate } = await house.authority.pkcs12Secret(passphrase);
      const packed = certificate && "pkcs12" in certificate ? certificate.pkcs12 : "";
      await writeFile(house.path("renewed.p12"), Buffer.from(packed, "base64"), { mode: 0o600 });
      return { args: ["--p12", "renewed.p12"], lines: [passphrase] };
    },
  };
}
