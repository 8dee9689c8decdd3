import { chmod } from "node:fs/promises";
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  ListSecretVersionIdsCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { mockClient } from "aws-sdk-client-mock";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { FAULT, type Installation, install } from "../../test/installation.ts";
import { mockSecretsManager } from "../../test/secrets-manager.ts";
import { keyLines } from "../../test/secrets-world.ts";
import { regionOf } from "./vault.ts";

const NAME = "saldovakt/test/skatteverket";
const WEBHOOK = "saldovakt/test/webhook/a";
const HUSH = "hush-hush-hush";

let house: Installation;
beforeAll(async () => {
  house = await install({ companies: 1 });
});
afterAll(() => house.close());

/** An error as the SDK throws it, with the request in it. */
const sdkError = (name: string, message: string, status?: number): Error =>
  Object.assign(new Error(`${message} ${HUSH}`), { name, ...(status ? { $metadata: { httpStatusCode: status, requestId: HUSH } } : {}) });

describe("AWS's refusals", () => {
  let stub: ReturnType<typeof mockSecretsManager>;
  beforeEach(() => {
    stub = mockClient(SecretsManagerClient);
  });
  afterEach(() => stub.restore());

  test.each<[string, number | undefined, string, number, string?]>([
    ["CredentialsProviderError", undefined, "AWS_CREDENTIALS_MISSING", 2],
    ["TokenProviderError", undefined, "AWS_CREDENTIALS_MISSING", 2],
    ["ExpiredTokenException", 400, "AWS_CREDENTIALS_REFUSED", 2],
    ["UnrecognizedClientException", 400, "AWS_CREDENTIALS_REFUSED", 2],
    ["Error", undefined, "AWS_REGION_MISSING", 2, "Region is missing"],
    ["ResourceNotFoundException", 400, "SECRET_UNKNOWN", 2],
    ["AccessDeniedException", 400, "SECRET_ACCESS_DENIED", 2],
    ["AccessDeniedException", 400, "SECRET_KEY_UNUSABLE", 2, "Access to KMS is not allowed"],
    ["DecryptionFailure", 400, "SECRET_KEY_UNUSABLE", 2],
    ["InvalidRequestException", 400, "SECRET_NOT_USABLE", 2, "marked for deletion"],
    ["InvalidParameterException", 400, "SECRET_CHANGED_MEANWHILE", 2],
    ["LimitExceededException", 400, "SECRET_LIMIT", 2],
    ["MalformedPolicyDocumentException", 400, "SECRETS_REFUSED", 2],
    ["ThrottlingException", 400, "SECRETS_UNREACHABLE", 3],
    ["InternalServiceError", 500, "SECRETS_UNREACHABLE", 3],
    ["TimeoutError", undefined, "SECRETS_UNREACHABLE", 3],
  ])("%s (%s) is %s", async (name, httpStatus, code, status, message = "refused") => {
    stub.on(ListSecretVersionIdsCommand).rejects(sdkError(name, message, httpStatus));
    const outcome = await house.run(["secrets", "list", NAME], { env: { SALDOVAKT_DEBUG: "1" } });
    expect(outcome).toMatchObject({ status, stdout: "" });
    const [what, remedy, ...causes] = outcome.stderr.split("\n");
    expect(`${what}\n${remedy}\n`).toMatch(FAULT(code));
    expect(causes).toEqual([expect.stringContaining(name), ""]);
    expect(outcome.stderr).not.toContain(HUSH);
  });

  test("a version that may not be read is listed all the same", async () => {
    stub.on(ListSecretVersionIdsCommand).resolves({ Name: NAME, Versions: [{ VersionId: "abcdefgh-1", VersionStages: ["AWSCURRENT"] }] });
    stub.on(GetSecretValueCommand).rejects(sdkError("AccessDeniedException", "no", 400));
    const { status, stdout } = await house.run(["secrets", "list", NAME]);
    expect(status).toBe(0);
    expect(stdout).toContain("not readable (SECRET_ACCESS_DENIED)");
    stub.on(GetSecretValueCommand).rejects(sdkError("ThrottlingException", "no", 400));
    expect(await house.run(["secrets", "list", NAME])).toMatchObject({ status: 3, stdout: "" });
  });

  test("a secret stored as bytes, or as something else, is told so and not shown", async () => {
    stub
      .on(ListSecretVersionIdsCommand)
      .resolves({ Name: NAME, Versions: [{ VersionId: "v", VersionStages: ["AWSCURRENT", "AWSPENDING"] }] });
    stub.on(GetSecretValueCommand).resolves({ SecretBinary: new TextEncoder().encode(HUSH) });
    expect((await house.run(["secrets", "list", NAME])).stdout).toContain("(SECRET_WITHOUT_TEXT)");
    for (const [text, code] of [
      [HUSH, "SECRET_INVALID"],
      [`whsec_${HUSH}`, "WEBHOOK_SECRET_INVALID"],
      [`["${HUSH}"]`, "WEBHOOK_SECRET_INVALID"],
    ] as const) {
      stub.on(GetSecretValueCommand).resolves({ SecretString: text });
      const { stdout, stderr } = await house.run(["secrets", "list", NAME]);
      expect(stdout).toContain(`(${code})`);
      expect(stdout + stderr).not.toContain(HUSH);
    }
  });
});

