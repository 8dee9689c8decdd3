import { CreateSecretCommand, GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { FAULT } from "../../test/installation.ts";
import { installBoth, type NorwegianInstallation, ORG } from "../../test/norway.ts";
import { mockSecretsManager } from "../../test/secrets-manager.ts";

let here: NorwegianInstallation;
let stub: ReturnType<typeof mockSecretsManager>;
let aws: SecretsManagerClient;
let name: string;
let count = 0;

beforeAll(async () => {
  vi.stubEnv("AWS_REGION", "eu-north-1");
  stub = mockSecretsManager();
  aws = new SecretsManagerClient({});
  here = await installBoth();
});
afterAll(async () => {
  aws.destroy();
  stub.restore();
  await here.close();
  vi.unstubAllEnvs();
});
beforeEach(async () => {
  name = `saldovakt/test-${++count}/maskinporten`;
  await aws.send(new CreateSecretCommand({ Name: name }));
  await here.configure();
  await here.write("maskinporten.secret.json", here.norway.secret);
});

const secrets = async (command: string, ...args: string[]) => {
  const outcome = await here.run(["secrets", command, name, ...args]);
  const { key } = here.norway.secret;
  for (const line of key.split("\n").filter((each) => each.length > 20)) expect(outcome.stdout + outcome.stderr).not.toContain(line);
  return outcome;
};
const GIVEN = ["--maskinporten", "--from", "file:maskinporten.secret.json"];

test("is put, staged, tried at Maskinporten and promoted, and shown without its key", async () => {
  expect(await secrets("put", ...GIVEN)).toMatchObject({ status: 0, stdout: expect.stringMatching(/signs with a registered key/) });
  const another = await here.norway.maskinporten.addKey(here.norway.secret.clientId);
  await here.write("maskinporten.secret.json", { ...another, keyValidTo: "2027-06-30" });
  const staged = await secrets("stage", ...GIVEN, "--account", ORG);
  expect(staged).toMatchObject({ status: 0, stderr: "" });
  expect(staged.stdout).toContain("Tried: Maskinporten gives a token for it.");
  expect((await secrets("promote")).status).toBe(0);
  const { SecretString } = await aws.send(new GetSecretValueCommand({ SecretId: name, VersionStage: "AWSCURRENT" }));
  expect(JSON.parse(SecretString ?? "")).toMatchObject({ kid: "kid" in another ? another.kid : "" });
  expect((await secrets("list")).stdout).toContain("2027-06-30");
});

test("a key that Maskinporten refuses stays staged and is not promoted", async () => {
  await secrets("put", ...GIVEN);
  const { kid: _, ...foreign } = (await here.norway.maskinporten.addClient({ org: here.norway.vendor })) as { kid: string; key: string };
  await here.write("maskinporten.secret.json", { ...here.norway.secret, key: foreign.key });
  expect(await secrets("stage", ...GIVEN)).toMatchObject({ status: 2, stderr: expect.stringContaining("(MP_") });
  expect(await secrets("promote")).toMatchObject({ status: 2, stderr: expect.stringContaining("(MP_") });
});

test.each([
  [["--maskinporten"], "OPTION_MISSING"],
  [[...GIVEN, "--p12", "x.p12"], "OPTIONS_CONFLICT"],
  [["--maskinporten", "--from", "file:saldovakt.json"], "SECRET_INVALID"],
  [["--webhook", "--from", "file:maskinporten.secret.json"], "SECRET_KIND"],
])("is refused: %j", async (args, code) => {
  const { status, stderr } = await secrets("put", ...args);
  expect(status).toBe(2);
  expect(stderr).toMatch(FAULT(code));
});

test("never takes Skatteverket's place, nor the other way round", async () => {
  await here.write("skv.secret.json", here.authority.secret);
  expect((await secrets("put", "--from", "file:skv.secret.json")).stderr).toMatch(FAULT("SECRET_KIND"));
});
