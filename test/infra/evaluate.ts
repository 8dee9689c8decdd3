import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StageRecord } from "./record.ts";

const MAIN = join(import.meta.dirname, "evaluator", "main.ts");
const LONGEST_MS = 60_000;

/**
 * The stage as `sst deploy` would ask for it, with the given `saldovakt.deploy.json`. Nothing of the machine's own configuration, credentials or
 * region takes part. Rejects with what the program wrote when it fails.
 */
export async function evaluate(stage: string, deployment: object): Promise<StageRecord> {
  const folder = mkdtempSync(join(tmpdir(), "saldovakt-infra-"));
  const file = join(folder, "saldovakt.deploy.json");
  const out = join(folder, "record.json");
  try {
    writeFileSync(file, JSON.stringify(deployment));
    const env = { PATH: process.env.PATH, HOME: process.env.HOME, SALDOVAKT_DEPLOY_FILE: file };
    const child = spawn(process.execPath, [MAIN, stage, out], { env, stdio: ["ignore", "pipe", "pipe"], timeout: LONGEST_MS });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += chunk));
    const status = await new Promise((resolve) => child.on("close", resolve));
    if (status !== 0) throw new Error(`the program for ${stage} fails:\n${said}`);
    return JSON.parse(readFileSync(out, "utf8")) as StageRecord;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