test("without credentials and region the SDK's own words become ours", async () => {
  for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE"])
    vi.stubEnv(name, undefined);
  for (const name of ["AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"]) vi.stubEnv(name, house.path("nowhere"));
  vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
  try {
    const list = ["secrets", "list", NAME];
    expect(await house.run(list)).toMatchObject({ status: 2, stderr: expect.stringMatching(FAULT("AWS_REGION_MISSING")) });
    const placed = await house.run([...list, "--region", "eu-north-1"]);
    expect(placed).toMatchObject({ status: 2, stderr: expect.stringMatching(FAULT("AWS_CREDENTIALS_MISSING")) });
  } finally {
    vi.unstubAllEnvs();
  }
});

test("the region is the ARN's, then the option's, then the installation's, then AWS's own", () => {
  const arn = `arn:aws:secretsmanager:eu-west-1:123456789012:secret:${NAME}-AbCdEf`;
  expect(regionOf(arn, "eu-north-1", {})).toBe("eu-west-1");
  expect(regionOf(NAME, "eu-north-1", { SALDOVAKT_REGION: "eu-central-1" })).toBe("eu-north-1");
  expect(regionOf(NAME, undefined, { SALDOVAKT_REGION: "eu-central-1" })).toBe("eu-central-1");
  expect(regionOf(NAME, undefined, {})).toBeUndefined();
});

test("an authority that is out of order makes nobody promote, and nobody give up", async () => {
  const stub = mockSecretsManager();
  vi.stubEnv("AWS_REGION", "eu-north-1");
  const secrets = (...args: string[]) => house.run(["secrets", ...args, NAME]);
  try {
    await new SecretsManagerClient({}).send(new CreateSecretCommand({ Name: NAME }));
    await house.write("renewed.json", await house.authority.pkcs12Secret("öppna"));
    expect(await secrets("put", "--from", "file:skatteverket.secret.json")).toMatchObject({ status: 0 });
    expect(await secrets("stage", "--from", "file:renewed.json")).toMatchObject({ status: 0 });
    house.authority.setFaults([{ when: { operation: "token" }, fault: { kind: "status", status: 502 } }]);
    expect(await secrets("promote")).toMatchObject({ status: 3, stdout: "", stderr: expect.stringMatching(FAULT("SKV_BAD_GATEWAY")) });
    house.authority.setFaults([]);
    expect(await secrets("promote")).toMatchObject({ status: 0 });
  } finally {
    stub.restore();
    vi.unstubAllEnvs();
  }
});

