import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import type { Inputs, Resource, StageRecord, Value } from "./record.ts";

/**
 * The record in Terraform's words. Pulumi's AWS provider is generated from Terraform's, so that nearly every name follows by rule; a name that is missing
 * from these tables makes the validation fail, not pass.
 */
const TYPES: Readonly<Record<string, string>> = { "aws:s3/bucketObjectv2:BucketObjectv2": "aws_s3_object" };

/** Blocks that repeat: Pulumi names the list, Terraform the one. */
const SINGULAR: Readonly<Record<string, string>> = {
  attributes: "attribute",
  dimensionConfigurations: "dimension_configuration",
  inlinePolicies: "inline_policy",
  metricQueries: "metric_query",
  notifications: "notification",
};

/** What Pulumi renamed, by type. */
const RENAMED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  aws_lambda_function: { name: "function_name" },
  aws_lambda_permission: { function: "function_name" },
  aws_cloudwatch_metric_alarm: { name: "alarm_name" },
  aws_sns_topic_subscription: { topic: "topic_arn" },
};

/** Maps whose keys are data. */
const MAPS = ["variables", "dimensions", "tags"];

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** `aws:sqs/queue:Queue` → `aws_sqs_queue`. */
function typeOf(type: string): string {
  const [, module = ""] = type.split(":");
  const [service = "", resource = ""] = module.split("/");
  return TYPES[type] ?? `aws_${service}_${snake(resource)}`;
}

const isEmpty = (value: Value): boolean => typeof value === "object" && value !== null && Object.keys(value).length === 0;

function argumentsOf(inputs: Inputs, renamed: Readonly<Record<string, string>> = {}): Inputs {
  const entries = Object.entries(inputs)
    .filter(([, value]) => value !== undefined && !isEmpty(value) && !(typeof value === "string" && value.startsWith("asset:")))
    .map(([name, value]) => [renamed[name] ?? SINGULAR[name] ?? snake(name), MAPS.includes(name) ? value : argumentOf(value)] as const);
  return Object.fromEntries(entries);
}

function argumentOf(value: Value): Value {
  if (typeof value === "string") return value.replace(/[$%](?=\{)/g, (sign) => sign + sign); // no template
  if (Array.isArray(value)) return value.map(argumentOf);
  return typeof value === "object" && value !== null ? argumentsOf(value as Inputs) : value;
}

/** Terraform's JSON for the stages together. */
function terraformOf(records: readonly StageRecord[]): object {
  const resource: Record<string, Record<string, Inputs>> = {};
  const add = (stage: string, { type, name, inputs }: Resource): void => {
    const of = typeOf(type);
    resource[of] = { ...resource[of], [`${stage}_${name}`]: argumentsOf(inputs, RENAMED[of]) };
  };
  for (const { app, resources } of records) for (const each of resources) if (each.type.startsWith("aws:")) add(app.stage, each);
  return {
    terraform: { required_providers: { aws: { source: "hashicorp/aws" } } },
    provider: { aws: { region: "eu-north-1" } },
    resource,
  };
}

/** Where people keep providers for machines without a network; the first that has AWS's. */
function providers(): string | undefined {
  const usual = [
    process.env.TF_PLUGIN_CACHE_DIR ?? "",
    join(homedir(), ".terraform.d", "plugins"),
    "/usr/local/share/terraform/plugins",
    "/usr/share/terraform/plugins",
    ...(existsSync("/opt") ? readdirSync("/opt").map((folder) => join("/opt", folder)) : []),
  ];
  return usual.find((folder) => folder !== "" && existsSync(join(folder, "registry.terraform.io", "hashicorp", "aws")));
}

const LONGEST_MS = 60_000;
const MOST_OUTPUT = 16 * 1024 * 1024;

function terraform(folder: string, args: readonly string[]): Promise<{ readonly failed: boolean; readonly output: string }> {
  const options = {
    cwd: folder,
    timeout: LONGEST_MS,
    maxBuffer: MOST_OUTPUT,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, CHECKPOINT_DISABLE: "1" },
  };
  return new Promise((resolve) => {
    execFile("terraform", args, options, (error, stdout, stderr) =>
      resolve({ failed: error !== null, output: stdout || stderr || String(error) }),
    );
  });
}

/** Why the record cannot be validated on this machine; null when it can. */
export async function terraformMissing(): Promise<string | null> {
  if ((await terraform(tmpdir(), ["version"])).failed) return "terraform is not installed";
  return providers() === undefined ? "terraform has no AWS provider on this machine" : null;
}

interface Diagnostics {
  readonly diagnostics: readonly {
    readonly severity: string;
    readonly summary: string;
    readonly detail?: string;
    readonly address?: string;
  }[];
}

/** Providers list the runtimes there were when they were made; which one ours is, is for a check of our own. */
const NEWER_THAN_THE_PROVIDER = /^expected runtime to be one of \[.*\], got nodejs24\.x$/;

/** What the real AWS provider has against the record: unknown or missing arguments, wrong types, values out of range. Calls nobody. */
export async function terraformFaults(records: readonly StageRecord[]): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), "saldovakt-terraform-"));
  try {
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify(terraformOf(records), null, 1));
    const init = await terraform(folder, ["init", "-input=false", "-no-color", `-plugin-dir=${providers()}`]);
    if (init.failed) throw new Error(`terraform init fails: ${init.output}`);
    const { diagnostics } = JSON.parse((await terraform(folder, ["validate", "-json"])).output) as Diagnostics;
    return diagnostics
      .filter(({ severity, summary }) => severity === "error" && !NEWER_THAN_THE_PROVIDER.test(summary))
      .map(({ summary, detail = "", address = "" }) => `${address}: ${summary}: ${detail}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
