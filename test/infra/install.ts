import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";

export const ROOT = join(import.meta.dirname, "..", "..");
export const PLATFORM = join(ROOT, ".sst", "platform");

/** What the evaluation leans on inside SST: files that are no public interface. Should one move, it is better said here than found in a stack trace. */
const LEANS_ON = [
  "config.d.ts",
  "src/auto/run.ts",
  "src/shim/run.js",
  "src/components/index.ts",
  "src/components/rpc/rpc.ts",
  "node_modules/@pulumi/aws/package.json",
];

const binary = (name: string): string => join(ROOT, "node_modules", ".bin", name);

/** The version of SST in package.json. */
const wanted = (): string => JSON.parse(readFileSync(join(ROOT, "node_modules", "sst", "package.json"), "utf8")).version;

function installed(): string | null {
  const file = join(PLATFORM, "version");
  const lock = join(ROOT, ".sst", "provider-lock.json");
  return existsSync(file) && existsSync(lock) ? readFileSync(file, "utf8").trim() : null;
}

/** Without telemetry, without the Pulumi engine, and with the Bun that npm brought: so it needs npm's registry and no AWS account. */
const environment = () => ({
  ...process.env,
  PATH: [join(ROOT, "node_modules", ".bin"), process.env.PATH].join(delimiter),
  DO_NOT_TRACK: "1",
  SST_SKIP_DEPENDENCY_CHECK: "1",
  SST_BUN_PATH: binary("bun"),
});

const LONGEST_MS = 180_000;
const LOOK_AGAIN_MS = 200;

/** Test files run side by side, and one installation is enough: whoever makes the folder installs, the others wait until it is gone. */
function alone<T>(work: () => T): T {
  const lock = join(ROOT, "node_modules", ".cache", "sst-install.lock");
  mkdirSync(dirname(lock), { recursive: true });
  for (let waited = 0; !made(lock); waited += LOOK_AGAIN_MS) {
    // A lock this old was left by a run that was killed.
    if (waited > LONGEST_MS) rmSync(lock, { recursive: true, force: true });
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK_AGAIN_MS);
  }
  try {
    return work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

function made(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch {
    return false;
  }
}

function install(): string | null {
  if (installed() === wanted()) return null;
  process.stdout.write(`installing SST's platform ${wanted()} into .sst (once)\n`);
  const options = { cwd: ROOT, env: environment(), encoding: "utf8", timeout: LONGEST_MS } as const;
  const { status, error, stdout, stderr } = spawnSync(binary("sst"), ["install", "--stage", "ci"], options);
  if (status === 0) return null;
  const said = (error?.message ?? `${stdout}\n${stderr}`).trim().split("\n").at(-1);
  const reason = `SST's platform cannot be installed; is npm's registry within reach? (${said})`;
  process.stdout.write(`tests of the infrastructure are left out: ${reason}\n`);
  return reason;
}

/**
 * Lays SST's own sources and types into `.sst/platform`, unless those of the wanted version lie there. Resolves to null, or to the reason why it
 * cannot be done here (no network). Throws when SST is there and its files are not where they were.
 */
export function installPlatform(): string | null {
  const failure = alone(install); // waits for one under way, too
  if (failure !== null) return failure;
  if (installed() !== wanted()) throw new Error(`sst install laid version ${installed()}, and package.json asks for ${wanted()}`);
  const moved = LEANS_ON.filter((file) => !existsSync(join(PLATFORM, file)));
  if (moved.length > 0) throw new Error(`SST ${wanted()} no longer has ${moved.join(", ")}: look at test/infra/evaluator`);
  return null;
}

if (import.meta.main) {
  const reason = installPlatform();
  if (reason === null) process.stdout.write(`SST's platform ${wanted()} is in place\n`);
  process.exit(reason === null ? 0 : 1);
}
