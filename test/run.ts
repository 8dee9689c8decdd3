// All checks of the project, in the order in which they are cheapest to fail: lint, types, then every test. Ends with `N passed, N failed`.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numFailedTestSuites: number;
  readonly success: boolean;
}

const root = join(import.meta.dirname, "..");
const bin = (name: string): string => join(root, "node_modules", ".bin", name);
const run = (command: string, args: readonly string[]): boolean =>
  spawnSync(command, args, { cwd: root, stdio: "inherit", env: process.env }).status === 0;

let passed = 0;
let failed = 0;
let skipped = 0;

for (const [name, command, args] of [
  ["lint", bin("biome"), ["check", "--error-on-warnings", "."]],
  ["types", bin("tsc"), ["-p", "tsconfig.json"]],
] as const) {
  process.stdout.write(`── ${name}\n`);
  if (run(command, args)) passed++;
  else failed++;
}

process.stdout.write("── tests\n");
const folder = mkdtempSync(join(tmpdir(), "saldovakt-test-"));
try {
  const report = join(folder, "report.json");
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const outputs = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const clean = run(process.execPath, [vitest, "run", ...outputs, ...process.argv.slice(2)]);
  const result = JSON.parse(readFileSync(report, "utf8")) as VitestReport;
  passed += result.numPassedTests;
  skipped += result.numPendingTests;
  // A file that cannot be loaded, or an unhandled error, fails no single test but fails the run.
  failed += result.numFailedTests > 0 || clean ? result.numFailedTests : Math.max(1, result.numFailedTestSuites);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}\n`);
process.exit(failed > 0 ? 1 : 0);
