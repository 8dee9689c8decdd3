import { access, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Configuration, parseConfiguration, parseJson, readReference } from "@saldovakt/configuration";
import { inputError, SaldovaktError } from "@saldovakt/domain";
import type { Context } from "./context.ts";
import { USUAL_CONFIGURATION } from "./program.ts";

/** A configuration and where it stands: `file:` and `state` are relative to its folder. */
export interface Loaded {
  readonly configuration: Configuration;
  readonly baseDir: string;
}

const READ_FAULTS: Readonly<Record<string, string>> = {
  EACCES: "may not be read by this user",
  EPERM: "may not be read by this user",
  EISDIR: "is a folder",
};

/**
 * Reads the configuration's file. Throws `CONFIGURATION_MISSING`, `CONFIGURATION_UNREADABLE`, `CONFIGURATION_NOT_JSON` and
 * `CONFIGURATION_INVALID`, all of scope input; those about its content name the file.
 */
export async function loadConfiguration(context: Context): Promise<Loaded> {
  const text = await readFile(context.configFile, "utf8").catch((cause: NodeJS.ErrnoException) => {
    throw unreadable(context.configName, cause);
  });
  try {
    return { configuration: parseConfiguration(parseJson(text)), baseDir: dirname(context.configFile) };
  } catch (thrown) {
    throw thrown instanceof SaldovaktError ? inFile(thrown, context.configName) : thrown;
  }
}

/** The state's file, unless the configuration names another. */
const USUAL_STATE = "saldovakt.db";

/**
 * Begins in a folder where nothing is yet: writes the configuration `{}`, which is all that statements need. False, and nothing written, where there is a configuration or a state, or another
 * configuration was named: an installation that has lost its own must not look whole.
 */
export async function beginEmpty({ configFile, configName }: Context): Promise<boolean> {
  if (configName !== USUAL_CONFIGURATION) return false;
  const stands = (path: string) =>
    access(path).then(
      () => true,
      () => false,
    );
  if (await stands(join(dirname(configFile), USUAL_STATE))) return false;
  return writeFile(configFile, "{}\n", { flag: "wx" }).then(
    () => true,
    // There is one; or none can be written, which loading it will tell.
    () => false,
  );
}

function unreadable(name: string, cause: NodeJS.ErrnoException): SaldovaktError {
  if (cause.code === "ENOENT" || cause.code === "ENOTDIR") {
    const remedy =
      "write it as the README shows, where statements are all there is simply `{}`; or name another with --config FILE; `saldovakt demo` needs none";
    return inputError("CONFIGURATION_MISSING", `there is no configuration ${name}`, remedy);
  }
  const what = READ_FAULTS[cause.code ?? ""] ?? `cannot be read${cause.code ? ` (${cause.code})` : ""}`;
  return inputError("CONFIGURATION_UNREADABLE", `the configuration ${name} ${what}`, "check the file, or name another with --config FILE");
}

const inFile = (fault: SaldovaktError, name: string): SaldovaktError =>
  new SaldovaktError(`${name}: ${fault.message}`, {
    code: fault.code,
    scope: fault.scope,
    ...(fault.remedy ? { remedy: fault.remedy } : {}),
  });

/** A secret's current text; the SDK is loaded only where a configuration names one. Throws the SDK's errors. */
async function readSecretArn(arn: string): Promise<string> {
  const { GetSecretValueCommand, SecretsManagerClient } = await import("@aws-sdk/client-secrets-manager");
  const [, , , region = ""] = arn.split(":");
  const requestHandler = { connectionTimeout: 5_000, requestTimeout: 15_000, throwOnRequestTimeout: true };
  const client = new SecretsManagerClient({ region, maxAttempts: 3, requestHandler });
  try {
    const { SecretString = "" } = await client.send(new GetSecretValueCommand({ SecretId: arn, VersionStage: "AWSCURRENT" }));
    return SecretString;
  } finally {
    client.destroy();
  }
}

/** The text a reference of the configuration stands for. Throws `REFERENCE_UNREADABLE`. */
export function resolveReference(context: Context, { baseDir }: Loaded, field: string, reference: string): Promise<string> {
  return readReference(reference, { field, baseDir, env: context.env, readFile: (path) => readFile(path, "utf8"), readSecretArn });
}