describe("how it is typed", () => {
  const typed = (args: readonly string[], input = "") => house.run(["secrets", ...args], { input });
  let stub: ReturnType<typeof mockSecretsManager>;
  beforeEach(async () => {
    stub = mockSecretsManager();
    for (const Name of [NAME, WEBHOOK]) await new SecretsManagerClient({ region: "eu-north-1" }).send(new CreateSecretCommand({ Name }));
  });
  afterEach(() => stub.restore());

  test.each<[string, readonly string[], string]>([
    ["no source of the certificate", ["put", NAME], "OPTIONS_CONFLICT"],
    ["two of them", ["put", NAME, "--keys-only", "--p12", "a.p12"], "OPTIONS_CONFLICT"],
    ["a certificate without key", ["put", NAME, "--cert", "a.pem"], "OPTIONS_CONFLICT"],
    ["a whole secret and a part", ["put", NAME, "--from", "-", "--keys-only"], "OPTIONS_CONFLICT"],
    ["a certificate for a webhook", ["put", WEBHOOK, "--webhook", "--p12", "a.p12"], "OPTIONS_CONFLICT"],
    ["a webhook's value for Skatteverket's secret", ["put", NAME, "--webhook"], "SECRET_KIND"],
    ["Skatteverket's value for a webhook's secret", ["put", WEBHOOK, "--keys-only"], "SECRET_KIND"],
    ["a chat room's address for Skatteverket's secret", ["put", NAME, "--chat"], "SECRET_KIND"],
    ["a chat room's address for a webhook's secret", ["put", WEBHOOK, "--chat"], "SECRET_KIND"],
    ["a file that is not there", ["put", NAME, "--p12", "a.p12"], "FILE_UNREADABLE"],
    ["a folder", ["put", NAME, "--p12", "."], "FILE_UNREADABLE"],
    ["a secret in place of a reference", ["put", NAME, "--from", HUSH], "REFERENCE_NEEDED"],
    ["a secret in place of a file's name", ["put", NAME, "--cert", HUSH, "--key", HUSH], "FILE_UNREADABLE"],
    ["a secret in place of a name", ["put", `whsec_${HUSH}`, "--webhook"], "SECRET_NAME_INVALID"],
    ["a secret in place of an account", ["list", `{"oauth2":"${HUSH}"}`], "SECRET_NAME_INVALID"],
    ["a secret in place of a region", ["list", NAME, "--region", HUSH], "REGION_INVALID"],
    ["an option that would take a secret", ["put", NAME, `--client-secret=${HUSH}`], "OPTION_UNKNOWN"],
    ["a secret too many", ["put", NAME, HUSH], "ARGUMENT_TOO_MANY"],
  ])("%s", async (_, args, code) => {
    const outcome = await typed(args);
    expect(outcome).toMatchObject({ status: 2, stdout: "", stderr: expect.stringMatching(FAULT(code)) });
    expect(outcome.stderr).not.toContain(HUSH);
  });

  test("lines too few or too many store nothing", async () => {
    const lines = keyLines({ oauth2: { clientId: "a", clientSecret: "b" }, apigw: { clientId: "c", clientSecret: "d" } });
    for (const [given, code] of [
      [lines.slice(1), "ANSWERS_MISSING"],
      [["", ...lines], "ANSWERS_LEFT"],
      [lines.map((line, index) => (index === 4 ? "" : line)), "KEY_MISSING"],
      [lines.map((line, index) => (index === 6 ? `${HUSH} ${HUSH}` : line)), "ANSWER_INVALID"],
    ] as const) {
      const outcome = await typed(["put", NAME, "--keys-only"], `${given.join("\n")}\n`);
      expect(outcome).toMatchObject({ status: 2, stdout: "", stderr: expect.stringMatching(FAULT(code)) });
      expect(outcome.stderr).not.toContain(HUSH);
    }
    expect((await typed(["list", NAME])).stderr).toContain("no value yet");
  });

  test("a file that others may read is noted", async () => {
    await house.write("open.json", { oauth2: { clientId: "a", clientSecret: "b" }, apigw: { clientId: "c", clientSecret: "d" } });
    expect((await typed(["put", NAME, "--from", "file:open.json"])).stderr).toBe("");
    await chmod(house.path("open.json"), 0o644);
    expect((await typed(["put", NAME, "--from", "file:open.json", "--replace"])).stderr).toMatch(/^note: .*mode 644/);
  });

  test("staging needs to know where to try it, before anything is asked", async () => {
    await house.write("keys.json", { oauth2: { clientId: "a", clientSecret: "b" }, apigw: { clientId: "c", clientSecret: "d" } });
    await typed(["put", NAME, "--from", "file:keys.json", "--replace"]);
    const outcome = await typed(["stage", NAME, "--keys-only", "--config", "nowhere.json"]);
    expect(outcome).toMatchObject({ status: 2, stderr: expect.stringMatching(FAULT("CONFIGURATION_MISSING")) });
    expect(outcome.stderr).toContain("--environment");
    for (const other of [["--keys-only"], ["--from", "file:keys.json"]]) {
      const ended = await typed(["stage", NAME, "--drop-old", ...other]);
      expect(ended).toMatchObject({ status: 2, stderr: expect.stringMatching(FAULT("OPTIONS_CONFLICT")) });
    }
    const unknown = await typed(["stage", NAME, "--keys-only", "--environment", "nowhere"]);
    expect(unknown).toMatchObject({ status: 2, stderr: expect.stringMatching(FAULT("CONFIGURATION_INVALID")) });
  });
});
